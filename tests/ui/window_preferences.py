#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: what is changed holds at once, and is kept."""
import os

import display
from display import key
from studio import main

KEPT = os.path.join(os.environ["XDG_CONFIG_HOME"], "remanence", "settings")


def kept():
    with open(KEPT) as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)


def the_block_is_changed_while_the_song_is_open(window):
    window.act("preferences")
    window.top("Preferences")
    window.find("Block", "combo box")
    display.shot("preferences")
    window.choose("Block", 5)
    window.wait("it is kept", lambda: os.path.exists(KEPT) and kept().get("block") == "512")
    window.reads("blocks of 512 frames", "Preferences")
    key("Escape")
    window.alone()
    window.reads("512 frames")


def the_looks_change_at_once(window):
    window.act("preferences")
    window.top("Preferences")
    window.tab_to("Looks", "page tab")
    key("space")
    window.find("Colours", "combo box")
    window.choose("Colours", 2)
    window.wait("light", lambda: kept().get("theme") == "light")
    display.shot("preferences-light")
    window.choose("Colours", 3)
    window.wait("contrast", lambda: kept().get("theme") == "contrast")
    display.shot("preferences-contrast")
    key("Escape")
    window.alone()


main(the_block_is_changed_while_the_song_is_open, the_looks_change_at_once)
