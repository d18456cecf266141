#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a window without a song: what was opened last, and new songs."""
import os

import display
from display import key
from gi.repository import GLib
from song import TMP, command
from studio import main

MUSIC = os.path.join(TMP, "music")


def card(window, title):
    return window.find(lambda name: name.startswith(f"Open {title}, "), "push button")


def a_song_that_was_closed_is_found_again_with_its_stamp(window):
    song = window.song
    window.act("close")
    card(window, "Harness")
    stamp = os.path.join(song.folder, "peaks", "thumbnail")
    window.wait("a stamp", lambda: os.path.exists(stamp))
    window.wait("its length", lambda: window.find_all(
        lambda name: name.startswith("Open Harness, 0:08")))
    display.shot("start")
    card(window, "Harness").press()
    window.wait_song(song)


def recent_songs_have_the_room_that_a_new_one_leaves(window):
    window.act("close")
    card(window, "Harness")
    title, new = window.find("Recent songs", "label"), window.find("A new song", "label")
    create = window.find("Create", "push button")
    assert title.box()[0] < 100
    assert new.box()[0] > 1000 and create.box()[0] > 1000, (new.box(), create.box())


def a_song_can_be_struck_out_of_the_list(window):
    window.act("close")
    card(window, "Harness")
    before = len(window.find_all(lambda name: name.startswith("Open Harness")))
    window.find("Strike Harness out of this list").press()
    window.wait("one less", lambda: len(window.find_all(
        lambda name: name.startswith("Open Harness"))) == before - 1)
    assert os.path.isdir(window.song.folder)


def a_new_song_is_made_by_keyboard_alone(window):
    window.act("new")
    window.find("Create", "push button")
    window.find("In", "text").set_text(MUSIC)
    window.focused("Name", "text")
    key("ctrl+a")
    display.write("First light")
    key("Return")
    folder = os.path.join(MUSIC, "First light.rem")
    window.wait("the song", lambda: window.where().get("song") == folder)
    assert "First light" in command("info", folder)


def a_new_song_begins_with_a_template(window):
    window.act("new")
    window.find("Create", "push button")
    window.find("In", "text").set_text(MUSIC)
    window.find("Name", "text").set_text("Band practice")
    x, y = window.find("Band", "label").middle()
    display.click(x, y)
    display.shot("start-new")
    window.click("Create", "push button")
    folder = os.path.join(MUSIC, "Band practice.rem")
    window.wait("the song", lambda: window.where().get("song") == folder)
    tracks = command("info", folder)
    assert "Overheads" in tracks and "Guitar left" in tracks, tracks


def a_folder_that_is_there_is_not_written_over(window):
    folder = os.path.join(MUSIC, "Taken.rem")
    os.makedirs(folder, exist_ok=True)
    window.act("new")
    window.find("Create", "push button")
    window.act("create", GLib.Variant("(ss)", (folder, "")))
    window.told("Taken.rem")
    assert os.listdir(folder) == []


main(a_song_that_was_closed_is_found_again_with_its_stamp,
     recent_songs_have_the_room_that_a_new_one_leaves,
     a_song_can_be_struck_out_of_the_list, a_new_song_is_made_by_keyboard_alone,
     a_new_song_begins_with_a_template, a_folder_that_is_there_is_not_written_over)
