#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start: a device, what comes in, a tone, the round trip; and once only."""
import os
import shutil
import signal
import subprocess

import display
from display import key
from song import BUILD, REMANENCE, SOURCE, TMP, Song
from studio import Window, main, own

KEPT = os.path.join(os.environ["XDG_CONFIG_HOME"], "remanence", "settings")
TRIPS = os.path.join(os.environ["XDG_STATE_HOME"], "remanence", "round-trips")
TITLES = ["Sound device", "What comes in", "A tone", "The round trip", "All set"]


def never_started():
    with open(KEPT, "w") as file:
        file.write("first-run=on\n")


def at(window, step):
    window.top("First steps")
    window.find(f"{TITLES[step - 1]} – step {step} of 5", "label")


def button(window, name):
    return window.find(lambda text: text.strip() == name, "push button")


@own
def the_first_start_shows_them_and_the_second_does_not():
    never_started()
    window = Window().wait_up()
    at(window, 1)
    window.reads("No sound hardware", "First steps")
    display.shot("first-steps")
    key("Escape")
    window.gone_from_screen("Sound device – step 1 of 5")
    window.end()
    with open(KEPT) as file:
        assert "first-run=off" in file.read()
    window = Window().wait_up()
    window.find("Create", "push button")
    assert not window.find_all("Sound device – step 1 of 5")
    window.click("First steps…", "push button")
    at(window, 1)
    window.end()


@own
def a_first_start_with_a_song_leaves_them_to_one_without():
    never_started()
    song = Song()
    window = Window(song.folder).wait_up(song)
    key("space")
    window.wait("it rolls", lambda: window.where()["rolling"])
    assert not window.find_all("Sound device – step 1 of 5")
    window.end()
    window = Window().wait_up()
    at(window, 1)
    window.end()


@own
def they_stand_beside_a_song_and_block_nothing():
    song = Song()
    window = Window(song.folder).wait_up(song)
    window.act("first-steps")
    at(window, 1)
    window.act("play")
    window.wait("it rolls", lambda: window.where()["rolling"])
    window.act("play")
    window.top("First steps")
    key("Escape")
    window.gone_from_screen("Sound device – step 1 of 5")
    assert song.edits() == Song().edits()
    window.end()


@own
def each_step_is_passed_by_key_and_button():
    window = Window().wait_up()
    window.act("first-steps")
    at(window, 1)
    key("alt+Right")
    at(window, 2)
    window.reads("Nothing comes in", "First steps")
    key("alt+Right")
    at(window, 3)
    window.reads("Nothing is heard", "First steps")
    assert not button(window, "Play the tone").has("SENSITIVE")
    key("Return")
    at(window, 4)
    assert not button(window, "Measure").has("SENSITIVE")
    key("alt+Left")
    at(window, 3)
    window.find("Skip", "push button").press()
    at(window, 4)
    window.find("Skip", "push button").press()
    at(window, 5)
    key("Return")
    window.gone_from_screen("All set – step 5 of 5")
    window.end()


def join(source, sink):
    """As a cable would; whether there were such ports."""
    return subprocess.run(["jack_connect", source, sink], capture_output=True,
                          timeout=60).returncode == 0


@own
def a_device_is_tried_heard_and_measured():
    if not shutil.which("jackd") or not shutil.which("jack_connect"):
        print("without jackd: left out")
        return
    name = f"first{os.getpid()}"
    os.environ["JACK_DEFAULT_SERVER"] = name
    # It waits for its clients: no cycle comes late.
    server = subprocess.Popen(
        ["jackd", "-n", name, "-R", "-S", "-d", "dummy", "-r", "48000", "-p", "1024"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    player = None
    try:
        display.wait("the server", lambda: subprocess.run(
            ["jack_lsp"], capture_output=True, timeout=60).returncode == 0)
        window = Window().wait_up()
        window.act("first-steps")
        window.reads("48 kHz, blocks of 1024 frames", "First steps")
        key("alt+Right")
        at(window, 2)
        # Another program plays into our input.
        song = Song()
        player = subprocess.Popen([REMANENCE, "play", song.folder, "--driver", "jack"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  stdin=subprocess.DEVNULL)
        window.wait("its sound", lambda: join("remanence-01:out_1", "remanence:in_1"))
        window.reads("It is heard.", "First steps")
        display.shot("first-steps-input")
        player.send_signal(signal.SIGINT)
        player.wait(display.DEADLINE)
        window.find("Next", "push button").press()
        at(window, 3)
        button(window, "Play the tone").press()
        button(window, "Stop the tone")
        window.find("Next", "push button").press()
        at(window, 4)
        button(window, "Measure").press()

        def measured():
            join("remanence:out_1", "remanence:in_1")  # others than those of the tone
            ended = window.find_all("Measure", "push button")
            if not ended or not ended[0].on_screen():
                return False
            if any("takes 1024 frames" in text for text in window.texts()):
                return True
            ended[0].press()  # a cycle that came late spoils it
            return False
        window.wait("it is measured", measured, 60)
        display.shot("first-steps-measured")
        with open(TRIPS) as file:
            assert "jack\t" in file.read()
        key("Escape")
        window.gone_from_screen("The round trip – step 4 of 5")
        window.end()
    finally:
        if player and player.poll() is None:
            player.kill()
        server.terminate()
        server.wait(display.DEADLINE)
        del os.environ["JACK_DEFAULT_SERVER"]


def exclusive():
    """What makes a device of ALSA one that is open once only; None: it cannot be built."""
    library = os.path.join(TMP, "exclusive.so")
    source = os.path.join(SOURCE, "tests", "ui", "exclusive.c")
    built = shutil.which("cc") and subprocess.run(
        ["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=False,
        capture_output=True).returncode == 0
    return library if built else None


@own
def a_device_that_the_song_has_alone_is_said_to_be_and_tried_without_the_song():
    library = exclusive()
    if not library or "asan" in BUILD:
        return
    with open(os.environ["ALSA_CONFIG_PATH"], "w") as file:
        file.write("pcm.card { type null }\n")
    with open(KEPT, "w") as file:
        file.write("first-run=off\ndriver=alsa\ndevice=card\n")
    song = Song()
    window = Window(song.folder, env={"LD_PRELOAD": library}).wait_up(song)
    window.wait("its device", lambda: any("alsa card" in text for text in window.texts()))
    window.act("first-steps")
    at(window, 1)
    window.reads("The open song plays through this device; close the song to try it here.",
                 "First steps")
    window.act("play")  # it goes on through it
    window.wait("it rolls", lambda: window.where()["rolling"])
    window.act("stop")
    key("Escape")
    window.gone_from_screen("Sound device – step 1 of 5")
    window.act("close")
    window.find("Create", "push button")
    window.act("first-steps")
    at(window, 1)
    window.reads("It runs: ", "First steps")
    key("Escape")
    window.gone_from_screen("Sound device – step 1 of 5")
    window.end()
    with open(os.environ["ALSA_CONFIG_PATH"], "w"):
        pass


main(the_first_start_shows_them_and_the_second_does_not,
     a_first_start_with_a_song_leaves_them_to_one_without,
     they_stand_beside_a_song_and_block_nothing, each_step_is_passed_by_key_and_button,
     a_device_is_tried_heard_and_measured,
     a_device_that_the_song_has_alone_is_said_to_be_and_tried_without_the_song)
