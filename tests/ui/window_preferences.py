#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: what is changed holds at once, and is kept."""
import os

import display
from desktop import KEPT, desktop
from display import key
from song import Song
from studio import Window, main, own


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


def the_threads_are_changed_while_the_song_plays(window):
    window.act("preferences")
    window.top("Preferences")
    for threads in (1, 2):
        window.act("play")
        window.wait("rolling", lambda: window.where()["rolling"])
        window.tab_to("Threads", "spin button")
        key("ctrl+a", str(threads), "Return")
        window.wait("kept", lambda: kept().get("threads") == str(threads))
        window.wait("its sound", lambda: window.where()["sound"]
                    and not window.where()["rolling"])
    key("Escape")
    window.alone()
    window.act("play")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.act("stop")


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


def brightness():
    """Of the status line, where nothing stands."""
    return max(max(color) for color in display.colors(2, 893, 3, 2))


@own
def the_looks_follow_the_desktop():
    song = Song()
    with desktop() as says:
        window = Window(song.folder).wait_up(song)
        window.wait("dark", lambda: 5 < brightness() < 60)
        says("color-scheme 2")
        window.wait("light", lambda: brightness() > 180)
        says("contrast 1")
        window.wait("black", lambda: brightness() == 0)
        says("contrast 0")
        says("color-scheme 1")
        window.wait("dark again", lambda: 5 < brightness() < 60)
        window.end()


main(the_block_is_changed_while_the_song_is_open,
     the_threads_are_changed_while_the_song_plays, the_looks_change_at_once,
     the_looks_follow_the_desktop)
