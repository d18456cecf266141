#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""window.py DEMO LARGE RUNS: figures of the window, a name and numbers a line; run by
tests/ui/with-display.  DEMO is a song; LARGE one of 64 tracks with 10 000 clips.

A frame is there when the screen shows it: its pixels are asked for, each millisecond."""
import ctypes
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
from display import key, wait  # noqa: E402
from studio import Window  # noqa: E402

X11 = ctypes.CDLL("libX11.so.6")
X11.XOpenDisplay.restype = X11.XGetImage.restype = ctypes.c_void_p
X11.XDefaultRootWindow.restype = X11.XGetPixel.restype = ctypes.c_ulong
X11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
                          ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
X11.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
X11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
X11.XFree.argtypes = [ctypes.c_void_p]
SCREEN = X11.XOpenDisplay(None)
ROOT = X11.XDefaultRootWindow(SCREEN)


def pixel(x, y):
    image = X11.XGetImage(SCREEN, ROOT, x, y, 1, 1, 0xFFFFFFFF, 2)
    value = X11.XGetPixel(image, 0, 0) & 0xFFFFFF
    X11.XFree(image)
    return value


class Opened:
    """A song is a folder with a name that the window tells when it has it."""

    def __init__(self, folder):
        self.folder = folder


def start(folder):
    """The window, with the milliseconds to its first frame and until it answers."""
    wait("an empty screen", lambda: pixel(300, 4) == 0)
    window = Window(folder)
    while pixel(300, 4) == 0:  # the bar on top, which is there with a song alone
        if not window.alive():
            raise SystemExit("the window ended: " + window.said())
        time.sleep(0.001)
    shown = (time.monotonic() - window.began) * 1000
    while not window.where().get("rows"):
        time.sleep(0.001)
    usable = (time.monotonic() - window.began) * 1000
    window.wait_up(Opened(folder))
    window.wait("its sound", lambda: window.where()["sound"])
    return window, shown, usable


def spent(window, seconds):
    """Percent of a core: the thread that draws, and all of the program."""
    tick = os.sysconf("SC_CLK_TCK")

    def used(path):
        with open(path) as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / tick

    pid = window.process.pid
    paths = f"/proc/{pid}/task/{pid}/stat", f"/proc/{pid}/stat"
    before = [used(path) for path in paths]
    begin = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - begin
    return [100 * (used(path) - was) / took for path, was in zip(paths, before)]


def tell(name, *values):
    print(name, *(f"{value:.4g}" for value in values), flush=True)


def main(demo, large, runs):
    for _ in range(int(runs)):
        window, shown, usable = start(demo)
        tell("first", shown)
        window.end()
    for _ in range(int(runs)):
        window, shown, usable = start(large)
        tell("usable", max(shown, usable))
        window.end()
    window, shown, usable = start(large)
    time.sleep(3)  # the waveforms come in, and what was hurried is at rest
    tell("memory", window.memory() / 1024)
    idle = spent(window, 10)
    key("space")
    window.wait("rolling", lambda: window.where()["rolling"])
    playing = spent(window, 10)
    tell("playing", playing[0])
    tell("playing-all", playing[1])
    tell("idle", idle[1])
    key("space")
    window.end()


main(*sys.argv[1:])
