#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told: whatever can have the focus has a name and a role."""
import re

import display
from display import key
from studio import main

# Where GTK has no name, AT-SPI tells the widget's class.
CLASS = re.compile(r"^(Gtk|Gdk|Ui)[A-Z]")


def nameless(one):
    name = one.name() or ""
    return not name.strip() or CLASS.match(name)


def faults(one):
    """Controls that are seen and cannot be told apart from others.  Within a button nothing
    has the focus: GTK's rows say they could."""
    found, role = [], one.role()
    focus = one.has("FOCUSABLE")
    if (focus or role == "push button") and one.on_screen():
        if nameless(one) or (focus and role in ("filler", "unknown", "invalid")):
            found.append(f"{role} «{one.name()}» at {one.box()}")
    if role != "push button":
        for child in one.children():
            found += faults(child)
    return found


def expect_names(window, top, where):
    found, = window.wait("what is seen", lambda: [faults(top)])  # while nothing of it goes
    assert not found, f"{where}: " + "; ".join(found)


def everything_in_a_song_has_a_name(window):
    window.find("Volume of Bass, 0.0 dB", "slider")
    expect_names(window, window.seen(), "the song")
    window.act("mixer-window")
    expect_names(window, window.top("Mixer – Remanence"), "the mixer's window")
    window.act("mixer-window")
    window.alone()


def everything_in_the_panels_has_a_name(window):
    for action, seen in (("history", "History"), ("browser", "Files")):
        window.act(action)
        expect_names(window, window.find(seen, "list"), action)
        window.act(action)


def everything_in_dialogs_has_a_name(window):
    window.click("Name of the track, Bass")
    for action, title in (("bounce", "Bounce"), ("preferences", "Preferences"),
                          ("shortcuts", "Keys"), ("palette", "Find an action"), ("about", "About Remanence"),
                          ("console", "Console – Bass")):
        window.act(action)
        expect_names(window, window.top(title), action)
        key("Escape")
        window.alone()


def what_is_chosen_from_a_list_is_said(window):
    window.act("bounce")
    window.top("Bounce")
    window.find("Dither, None", "push button")
    window.find("Format, WAV", "push button").press()
    window.find("FLAC")
    key("Down", "Return")
    window.find(lambda name: name.startswith("Format, ") and name != "Format, WAV",
                "push button")
    key("Escape")
    window.alone()


def a_name_that_is_written_is_heard(window):
    window.find("Name of the track, Bass").press()
    one = window.focused("Name of the track", "text")
    window.wait("it begins with the name", lambda: one.text() == "Bass")
    assert one.box()[2] >= 40, one.box()  # more of it is seen than a letter
    key("ctrl+a")
    display.write("Low")
    window.wait("what is written", lambda: one.text() == "Low")
    key("Escape")


def a_clip_is_spoken_where_the_arrows_go(window):
    x, y, width, height = window.row("Lead")
    display.click(x + width - 20, y + height // 2)
    key("Down")
    said = window.wait("a clip has the focus", lambda: [
        one.name() for one in window.seen().walk()
        if one.role() == "list item" and one.has("FOCUSED")])
    assert re.match(r"(Drums|Bass|Lead), .*bar \d+", said[0]), said


def what_the_clock_tells_is_its_description(window):
    tempo = window.find("Tempo", "push button")
    window.wait("the tempo is told",
                lambda: tempo.description() == "120.00")


main(everything_in_a_song_has_a_name, everything_in_the_panels_has_a_name,
     everything_in_dialogs_has_a_name, what_is_chosen_from_a_list_is_said,
     a_name_that_is_written_is_heard, a_clip_is_spoken_where_the_arrows_go,
     what_the_clock_tells_is_its_description)
