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
from display import drag, key, release, wait, xdo  # noqa: E402
from studio import PATH, GLib, Window  # noqa: E402

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


def processor(window):
    """Milliseconds that its main thread had of a processor."""
    with open(f"/proc/{window.process.pid}/schedstat") as file:
        return int(file.read().split()[0]) / 1e6


def can_play(window):
    """It answers, and a song can be played: where() would say more, and take long."""
    try:
        return window.call(PATH + "/window/1", "org.gtk.Actions", "Describe", ("play",),
                           "(s)")[0][0]
    except GLib.Error:
        return False


def start(folder, alone=0, **env):
    """The window, with the milliseconds to its first frame, those of them that its main
    thread was at work, and those until it answers.  For `alone` seconds nobody looks into
    it, which makes it work, too."""
    wait("an empty screen", lambda: pixel(300, 4) == 0)
    window = Window(folder, env=env)
    while pixel(300, 4) == 0:  # the bar on top, which is there with a song alone
        if not window.alive():
            raise SystemExit("the window ended: " + window.said())
        time.sleep(0.001)
    shown = (time.monotonic() - window.began) * 1000
    worked = processor(window)
    while not can_play(window):
        time.sleep(0.001)
    usable = (time.monotonic() - window.began) * 1000
    time.sleep(alone)
    window.looked = time.monotonic()
    window.wait_up(Opened(folder))
    window.wait("its sound", lambda: window.where()["sound"])
    return window, shown, worked, usable


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


# --- one edit --------------------------------------------------------------------------


def edit(window, x, y):
    """Milliseconds from where the clip there, which was dragged, is let go of until its old
    place is drawn anew; and of the longest piece of work by then: it has been committed,
    and the plan with it is on its way to the sound."""
    drag(x, y, x + 300, y, steps=4, hold=True)
    time.sleep(0.5)
    before = pixel(x, y)
    begun = time.monotonic()
    release()
    while pixel(x, y) == before:
        time.sleep(0.0005)
        if time.monotonic() > begun + 5:
            raise SystemExit("a clip that was moved is still seen where it was")
    seen = (time.monotonic() - begun) * 1000
    time.sleep(0.5)
    work = [all_ for at, all_, *_ in window.slices() if at > begun]
    window.act("undo")
    time.sleep(0.5)
    return seen, max(work)


# --- what keeps the main thread ----------------------------------------------------------


def wheel(canvas, button, mods=()):
    left, top, width, height = canvas
    xdo("mousemove", left + width // 2, top + height // 2)
    for mod in mods:
        xdo("keydown", mod)
    xdo("click", "--repeat", 40, "--delay", 30, button)
    for mod in mods:
        xdo("keyup", mod)


def longest(window, since, until=float("inf")):
    """Of what was no frame, nor an answer to a test: the longest, as the clock and as the
    processor have it."""
    pieces = [(all_ - frames, spent) for at, all_, spent, frames, what in window.slices()
              if since <= at < until and frames == 0.0 and what != "where"] or [(0.0, 0.0)]
    return max(piece[0] for piece in pieces), max(piece[1] for piece in pieces)


def named(window, name):
    """The same of pieces in which that was done."""
    pieces = [(all_ - frames, spent) for _, all_, spent, frames, what in window.slices()
              if what == name]
    return max(piece[0] for piece in pieces), max(piece[1] for piece in pieces)


def while_done(window, name, what):
    since = time.monotonic()
    what()
    time.sleep(0.6)
    tell("slice-" + name, *longest(window, since))


def keep_apart(large):
    window, shown = start(large, 2, REMANENCE_SLICES="1")[:2]
    tell("slice-show", *named(window, "show"))
    tell("slice-open", *longest(window, window.began + shown / 1000, window.looked))
    tell("slice-sound", *named(window, "sound"))
    canvas = window.where()["canvas"]
    clip = next(clip for clip in window.clips() if clip.x > canvas[0] + 40)
    for _ in range(5):
        since = time.monotonic()  # where() takes longer than what is measured
        seen, work = edit(window, *clip.body())
        tell("edit", seen)
        tell("edit-work", work)
        tell("slice-edit", *longest(window, since))
    while_done(window, "scroll", lambda: wheel(canvas, 5))
    while_done(window, "zoom", lambda: wheel(canvas, 4, ["ctrl"]))
    while_done(window, "zoom", lambda: wheel(canvas, 5, ["ctrl"]))
    for what in ("play", "stop"):
        while_done(window, "play", lambda: window.act(what))
    track = window.where()["rows"][0][0]
    for command in (f"input '{track}' 1", f"arm '{track}'"):
        window.act("command", command)
    window.wait("armed", lambda: window.where()["armed"] == 1)
    while_done(window, "record", lambda: window.act("record"))
    window.wait("recording", lambda: window.where()["recording"])
    while_done(window, "record", lambda: window.act("stop"))
    window.wait("stopped", lambda: not window.where()["rolling"])
    for _ in ("the take", "that its track was armed", "and its input"):
        window.act("undo")
    window.act("close")
    window.wait("no song", lambda: not window.where())
    time.sleep(1)
    tell("slice-close", *named(window, "close"))
    window.end()


def main(demo, large, runs):
    for _ in range(int(runs)):
        window, shown, worked, usable = start(demo)
        tell("first", shown)
        tell("first-work", worked)
        window.end()
    for _ in range(int(runs)):
        window, shown, worked, usable = start(large)
        tell("usable", max(shown, usable))
        tell("usable-work", worked)
        window.end()
    keep_apart(large)
    window = start(large)[0]
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


if __name__ == "__main__":
    main(*sys.argv[1:])
