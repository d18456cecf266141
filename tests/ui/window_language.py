#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in a language of its own, and what was done before it was in that."""
import gettext
import os
import shutil
import subprocess
import sys

from display import key
from song import BUILD, SOURCE, TMP, Song, preload
from studio import Window, main, own

if "asan" in BUILD or not shutil.which("msgfmt"):  # which wants to be loaded before all others
    print("window_language: no way to another language here")
    sys.exit(77)
FOLDER = os.path.join(TMP, "locale")
MADE = os.path.join(FOLDER, "de", "LC_MESSAGES", "remanence.mo")
os.makedirs(os.path.dirname(MADE))
subprocess.run(["msgfmt", "-o", MADE, os.path.join(SOURCE, "po", "de.po")], check=True)
with open(MADE, "rb") as catalogue:
    said = gettext.GNUTranslations(catalogue).gettext


@own
def a_step_is_told_in_the_language_of_whoever_reads_it():
    song = Song()
    song.edit("fader Bass -3").edit("loop 1s 2s")
    window = Window(song.folder, env={"LD_PRELOAD": preload("catalogue.c"),
                                      "CATALOGUE": FOLDER, "LANGUAGE": "de"}).wait_up(song)
    assert said("Move fader") != "Move fader"
    key("ctrl+h")
    window.find(said("%s, here") % said("Set loop"), "label")
    window.find(f"{said('Move fader')}: Bass", "label")
    window.command("pan Bass 0.5")
    window.find(said("%s, here") % f"{said('Pan')}: Bass", "label")
    step = f"{said('Pan')}: Bass"
    window.wait("the button says it", lambda: window.find(
        said("Undo"), "push button").description() == step)
    window.end()


main(a_step_is_told_in_the_language_of_whoever_reads_it)
