#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pointer and the keys do on the timeline, read back from the song."""
import display
from display import click, drag, key
from song import BAR, RATE
from studio import main


def on_bars(window):
    """A grid of bars, and the whole song in sight."""
    window.act("grid", "bar")
    window.act("zoom-all")
    return window.song


def a_click_on_the_ruler_goes_there(window):
    on_bars(window)
    x, y, width, height = window.ruler("bars")
    click(window.x_of(2 * BAR), y + height // 2)
    window.wait("bar 3", lambda: window.where()["position"] == 2 * BAR)


def a_click_selects_a_clip_and_edits_nothing(window):
    song = on_bars(window)
    edits = song.edits()
    click(lambda: window.clip("bass").body())
    window.wait("selected", lambda: window.clip("bass").selected)
    assert not window.clip("drums").selected
    window.reads("1|1 – 5|1, 4 bars")
    window.reads("Drag: move · Ctrl: copy")
    click(lambda: window.clip("drums").body(), mods=("ctrl",))
    window.wait("both", lambda: window.clip("drums").selected)
    assert window.clip("bass").selected
    window.reads("2 clips")
    key("Escape")
    window.wait("none", lambda: not any(one.selected for one in window.clips()))
    assert song.edits() == edits


def a_moved_clip_snaps_and_undo_takes_it_back(window):
    song = on_bars(window)
    before, edits = song.digest(), song.edits()
    x, y = window.clip("bass").body()
    drag(x, y, x + window.x_of(BAR) - window.x_of(0) + 5, y)
    window.wait("a bar later", lambda: song.clips("Bass")[0]["at"] == BAR)
    assert song.edits() == edits + 1
    assert window.clip("bass").start == BAR
    key("ctrl+z")
    window.wait("as before", lambda: song.digest() == before)
    window.wait("seen where it was", lambda: window.clip("bass").start == 0)


def shift_moves_it_off_the_grid(window):
    song = on_bars(window)
    x, y = window.clip("bass").body()
    drag(x, y, x + 37, y, mods=("shift",))
    window.wait("moved", lambda: song.clips("Bass")[0]["at"] > 0)
    assert song.clips("Bass")[0]["at"] % BAR != 0


def escape_takes_a_drag_back(window):
    song = on_bars(window)
    edits = song.edits()
    x, y = window.clip("bass").body()
    drag(x, y, x + 300, y, hold=True)
    key("Escape")
    display.release()
    key("period")  # comes after all that, and so it has been seen to
    window.wait("bar 2", lambda: window.where()["position"] == BAR)
    assert song.edits() == edits
    assert window.clip("bass").start == 0


def ctrl_copies_a_clip_onto_another_track(window):
    song = on_bars(window)
    edits = song.edits()
    x, y = window.clip("drums").body()
    row = window.row("Bass")
    drag(x, y, x + window.x_of(BAR) - window.x_of(0), row[1] + row[3] // 2, mods=("ctrl",))
    window.wait("two on the track", lambda: len(song.clips("Bass")) == 2)
    assert len(song.clips("Drums")) == 1 and song.edits() == edits + 1
    assert song.clips("Bass")[1]["at"] == BAR


def edges_trim_both_ends(window):
    song = on_bars(window)
    clip = window.clip("bass")
    y = clip.body()[1]
    drag(clip.x + clip.width - 3, y, window.x_of(3 * BAR) + 2, y)
    window.wait("three bars", lambda: song.clips("Bass")[0]["length"] == 3 * BAR)
    drag(clip.x + 2, y, window.x_of(BAR) - 2, y)
    window.wait("from bar 2", lambda: song.clips("Bass")[0]["at"] == BAR)
    one = song.clips("Bass")[0]
    assert one["length"] == 2 * BAR and one["offset"] == BAR


def s_splits_what_is_selected_at_the_playhead(window):
    song = on_bars(window)
    window.act("locate", "3|1|0")
    window.wait("there", lambda: window.where()["position"] == 2 * BAR)
    click(lambda: window.clip("bass").body(0.2))
    window.wait("selected", lambda: window.clip("bass").selected)
    key("s")
    window.wait("two", lambda: len(song.clips("Bass")) == 2)
    at = song.clips("Bass")[1]["at"]
    assert at in (2 * BAR, window.where()["position"]), at
    assert len(song.clips("Drums")) == 1


def corners_fade(window):
    song = on_bars(window)
    clip = window.clip("bass")
    drag(clip.x + 5, clip.y + 4, clip.x + 90, clip.y + 4, mods=("shift",))
    window.wait("a fade in", lambda: song.clips("Bass")[0]["fade_in"] > 0)
    drag(clip.x + clip.width - 5, clip.y + 4, clip.x + clip.width - 120, clip.y + 4,
         mods=("shift",))
    window.wait("a fade out", lambda: song.clips("Bass")[0]["fade_out"] > 0)
    one = song.clips("Bass")[0]
    assert one["fade_out"] > one["fade_in"] and one["length"] == 4 * BAR


def a_swipe_over_a_lane_makes_the_comp(window):
    song = on_bars(window)
    row = window.row("Lead")
    click(row[0] + 8, row[1] + row[3] // 2)
    key("e")
    lane = next(one for one in song.rows("lane") if one["name"] != "" and one["sort"] == 2)
    row = window.row(lane["name"])
    y = row[1] + row[3] // 2
    drag(window.x_of(2 * BAR), y, window.x_of(3 * BAR), y)
    window.wait("the comp takes it", lambda: [
        (part["start"], part["length"]) for part in song.rows("comp_range")
        if part["lane_id"] == lane["id"]] == [(2 * BAR, BAR)])
    song.check()


def the_range_tool_selects_time(window):
    on_bars(window)
    key("2")
    window.wait("the range tool", lambda: window.where()["tool"] == 1)
    row = window.row("Bass")
    y = row[1] + row[3] // 2
    drag(window.x_of(BAR) + 3, y, window.x_of(3 * BAR) - 3, y)
    window.wait("bars 2 and 3", lambda: window.where()["range"] == [BAR, 3 * BAR])
    key("1")
    window.wait("the pointer", lambda: window.where()["tool"] == 0)


def swept(window, row, start, end):
    """A range of time, over a row (None: on the ruler)."""
    on_bars(window)
    key("2")
    window.wait("the range tool", lambda: window.where()["tool"] == 1)
    box = window.ruler("bars") if row is None else window.row(row)
    y = box[1] + box[3] // 2
    drag(window.x_of(start) + 4, y, window.x_of(end) - 4, y)
    window.wait("the range", lambda: window.where()["range"] == [start, end])
    key("1")
    return window.song


def delete_clears_the_range_and_leaves_the_gap(window):
    song = swept(window, "Bass", BAR, 3 * BAR)
    before, edits = song.digest(), song.edits()
    key("Delete")
    window.wait("two ends", lambda: [
        (one["at"], one["length"]) for one in song.clips("Bass")]
        == [(0, BAR), (3 * BAR, BAR)])
    assert len(song.clips("Drums")) == 1 and song.edits() == edits + 1
    key("ctrl+z")
    window.wait("as before", lambda: song.digest() == before)


def ctrl_delete_closes_the_gap_on_the_track(window):
    song = swept(window, "Bass", BAR, 3 * BAR)
    key("ctrl+Delete")
    window.wait("closed", lambda: [
        (one["at"], one["length"]) for one in song.clips("Bass")]
        == [(0, BAR), (BAR, BAR)])
    assert song.clips("Drums")[0]["length"] == 4 * BAR
    window.wait("no range", lambda: not window.where()["range"])


def time_is_deleted_and_put_in_with_markers_and_all(window):
    song = swept(window, "Bass", BAR, 2 * BAR)
    window.command("marker 4|1|0 There")
    window.wait("a marker", lambda: song.rows("marker"))
    at, edits = song.rows("marker")[0]["at"], song.edits()
    key("ctrl+shift+Delete")
    window.wait("all are shorter", lambda: [
        sum(one["length"] for one in song.clips(name)) for name in ("Bass", "Drums")]
        == [3 * BAR, 3 * BAR])
    assert song.rows("marker")[0]["at"] < at and song.edits() == edits + 1
    swept(window, None, 0, BAR)
    key("ctrl+shift+i")
    window.wait("a bar later", lambda: song.clips("Drums")[0]["at"] == BAR)
    assert song.rows("marker")[0]["at"] == at


def middle(box):
    return box[1] + box[3] // 2


def tempo_is_put_dragged_and_deleted_on_its_ruler(window):
    song = on_bars(window)
    window.act("ruler-tempo")
    y = middle(window.wait("the ruler", lambda: next(
        (row[1:] for row in window.where()["rulers"] if row[0] == "tempo"), None)))
    window.asked(window.x_of(2 * BAR) + 3, y, "Tempo from here on (bpm)")
    display.write("90")
    key("Return")

    def second():
        return [row["bpm"] for row in song.rows("tempo") if row["at"] > 0]
    window.wait("another tempo", lambda: second() == [90])
    edits = song.edits()
    x = window.x_of(2 * BAR) + 10
    drag(x, y, x, y - 30)
    window.wait("faster", lambda: second() == [100])
    bar = BAR * 120 // 100  # at that tempo
    drag(x, y, x + window.x_of(bar) - window.x_of(0), y)
    window.wait("two steps", lambda: song.edits() == edits + 2)
    x = window.x_of(3 * BAR) + 10
    click(x, y, button=3)
    window.find("Delete", "menu item")
    key("Down", "Down", "Return")
    window.wait("one tempo", lambda: not second())
    window.gone_from_screen("Delete", "menu item")
    window.act("ruler-tempo")


def a_marker_is_put_renamed_and_deleted_on_its_ruler(window):
    song = on_bars(window)
    window.act("ruler-markers")
    y = middle(window.wait("the ruler", lambda: next(
        (row[1:] for row in window.where()["rulers"] if row[0] == "markers"), None)))
    window.asked(window.x_of(BAR) + 3, y, "Name of the new marker")
    display.write("Solo")
    key("Return")
    window.wait("a marker", lambda: [row["name"] for row in song.rows("marker")] == ["Solo"])
    window.asked(window.x_of(BAR) + 8, y, "Name of the marker")
    display.write("Break")
    key("Return")
    window.wait("its name", lambda: song.rows("marker")[0]["name"] == "Break")
    window.asked(window.x_of(BAR) + 8, y, "Name of the marker")
    display.write("Bridge")
    key("Escape")
    click(window.x_of(BAR) + 8, y, button=3)
    window.find("Delete", "menu item")
    key("Down", "Return")
    window.wait("none", lambda: not song.rows("marker"))
    window.gone_from_screen("Delete", "menu item")


def waveforms_are_drawn_taller_and_lower_again(window):
    window.act("rows-taller")
    on_bars(window)
    clip = window.clip("bass")  # which fades away with each of 16 beats
    x, y = clip.x + clip.width // 16 - 8, clip.y + 24
    above = lambda: display.colors(x, y, 6, 2)
    window.settled()
    quiet, digest = above(), window.song.digest()
    for _ in range(10):
        key("alt+shift+Up")
    window.wait("taller", lambda: not above() & quiet)
    for _ in range(10):
        key("alt+shift+Down")
    window.wait("as it is", lambda: above() == quiet)
    assert window.song.digest() == digest


def a_row_that_was_cut_by_the_edge_is_whole_when_there_is_room(window):
    bottom = lambda: sum(window.where()["canvas"][1::2])
    window.command("track-above Bass none")
    for i in range(20):
        x, y, _, height = window.row("Bass")
        if y + height > bottom():
            break
        window.command(f"track-add {i}")
        window.command("track-above Bass none")
        window.wait("below it", lambda: window.row("Bass")[1] > y)
    assert y < bottom() < y + height
    window.settled()
    window.act("mixer")
    window.wait("room", lambda: bottom() > y + height)
    window.settled()
    below = display.colors(x + 4, y + height // 2, 40, height // 2 - 4)
    assert len(below) > 3, below  # the clip, its wave, the line in the middle


def what_a_comp_plays_shows_its_name_at_the_edge(window):
    window.act("locate", "4s")
    window.wait("within the take", lambda: window.act("zoom-in") or (
        2 * RATE < window.where()["start"] < window.where()["position"] < 5 * RATE))
    window.settled()
    x, (_, y, _, _) = window.where()["canvas"][0], window.row("Lead")
    name, band = (display.colors(x + dx, y + 3, 30, 9) for dx in (6, 300))
    assert len(name) > 3 * len(band), (name, band)


def escape_takes_the_overview_back_and_leaves_the_selection(window):
    on_bars(window)
    click(lambda: window.clip("bass").body())
    window.wait("selected", lambda: window.clip("bass").selected)
    for _ in range(4):
        window.act("zoom-in")
    x, y, width, height = window.find("Overview").box()
    x, y = x + 20, y + height // 2
    start = window.where()["start"]
    drag(x, y, x + 200, y, hold=True)
    window.wait("scrolled", lambda: window.where()["start"] > start)
    key("Escape")
    window.wait("back", lambda: window.where()["start"] == start)
    display.nudge(x + 300, y)
    display.release()
    window.settled()
    assert window.where()["start"] == start
    assert window.clip("bass").selected
    key("Escape")  # which is the timeline's again
    window.wait("nothing selected", lambda: not window.clip("bass").selected)
    drag(x, y, x + 200, y)
    window.wait("scrolled", lambda: window.where()["start"] > start)


def keys_work_after_a_menu_was_left(window):
    song = on_bars(window)
    click(lambda: window.clip("bass").body())
    x, y, width, height = window.row("Drums")
    click(x - 60, y + height - 6, button=3)
    window.find("Input", "menu item")
    key("Escape")
    window.gone_from_screen("Input", "menu item")
    key("shift+m")
    window.wait("muted", lambda: song.strip("Drums")["mute"] == 1)


def the_menu_of_inputs_tells_which_one_it_is(window):
    song = on_bars(window)
    x, y, width, height = window.row("Bass")
    bass = song.track("Bass")["id"]
    click(x - 60, y + height - 6)
    window.wait("selected", lambda: window.where()["tracks"] == [int(bass)])
    window.act("track-input", "2")
    window.wait("the second", lambda: [
        (row["first"], row["second"]) for row in song.rows("input") if row["id"] == bass]
        == [(1, -1)])
    window.act("track-input", "none")
    window.wait("none", lambda: [
        row["first"] for row in song.rows("input") if row["id"] == bass] == [-1])
    window.command("input Bass 2")
    click(x - 60, y + height - 6, button=3)
    window.find("Input", "menu item")
    assert window.state("track-input") == "2"
    key("Escape")
    window.gone_from_screen("Input", "menu item")


def a_playhead_is_left_by_scrolling_and_called_back_by_its_key(window):
    on_bars(window)
    window.act("follow-smooth")
    for _ in range(6):
        key("plus")
    window.act("play")
    window.wait("it goes along", lambda: window.where()["start"] > 0)
    x, y = window.clip("bass").body()
    click(x, y, button=5, times=30, mods=("shift",))

    def seen():
        where = window.where()
        return where["start"] <= where["position"] \
            <= where["start"] + where["canvas"][2] * where["scale"]
    window.wait("far from it", lambda: not seen())
    key("f")
    window.wait("with it again", seen)
    assert window.state("follow")
    window.act("stop")
    window.act("follow-smooth")


def what_is_gone_to_comes_into_sight_where_the_playhead_is_followed(window):
    on_bars(window)
    for _ in range(6):
        window.act("zoom-in")

    def seen(place):
        where = window.where()
        return where["position"] == place and where["start"] <= place \
            <= where["start"] + where["canvas"][2] * where["scale"]
    key("Home")
    window.wait("the start", lambda: seen(0))
    key("End")
    window.wait("the end", lambda: seen(4 * BAR))
    window.act("follow")
    start = window.where()["start"]
    key("Home")
    window.wait("there", lambda: window.where()["position"] == 0)
    assert window.where()["start"] == start
    window.act("follow")
    key("Home")
    window.wait("the start", lambda: seen(0))


def arrows_walk_from_clip_to_clip_and_say_which(window):
    song = on_bars(window)
    click(lambda: window.clip("drums").body())
    window.wait("selected", lambda: window.clip("drums").selected)
    key("Down")
    window.wait("the one below", lambda: window.clip("bass").selected)
    window.find(lambda name: "Bass" in name and "bar 1" in name, shown=False)
    key("Delete")
    window.wait("deleted", lambda: not song.clips("Bass"))
    key("ctrl+z")
    window.wait("back", lambda: len(song.clips("Bass")) == 1)


def the_wheel_scrolls_and_zooms_at_the_pointer(window):
    on_bars(window)
    scale = window.where()["scale"]
    x, y = window.clip("bass").body()
    click(x, y, button=4, times=3, mods=("ctrl",))
    window.wait("nearer", lambda: window.where()["scale"] < scale)
    window.act("zoom-all")
    window.wait("all of it", lambda: abs(window.where()["scale"] - scale) < 1)


main(a_click_on_the_ruler_goes_there, a_click_selects_a_clip_and_edits_nothing,
     a_moved_clip_snaps_and_undo_takes_it_back, shift_moves_it_off_the_grid,
     escape_takes_a_drag_back, ctrl_copies_a_clip_onto_another_track, edges_trim_both_ends,
     s_splits_what_is_selected_at_the_playhead, corners_fade,
     a_swipe_over_a_lane_makes_the_comp, the_range_tool_selects_time,
     delete_clears_the_range_and_leaves_the_gap, ctrl_delete_closes_the_gap_on_the_track,
     time_is_deleted_and_put_in_with_markers_and_all,
     tempo_is_put_dragged_and_deleted_on_its_ruler,
     a_marker_is_put_renamed_and_deleted_on_its_ruler, keys_work_after_a_menu_was_left,
     waveforms_are_drawn_taller_and_lower_again,
     a_row_that_was_cut_by_the_edge_is_whole_when_there_is_room,
     what_a_comp_plays_shows_its_name_at_the_edge,
     escape_takes_the_overview_back_and_leaves_the_selection,
     the_menu_of_inputs_tells_which_one_it_is,
     a_playhead_is_left_by_scrolling_and_called_back_by_its_key,
     what_is_gone_to_comes_into_sight_where_the_playhead_is_followed,
     arrows_walk_from_clip_to_clip_and_say_which,
     the_wheel_scrolls_and_zooms_at_the_pointer)
