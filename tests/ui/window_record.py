#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes, recorded in the window: through the built-in clock, and through a JACK server of
the test's own."""
import os
import shutil
import subprocess

import display
from display import click, key
from song import RATE, Song
from studio import Window, main, own


def choose_input(window, track):
    window.command(f"input {track} 1")
    window.wait("its input", lambda: any(row["first"] == 0 and row["id"]
                                         == window.song.track(track)["id"]
                                         for row in window.song.rows("input")))


def arm(window, track):
    row = window.row(track)
    click(row[0] + row[2] - 4, row[1] + row[3] - 6)  # beside its clips
    window.wait("the track is selected", lambda: window.where()["tracks"])
    key("a")
    window.wait("armed", lambda: window.where()["armed"] == 1)


def record(window, seconds):
    """Record, and return how many takes the song has then."""
    song = window.song
    takes = len(song.rows("take"))
    key("r")
    window.wait("recording", lambda: window.where()["recording"])
    start = window.where()["position"]
    window.wait("some of it",
                lambda: window.where()["position"] > start + seconds * RATE)


def stop(window, takes):
    key("space")
    window.wait("stopped", lambda: not window.where()["rolling"])
    window.wait("the take is in the song", lambda: len(window.song.rows("take")) == takes)


def what_is_armed_is_recorded_and_undone(window):
    song = window.song
    choose_input(window, "Bass")
    before = song.digest()
    arm(window, "Bass")
    armed = song.digest()
    record(window, 1.0)
    display.shot("recording")
    stop(window, 1)
    assert len(song.clips("Bass")) == 2
    length = max(clip["length"] for clip in song.clips("Bass") if clip["length"] < 8 * RATE)
    assert length >= RATE
    song.check()
    key("ctrl+z")
    window.wait("undone", lambda: song.digest() == armed)
    key("ctrl+z")
    window.wait("and disarmed", lambda: song.digest() == before)


def nothing_armed_is_told_and_nothing_rolls_on(window):
    song = window.song
    before = song.digest()
    window.wait("its sound", lambda: window.where()["sound"])
    key("r")
    window.told("armed")
    window.act("stop")
    window.wait("stopped", lambda: not window.where()["rolling"])
    assert song.digest() == before


def why_it_did_not_record_is_not_told_once_it_does(window):
    window.wait("its sound", lambda: window.where()["sound"])
    key("r")
    line = window.told("armed")
    window.act("stop")
    window.wait("stopped", lambda: not window.where()["rolling"])
    choose_input(window, "Bass")
    arm(window, "Bass")
    record(window, 0.3)
    window.wait("the line is gone", lambda: line not in window.texts(), 10)
    stop(window, 1)


def a_track_without_an_input_is_named_and_nothing_is_recorded(window):
    window.wait("its sound", lambda: window.where()["sound"])
    window.command("arm Bass")
    window.told("Bass: is armed, and has no input")
    key("r")
    window.told("give it an input, or disarm it")
    window.act("stop")
    window.wait("stopped", lambda: not window.where()["rolling"])
    assert window.song.rows("take") == []
    choose_input(window, "Bass")
    record(window, 0.3)
    stop(window, 1)


def a_track_that_is_armed_by_hand_has_an_input(window):
    song = window.song
    bass, before = song.track("Bass")["id"], song.digest()
    first = lambda: [row["first"] for row in song.rows("input") if row["id"] == bass]
    window.wait("its sound", lambda: window.where()["sound"])
    for by_hand in (lambda: window.click("Arm Bass"), lambda: arm(window, "Bass")):
        by_hand()
        window.wait("armed, with the first one", lambda: window.where()["armed"] == 1
                    and first() == [0])
        window.act("undo")
        window.wait("as it was", lambda: song.digest() == before)
    window.click("Arm Bass")
    record(window, 0.3)
    stop(window, 1)


def a_new_audio_track_has_an_input_of_its_own_and_records(window):
    song = window.song
    window.wait("its sound", lambda: window.where()["sound"])
    edits = song.edits()
    key("ctrl+t")
    window.wait("a track", lambda: song.track("Audio 1"))
    assert song.edits() == edits + 1
    window.act("track-add-stereo")
    window.wait("another", lambda: song.track("Audio 2"))
    inputs = {row["id"]: (row["first"], row["second"]) for row in song.rows("input")}
    assert inputs[song.track("Audio 1")["id"]] == (0, -1), inputs
    assert inputs[song.track("Audio 2")["id"]] == (2, 3), inputs
    arm(window, "Audio 1")
    record(window, 0.3)
    stop(window, 1)


def before_the_punch_it_is_ready_and_plays_from_the_playhead(window):
    song = window.song
    window.wait("its sound", lambda: window.where()["sound"])
    window.act("track-add-audio")
    arm(window, "Audio 1")
    window.command("punch 2s 3s")
    window.act("punch")
    window.act("locate", "24000f")
    window.wait("there", lambda: window.where()["position"] == RATE // 2)
    key("r")
    window.wait("ready", lambda: window.where()["ready"] and window.where()["rolling"])
    assert window.where()["position"] < 2 * RATE and not window.where()["recording"]
    window.wait("recording", lambda: window.where()["recording"])
    assert not window.where()["ready"]
    window.wait("past it", lambda: not window.where()["recording"])
    stop(window, 1)
    clip, = song.clips("Audio 1")
    assert (clip["at"], clip["length"]) == (2 * RATE, RATE)
    window.act("punch")


@own
def a_take_that_was_cut_off_is_in_the_song_and_told():
    song = Song()
    window = Window(song.folder).wait_up(song)
    choose_input(window, "Bass")
    arm(window, "Bass")
    record(window, 1.0)
    window.kill()
    window = Window(song.folder).wait_up(song)
    window.told("1 take was recovered after a crash")
    window.told("listen to it where it was played")
    assert len(song.rows("take")) == 1
    window.end()
    song.check()


def start_jack(name):
    return subprocess.Popen(["jackd", "--no-realtime", "--name", name, "-d",
                             "dummy", "--rate", str(RATE), "--period", "256"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@own
def a_jack_server_that_dies_ends_the_take_and_keeps_it():
    if not shutil.which("jackd"):
        print("left out: no jackd here")
        return
    name = f"ui-{os.getpid()}"
    server = start_jack(name)
    song = Song()
    try:
        display.wait("the server", lambda: subprocess.run(
            ["jack_lsp", "--server", name], check=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL).returncode == 0)
        window = Window(song.folder, env={"JACK_DEFAULT_SERVER": name}).wait_up(song)
        window.wait("JACK", lambda: "JACK" in window.where()["sound"].upper())
        choose_input(window, "Bass")
        arm(window, "Bass")
        record(window, 1.0)
        server.terminate()
        server.wait()
        window.wait("stopped", lambda: not window.where()["rolling"])
        window.wait("the take is kept", lambda: len(song.rows("take")) == 1)
        window.command("fader Bass -3")
        window.wait("it goes on", lambda: song.strip("Bass")["fader_db"] == -3)
        window.end()
        song.check()
    finally:
        server.terminate()
        server.wait()


main(what_is_armed_is_recorded_and_undone, a_track_that_is_armed_by_hand_has_an_input,
     nothing_armed_is_told_and_nothing_rolls_on,
     a_new_audio_track_has_an_input_of_its_own_and_records,
     before_the_punch_it_is_ready_and_plays_from_the_playhead,
     why_it_did_not_record_is_not_told_once_it_does,
     a_track_without_an_input_is_named_and_nothing_is_recorded,
     a_take_that_was_cut_off_is_in_the_song_and_told,
     a_jack_server_that_dies_ends_the_take_and_keeps_it)
