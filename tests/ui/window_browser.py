#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of files: into folders, and into the song."""
import os

import display
from display import key
from song import BAR, TMP, write_wave
from studio import main

HOME = os.environ["HOME"]


def prepare():
    folder = os.path.join(HOME, "sounds")
    os.makedirs(folder, exist_ok=True)
    for name, seconds in (("kick.wav", 1), ("long.wav", 60), ("longer.wav", 90),
                          ("short.wav", 8),
                          ("snare.wav", 1)):
        write_wave(os.path.join(folder, name), seconds, 100)
    with open(os.path.join(folder, "notes.txt"), "w") as file:
        file.write("no sound")


def has_focus(window):
    return [row for row in window.find("Files", "list").children() if row.has("FOCUSED")]


def focus_file(window, name):
    """By a click."""
    display.click(window.find(name, "label").spot)
    window.wait(f"the focus on {name}", lambda: [
        one for row in has_focus(window) for one in row.walk() if one.name() == name])


def open_sounds(window):
    prepare()
    window.act("browser")
    window.click("Home")  # at once: what AT-SPI presses, GTK clicks a quarter second later
    focus_file(window, "sounds")
    key("Return")
    return window.find("kick.wav", "label")


def a_file_comes_in_at_the_playhead(window):
    song = window.song
    key("period")
    open_sounds(window)
    assert not window.find_all("notes.txt")
    window.reads("0:01")
    window.reads("−6.0 dB")  # with a true minus, as all levels have
    display.shot("browser")
    window.find("Filter", "text").set_text("SNA")
    window.wait("filtered", lambda: not window.find_all("kick.wav", "label"))
    x, y = window.find("snare.wav", "label").middle()
    display.click(x, y, times=2)
    window.wait("a track more", lambda: song.track("snare"))
    assert [clip["at"] for clip in song.clips("snare")] == [BAR]
    window.act("browser")
    window.gone_from_screen("snare.wav", "label")


def what_others_do_in_the_folder_is_seen(window):
    open_sounds(window)
    focus_file(window, "kick.wav")
    window.reads("0:01")
    folder = os.path.join(HOME, "sounds")
    os.replace(write_wave(os.path.join(folder, ".kick.new"), 5, 100),
               os.path.join(folder, "kick.wav"))
    window.reads("0:05")
    window.wait("it is still chosen", lambda: [
        one for row in has_focus(window) for one in row.walk() if one.name() == "kick.wav"])
    write_wave(os.path.join(folder, "clap.wav"), 1, 100)
    window.find("clap.wav", "label")
    window.wait("nor does another one take its place", lambda: [
        one for row in has_focus(window) for one in row.walk() if one.name() == "kick.wav"])
    os.remove(os.path.join(folder, "clap.wav"))
    window.gone_from_screen("clap.wav", "label")


def heard(window, name):
    return window.find(f"Stop {name}", "push button")


def silent(window, name):
    window.gone_from_screen(f"Stop {name}", "push button")
    return window.find(f"Listen to {name}", "push button")


def a_file_is_heard_until_it_is_pressed_again_or_another_is(window):
    open_sounds(window)
    before = window.song.digest()
    window.find("Listen to long.wav", "push button").press()
    heard(window, "long.wav")
    bar = window.find("Heard so far", "progress bar")
    window.wait("progress", lambda: bar.value() > 0.005)
    display.shot("browser-heard")
    assert not window.where()["rolling"]
    heard(window, "long.wav").press()
    silent(window, "long.wav").press()
    heard(window, "long.wav")
    window.find("Listen to longer.wav", "push button").press()
    heard(window, "longer.wav")
    silent(window, "long.wav")
    window.act("play")
    silent(window, "longer.wav").press()  # beside the song that rolls
    heard(window, "longer.wav")
    assert window.where()["rolling"]
    window.act("stop")
    silent(window, "longer.wav")
    window.find("Listen to short.wav", "push button").press()
    heard(window, "short.wav")
    silent(window, "short.wav")  # by itself, at its end
    assert window.song.digest() == before
    window.act("browser")


def the_chosen_file_is_seen_and_heard_from_where_it_is_clicked(window):
    open_sounds(window)
    focus_file(window, "long.wav")
    wave = window.find("What the file looks like", "image")
    x, y, width, height = wave.box()

    def far():
        """A click comes to nothing until the file has been looked at."""
        display.click(x + width // 2, y + height // 2)
        return window.find_all("Stop long.wav", "push button")
    window.wait("heard", far)
    bar = window.find("Heard so far", "progress bar")
    window.wait("from its middle on", lambda: 0.49 < bar.value() < 0.7)
    display.shot("browser-wave")
    key("shift+Right")
    window.wait("a tenth on", lambda: 0.59 < bar.value() < 0.8)
    key("shift+Left", "shift+Left", "shift+Left")
    window.wait("back", lambda: 0.2 < bar.value() < 0.45)
    key("Escape")
    silent(window, "long.wav")
    key("BackSpace")
    window.gone_from_screen("What the file looks like", "image")
    window.act("browser")


def the_keyboard_goes_through_files_hears_and_imports_them(window):
    song = window.song
    open_sounds(window)
    window.act("browser")
    window.gone_from_screen("kick.wav", "label")
    key("ctrl+e")  # where it was left
    window.find("kick.wav", "label")
    window.wait("the focus", lambda: has_focus(window))
    key("Down", "space")
    heard(window, "long.wav")
    assert not window.where()["rolling"]
    key("Escape")
    silent(window, "long.wav")
    key("space")
    heard(window, "long.wav")
    key("Down")
    silent(window, "long.wav")
    window.click("Listen at once", "check box")
    focus_file(window, "short.wav")
    heard(window, "short.wav")
    key("Up", "Up")
    heard(window, "long.wav")
    key("space")
    silent(window, "long.wav")
    window.click("Listen at once", "check box")
    focus_file(window, "snare.wav")
    key("Return")
    window.wait("a track more", lambda: song.track("snare"))
    display.click(window.find("Bass", "label").spot)
    focus_file(window, "kick.wav")
    key("Return")
    window.wait("on the selected track", lambda: len(song.clips("Bass")) == 2)
    assert not song.track("kick")
    key("BackSpace")
    window.find("sounds", "label")
    window.gone_from_screen("kick.wav", "label")
    window.wait("the focus", lambda: has_focus(window))
    key("Return")
    window.find("kick.wav", "label")
    window.act("browser")


def held(window, x, y, to_x, to_y, track, frame):
    """A file, until it would lie there: on a track, or on a new one."""
    of = int(window.song.track(track)["id"]) if track else 0
    display.drag(x, y, to_x, to_y, steps=20, hold=True)
    window.held_over(to_x, to_y, lambda *place: place == (of, frame))


def a_file_is_dragged_onto_a_track_and_below_all(window):
    song = window.song
    open_sounds(window)
    x, y = window.find("kick.wav", "label").middle()
    _, top, _, height = window.row("Bass")
    at = window.x_of(2 * BAR)
    held(window, x, y, at + 3, top + height // 2, "Bass", 2 * BAR)
    display.shot("browser-drag")
    display.release()
    window.wait("a clip on that track", lambda: len(song.clips("Bass")) == 2)
    assert song.clips("Bass")[1]["at"] == 2 * BAR  # where the grid drew it
    x, y = window.find("snare.wav", "label").middle()
    _, top, _, height = window.row("Echo")
    held(window, x, y, window.x_of(BAR) - 3, top + height + 20, None, BAR)
    display.release()
    window.wait("a track more", lambda: song.track("snare"))
    assert [clip["at"] for clip in song.clips("snare")] == [BAR]
    window.act("browser")


main(what_others_do_in_the_folder_is_seen, a_file_comes_in_at_the_playhead,
     a_file_is_heard_until_it_is_pressed_again_or_another_is,
     the_chosen_file_is_seen_and_heard_from_where_it_is_clicked,
     the_keyboard_goes_through_files_hears_and_imports_them,
     a_file_is_dragged_onto_a_track_and_below_all)
