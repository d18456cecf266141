#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where words are written from right to left: what is read is mirrored, and what goes on in
time, or through a console, is not."""
import os
import subprocess
import sys

import display
from song import BAR, TMP
from studio import main

# GTK looks for its own words, which tell the direction, only where the program's language is
# English, or one that it has: an English locale, asked for Hebrew.
locales = os.path.join(TMP, "locales")
os.makedirs(locales, exist_ok=True)
subprocess.run(["localedef", "-i", "en_US", "-f", "UTF-8", os.path.join(locales, "en_US.UTF-8")],
               check=False, capture_output=True)
if not os.path.isdir(os.path.join(locales, "en_US.UTF-8")) \
        or not os.path.exists("/usr/share/locale/he/LC_MESSAGES/gtk40.mo"):
    print("window_rtl: no Hebrew for GTK here")
    sys.exit(77)
os.environ.update(LOCPATH=locales, LC_ALL="en_US.UTF-8", LANGUAGE="he")


def left_of(one, other):
    return one.box()[0] < other.box()[0]


def panels_are_mirrored_and_the_studio_is_not(window):
    window.act("history")
    panel = window.find("History", "list")
    assert panel.box()[0] < window.where()["canvas"][0], "the desktop is mirrored"
    display.shot("rtl")
    assert left_of(window.find("Go to the start", "push button"),
                   window.find("Play or stop", "push button"))
    head = next(one for one in window.find_all("Mute Drums") if one.on_screen())
    assert head.box()[0] < window.x_of(0)
    drums, bass, echo = (window.find(f"Insert a device into {name}", "push button")
                         for name in ("Drums", "Bass", "Echo"))
    master = window.find("Insert a device into Master", "push button")
    assert left_of(drums, bass) and left_of(bass, echo) and left_of(echo, master)
    window.act("history")


def a_click_and_a_drag_mean_the_place_they_are_at(window):
    song = window.song
    x, y, width, height = window.ruler("bars")
    display.click(window.x_of(BAR), y + height // 2)
    window.wait("located", lambda: window.where()["position"] == BAR)
    clip = window.clip("bass")
    at = clip.body(0.3)
    display.drag(*at, at[0] + window.x_of(BAR) - window.x_of(0), at[1])
    window.wait("moved a bar on", lambda: song.clips("Bass")[0]["at"] == BAR)


main(panels_are_mirrored_and_the_studio_is_not, a_click_and_a_drag_mean_the_place_they_are_at)
