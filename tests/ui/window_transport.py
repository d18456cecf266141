#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The transport, by keys and by its buttons."""
import display
from display import key
from song import BAR
from studio import main


def space_plays_and_stops(window):
    key("space")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.wait("the playhead moves", lambda: window.where()["position"] > 4800)
    key("space")
    window.wait("stopped", lambda: not window.where()["rolling"])


def the_buttons_play_and_stop(window):
    window.click("Play or stop")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.click("Stop")
    window.wait("stopped", lambda: not window.where()["rolling"])


def keys_go_by_bars_and_to_start_and_end(window):
    key("period", "period")
    window.wait("bar 3", lambda: window.where()["position"] == 2 * BAR)
    key("comma")
    window.wait("bar 2", lambda: window.where()["position"] == BAR)
    key("End")
    window.wait("the end", lambda: window.where()["position"] == 4 * BAR)
    key("Home")
    window.wait("the start", lambda: window.where()["position"] == 0)


def a_place_typed_into_the_clock_is_gone_to(window):
    window.click("Place of the playhead", "push button")
    window.focused("Place of the playhead", "text")
    key("ctrl+a")
    display.write("3|2|480")
    key("Return")
    window.wait("beat 2 of bar 3",
                lambda: window.where()["position"] == 2 * BAR + BAR // 4 + BAR // 8)
    window.find("3|2|480", "label")


def timecode_is_typed_as_it_is_shown(window):
    window.act("clock", "timecode")
    window.act("type-place")
    window.focused("Place of the playhead", "text")
    key("ctrl+a")
    display.write("00:00:03:10")
    key("Return")
    window.wait("there", lambda: window.where()["position"] == 3 * 48000 + 10 * 1920)
    window.find("00:00:03:10", "label")
    window.act("clock", "bars")


def tempo_and_metre_are_typed_where_the_playhead_is(window):
    song = window.song
    window.command("tempo 3| 90")
    window.act("locate", "4|1|0")
    window.find("90.00", "label")
    window.click("Tempo", "push button")
    window.focused("Tempo", "text")
    key("ctrl+a")
    display.write("96,5")
    key("Return")
    window.wait("both tempos", lambda: [row["bpm"] for row in sorted(
        song.rows("tempo"), key=lambda row: row["at"])] == [120, 96.5])
    window.click("Metre", "push button")
    window.focused("Metre", "text")
    key("ctrl+a")
    display.write("7/8")
    key("Return")
    window.wait("the metre", lambda: [(row["num"], row["den"])
                                      for row in song.rows("metre")] == [(7, 8)])
    window.find("7/8", "label")


def the_loop_key_is_an_edit_that_undo_takes_back(window):
    song = window.song
    before = song.digest()
    window.command("loop 2s 4s")
    window.wait("the loop is on", lambda: window.state("loop"))
    assert song.rows("song")[0]["loop"] == 1
    key("l")
    window.wait("the loop is off", lambda: song.rows("song")[0]["loop"] == 0)
    key("ctrl+z", "ctrl+z")
    window.wait("as before", lambda: song.digest() == before)
    key("ctrl+shift+z")
    window.wait("on again", lambda: song.rows("song")[0]["loop"] == 1)


def letters_typed_into_a_field_are_letters(window):
    window.click("Tempo", "push button")
    window.focused("Tempo", "text")
    key("ctrl+a")
    display.write("9l0")  # l would loop, as a key of the window
    key("Escape", "period")  # and a key is a key again
    window.wait("bar 2", lambda: window.where()["position"] == BAR)
    assert not window.state("loop")
    assert window.song.rows("tempo")[0]["bpm"] == 120


def what_cannot_be_is_told_and_changes_nothing(window):
    before = window.song.digest()
    window.command("fader Nobody -3")
    window.told("Nobody")
    assert window.song.digest() == before


main(space_plays_and_stops, the_buttons_play_and_stop, keys_go_by_bars_and_to_start_and_end,
     a_place_typed_into_the_clock_is_gone_to,
     timecode_is_typed_as_it_is_shown, tempo_and_metre_are_typed_where_the_playhead_is,
     the_loop_key_is_an_edit_that_undo_takes_back,
     letters_typed_into_a_field_are_letters, what_cannot_be_is_told_and_changes_nothing)
