#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bouncing and importing, in the window and beside the song."""
import os
import re

import display
from display import key
from gi.repository import GLib
from song import TMP, command, write_wave
from studio import main


def files(song):
    folder = os.path.join(song.folder, "bounces")
    return sorted(name for name in os.listdir(folder) if not name.startswith("."))


def the_song_is_bounced_while_it_plays(window):
    window.act("bounce")
    window.find("Bounce", "push button")
    display.shot("bounce-ask")
    window.act("play")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.find("Bounce", "push button").press()
    window.find("Show in folder", "push button")
    display.shot("bounce-made")
    assert window.where()["rolling"]
    assert files(window.song) == ["Harness.wav"], files(window.song)
    told = " ".join(window.texts())
    assert "LUFS" in told and "dBTP" in told and " LU " in told, told
    assert re.search(r"−\d+\.\d LUFS", told) and not re.search(r"-\d", told), told
    command("verify", os.path.join(window.song.folder, "bounces", "Harness.wav"))
    window.find("Close", "push button").press()
    window.gone_from_screen("Show in folder", "push button")
    window.act("stop")


def a_bounce_can_be_done_by_keyboard_alone(window):
    window.act("bounce")
    window.find("Bounce", "push button")
    window.top("Bounce")
    window.choose(lambda text: text.startswith("Format, "), 3, "push button")  # FLAC
    window.find("Title", "text").set_text("Midnight")
    window.find("Bounce", "push button").press()
    window.find("Show in folder", "push button")
    assert files(window.song) == ["Harness.flac"], files(window.song)
    key("Escape")
    window.gone_from_screen("Show in folder", "push button")
    window.act("bounce")  # as the last time
    window.wait("FLAC again", lambda: window.find("File", "text").text()
                .endswith("/bounces/Harness 2.flac"))
    key("Escape")
    window.gone_from_screen("Bounce", "push button")


def return_bounces_as_the_dialog_opens(window):
    window.act("bounce")
    window.wait("the focus", lambda: window.find("Bounce", "push button").has("FOCUSED"))
    key("Return")
    window.find("Show in folder", "push button")
    assert len(files(window.song)) == 1, files(window.song)
    key("Escape")
    window.gone_from_screen("Show in folder", "push button")


def a_bounce_that_cannot_be_says_why_in_its_window(window):
    window.act("bounce")
    window.find("File", "text").set_text("/nowhere/at all.wav")
    window.find("Bounce", "push button").press()
    window.reads("/nowhere", "Bounce")
    window.find("Bounce", "push button")
    display.shot("bounce-fault")
    key("Escape")
    window.gone_from_screen("Bounce", "push button")


def files_come_in_beside_the_work(window):
    song = window.song
    before = song.digest()
    sounds = [write_wave(os.path.join(TMP, name), 20, 200) for name in ("in 1.wav", "in 2.wav")]
    window.act("import-files", GLib.Variant("(asxx)", (sounds, 0, -1)))
    window.command("fader Bass -3")
    window.wait("two tracks more", lambda: song.track("in 1") and song.track("in 2"))
    assert song.strip("Bass")["fader_db"] == -3
    key("ctrl+z", "ctrl+z")  # whichever was first
    window.wait("both edits undone", lambda: song.digest() == before)


def files_come_onto_a_track_where_they_were_dropped(window):
    song = window.song
    sound = write_wave(os.path.join(TMP, "drop.wav"), 1, 200)
    track = int(song.track("Bass")["id"])
    window.act("import-files", GLib.Variant("(asxx)", ([sound, sound], track, 480000)))
    window.wait("two clips more", lambda: len(song.clips("Bass")) == 3)
    assert [clip["at"] for clip in song.clips("Bass")][1:] == [480000, 528000]


def what_is_no_sound_is_told(window):
    before = window.song.digest()
    path = os.path.join(TMP, "none.wav")
    open(path, "wb").close()
    window.act("import-files", GLib.Variant("(asxx)", ([path], 0, -1)))
    window.told("none.wav")
    empty = os.path.join(TMP, "empty")
    os.makedirs(empty, exist_ok=True)
    window.act("import-files", GLib.Variant("(asxx)", ([empty], 0, -1)))
    window.told("no sound files")
    assert window.song.digest() == before


main(the_song_is_bounced_while_it_plays, a_bounce_can_be_done_by_keyboard_alone,
     return_bounces_as_the_dialog_opens,
     a_bounce_that_cannot_be_says_why_in_its_window, files_come_in_beside_the_work,
     files_come_onto_a_track_where_they_were_dropped, what_is_no_sound_is_told)
