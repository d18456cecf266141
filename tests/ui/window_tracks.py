#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks, by keys and actions, and files dropped on the timeline from another program."""
import os

import display
from display import click, key
from song import BAR, TMP, write_wave
from studio import main


def select(window, track):
    row = window.row(track)
    click(row[0] + row[2] - 4, row[1] + row[3] - 6)
    ids = [int(window.song.track(track)["id"])]
    window.wait("the track is selected", lambda: window.where()["tracks"] == ids)


def a_track_is_added_and_deleted_and_both_are_undone(window):
    song = window.song
    before, count = song.digest(), len(song.rows("track"))
    key("ctrl+t")
    window.wait("one more", lambda: len(song.rows("track")) == count + 1)
    key("ctrl+z")
    window.wait("undone", lambda: song.digest() == before)
    select(window, "Bass")
    key("shift+Delete")
    window.wait("deleted", lambda: song.track("Bass") is None)
    window.wait("not seen", lambda: "Bass" not in [row[0] for row in window.where()["rows"]])
    key("ctrl+z")
    window.wait("back", lambda: song.digest() == before)


def mute_and_solo_have_keys(window):
    song = window.song
    select(window, "Bass")
    key("shift+m")
    window.wait("muted", lambda: song.strip("Bass")["mute"] == 1)
    key("shift+m")
    window.wait("heard", lambda: song.strip("Bass")["mute"] == 0)
    key("shift+s")
    window.wait("solo", lambda: song.strip("Bass")["solo"] == 1)
    assert song.strip("Drums")["solo"] == 0
    key("alt+s")
    window.wait("no solo", lambda: song.strip("Bass")["solo"] == 0)


def its_head_and_strip_follow_what_is_done_elsewhere_and_undone(window):
    song = window.song
    before = song.digest()

    def shown(on):
        parts = window.find_all("Arm Bass")
        return len(parts) == 2 and all(part.pressed() == on for part in parts)
    window.wait("not armed", lambda: shown(False))
    window.command("input Bass 1")
    window.command("arm Bass")
    window.wait("armed", lambda: shown(True))
    window.find("Monitor of Bass: as on tape", "push button")
    window.command("monitor Bass off")
    window.find("Monitor of Bass: never", "push button")
    for _ in range(3):
        window.act("undo")
    window.wait("not armed", lambda: shown(False))
    window.find("Monitor of Bass: as on tape", "push button")
    assert song.digest() == before
    window.act("redo")
    window.act("redo")
    window.wait("armed again", lambda: shown(True))
    window.act("undo")
    window.act("undo")
    window.wait("not armed", lambda: shown(False))


def undo_and_redo_tell_of_what(window):
    def told(name):
        return window.find(name, "push button").description()
    window.command("fader Bass -3")
    window.wait("of the fader", lambda: told("Undo") == "Move fader: Bass")
    window.command("pan Bass 0.5")
    window.wait("of the pan", lambda: told("Undo") == "Pan: Bass")
    window.act("undo")
    window.wait("of the fader", lambda: (told("Undo"), told("Redo")) == ("Move fader: Bass", "Pan: Bass"))
    window.act("undo")
    window.wait("of both", lambda: told("Redo") == "Move fader: Bass")


def a_track_moves_up_and_down(window):
    song = window.song

    def order():
        return [row[0] for row in window.where()["rows"] if row[2] == 0]

    before = order()
    select(window, "Bass")
    key("ctrl+Up")
    window.wait("first", lambda: order()[0] == "Bass")
    key("ctrl+Down")
    window.wait("as it was", lambda: order() == before)
    song.check()


def order(window):
    return [row[0] for row in window.where()["rows"] if row[2] == 0]


def head(window, track, part=0.5):
    """In its head, beside what that holds: on the name, which is a double click's."""
    row = window.row(track)
    return 74, row[1] + round(row[3] * part)


def heads_are_dragged_to_another_place_and_into_a_folder(window):
    song = window.song
    window.act("track-add-folder")
    window.wait("a folder", lambda: song.track("Folder 1"))
    folder = song.track("Folder 1")["id"]
    before, edits, was = song.digest(), song.edits(), order(window)
    select(window, "Bass")
    display.drag(*head(window, "Bass", 0.25), *head(window, "Drums", 0.1))
    window.wait("on top", lambda: order(window)[0] == "Bass")
    assert song.edits() == edits + 1
    key("ctrl+z")
    window.wait("as it was", lambda: order(window) == was and song.digest() == before)
    row = window.row("Lead")
    click(74, row[1] + 12, mods=["ctrl"])
    window.wait("both are selected", lambda: len(window.where()["tracks"]) == 2)
    display.drag(*head(window, "Bass", 0.25), *head(window, "Folder 1"))
    window.wait("both in it", lambda: [song.track(name).get("folder_id") for name in (
        "Bass", "Lead")] == [folder, folder])
    assert order(window)[-2:] == ["Bass", "Lead"], order(window)
    key("ctrl+z")
    window.wait("undone at once", lambda: song.digest() == before)
    song.check()


def escape_takes_a_dragged_head_back(window):
    song = window.song
    before = song.digest()
    was = order(window)
    display.drag(*head(window, "Bass", 0.25), *head(window, "Drums", 0.1), hold=True)
    key("Escape")
    display.release()
    window.settled()
    assert order(window) == was and song.digest() == before


def a_dragged_head_scrolls_what_it_comes_to_the_edge_of(window):
    for _ in range(3):
        window.act("rows-taller")
    window.act("track-add-midi")
    window.command("track-above 'MIDI 1' Echo")
    for _ in range(8):
        window.act("track-before")
    window.wait("the last is out of sight", lambda: window.row("Echo")[1] + 10
                > window.where()["canvas"][1] + window.where()["canvas"][3])
    x, y = head(window, "Drums", 0.25)
    bottom = window.where()["canvas"][1] + window.where()["canvas"][3]
    display.drag(x, y, x, bottom - 3, hold=True)
    window.wait("the end is in sight", lambda: sum(window.row("Echo")[1::2]) <= bottom + 1)
    display.release()
    window.wait("last", lambda: order(window)[-1] == "Drums")


def tracks_go_into_a_folder_and_out_of_it_by_keys(window):
    song = window.song
    window.act("track-add-folder")
    window.wait("a folder", lambda: song.track("Folder 1"))
    folder = song.track("Folder 1")["id"]
    window.command("track-above 'Folder 1' Bass")
    select(window, "Bass")
    key("ctrl+Right")
    window.wait("in it", lambda: song.track("Bass").get("folder_id") == folder)
    key("ctrl+Up")
    window.told("It is the topmost already")
    key("ctrl+Left")
    window.wait("out of it", lambda: not song.track("Bass").get("folder_id"))
    assert order(window)[1:3] == ["Folder 1", "Bass"], order(window)
    song.check()


def a_click_on_the_colour_chooses_another_for_all_that_are_selected(window):
    song = window.song
    before, edits = song.digest(), song.edits()
    select(window, "Bass")
    click(74, window.row("Lead")[1] + 12, mods=["ctrl"])
    window.wait("both are selected", lambda: len(window.where()["tracks"]) == 2)
    click(2, window.row("Bass")[1] + 12)
    window.find("Teal", "push button")
    display.shot("colours")
    window.find("Teal", "push button").press()
    window.wait("both are teal", lambda: [song.track(name)["color"] for name in (
        "Bass", "Lead")] == [0x3fb0a0] * 2)
    assert song.edits() == edits + 1
    window.gone_from_screen("Teal", "push button")
    key("ctrl+z")
    window.wait("undone", lambda: song.digest() == before)
    window.act("track-color-choose")
    window.find("Blue", "push button").press()
    window.wait("blue", lambda: song.track("Bass")["color"] == 0x4a9ede)


def a_song_without_tracks_says_what_to_do(window):
    def said():
        return "Drag sound files here, or add a track" in window.texts()
    assert not said()
    for name in ("Drums", "Bass", "Lead", "Echo"):
        window.command(f"track-delete {name}")
    window.wait("an invitation", said)
    display.shot("invitation")
    window.act("track-add-audio")
    window.wait("none any more", lambda: not said())


def any_other_colour_is_typed(window):
    song = window.song
    select(window, "Bass")
    edits = song.edits()
    click(2, window.row("Bass")[1] + 12)
    window.tab_to("Another colour, as #rrggbb")
    for words in ("nonsense", "#123456"):  # only one of them is a colour
        key("ctrl+a")
        display.write(words)
        key("Return")
    window.wait("typed", lambda: song.track("Bass")["color"] == 0x123456)
    window.gone_from_screen("Another colour, as #rrggbb")
    assert song.edits() == edits + 1


def any_other_colour_is_taken_by_hand(window):
    song = window.song
    select(window, "Bass")
    edits, before = song.edits(), song.track("Bass")["color"]
    click(2, window.row("Bass")[1] + 12)
    window.find("Another colour, as #rrggbb", "text")
    x, y, width, height = display.popup()
    plane = x + width // 3, y + height * 2 // 3  # below the nine, above the field
    display.drag(*plane, plane[0] + 20, plane[1], hold=True)
    told = lambda: window.find("Another colour, as #rrggbb", "text").text()
    window.wait("it says which", lambda: told() != f"#{before:06x}")
    shown = told()
    assert song.edits() == edits  # not before it is let go
    display.release()
    window.wait("taken", lambda: song.track("Bass")["color"] == int(shown[1:], 16))
    window.gone_from_screen("Another colour, as #rrggbb")
    assert song.edits() == edits + 1


def the_line_of_colour_on_a_strip_is_clicked(window):
    song = window.song
    x, y, width, height = window.find("Bass", "panel").box()
    click(x + width // 2, y + 2)
    window.find("Pink", "push button").press()
    window.wait("pink", lambda: song.track("Bass")["color"] == 0xd060b0)


def a_track_is_put_into_a_folder_and_taken_out_by_its_menu(window):
    song = window.song
    window.act("track-add-folder")
    window.wait("a folder", lambda: song.track("Folder 1"))
    before = song.digest()
    def choose(word):
        row = window.row("Bass")
        click(60, row[1] + 12, button=3)
        window.find("Folder", "menu item").press()
        window.find(word, "menu item").press()
    choose("Folder 1")
    folder = song.track("Folder 1")["id"]
    window.wait("in it", lambda: song.track("Bass").get("folder_id") == folder)
    choose("No folder")
    window.wait("out of it", lambda: song.digest() == before)


def what_has_the_focus_in_a_head_is_scrolled_into_sight(window):
    def whole(name):
        x, y, width, height = window.row(name)
        top, room = window.where()["canvas"][1], window.where()["canvas"][3]
        return top <= y and y + height <= top + room
    for _ in range(3):
        window.act("rows-taller")
    window.act("track-add-midi")
    window.row("MIDI 1")
    for _ in range(8):
        window.act("track-before")
    window.wait("the last is out of sight", lambda: not whole("MIDI 1"))
    window.click("Add track", "push button")
    window.find("Add a bus")
    key("Escape")
    window.gone_from_screen("Add a bus")
    for _ in range(60):
        key("Tab")
        if whole("MIDI 1"):
            break
    assert whole("MIDI 1")


def heads_that_come_into_sight_are_their_tracks(window):
    count = 16
    for i in range(count):
        window.command(f"track-add T{i} audio")
    for i in range(0, count, 3):
        window.command(f"track-mute T{i} on")
    window.command("fader T7 -7")
    window.command("tempo 121")  # which is one change of all tracks

    def as_told():
        left, top, _, room = window.where()["canvas"]
        heads = {}
        for one in window.find_all(lambda text: text.startswith("Mute T")):
            x, y, _, height = one.box()
            if x < left and top <= y < top + room:
                heads[one.item.name()[5:]] = y + height // 2, one.pressed()
        rows = {row[0]: row[3:] for row in window.where()["rows"] if row[0].startswith("T")}
        whole = [name for name, (_, y, _, height) in rows.items()
                 if y >= top and y + height <= top + room]
        return whole and all(
            name in heads and rows[name][1] <= heads[name][0] < rows[name][1] + rows[name][3]
            and heads[name][1] == (int(name[1:]) % 3 == 0) for name in whole)
    x, y, width, height = window.where()["canvas"]
    display.point(x - 90, y + height // 2)
    for button in (5,) * 12 + (4,) * 12 + (5,) * 6:
        display.xdo("click", button)
        window.settled()
    window.wait("each head at its row", as_told)
    window.command("track-rename T8 T80")
    window.command("track-rename T80 T8")
    for button in (4, 5, 5, 4):
        display.xdo("click", button)
        window.wait("each head at its row", as_told)
    assert window.find_all(lambda text: text.startswith("Volume of T7, −7"))
    for _ in range(2):
        window.act("undo")
    window.wait("each head at its row, as before", as_told)


def a_dropped_file_lands_where_it_was_let_go(window):
    song = window.song
    window.act("grid", "bar")
    window.act("zoom-all")
    path = write_wave(os.path.join(TMP, "dropped.wav"), 1, 200)
    row = window.row("Bass")
    there = int(song.track("Bass")["id"]), 3 * BAR
    window.drop([path], window.x_of(3 * BAR) + 4, row[1] + row[3] // 2,
                lambda *place: place == there)
    window.wait("it is on the track", lambda: len(song.clips("Bass")) == 2)
    places = [clip["at"] for clip in song.clips("Bass")]
    assert 3 * BAR in places, places


def two_hundred_files_come_in_while_the_song_is_used(window):
    song = window.song
    one = write_wave(os.path.join(TMP, "many.wav"), 0.5, 300)
    paths = []
    for i in range(200):
        paths.append(os.path.join(TMP, f"many-{i:03}.wav"))
        if not os.path.exists(paths[-1]):
            os.link(one, paths[-1])
    x, y, width, height = window.where()["canvas"]
    count = len(song.rows("track"))
    window.drop(paths, x + width // 2, y + height - 8, lambda track, at: track == 0)
    window.command("fader Bass -3")
    window.wait("the song is used", lambda: song.strip("Bass")["fader_db"] == -3)
    window.wait("all are in", lambda: len(song.rows("source")) >= 200, deadline=60)
    assert len(song.rows("track")) > count
    display.shot("many")
    song.check()


main(a_track_is_added_and_deleted_and_both_are_undone, mute_and_solo_have_keys,
     its_head_and_strip_follow_what_is_done_elsewhere_and_undone,
     undo_and_redo_tell_of_what,
     a_track_moves_up_and_down, heads_are_dragged_to_another_place_and_into_a_folder,
     escape_takes_a_dragged_head_back, a_dragged_head_scrolls_what_it_comes_to_the_edge_of,
     tracks_go_into_a_folder_and_out_of_it_by_keys,
     a_click_on_the_colour_chooses_another_for_all_that_are_selected,
     any_other_colour_is_typed, any_other_colour_is_taken_by_hand, a_song_without_tracks_says_what_to_do,
     the_line_of_colour_on_a_strip_is_clicked,
     a_track_is_put_into_a_folder_and_taken_out_by_its_menu,
     what_has_the_focus_in_a_head_is_scrolled_into_sight,
     heads_that_come_into_sight_are_their_tracks, a_dropped_file_lands_where_it_was_let_go,
     two_hundred_files_come_in_while_the_song_is_used)
