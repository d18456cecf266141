#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs come and go: what is kept, what is given back, and who may come in how."""
import os
import shutil
import signal
import subprocess

import display
from display import key
from song import BAR, BUILD, TMP, Song, command
from studio import Window, main, own


@own
def edits_are_on_the_disk_when_the_window_is_killed():
    song = Song()
    window = Window(song.folder).wait_up(song)
    window.command("fader Bass -7.5")
    window.wait("the fader", lambda: song.strip("Bass")["fader_db"] == -7.5)
    window.kill()
    assert song.strip("Bass")["fader_db"] == -7.5
    song.check()
    window = Window(song.folder).wait_up(song)
    assert not window.where()["read-only"]
    key("ctrl+z")
    window.wait("undone", lambda: song.strip("Bass")["fader_db"] == 0)
    window.end()


@own
def a_signal_ends_it_in_good_order():
    song = Song()
    window = Window(song.folder).wait_up(song)
    key("space")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.process.send_signal(signal.SIGTERM)
    window.gone()
    song.check()


@own
def the_command_opens_the_window_and_a_second_hands_its_song_over():
    one, two = Song(), Song()
    window = Window(one.folder, program="remanence").wait_up(one)
    second = subprocess.run([os.path.join(BUILD, "remanence-gtk"),
                             os.path.join(two.folder, "project.db")], timeout=20,
                            stderr=subprocess.DEVNULL, check=False)
    assert second.returncode == 0
    window.wait_song(two)
    command("edit", one.folder, "fader", "Bass", "-3")  # it is let go
    window.end()


def without_a_song_there_is_where_to_begin(window):
    window.act("close")
    window.wait("no song", lambda: not window.where())
    window.find(lambda name: name.startswith("Open"), "push button")
    display.shot("start")


def what_is_to_play_before_its_sound_is_open_plays(window):
    song = Song()
    window.act("open-path", song.folder, wait=False)
    window.act("play")
    window.wait_song(song)
    window.wait("rolling", lambda: window.where()["rolling"])
    window.act("stop")


def its_end_is_known_before_its_sound_is_open(window):
    song = Song()
    window.act("open-path", song.folder, wait=False)
    window.wait("the song", lambda: window.where().get("song") == song.folder)
    window.act("to-end")
    window.wait_song(song)
    window.wait("the end", lambda: window.where()["position"] == 4 * BAR)


def songs_that_come_and_go_leave_no_memory_behind(window):
    songs = [Song() for _ in range(4)]

    def grown(times=10):
        before = window.memory()
        for i in range(times):
            window.act("open-path", songs[i % 4].folder)
            window.wait_song(songs[i % 4])
            window.wait("its sound", lambda: window.where()["sound"])
        return window.memory() - before

    grown(20)
    # What malloc and the libraries keep for the next time comes at once and then not for
    # long; what is lost with each song comes each time.
    each = []
    while len(each) < 6 and not any(kib < 100 for kib in each):
        each.append(grown())
    assert any(kib < 100 for kib in each), f"{each} KiB, of ten songs each"


def a_song_that_vanishes_is_told_and_the_next_one_opens(window):
    gone = window.song
    shutil.rmtree(gone.folder)
    window.command("fader Bass -3")
    display.key("space")
    window.act("stop")
    window.told("not there any more")
    other = Song()
    window.act("open-path", other.folder)
    window.wait_song(other)
    window.command("fader Bass -3")
    window.wait("the other is edited", lambda: other.strip("Bass")["fader_db"] == -3)


@own
def sound_files_that_are_missing_are_told_in_one_line():
    song = Song()
    folder = os.path.join(song.folder, "audio")
    files = sorted(os.listdir(folder))
    assert len(files) > 2
    for name in files:
        os.rename(os.path.join(folder, name), os.path.join(TMP, name))
    window = Window(song.folder).wait_up(song)
    line = window.told(f"and {len(files) - 1} more sound files cannot be played")
    assert "put the original file back" in line
    assert len(window.find_all("Close", "push button")) == 1
    window.end()


def what_is_no_song_is_told_and_the_open_one_stays(window):
    song = window.song
    nothing = os.path.join(TMP, "nothing.rem")
    empty = os.path.join(TMP, "empty.rem")
    os.makedirs(empty, exist_ok=True)
    file = os.path.join(TMP, "file.rem")
    open(file, "w").close()
    for path in (nothing, empty, file):
        window.act("open-path", path)
        window.told(os.path.basename(path))
        assert window.where()["song"] == song.folder
    window.command("fader Bass -3")
    window.wait("still edited", lambda: song.strip("Bass")["fader_db"] == -3)


def a_song_open_elsewhere_opens_to_be_read(window):
    song = Song()
    other = subprocess.Popen([os.path.join(BUILD, "remanence"), "listen", song.folder,
                              "--arm", "Bass=1", "--driver", "built-in"],
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        window.wait("it is taken", lambda: subprocess.run(
            [os.path.join(BUILD, "remanence"), "edit", song.folder, "fader", "Bass", "0"],
            capture_output=True, check=False).returncode == 1)
        before = song.digest()
        window.act("open-path", song.folder)
        window.wait_song(song)
        assert window.where()["read-only"]
        window.find("read only")
        assert window.told("it can be played here").startswith("Open in Remanence (process ")
        window.command("fader Bass -3")
        window.act("loop")
        window.told("read")
        key("space")
        window.wait("but it plays", lambda: window.where()["rolling"])
        key("space")
        window.wait("stopped", lambda: not window.where()["rolling"])
        assert song.digest() == before
    finally:
        other.terminate()
        other.wait()


@own
def a_song_that_must_not_be_written_opens_to_be_read():
    song = Song()
    before = song.digest()
    subprocess.run(["chmod", "-R", "a-w", song.folder], check=True)
    # To root, rights are only what it has not given up.
    less = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    window = Window(song.folder, before=less if os.geteuid() == 0 else []).wait_up(song)
    assert window.where()["read-only"]
    window.told("it can be played; to edit it, copy it")
    window.command("fader Bass -3")
    key("space")
    window.wait("it plays", lambda: window.where()["rolling"])
    key("space")
    window.wait("stopped", lambda: not window.where()["rolling"])
    window.end()
    assert song.digest() == before
    subprocess.run(["chmod", "-R", "u+w", song.folder], check=True)


@own
def what_was_seen_is_seen_again_after_quitting():
    song = Song()
    window = Window(song.folder).wait_up(song)
    window.act("locate", "12345f")
    key("plus", "plus")
    window.act("tool", "range")
    window.wait("the place", lambda: window.where()["position"] == 12345)
    window.wait("the range tool", lambda: window.where()["tool"] == 1)
    before = window.where()
    key("ctrl+q")
    window.gone()
    window = Window(song.folder).wait_up(song)
    window.wait("the same zoom",
                lambda: abs(window.where()["scale"] / before["scale"] - 1) < 1e-3)
    assert abs(window.where()["start"] - before["start"]) < 2 * before["scale"]
    window.end()


@own
def panels_are_open_again_as_they_were():
    song, other = Song(), Song()
    window = Window(song.folder).wait_up(song)
    window.click("Files", "push button")
    window.click("Mixer", "push button")
    window.wait("files", lambda: window.state("browser") and not window.state("mixer"))
    window.act("open-path", other.folder)
    window.wait_song(other)
    window.wait("none there", lambda: not window.state("browser"))
    window.act("history")
    window.end()
    window = Window(song.folder).wait_up(song)
    window.wait("as left", lambda: window.state("browser") and not window.state("history"))
    assert not window.state("mixer")
    window.find("Files", "label")
    window.end()


main(edits_are_on_the_disk_when_the_window_is_killed, a_signal_ends_it_in_good_order,
     the_command_opens_the_window_and_a_second_hands_its_song_over,
     a_song_that_must_not_be_written_opens_to_be_read,
     without_a_song_there_is_where_to_begin, what_is_no_song_is_told_and_the_open_one_stays,
     what_is_to_play_before_its_sound_is_open_plays, its_end_is_known_before_its_sound_is_open,
     a_song_that_vanishes_is_told_and_the_next_one_opens,
     sound_files_that_are_missing_are_told_in_one_line,
     a_song_open_elsewhere_opens_to_be_read, songs_that_come_and_go_leave_no_memory_behind,
     what_was_seen_is_seen_again_after_quitting,
     panels_are_open_again_as_they_were)
