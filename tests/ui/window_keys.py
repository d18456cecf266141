#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys, which are the user's to change, and the palette of all actions."""
import os

import display
from display import key
from song import Song
from studio import Window, main, own

KEPT = os.path.join(os.environ["XDG_CONFIG_HOME"], "remanence", "keys.ini")


def key_of(window, title):
    """The button that tells it, and asks for another."""
    return window.find(lambda name: name.startswith(f"Key of «{title}»"), "push button")


def tells(window, title, keys):
    window.wait(f"«{title}» has {keys}", lambda: key_of(window, title).name()
                == f"Key of «{title}»: {keys}")


def ask_for(window, title):
    key_of(window, title).press()
    window.reads("Escape leaves it as it is, Backspace takes it away", "Keys")


def accelerators(window):
    """Of the window's menu, as they stand in it."""
    window.click("Menu")
    window.find("Keys…", "menu item")
    texts = window.texts()
    key("Escape")
    window.gone_from_screen("Keys…", "menu item")
    return texts


@own
def a_key_is_given_taken_away_kept_and_given_back():
    song = Song()
    window = Window(song.folder).wait_up(song)
    window.act("shortcuts")
    window.top("Keys")
    ask_for(window, "Metronome")
    key("l")
    window.reads("«Loop» has lost that key", "Keys")
    tells(window, "Metronome", "L")
    tells(window, "Loop", "none")
    ask_for(window, "Loop")
    key("Escape")
    tells(window, "Loop", "none")
    ask_for(window, "Loop")
    key("ctrl+alt+l")
    tells(window, "Loop", "Ctrl+Alt+L")
    ask_for(window, "Take it again")
    key("BackSpace")
    tells(window, "Take it again", "none")
    display.shot("keys")
    key("Escape")
    window.alone()
    key("l")
    window.wait("the metronome", lambda: window.state("click"))
    assert not window.state("loop")
    window.end()

    window = Window(song.folder).wait_up(song)
    was = window.state("click")
    key("l")
    window.wait("the metronome", lambda: window.state("click") != was)
    window.act("shortcuts")
    window.top("Keys")
    tells(window, "Loop", "Ctrl+Alt+L")
    window.find("All as they were", "push button").press()
    tells(window, "Loop", "L")
    tells(window, "Metronome", "K")
    tells(window, "Take it again", "Shift+R")
    key("Escape")
    window.alone()
    x, y, width, height = window.where()["canvas"]
    display.click(x + width // 2, y + height - 8)  # its own page has the keyboard
    key("l")
    window.wait("the loop", lambda: window.state("loop"))
    window.end()
    with open(KEPT) as file:
        assert "=" not in file.read()


def what_tells_a_key_tells_the_one_it_has_now(window):
    assert "Shift+R" in accelerators(window)
    window.act("shortcuts")
    window.top("Keys")
    for title, word in (("Metronome", "F7"), ("Take it again", "F8"), ("Undo", "F9")):
        ask_for(window, title)
        key(word)
        tells(window, title, word)
    key("Escape")
    window.alone()
    window.wait("the tip", lambda: window.find("Metronome").description() == "Metronome  (F7)")
    told = accelerators(window)
    assert "F8" in told and "Shift+R" not in told, told
    window.command("fader Bass -3")
    window.wait("what is undone", lambda: window.find("Undo").description() == "Move fader: Bass")
    window.act("shortcuts")
    window.top("Keys")
    window.find("All as they were", "push button").press()
    tells(window, "Metronome", "K")
    key("Escape")
    window.alone()
    window.wait("the tip", lambda: window.find("Metronome").description() == "Metronome  (K)")
    assert window.find("Undo").description() == "Move fader: Bass"


def no_two_actions_have_a_name_or_a_key_in_common(window):
    window.act("shortcuts")
    top = window.top("Keys")

    def look():
        return [one.item.name() for one in window.find_all(
            lambda name: name.startswith("Key of «"), "push button", top)]
    window.wait("the last rows", lambda: len(look()) > 90)
    rows = display.still("the rows", look)
    titles = [row.split("»: ")[0] for row in rows]
    keys = [row.split("»: ")[1] for row in rows if not row.endswith(": none")]
    assert len(rows) > 90 and len(set(titles)) == len(titles) and len(set(keys)) == len(keys), \
        [row for row in rows if titles.count(row.split("»: ")[0]) > 1
         or keys.count(row.split("»: ")[1]) > 1]
    key("Escape")
    window.alone()


def the_palette_runs_what_was_written_however_fast(window):
    scale = window.where()["scale"]
    window.act("palette")
    window.top("Find an action")
    display.xdo("type", "--delay", 1, "zoom in")
    key("Return")
    window.alone()
    window.wait("nearer", lambda: window.where()["scale"] < scale)
    assert not window.where()["rolling"]


def what_stands_behind_an_action_in_the_palette_is_its_value(window):
    song = window.song

    def type_in(words):
        window.act("palette")
        window.top("Find an action")
        display.xdo("type", "--delay", 1, words)
        key("Return")
    type_in("tempo 96.5")
    window.alone()
    window.wait("the tempo", lambda: song.rows("tempo")[0]["bpm"] == 96.5)
    type_in("metre 3/4")
    window.alone()
    window.wait("the metre", lambda: song.rows("metre")[0]["num"] == 3)
    type_in("go to a place 3|1|0")
    window.alone()
    window.wait("there", lambda: window.where()["position"] > 0)
    edits = song.edits()
    type_in("set the tempo")  # which one?
    window.wait("it asks", lambda: [one for one in window.find_all("Find an action")
                                    if one.text() == "tempo "])
    display.write("fast")
    window.reads("No action is called that", "Find an action")
    key("Escape")
    window.alone()
    assert song.edits() == edits


def a_palette_that_finds_nothing_does_nothing(window):
    before = window.song.digest()
    window.act("palette")
    window.top("Find an action")
    display.write("zzzz")
    window.reads("No action is called that", "Find an action")
    key("Down", "Return")
    key("ctrl+a")
    display.write("lo")
    key("Down", "Down")
    display.write("op")  # from the list, too
    window.wait("the words", lambda: [one for one in window.find_all("Find an action")
                                      if one.text() == "loop"])
    key("Escape")
    window.alone()
    assert window.song.digest() == before


main(a_key_is_given_taken_away_kept_and_given_back, what_tells_a_key_tells_the_one_it_has_now,
     no_two_actions_have_a_name_or_a_key_in_common,
     the_palette_runs_what_was_written_however_fast,
     what_stands_behind_an_action_in_the_palette_is_its_value,
     a_palette_that_finds_nothing_does_nothing)
