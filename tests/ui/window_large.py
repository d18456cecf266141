#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters of twice the size."""
import display
from studio import main, other_display

other_display(FONT="Inter 20")


def rows_and_buttons_grow_with_the_letters(window):
    display.shot("large")
    frame = next(iter(window.seen().children()))
    x, y, width, height = frame.box()
    assert width <= 1600 and height <= 900, (width, height)
    for name in ("Play or stop", "Stop", "Record; punch in and out while it plays"):
        x, y, width, height = window.find(name, "push button").box()
        assert x >= 0 and x + width <= 1600 and y + height <= 900, (name, x, y)
    _, _, _, height = window.row("Drums")
    assert height >= 80, height
    _, _, _, bars = window.where()["rulers"][-1][1:]
    assert bars >= 40, bars
    for name in ("Mute Drums", "Mute Bass"):  # none is cut off in its head
        at = [one.box() for one in window.find_all(name) if one.on_screen()]
        assert all(height >= 20 for _, _, _, height in at), (name, at)
    window.click("Play or stop")
    window.wait("rolling", lambda: window.where()["rolling"])
    display.key("space")
    window.wait("stopped", lambda: not window.where()["rolling"])


def what_the_mixer_has_no_room_for_comes_by_a_click(window):
    edits = window.song.edits()
    window.gone_from_screen("Insert a device into Bass")
    window.click("Inserts", "push button")
    window.find("Insert a device into Bass")
    assert window.find("Inserts", "push button").pressed()
    display.shot("large-inserts")
    assert window.song.edits() == edits


def keys_stand_beside_what_they_do(window):
    window.act("shortcuts")
    top = window.top("Keys")
    _, _, width, _ = top.box()
    for name in ("Play or stop", "Record; punch in and out while it plays"):
        x, _, wide, _ = window.find(lambda text: text.startswith(f"Key of «{name}»"),
                                    "push button", top).box()
        assert wide > 0 and x + wide <= width, (name, x, wide, width)
    display.shot("large-keys")
    display.key("Escape")
    window.alone()


def no_value_of_the_console_is_cut(window):
    window.act("console")
    top = window.top("Console – Master")
    display.shot("large-console")
    value = window.find("2.50 kHz", "label", top)
    _, _, width, _ = value.box()
    assert width >= 92, width  # eight letters of half an em
    display.key("Escape")
    window.alone()


main(rows_and_buttons_grow_with_the_letters, what_the_mixer_has_no_room_for_comes_by_a_click,
     keys_stand_beside_what_they_do, no_value_of_the_console_is_cut)
