#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop and the punch, drawn and dragged on their ruler: the loop above, the punch below."""
from display import drag, key, release
from song import BAR
from studio import main


def on_the_ruler(window, part):
    window.act("grid", "bar")
    window.act("zoom-all")
    x, y, width, height = window.ruler("ranges")
    return y + round(part * height)


def dragged(window, y, start, end):
    drag(window.x_of(start), y, window.x_of(end), y)


def edges_and_the_whole_are_dragged(window, name, part):
    song = window.song
    before = song.digest()
    window.command(f"{name} 2s 4s")
    y = on_the_ruler(window, part)

    def ends():
        row = song.rows("song")[0]
        return row[f"{name}_start"], row[f"{name}_end"]

    for start, end, wanted in ((2 * BAR, 4 * BAR, (BAR, 4 * BAR)),
                               (BAR, 2 * BAR, (2 * BAR, 4 * BAR)),
                               (3 * BAR, 2 * BAR, (BAR, 3 * BAR))):
        dragged(window, y, start, end)
        window.wait(f"{name} at {wanted}", lambda: ends() == wanted)
    for _ in range(4):
        key("ctrl+z")
    window.wait("as it was", lambda: song.digest() == before)


def a_punch_is_dragged_by_its_edges_and_as_a_whole(window):
    edges_and_the_whole_are_dragged(window, "punch", 0.8)


def a_loop_is_dragged_by_its_edges_and_as_a_whole(window):
    edges_and_the_whole_are_dragged(window, "loop", 0.2)


def an_edge_that_is_held_goes_back_by_escape(window):
    song = window.song
    window.command("punch 2s 4s")
    window.wait("a punch", lambda: song.rows("song")[0]["punch_end"] == 2 * BAR)
    before = song.digest()
    y = on_the_ruler(window, 0.8)
    drag(window.x_of(2 * BAR), y, window.x_of(4 * BAR), y, hold=True)
    key("Escape")
    release()
    assert song.digest() == before
    dragged(window, y, 2 * BAR, 3 * BAR)
    window.wait("it goes on", lambda: song.rows("song")[0]["punch_end"] == 3 * BAR)


main(a_punch_is_dragged_by_its_edges_and_as_a_whole,
     a_loop_is_dragged_by_its_edges_and_as_a_whole, an_edge_that_is_held_goes_back_by_escape)
