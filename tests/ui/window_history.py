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
    window.find("Move fader: Bass, here", "label")
    middle = song.digest()
    window.command("fader Bass -9")
    window.wait("two of them", lambda: len(labels(window, "Move fader: Bass")) == 2)
    display.click(labels(window, "Move fader: Bass")[1].spot)
    window.wait("there", lambda: song.digest() == middle)
    window.find("Move fader: Bass, undone", "label")
    key("ctrl+z")
    window.wait("as before", lambda: song.digest() == before)
    window.command("pan Bass 0.5")
    window.wait("both aside", lambda: len(labels(window, "another way")) == 2)
    window.find("Pan: Bass, here", "label")
    display.shot("history")
    display.click(labels(window, "Move fader: Bass, another way")[1].spot)
    window.wait("on the other way", lambda: song.digest() == middle)
    key("ctrl+h")
    window.gone_from_screen("Move fader: Bass, here", "label")


def rows_stay_where_they_are_when_one_is_gone_to(window):
    song = window.song
    for db in range(-1, -5, -1):
        window.command(f"fader Bass {db}")
    key("ctrl+h")
    window.find("Move fader: Bass, here", "label")
    places = [one.box()[1] for one in labels(window, "Move fader: Bass")]
    display.click(labels(window, "Move fader: Bass")[2].spot)
    window.wait("there", lambda: song.strip("Bass")["fader_db"] == -2)
    window.wait("two to go back to", lambda: [
        one.item.name() for one in labels(window, "Move fader: Bass")] == [
            "Move fader: Bass, undone", "Move fader: Bass, undone", "Move fader: Bass, here", "Move fader: Bass"])
    assert [one.box()[1] for one in labels(window, "Move fader: Bass")] == places
    key("ctrl+h")


def a_song_that_is_opened_again_offers_what_can_be_redone_and_no_more(window):
    song = window.song
    offered = lambda: [window.find(name, "push button").has("SENSITIVE")
                       for name in ("Undo", "Redo")]

    def again():
        window.act("close")
        window.find("A new song")
        window.act("open-path", song.folder)
        window.wait_song(song)
    window.command("fader Bass -3")
    window.wait("one to undo", lambda: offered() == [True, False])
    again()
    window.wait("the same", lambda: offered() == [True, False])
    window.act("undo")
    again()
    window.wait("one to redo", lambda: offered() == [True, True])
    assert window.find("Redo").description() == "Move fader: Bass"


def focused(window):
    return [row for row in window.find("History", "list").children() if row.has("FOCUSED")]


def the_keyboard_goes_to_a_step_and_on_from_there(window):
    song = window.song
    window.command("fader Bass -3")
    middle = song.digest()
    window.command("fader Bass -9")
    key("ctrl+h")
    window.wait("the focus", lambda: focused(window))
    key("Down", "Return")  # the newest is above
    window.wait("a step back", lambda: song.digest() == middle)
    window.wait("the focus is still there", lambda: focused(window))
    before = song.digest()
    key("Down", "Return")
    window.wait("another one", lambda: song.digest() != before)
    key("ctrl+h")
    window.gone_from_screen("History", "list")


main(a_click_goes_to_a_step, rows_stay_where_they_are_when_one_is_gone_to,
     a_song_that_is_opened_again_offers_what_can_be_redone_and_no_more,
     the_keyboard_goes_to_a_step_and_on_from_there)
