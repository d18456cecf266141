#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of files: into folders, and into the song."""
import os

import display
from display import key
from song import BAR, TMP, write_wave
from studio import main

HOME = os.environ["HOME"]


def prepare():
    folder = os.path.join(HOME, "sounds")
    os.makedirs(folder, exist_ok=True)
    for name in "kick.wav", "snare.wav":
        write_wave(os.path.join(folder, name), 1, 100)
    with open(os.path.join(folder, "notes.txt"), "w") as file:
        file.write("no sound")


def open_sounds(window):
    prepare()
    window.act("browser")
    window.find("Home", "push button").press()
    x, y = window.find("sounds", "label").middle()
    display.click(x, y, times=2)
    return window.find("kick.wav", "label")


def a_file_comes_in_at_the_playhead(window):
    song = window.song
    key("period")
    open_sounds(window)
    assert not window.find_all("notes.txt")
    window.told("0:01")
    display.shot("browser")
    window.find("Filter", "text").set_text("SNA")
    window.wait("filtered", lambda: not window.find_all("kick.wav", "label"))
    x, y = window.find("snare.wav", "label").middle()
    display.click(x, y, times=2)
    window.wait("a track more", lambda: song.track("snare"))
    assert [clip["at"] for clip in song.clips("snare")] == [BAR]
    window.act("browser")
    window.gone_from_screen("snare.wav", "label")


main(a_file_comes_in_at_the_playhead)
