#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand lets go of over the window, whatever it is."""
import os
import struct

import display
from song import RATE, TMP, write_wave
from studio import main

HOURS = 10


def drop_below_the_rows(window, *paths):
    x, y, width, height = window.where()["canvas"]
    window.drop(paths, x + width // 2, y + height - 8, lambda track, at: track == 0)


def names(song):
    return [row["name"] for row in song.rows("track")]


def a_folder_brings_in_its_sound_files(window):
    song = window.song
    folder = os.path.join(TMP, "dropped folder")
    os.makedirs(os.path.join(folder, "below"), exist_ok=True)
    for name in "kick.wav", "snare.wav":
        write_wave(os.path.join(folder, name), 1, 100)
    with open(os.path.join(folder, "notes.txt"), "w") as file:
        file.write("no sound")
    before = names(song)
    drop_below_the_rows(window, folder)
    window.wait("two tracks more", lambda: len(names(song)) == len(before) + 2)
    assert {"kick", "snare"} < set(names(song)), names(song)
    song.check()


def an_empty_file_is_told_and_those_beside_it_come_in(window):
    song = window.song
    empty = os.path.join(TMP, "empty file.wav")
    open(empty, "wb").close()
    good = write_wave(os.path.join(TMP, "good.wav"), 1, 100)
    drop_below_the_rows(window, empty, good)
    window.wait("the good one", lambda: song.track("good"))
    window.told("empty file.wav")
    assert not song.track("empty file")


def long_file(path):
    """Ten hours of silence, which take no room on the disk."""
    size = HOURS * 3600 * RATE * 2
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt "
                   + struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
                   + b"data" + struct.pack("<I", size))
        file.truncate(44 + size)
    return path


def a_file_of_ten_hours_shows_how_far_it_is_and_can_be_cancelled(window):
    song = window.song
    before = song.digest()
    path = long_file(os.path.join(TMP, "ten hours.wav"))
    audio = os.path.join(song.folder, "audio")
    files = sorted(os.listdir(audio))
    try:
        drop_below_the_rows(window, path)
        window.find("Importing ten hours.wav", "progress bar")
        display.key("space")
        window.wait("it plays meanwhile", lambda: window.where()["position"] > 0)
        window.find("Cancel: Importing ten hours.wav", "push button").press()
        window.gone_from_screen("Importing ten hours.wav", "progress bar")
    finally:
        os.remove(path)
    assert song.digest() == before
    window.wait("nothing of it stays", lambda: sorted(os.listdir(audio)) == files)


def what_is_dropped_while_another_file_comes_in_comes_in_beside_it(window):
    song = window.song
    path = long_file(os.path.join(TMP, "ten more hours.wav"))
    beside = write_wave(os.path.join(TMP, "beside.wav"), 1, 100)
    try:
        drop_below_the_rows(window, path)
        window.find("Importing ten more hours.wav", "progress bar")
        drop_below_the_rows(window, beside)
        window.wait("the second one", lambda: song.track("beside"))
        window.find("Cancel: Importing ten more hours.wav", "push button").press()
        window.gone_from_screen("Importing ten more hours.wav", "progress bar")
    finally:
        os.remove(path)
    assert not song.track("ten more hours")
    display.key("ctrl+z")
    window.wait("undone", lambda: not song.track("beside"))


def without_a_sound_card_it_plays_by_the_clock_and_says_so(window):
    window.wait("its sound", lambda: "built-in" in window.where()["sound"])
    window.find(lambda text: text.startswith("No sound, clock only"), "label")
    assert not [text for text in window.texts() if "drop-out" in text]
    display.key("space")
    window.wait("it plays", lambda: window.where()["position"] > RATE // 10)


main(a_folder_brings_in_its_sound_files, an_empty_file_is_told_and_those_beside_it_come_in,
     a_file_of_ten_hours_shows_how_far_it_is_and_can_be_cancelled,
     what_is_dropped_while_another_file_comes_in_comes_in_beside_it,
     without_a_sound_card_it_plays_by_the_clock_and_says_so)
