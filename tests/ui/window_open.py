#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A song is opened beside the main thread: what is shown, and can be done, until it is
there.  Its disk answers when the test lets it (slow_disk.c)."""
import os
import shutil
import signal
import subprocess

import display
from display import key
from song import BUILD, TMP, Song, command, preload
from studio import GLib, Window, main, own


def slow_disk():
    return {"LD_PRELOAD": preload("slow_disk.c")}


def hold(song):
    with open(os.path.join(song.folder, "held"), "w"):
        return song


def let_go(song):
    os.unlink(os.path.join(song.folder, "held"))


def asked(window, song):
    window.wait("the disk is asked",
                lambda: os.path.exists(os.path.join(song.folder, "asked")))


def awaited(window, song):
    window.wait(f"{song.folder} awaited",
                lambda: window.where().get("awaits") == song.folder)
    window.find(f"Opening {os.path.basename(song.folder)[:-4]}…", "label")


@own
def a_window_says_which_song_it_waits_for():
    song = hold(Song())
    window = Window(song.folder, env=slow_disk())
    window.wait_up()
    awaited(window, song)
    assert "song" not in window.where()
    assert not window.find_all("Create", "push button")  # the start page need not be made
    display.shot("awaited")
    let_go(song)
    window.wait_song(song)
    assert "awaits" not in window.where()
    window.gone_from_screen(f"Opening {os.path.basename(song.folder)[:-4]}…")
    key("space")
    window.wait("it plays", lambda: window.where()["rolling"])
    window.end()


@own
def the_open_song_can_be_worked_on_until_the_next_is_there():
    one, two = Song(), hold(Song())
    window = Window(one.folder, env=slow_disk()).wait_up(one)
    window.act("open-path", two.folder)
    awaited(window, two)
    assert window.where()["song"] == one.folder
    window.command("fader Bass -7.5")
    window.wait("an edit", lambda: one.strip("Bass")["fader_db"] == -7.5)
    let_go(two)
    window.wait_song(two)
    assert two.strip("Bass")["fader_db"] == 0
    command("edit", one.folder, "fader", "Bass", "-3")  # it is let go
    window.end()


@own
def what_is_to_play_is_the_song_that_is_awaited():
    one, two = Song(), hold(Song())
    window = Window(one.folder, env=slow_disk()).wait_up(one)
    window.act("open-path", two.folder)
    awaited(window, two)
    window.act("play")
    assert not window.where()["rolling"]
    let_go(two)
    window.wait_song(two)
    window.wait("it plays", lambda: window.where()["rolling"])
    window.end()


@own
def a_song_that_takes_too_long_can_be_let_be():
    song, other = hold(Song()), Song()
    window = Window(song.folder, env=slow_disk()).wait_up()
    awaited(window, song)
    asked(window, song)
    window.click(lambda name: name.startswith("Cancel: Opening"), "push button")
    window.find("Create", "push button")
    assert not window.where()
    window.act("open-path", other.folder)
    window.wait_song(other)
    window.act("open-path", song.folder)  # whose disk still has not answered
    awaited(window, song)
    let_go(song)
    window.wait_song(song)
    assert not window.where()["read-only"]
    window.end()


@own
def of_two_that_are_asked_for_the_last_one_opens():
    one, two = hold(Song()), hold(Song())
    window = Window(one.folder, env=slow_disk()).wait_up()
    awaited(window, one)
    asked(window, one)
    second = subprocess.run([os.path.join(BUILD, "remanence-gtk"), two.folder], timeout=60,
                            stderr=subprocess.DEVNULL, check=False)
    assert second.returncode == 0
    awaited(window, two)
    let_go(one)
    window.wait("one is let go", lambda: subprocess.run(
        [os.path.join(BUILD, "remanence"), "edit", one.folder, "fader", "Bass", "-3"],
        capture_output=True, check=False).returncode == 0)
    assert window.where()["awaits"] == two.folder
    let_go(two)
    window.wait_song(two)
    window.end()


@own
def a_song_that_is_asked_for_twice_is_opened_once():
    song = hold(Song())
    window = Window(song.folder, env=slow_disk()).wait_up()
    awaited(window, song)
    window.act("open-path", song.folder + "/")
    let_go(song)
    window.wait_song(song)
    assert not window.where()["read-only"]
    window.act("play")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.act("open-path", song.folder)
    window.settled()
    assert window.where()["rolling"] and "awaits" not in window.where()
    window.act("stop")
    window.end()


@own
def quitting_does_not_wait_for_a_disk_that_does_not_answer():
    for how in ("quit", "signal", "new"):
        song = hold(Song())
        before = song.digest()
        window = Window(song.folder, env=slow_disk()).wait_up()
        awaited(window, song)
        asked(window, song)
        if how == "signal":
            window.process.send_signal(signal.SIGTERM)
        elif how == "quit":
            key("ctrl+q")
        else:
            window.act("new")
            window.find("Create", "push button")
            window.act("quit", wait=False)
        window.gone()
        let_go(song)
        assert song.digest() == before
        song.check()


@own
def a_song_that_vanishes_while_it_is_opened_is_told():
    song = hold(Song())
    window = Window(song.folder, env=slow_disk()).wait_up()
    awaited(window, song)
    asked(window, song)
    os.unlink(os.path.join(song.folder, "project.db"))
    let_go(song)
    window.told("not a Remanence project")
    window.find("Create", "push button")
    shutil.rmtree(song.folder)
    window.end()


@own
def what_cannot_be_opened_is_told_by_the_first_window():
    window = Window(os.path.join(TMP, "nothing.rem")).wait_up()
    window.told("nothing.rem")
    window.find("Create", "push button")
    window.end()


@own
def a_song_is_made_beside_the_main_thread_too():
    window = Window().wait_up()
    folder = os.path.join(TMP, "Made.rem")
    window.act("create", GLib.Variant("(ss)", (folder, "")))
    window.wait("the song", lambda: window.where().get("song") == folder)
    window.act("create", GLib.Variant("(ss)", (folder, "")))
    window.told("File exists")
    assert window.where()["song"] == folder
    window.end()


WITHOUT = (what_cannot_be_opened_is_told_by_the_first_window,
           a_song_is_made_beside_the_main_thread_too)
# AddressSanitizer wants to be loaded before all others.
main(*WITHOUT, *(() if "asan" in BUILD else (
    a_window_says_which_song_it_waits_for,
    the_open_song_can_be_worked_on_until_the_next_is_there,
    what_is_to_play_is_the_song_that_is_awaited, a_song_that_takes_too_long_can_be_let_be,
    of_two_that_are_asked_for_the_last_one_opens,
    a_song_that_is_asked_for_twice_is_opened_once, quitting_does_not_wait_for_a_disk_that_does_not_answer,
    a_song_that_vanishes_while_it_is_opened_is_told)))
