# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs for tests of the window: made by the command, and read back by it."""
import array
import functools
import json
import math
import os
import shutil
import subprocess
import wave

RATE = 48000
BAR = 2 * RATE  # of 4/4 at 120
BUILD = os.path.abspath(os.environ.get("B", "build"))
REMANENCE = os.path.join(BUILD, "remanence")
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TMP = os.environ["TMPDIR"]


def command(*words, lines=None):
    """What the command prints; it must succeed."""
    done = subprocess.run([REMANENCE, *map(str, words)], input=lines, text=True,
                          capture_output=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"remanence {' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


@functools.cache
def preload(source):
    """A library of a file beside this one, to stand before a window's own (LD_PRELOAD)."""
    library = os.path.join(TMP, source.replace(".c", ".so"))
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library,
                    os.path.join(SOURCE, "tests", "ui", source), "-ldl"], check=True)
    return library


def write_wave(path, seconds, hz, channels=1):
    """A tone that dies away each half second: something to see, and to hear."""
    with wave.open(path, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        beat = RATE // 2
        tone = [int(20000 * math.exp(-6.0 * i / beat)
                    * math.sin(2 * math.pi * hz * i / RATE)) for i in range(beat)]
        data = array.array("h", [x for x in tone for _ in range(channels)])
        file.writeframes(data.tobytes() * round(seconds * 2))
    return path


@functools.cache
def _model():
    """Three tracks: Drums (stereo) and Bass, 8 s from the start on; and Lead, three takes
    of 4 s from bar 2 on, of which a comp has the first; and Echo, a bus."""
    folder = os.path.join(TMP, "model.rem")
    sounds = [write_wave(os.path.join(TMP, name), *what) for name, *what in (
        ("drums.wav", 8, 80, 2), ("bass.wav", 8, 55),
        ("take-1.wav", 4, 220), ("take-2.wav", 4, 330), ("take-3.wav", 4, 440))]
    command("new", folder, "--rate", RATE)
    command("import", folder, "--quiet", sounds[0], "--track", "Drums", "--at", "0f")
    command("import", folder, "--quiet", sounds[1], "--track", "Bass", "--at", "0f")
    command("import", folder, "--quiet", *sounds[2:], "--track", "Lead", "--takes",
            "--at", f"{BAR}f")
    command("edit", folder, "-", lines="""
        song name Harness
        comp-add Lead Best
        comp Lead/1 2s 6s
        track-add Echo bus 2
        """)
    return folder


class Song:
    """A song in a folder of its own, as the command tells of it, whether or not a window
    has it open."""

    count = 0

    def __init__(self, model=None):
        Song.count += 1
        self.folder = os.path.join(TMP, f"song-{Song.count}.rem")
        shutil.copytree(model or _model(), self.folder)

    def read(self):
        return json.loads(command("info", self.folder, "--json"))

    def digest(self):
        """The same for the same song, however it came to be."""
        return self.read()["digest"]

    def rows(self, table):
        return self.read()["tables"][table]

    def track(self, name):
        return next((row for row in self.rows("track") if row["name"] == name), None)

    def strip(self, name):
        tables = self.read()["tables"]
        track = next(row["id"] for row in tables["track"] if row["name"] == name)
        return next(row for row in tables["strip"] if row["id"] == track)

    def clips(self, track, lane=None):
        """Of a track, of one of its lanes (from 1), in the order of time."""
        tables = self.read()["tables"]
        of = next(row["id"] for row in tables["track"] if row["name"] == track)
        lanes = sorted((row for row in tables["lane"] if row["track_id"] == of),
                       key=lambda row: row["sort"])
        ids = [row["id"] for row in (lanes if lane is None else [lanes[lane - 1]])]
        return sorted((row for row in tables["clip"] if row["lane_id"] in ids),
                      key=lambda row: row["at"])

    def edits(self):
        return command("history", self.folder).count("\n")

    def edit(self, line):
        command("edit", self.folder, "-", lines=line)
        return self

    def check(self):
        """It is whole, by the command's own word."""
        command("check", self.folder)
