#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps the window's thread is told, with REMANENCE_SLICES; and what it does not wait
for."""
import os
import time

import display
from display import key
from song import BUILD, RATE, TMP, Song, preload
from studio import Window, main, own


def pieces(window, what):
    return [piece for piece in window.slices() if piece[4] == what]


@own
def each_piece_of_work_is_a_line_with_its_time():
    song = Song()
    window = Window(song.folder, env={"REMANENCE_SLICES": "0"}).wait_up(song)
    begun = time.monotonic()
    window.command("fader Bass -7.5")
    window.wait("the fader", lambda: song.strip("Bass")["fader_db"] == -7.5)
    after = lambda: [frames for at, _, _, frames, _ in window.slices() if at >= begun]
    window.wait("a frame of it", lambda: any(frames > 0 for frames in after()))
    assert any(frames == 0 for frames in after()), after()
    last = 0
    for at, all_, spent, frames, _ in window.slices():
        assert at >= last, (at, last)  # one after the other: none is in two
        last = at + all_ / 1000 - 0.0002  # as they are rounded
        assert 0 <= frames <= all_ + 0.1 and 0 <= spent <= all_ + 0.2, (all_, spent, frames)
    window.end()


@own
def what_is_shorter_is_not_told():
    song = Song()
    window = Window(song.folder, env={"REMANENCE_SLICES": "100000"}).wait_up(song)
    window.command("fader Bass -7.5")
    window.wait("the fader", lambda: song.strip("Bass")["fader_db"] == -7.5)
    assert window.slices() == []
    window.end()


@own
def opening_the_sound_and_closing_the_song_have_their_names():
    song = Song()
    window = Window(song.folder, env={"REMANENCE_SLICES": "0"}).wait_up(song)
    assert pieces(window, "open") and pieces(window, "sound"), window.slices()
    assert not pieces(window, "close")
    window.act("close")
    window.wait("no song", lambda: not window.where())
    window.find("A new song")
    assert pieces(window, "close") and pieces(window, "start")
    window.end()


@own
def what_is_played_before_the_device_is_there_plays_when_it_is():
    song = Song()
    window = Window(song.folder)
    window.wait("the song", lambda: window.where().get("song") == song.folder)
    window.act("play")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.wait("it goes on", lambda: window.where()["position"] > RATE // 2)
    window.act("stop")
    window.end()


@own
def a_song_that_is_closed_is_open_again_at_once():
    song = Song()
    window = Window(song.folder).wait_up(song)
    for _ in range(5):
        window.act("close")
        window.act("open-path", song.folder)
        window.wait_song(song)
        assert not window.where()["read-only"]
    window.end()


@own
def a_take_outlives_a_kill_while_its_song_is_closed():
    song = Song()
    for part in (0, 0.002, 0.01, 0.05):
        window = Window(song.folder).wait_up(song)
        if part == 0:
            window.command("input Bass 1")
            window.command("arm Bass")
        window.wait("armed", lambda: window.where()["armed"] == 1)
        takes = len(song.rows("take"))
        key("r")
        window.wait("some of it", lambda: window.where()["recording"]
                    and window.where()["position"] > RATE // 2)
        window.act("close")
        time.sleep(part)
        window.kill()
        window = Window(song.folder).wait_up(song)
        window.wait("the take", lambda: len(song.rows("take")) == takes + 1)
        window.end()
        song.check()


@own
def a_dialog_is_whole_when_it_is_seen():
    song = Song()
    window = Window(song.folder).wait_up(song)
    kept = ("preferences", "first-steps", "bounce", "console")
    for action, title, last in (("preferences", "Preferences", "Threads"),
                                ("first-steps", "First steps", "Next"),
                                ("bounce", "Bounce", "Date"),
                                ("console", "Console – Master", "Compressor, Make-up, 0.0 dB"),
                                ("shortcuts", "Keys", "All as they were"),
                                ("palette", "Find an action", "Stop")):
        window.act("select-none")
        window.act(action, wait=False)
        if action in kept:  # in the making, it is not made again
            window.act(action, wait=False)

        def seen():
            return [one for one in window.seen().children() if one.name() == title]
        top, = window.wait(title, seen)
        assert [one for one in top.walk() if one.item.name() == last], title
        window.top(title)
        key("Escape")
        window.alone()
    window.act("bounce", wait=False)  # its song goes before it is there
    window.act("close")
    window.find("A new song")
    window.alone()
    window.end()


@own
def the_window_answers_while_devices_are_looked_for():
    if "asan" in BUILD:  # which wants to be loaded before all others
        return
    held, asked = (os.path.join(TMP, name) for name in ("held", "asked"))
    with open(os.environ["ALSA_CONFIG_PATH"], "w") as file:
        file.write("pcm.card { type null hint { show on description 'A card' } }\n")
    song = Song()
    window = Window(song.folder, env={
        "LD_PRELOAD": preload("slow_devices.c")}).wait_up(song)
    for dialog, title in (("preferences", "Preferences"), ("first-steps", "First steps")):
        with open(held, "w"):
            window.act(dialog)
        window.top(title)
        window.wait("they are looked for", lambda: os.path.exists(asked))
        window.reads("Looking for devices…", title)
        window.command("fader Bass -7.5")
        window.wait("an edit", lambda: song.strip("Bass")["fader_db"] == -7.5)
        window.act("undo")
        window.wait("undone", lambda: song.strip("Bass")["fader_db"] == 0)
        display.shot("devices-" + dialog)
        os.unlink(held)
        window.wait("what there is", lambda: not any(
            "Looking for devices" in text for text in window.texts()))
        os.unlink(asked)
        key("Escape")
        window.alone()
    with open(held, "w"):  # whoever closes the page, or quits, does not wait for them
        window.act("preferences")
    window.wait("they are looked for", lambda: os.path.exists(asked))
    window.top("Preferences")
    key("Escape")
    window.alone()
    window.end()
    os.unlink(held)
    with open(os.environ["ALSA_CONFIG_PATH"], "w"):
        pass


main(each_piece_of_work_is_a_line_with_its_time, what_is_shorter_is_not_told,
     opening_the_sound_and_closing_the_song_have_their_names,
     what_is_played_before_the_device_is_there_plays_when_it_is,
     a_song_that_is_closed_is_open_again_at_once,
     a_take_outlives_a_kill_while_its_song_is_closed, a_dialog_is_whole_when_it_is_seen,
     the_window_answers_while_devices_are_looked_for)
