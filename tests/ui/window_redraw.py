#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is drawn piece by piece, as it changes, is what is drawn at once: after a handful of
gestures by chance the window is painted anew as a whole, by other looks and back, and has
to look the same.  With TORTURE, for minutes, and other gestures each time: SEED repeats
them, ROUNDS says how many."""
import os
import random
import subprocess
import time

import display
from desktop import desktop
from song import SOURCE, Song
from studio import Window, main, own

TORTURE = "TORTURE" in os.environ
SEED = int(os.environ.get("SEED", time.time() if TORTURE else 5))
ROUNDS = int(os.environ.get("ROUNDS", 300 if TORTURE else 4))
WIDTH, HEIGHT = 1600, 870  # but for the status line, which tells of the processor

SEEN = ("mixer browser history zoom-in zoom-out zoom-all zoom-selection rows-taller"
        " rows-shorter waves-taller waves-lower lanes ruler-sections ruler-markers ruler-tempo"
        " ruler-ranges ruler-time to-start to-end forward rewind select-all select-none"
        " track-before track-after tool-pointer tool-range clock-next snap").split()
EDITS = ("undo redo undo redo split delete duplicate nudge-right nudge-left clip-mute clip-lock"
         " clip-raise clip-louder clip-softer clip-copy clip-paste ripple-delete track-mute"
         " track-solo track-up track-down track-in track-out track-duplicate track-delete"
         " solo-clear marker-add section-add insert-time delete-time loop loop-selection punch"
         " click count-in pre-roll").split()
LINES = ("fader {} -{}", "pan {} 0.{}", "track-color {} #{}4{}46", "eq {} 1 bell 400 -{}",
         "send {} Echo -{}", "input-trim {} -{}")


def song_of_many_rows():
    """In folders, with more of them than find room."""
    song = Song().edit("track-add Band folder\ntrack-folder Drums Band\n"
                       "track-folder Bass Band\nsection 0s 4s Verse\nmarker 3s There\n"
                       "tempo 5s 90\n")
    for i in range(7):
        song.edit(f"track-add {i}\ncopy Bass:1 {i}s {i}\n")
    return song


class Hand:
    """That does something by chance, and says what."""

    def __init__(self, window, chance):
        self.window, self.chance = window, chance

    def __call__(self):
        return self.chance.choices([self.action, self.edit, self.line, self.wheel, self.click,
                                    self.drag, self.play], [7, 6, 2, 3, 3, 4, 1])[0]()

    def place(self):
        x, y, width, height = self.window.where()["canvas"]
        return (self.chance.randrange(x + 2, x + width - 2),
                self.chance.randrange(y + 2, y + max(height, 8) - 2))

    def act(self, name):
        if self.window.actions()[name][0]:
            self.window.act(name)
        return name

    def action(self):
        return self.act(self.chance.choice(SEEN))

    def edit(self):
        return self.act(self.chance.choice(EDITS))

    def line(self):
        track, digit = self.chance.choice(("Bass", "Lead", "3")), self.chance.randrange(1, 9)
        line = self.chance.choice(LINES).format(track, digit, digit)
        self.window.command(line)
        return line

    def wheel(self):
        x, y = self.place()
        button = self.chance.choice((4, 5))
        mods = self.chance.choice(((), ("ctrl",), ("shift",)))
        display.click(x, y, button=button, times=self.chance.randrange(1, 4), mods=mods)
        return "wheel", x, y, button, mods

    def click(self):
        x, y = self.place()
        display.click(x, y)
        return "click", x, y

    def drag(self):
        begin, end = self.place(), self.place()
        mods = self.chance.choice(((), (), ("ctrl",)))
        display.drag(*begin, *end, mods=mods)
        return "drag", begin, end, mods

    def play(self):
        self.act("play")
        time.sleep(0.2)
        return self.act("stop")


def picture():
    return subprocess.run(
        ["import", "-silent", "-window", "root", "-crop", f"{WIDTH}x{HEIGHT}+0+0", "-depth",
         "8", "rgb:-"], capture_output=True, timeout=display.DEADLINE, check=True).stdout


def still(window, what, wanted=None):
    """The picture when nothing moves any more."""
    seen = [None, None]

    def rests():
        time.sleep(0.15)
        seen[:] = seen[1:] + [picture()]
        return seen[0] == seen[1] and (wanted is None or wanted(seen[1]))
    window.settled()
    window.wait(what, rests)
    return seen[1]


def alone(window):
    """No line of the banner, which goes by itself; nothing under the pointer."""
    for line in window.find_all("Close", "push button"):
        if line.on_screen():
            line.press()
    display.point(2, 897)
    time.sleep(3.1)  # GTK shows for 3 s where the keyboard is


def keep(name, data):
    path = os.path.join(SOURCE, "tests", "out", name + ".png")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    subprocess.run(["convert", "-size", f"{WIDTH}x{HEIGHT}", "-depth", "8", "rgb:-", path],
                   input=data, timeout=display.DEADLINE, check=True)


@own
def what_is_drawn_piece_by_piece_is_what_is_drawn_at_once():
    song = song_of_many_rows()
    chance = random.Random(SEED)
    with desktop() as says:
        window = Window(song.folder).wait_up(song)
        hand = Hand(window, chance)
        for i in range(ROUNDS):
            done = [hand() for _ in range(chance.randrange(2, 7))]
            alone(window)
            pieces = still(window, "rest")
            says("color-scheme 2")
            still(window, "light", lambda seen: seen != pieces)
            says("color-scheme 1")
            whole = still(window, "dark", lambda seen: seen[:WIDTH * 3] == pieces[:WIDTH * 3])
            if pieces != whole:
                keep("redraw-pieces", pieces)
                keep("redraw-whole", whole)
                raise AssertionError(f"SEED={SEED}, round {i}: {done}; see tests/out/redraw-*")
        window.end()


main(what_is_drawn_piece_by_piece_is_what_is_drawn_at_once)
