#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: what is changed holds at once, and is kept."""
import os

import display
from display import key
from studio import main

TAB = "page tab"
KEPT = os.path.join(os.environ["XDG_CONFIG_HOME"], "remanence", "settings")


def kept():
    with open(KEPT) as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)


def tab_to(window, name, role):
    """The focus, by the keyboard, to a control or to what of it takes the focus."""
    def focused():
        return any(one.has("FOCUSED") for one in window.find(name, role).walk())
    for _ in range(30):
        if focused():
            return
        key("Tab")
    raise AssertionError(f"Tab does not come to {name}")


def choose(window, name, place):
    tab_to(window, name, "combo box")
    key("space")
    window.wait("its list", lambda: any(
        one.has("FOCUSED") for one in window.find(name, "combo box").walk()
        if one.role() == "list item"))
    key("Home", *["Down"] * place, "Return")


def the_block_is_changed_while_the_song_is_open(window):
    window.act("preferences")
    window.find("Block", "combo box")
    display.shot("preferences")
    choose(window, "Block", 5)
    window.wait("it is kept", lambda: os.path.exists(KEPT) and kept().get("block") == "512")
    window.told("blocks of 512 frames")
    key("Escape")
    window.gone_from_screen("Block", "combo box")
    window.told("512 frames")


def the_looks_change_at_once(window):
    window.act("preferences")
    tab_to(window, "Looks", TAB)
    key("space")
    window.find("Colours", "combo box")
    choose(window, "Colours", 2)
    window.wait("light", lambda: kept().get("theme") == "light")
    display.shot("preferences-light")
    choose(window, "Colours", 3)
    window.wait("contrast", lambda: kept().get("theme") == "contrast")
    display.shot("preferences-contrast")
    key("Escape")


main(the_block_is_changed_while_the_song_is_open, the_looks_change_at_once)
