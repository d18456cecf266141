#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that can be done, as menus, keys and the palette have it: a warning would end the
window, for that is how it is started."""
import display
from display import key
from studio import Window, main, own

LAST = ("close", "quit")  # each on its own


def names(window, enabled=True):
    """Those that need nothing further to be told, in the order of the alphabet."""
    return [name for name, (can, parameter, _) in sorted(window.actions().items())
            if not parameter and can == enabled and name not in LAST]


def leave(window, top):
    """As a person does, who has seen it."""
    title = top.name()
    if title == "Mixer – Remanence":
        window.act("mixer-window")
        return
    away = window.find_all(lambda text: text.endswith(("Close", "Cancel")), "push button",
                           top)
    if away:
        away[0].press()
    else:
        window.top(title)
        key("Escape")


def tidy(window):
    """Dialogs are shut, the tape stands, and the song is open."""
    left = set()

    def alone():
        others = list(window.seen().children())[1:]
        for top in others:
            if top.path not in left:
                left.add(top.path)
                leave(window, top)
        return not others
    window.wait("the song's window alone", alone)
    if window.where().get("song") != window.song.folder:
        window.act("open-path", window.song.folder)
        window.wait_song(window.song)
    if window.where()["rolling"]:
        window.act("stop")
        window.wait("stopped", lambda: not window.where()["rolling"])


def walk(window):
    for name in names(window):
        window.act(name)
        tidy(window)
    window.song.check()


def every_action_runs_with_a_clip_selected(window):
    display.click(lambda: window.clip("bass").body())
    walk(window)


def every_action_runs_with_nothing_selected(window):
    window.act("select-none")
    walk(window)


def what_has_nothing_to_work_on_says_so(window):
    display.click(lambda: window.clip("bass").body())
    window.act("select-none")
    for name, words in (("clip-mute", "No clip is selected"),
                        ("duplicate", "No clip is selected"),
                        ("clip-copy", "No clip is selected"),
                        ("loop-selection", "Nothing is selected"),
                        ("redo", "Nothing to redo")):
        window.act(name)
        window.told(words)
        window.hush()


def each_line_is_closed_by_a_button_of_its_own(window):
    window.act("select-none")
    window.act("redo")
    window.act("clip-mute")
    window.told("No clip is selected")
    banner, = window.find_all("UiBanner", "alert")
    second, = window.wait("two lines", lambda: window.find_all(
        "Close", "push button", banner)[1:])
    display.click(second.spot)
    window.wait("one line", lambda: [text for text in window.texts(banner)
                                     if text != "Close"] == ["Nothing to redo"])
    window.hush()


def a_loop_that_was_not_set_is_what_is_selected_or_the_whole_song(window):
    song = window.song
    window.act("select-none")
    window.act("loop")
    window.wait("on", lambda: song.rows("song")[0]["loop"] == 1)
    row = song.rows("song")[0]
    assert row["loop_start"] == 0 and row["loop_end"] >= 8 * 48000, row
    window.wait("seen", lambda: window.find("Loop", "push button").pressed())
    window.act("loop")
    window.wait("off", lambda: song.rows("song")[0]["loop"] == 0)


def what_is_asked_for_twice_is_there_once(window):
    display.click(lambda: window.clip("bass").body())
    for name in ("preferences", "first-steps", "bounce", "shortcuts", "palette", "about",
                 "console"):
        for _ in range(2):
            window.act(name, wait=False)
        window.wait(name, lambda: len(list(window.seen().children())) > 1)
        window.act(name)
        window.settled()
        assert len(list(window.seen().children())) == 2, name
        tidy(window)


def a_question_goes_with_the_page_that_it_stands_on(window):
    for _ in range(6):  # GTK complains of a field that has the focus unseen, but not each time
        window.act("metre-add")
        window.act("new")
        window.act("open-path", window.song.folder)
        window.wait_song(window.song)


@own
def without_a_song_only_what_can_be_done_can_be_chosen():
    window = Window().wait_up()
    cannot = names(window, enabled=False)
    for name in ("play", "record", "split", "track-add-audio", "mixer", "undo", "bounce"):
        assert name in cannot, name
    for name in ("new", "open", "preferences", "palette", "about"):
        assert name not in cannot, name
    window.end()


main(every_action_runs_with_a_clip_selected, every_action_runs_with_nothing_selected,
     what_has_nothing_to_work_on_says_so, each_line_is_closed_by_a_button_of_its_own,
     what_is_asked_for_twice_is_there_once,
     a_question_goes_with_the_page_that_it_stands_on,
     a_loop_that_was_not_set_is_what_is_selected_or_the_whole_song,
     without_a_song_only_what_can_be_done_can_be_chosen)
