#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer: each gesture is read back from the song by the command."""
import display
from desktop import KEPT
from display import drag, key
from song import Song
from studio import Window, main, own


def near(a, b):
    return abs(a - b) < 0.051


def fader(window, track):
    """The mixer's: it stands, and that of the track's header lies."""
    def look():
        for one in window.find_all(lambda name: name.startswith(f"Volume of {track}, "),
                                   "slider"):
            x, y, width, height = one.box()
            if height > width > 0:
                return one
        return None
    return window.wait(f"the fader of {track}", look)


def a_dragged_fader_is_one_edit_and_tells_its_value(window):
    song = window.song
    one = fader(window, "Bass")
    edits, before = song.edits(), song.digest()
    assert one.name() == "Volume of Bass, 0.0 dB", one.name()
    assert near(one.value(), 0)
    x, y, width, height = one.box()
    at = (x + width - 13, y + height // 3)
    drag(*at, at[0], at[1] + 20)
    window.wait("the fader is down", lambda: song.strip("Bass")["fader_db"] < -1)
    db = song.strip("Bass")["fader_db"]
    assert song.edits() == edits + 1
    window.wait("its name tells it",
                lambda: fader(window, "Bass").name() == f"Volume of Bass, {db:.1f} dB")
    assert near(one.value(), db)
    key("ctrl+z")
    window.wait("undone", lambda: song.digest() == before)
    window.wait("it stands where it stood", lambda: near(fader(window, "Bass").value(), 0))


def escape_takes_a_drag_back(window):
    song = window.song
    edits = song.edits()
    one = fader(window, "Bass")
    x, y, width, height = one.box()
    at = (x + width - 13, y + height // 3)
    drag(*at, at[0], at[1] + 20, hold=True)
    window.wait("it moves", lambda: one.value() < -1)
    key("Escape")
    window.wait("it is back", lambda: near(one.value(), 0))
    display.release()
    window.settled()
    assert song.edits() == edits


def arrow_keys_move_a_fader_by_a_decibel_and_are_one_edit(window):
    song = window.song
    one = fader(window, "Bass")
    edits = song.edits()
    x, y, width, height = one.box()
    display.click(x + width - 13, y + height // 3)
    key("Down", "Down", "Down", "shift+Up")
    window.wait("2.9 dB down", lambda: near(song.strip("Bass")["fader_db"], -2.9))
    assert song.edits() == edits + 1


def the_wheel_turns_nothing_unless_control_is_held(window):
    song = window.song
    edits = song.edits()
    one = fader(window, "Bass")
    x, y, width, height = one.box()
    at = (x + width - 13, y + height // 3)
    display.click(*at)
    display.click(*at, button=5, times=3)
    display.click(*at, button=4, times=2, mods=("ctrl",))
    window.wait("two up", lambda: near(song.strip("Bass")["fader_db"], 2))
    assert song.edits() == edits + 1


def a_screen_reader_sets_a_fader(window):
    song = window.song
    fader(window, "Bass").set_value(-6)
    window.wait("set", lambda: near(song.strip("Bass")["fader_db"], -6))


def a_level_is_typed(window):
    song = window.song
    window.click("Volume of Bass, 0.0")
    window.focused("Volume of Bass", "text")
    key("ctrl+a", "minus")
    display.write("9.5")
    key("Return")
    window.wait("typed", lambda: near(song.strip("Bass")["fader_db"], -9.5))


def mute_and_solo_are_pressed_and_shown(window):
    song = window.song
    window.click("Mute Bass")
    window.wait("muted", lambda: song.strip("Bass")["mute"] == 1)
    window.wait("seen", lambda: window.find("Mute Bass").pressed())
    window.click("Solo Drums")
    window.wait("solo", lambda: song.strip("Drums")["solo"] == 1)
    window.act("solo-clear")
    window.wait("none", lambda: song.strip("Drums")["solo"] == 0)
    window.wait("seen", lambda: not window.find("Solo Drums").pressed())
    window.command("track-mute Bass off")
    window.wait("seen", lambda: not window.find("Mute Bass").pressed())


def only_what_has_the_focus_has_a_ring(window):
    x, y, width, height = fader(window, "Bass").box()
    left, top, _, _ = window.find("Mixer", "panel").box()
    edge = (left + 2, top - 5, 30, 5)  # what divides the mixer from the timeline
    display.click(x + width - 13, y + height // 3)
    window.settled()
    before = display.colors(*edge), display.colors(x, y, width, 3)
    key("Tab", "shift+Tab")
    window.wait("the fader's ring",
                lambda: display.colors(x, y, width, 3) != before[1])
    assert display.colors(*edge) == before[0]


def the_strip_of_a_new_track_comes_into_sight(window):
    for i in range(18):
        window.command(f"track-add Many{i}")
    window.act("track-add-audio")
    new = window.wait("its strip", lambda: next(
        (one for one in window.find_all("Console of Audio 1") if one.box()[2] > 0), None))
    master = window.find("Console of Master").box()

    def seen():
        x, _, width, _ = new.box()
        return 0 <= x and x + width <= master[0]
    window.wait("it is in sight", seen)


def plate(window, track):
    """The middle of a strip's name."""
    x, y, width, height = fader(window, track).box()
    left, top, wide, high = next(
        one.box() for one in window.find_all(
            lambda name: name.endswith(track), "push button") if one.box()[1] > y + height)
    return left + wide // 2, top + high // 2


def names_by_place(window):
    return [track["name"] for track in sorted(
        (track for track in window.song.rows("track") if track["name"] != "Master"),
        key=lambda track: track["sort"])]


def a_strip_is_dragged_to_another_place(window):
    song = window.song
    before, edits = song.digest(), song.edits()
    assert names_by_place(window) == ["Drums", "Bass", "Lead", "Echo"], names_by_place(window)
    bass, (x, y) = plate(window, "Bass"), plate(window, "Lead")
    drag(*bass, x + 20, y, hold=True)
    display.shot("mixer-order")
    key("Escape")
    display.release()
    window.settled()
    assert song.digest() == before
    drag(*bass, x + 20, y)
    window.wait("behind it",
                lambda: names_by_place(window) == ["Drums", "Lead", "Bass", "Echo"])
    assert song.edits() == edits + 1
    key("ctrl+z")
    window.wait("undone", lambda: song.digest() == before)
    window.command("track-add Band folder")
    x, y = plate(window, "Band")
    drag(*plate(window, "Bass"), x + 20, y)
    window.wait("in the folder",
                lambda: song.track("Bass").get("folder_id") == song.track("Band")["id"])


def a_pan_is_turned(window):
    song = window.song
    one = window.find(lambda name: name.startswith("Pan of Bass, "), "slider")
    at = one.middle()
    drag(*at, at[0], at[1] - 32)
    window.wait("to the right", lambda: song.strip("Bass")["pan"] > 0.1)
    key("BackSpace")
    window.wait("in the middle", lambda: song.strip("Bass")["pan"] == 0)


def a_double_click_puts_a_knob_where_it_starts(window):
    song = window.song
    window.command("pan Bass 0.5")
    one = window.find("Pan of Bass, R50", "slider")
    display.click(one.spot, times=2)
    window.wait("in the middle", lambda: song.strip("Bass")["pan"] == 0)


def a_name_is_written_where_it_stands(window):
    song = window.song
    window.find("Name of the track, Bass").press()
    window.focused("Name of the track", "text")
    key("ctrl+a")
    display.write("Low end")
    key("Return")
    window.wait("renamed", lambda: song.track("Low end"))
    window.find("Volume of Low end, 0.0 dB", "slider")
    window.find("Highest peak of Low end: −∞ dB")


def a_device_is_inserted_set_bypassed_and_removed(window):
    song = window.song
    window.click("Insert a device into Bass")
    window.find("Reverb", "menu item")
    key("Return")
    window.wait("inserted", lambda: song.rows("insert"))
    window.click("Reverb on Bass")
    knob = window.find(lambda name: name.startswith("Mix, ") or name.startswith("Decay, ")
                       or name.startswith("Size, "), "slider")
    knob.set_value(knob.value() * 1.5)
    window.wait("set", lambda: song.rows("param"))
    window.top("Reverb – Bass")
    key("Escape")
    window.alone()
    window.command("insert-on Bass reverb off")
    window.find("Reverb on Bass, bypassed")
    window.command("insert-remove Bass reverb")
    window.gone_from_screen("Reverb on Bass, bypassed")


def a_send_is_made_and_its_level_dragged(window):
    song = window.song
    window.click("Send Bass to a bus")
    window.find("Echo", "menu item")
    key("Return")
    window.wait("a send", lambda: song.rows("send"))
    one = window.find("Send to Echo, -12.0 dB", "slider")
    at = one.middle()
    drag(*at, at[0] + 15, at[1])
    window.wait("louder", lambda: song.rows("send")[0]["level_db"] > -11)


def a_send_may_go_to_a_new_bus(window):
    song = window.song
    window.click("Send Bass to a bus")
    window.find("New bus", "menu item").press()
    window.wait("a send", lambda: song.rows("send"))
    bus = song.rows("send")[0]["target_id"]
    assert bus != song.track("Echo")["id"]
    assert any(track["id"] == bus for track in song.rows("track"))
    window.act("undo")  # one step
    window.wait("neither", lambda: not song.rows("send"))
    assert not any(track["id"] == bus for track in song.rows("track"))


def the_console_opens_and_its_knobs_and_curve_are_one(window):
    song = window.song
    window.click("Console of Bass")
    window.find("Console – Bass")
    window.find("Band 2, Gain, 0.0 dB", "slider").set_value(2)
    window.wait("raised", lambda: near(song.strip("Bass")["eq2_db"], 2))
    assert song.strip("Bass")["eq_on"] == 1
    window.find("Compressor, Ratio, 3.0:1", "slider").set_value(4)
    window.wait("compressed", lambda: near(song.strip("Bass")["comp_ratio"], 4))
    window.act("undo")
    window.find("Compressor, Ratio, 3.0:1", "slider")
    window.top("Console – Bass")
    key("Escape")
    window.gone_from_screen("Console – Bass")


def a_console_knob_under_the_hand_is_one_edit_and_escape_takes_it_back(window):
    song = window.song
    window.click("Console of Bass")
    window.top("Console – Bass")
    edits = song.edits()
    one = window.find(lambda name: name.startswith("Compressor, Threshold, "), "slider")
    before = one.value()
    at = [a + b for a, b in zip(one.middle(), display.origin("Console – Bass"))]
    drag(*at, at[0], at[1] - 20, hold=True)
    window.wait("it turns", lambda: one.value() > before + 1)
    assert song.edits() == edits
    key("Escape")
    window.wait("it is back", lambda: near(one.value(), before))
    display.release()
    window.settled()
    assert song.edits() == edits
    drag(*at, at[0], at[1] - 20)
    window.wait("it is in the song",
                lambda: song.strip("Bass")["comp_threshold_db"] > before + 1)
    assert song.edits() == edits + 1
    key("Escape")
    window.gone_from_screen("Console – Bass")


def points_of_the_eq_are_walked_said_and_moved_by_keys(window):
    song = window.song
    window.command("eq Bass 2 bell 400 -5 1")
    window.click("Console of Bass, EQ")
    x, y, width, height = window.find("EQ curve").box()
    at = display.origin("Console – Bass")
    display.click(at[0] + x + width // 2, at[1] + y + height - 40)  # beside the points
    edits = song.edits()
    key("Tab", "Tab", "Tab")
    said = "Band 2, Bell, 400 Hz, -5.0 dB, Q 1.00"
    window.wait("the second band has the focus", lambda: window.find(said).has("FOCUSED"))
    key("Up", "Up", "Escape")
    window.find(said)
    assert song.edits() == edits
    key("Up", "Up")
    window.wait("it is louder", lambda: near(song.strip("Bass")["eq2_db"], -4.2))
    assert song.edits() == edits + 1
    window.find("Band 2, Bell, 400 Hz, -4.2 dB, Q 1.00")
    key("Prior")
    window.wait("it is narrower", lambda: song.strip("Bass")["eq2_q"] > 1.1)
    key("Tab")
    window.wait("the next one", lambda: window.find(
        lambda name: name.startswith("Band 3, "), "list item").has("FOCUSED"))


def trim_and_polarity_are_set_in_the_strip_and_in_the_console(window):
    song = window.song
    window.click("Input", "push button")
    one = window.find("Trim of Bass, 0.0 dB", "slider")
    at = one.middle()
    edits = song.edits()
    drag(*at, at[0], at[1] - 12)
    window.wait("louder", lambda: song.strip("Bass")["trim_db"] > 1)
    assert song.edits() == edits + 1
    key("BackSpace")
    window.wait("as it came", lambda: song.strip("Bass")["trim_db"] == 0)
    window.click("Polarity of Bass turned over")
    window.wait("turned over", lambda: song.strip("Bass")["polarity"] == 1)
    window.click("Console of Bass")
    window.find("Trim, 0.0 dB", "slider").set_value(-6)
    window.wait("softer", lambda: near(song.strip("Bass")["trim_db"], -6))
    window.find("Trim of Bass, -6.0 dB", "slider")


def the_analyser_hears_what_is_chosen_and_it_is_remembered(window):
    song = window.song
    window.click("Console of Bass")
    window.find("Analyser, After the console", "push button").press()
    window.find("Before the console", "list item")
    key("Down", "Return")
    window.find("Analyser, Before the console", "push button")
    window.act("play")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.act("stop")
    window.act("close")
    window.find("A new song")
    window.act("open-path", song.folder)
    window.wait_song(song)
    window.click("Console of Bass")
    window.find("Analyser, Before the console", "push button")


@own
def a_point_of_the_eq_has_a_letter_that_can_be_read():
    with open(KEPT, "w") as file:
        file.write("theme=light\nfirst-run=off\n")
    song = Song()
    song.edit("eq Bass 1 bell 300 6 1")
    window = Window(song.folder).wait_up(song)
    window.command("eq Bass on")
    window.click("Name of the track, Bass")
    window.act("console")
    top = window.top("Console – Bass")
    box = window.find("EQ curve", below=top).box()
    at = display.origin("Console – Bass")
    color = (0xe0, 0x62, 0x5c)

    def letter():
        """What lies within the point, as far as it is filled."""
        rows = display.pixels(at[0] + box[0], at[1] + box[1], *box[2:])
        found = [(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one == color]
        if not found:
            return None
        (left, right), (above, below) = ((min(way), max(way)) for way in zip(*found))
        return [one for row in rows[above:below + 1] for one in row[left:right + 1]]
    inside = window.wait("the point", letter)
    display.shot("points-light")
    assert any(max(one) < 90 for one in inside), set(inside)
    key("Escape")
    window.end()
    with open(KEPT, "w") as file:
        file.write("first-run=off\n")


def the_selected_strip_is_the_selected_track(window):
    window.click("Name of the track, Drums")
    window.act("console")
    window.find("Console – Drums")
    window.click("Name of the track, Bass")
    window.find("Console – Bass")


def the_mixer_hides_and_moves_to_a_window_of_its_own_and_back(window):
    top = lambda: window.top("Mixer – Remanence")
    seen = lambda: [one for one in window.find_all("Insert a device into Bass")
                    if one.on_screen()]
    window.act("mixer")
    window.gone_from_screen("Insert a device into Bass")
    window.act("mixer")
    window.find("Insert a device into Bass")
    once = len(seen())
    window.act("mixer-window")
    window.find("Insert a device into Bass", below=top())
    window.wait("one of them", lambda: len(seen()) == once)
    assert not window.state("mixer")
    window.act("mixer")
    window.wait("both", lambda: len(seen()) == 2 * once)
    window.act("mixer")
    window.wait("one of them again", lambda: len(seen()) == once)
    key("ctrl+F3")
    window.alone()
    window.find("Insert a device into Bass")
    assert window.state("mixer")


def the_input_is_chosen_in_a_strip(window):
    song = window.song
    window.command("input Bass none")
    window.click("Input", "push button")
    window.click("Input of Bass: No input")
    window.find("Inputs 3 and 4", "menu item")
    key("Down", "Return")
    window.find("Input of Bass: Input 2")
    bass = song.track("Bass")["id"]
    assert [row["first"] for row in song.rows("input") if row["id"] == bass] == [1]


def what_is_shown_of_the_mixer_is_remembered_with_the_song(window):
    song = window.song
    window.click("Output", "push button")
    window.find("Output of Bass: Master")
    window.click("Sends", "push button")
    window.gone_from_screen("Send Bass to a bus")
    window.act("close")
    window.find("A new song")
    window.act("open-path", song.folder)
    window.wait_song(song)
    window.find("Output of Bass: Master")
    window.gone_from_screen("Send Bass to a bus")
    assert not window.find("Sends", "push button").pressed()
    window.act("mixer")
    window.gone_from_screen("Output of Bass: Master")
    window.act("close")
    window.find("A new song")
    window.act("open-path", song.folder)
    window.wait_song(song)
    window.wait("hidden, as it was left", lambda: not window.state("mixer"))
    window.gone_from_screen("Output of Bass: Master")
    window.act("mixer")


def a_window_of_its_own_is_remembered_with_the_song(window):
    song, title = window.song, "Mixer – Remanence"

    def there():
        return [one for one in window.seen().children() if one.name() == title]
    window.act("mixer-window")
    window.wait("the mixer's window", there)
    window.act("close")
    window.find("A new song")
    window.wait("it goes with its song", lambda: not there())
    window.act("open-path", song.folder)
    window.wait_song(song)
    window.wait("it is there again", there)
    window.act("mixer-window")
    window.wait("closed", lambda: not there())
    window.act("close")
    window.find("A new song")
    window.act("open-path", song.folder)
    window.wait_song(song)
    window.find("Mute Bass")
    assert not there()


main(a_dragged_fader_is_one_edit_and_tells_its_value, escape_takes_a_drag_back,
     arrow_keys_move_a_fader_by_a_decibel_and_are_one_edit,
     the_wheel_turns_nothing_unless_control_is_held, a_screen_reader_sets_a_fader,
     a_level_is_typed, mute_and_solo_are_pressed_and_shown,
     only_what_has_the_focus_has_a_ring, the_strip_of_a_new_track_comes_into_sight,
     a_strip_is_dragged_to_another_place, a_pan_is_turned,
     a_double_click_puts_a_knob_where_it_starts,
     a_name_is_written_where_it_stands, a_device_is_inserted_set_bypassed_and_removed,
     a_send_is_made_and_its_level_dragged, a_send_may_go_to_a_new_bus,
     the_console_opens_and_its_knobs_and_curve_are_one,
     a_console_knob_under_the_hand_is_one_edit_and_escape_takes_it_back,
     points_of_the_eq_are_walked_said_and_moved_by_keys,
     trim_and_polarity_are_set_in_the_strip_and_in_the_console,
     the_analyser_hears_what_is_chosen_and_it_is_remembered,
     a_point_of_the_eq_has_a_letter_that_can_be_read,
     the_selected_strip_is_the_selected_track,
     the_mixer_hides_and_moves_to_a_window_of_its_own_and_back,
     the_input_is_chosen_in_a_strip, a_window_of_its_own_is_remembered_with_the_song, what_is_shown_of_the_mixer_is_remembered_with_the_song)
