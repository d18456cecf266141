#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The history panel: what was done, and the ways that were left."""
import display
from display import key
from studio import main


def labels(window, part):
    return [one for one in window.find_all(lambda text: part in text, "label")
            if one.on_screen()]


def a_click_goes_to_a_step(window):
    song = window.song
    before = song.digest()
    key("ctrl+h")
    window.find(lambda text: text.endswith(", here"), "label")
    window.command("fader Bass -3")
    window.find("Move fader, here", "label")
    middle = song.digest()
    window.command("fader Bass -9")
    window.wait("two of them", lambda: len(labels(window, "Move fader")) == 2)
    display.click(*labels(window, "Move fader")[1].middle())
    window.wait("there", lambda: song.digest() == middle)
    window.find("Move fader, undone", "label")
    key("ctrl+z")
    window.wait("as before", lambda: song.digest() == before)
    window.command("pan Bass 0.5")
    window.wait("both aside", lambda: len(labels(window, "another way")) == 2)
    window.find("Pan, here", "label")
    display.shot("history")
    display.click(*labels(window, "Move fader, another way")[1].middle())
    window.wait("on the other way", lambda: song.digest() == middle)
    key("ctrl+h")
    window.gone_from_screen("Move fader, here", "label")


main(a_click_goes_to_a_step)
