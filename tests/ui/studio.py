# SPDX-License-Identifier: GPL-3.0-or-later
"""The window under test, and the tests of one program.

A test is a function whose name is a sentence that is true.  It gets the window, with a song
of its own open; all tests of a program share one process of it, which at the end must go
by itself, without a word on standard error."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import typing

import display
from display import wait
from song import BUILD, Song
from gi.repository import Gio, GLib

NAME = "org.remanence.Remanence"
PATH = "/org/remanence/Remanence"
NOISE = re.compile(r"^\s*$|SpiRegistry daemon|dbind-WARNING|^slice ")
SLICE = re.compile(r"^slice (.*): (.*) processor (.*) frames (\S+) ?(.*)$", re.MULTILINE)


class Clip(typing.NamedTuple):
    name: str
    id: int
    lane: int
    start: int  # frames of the song
    end: int
    selected: bool
    x: int
    y: int
    width: int
    height: int

    def body(self, part=0.5):
        """A point in it, below its header and above the line of its gain."""
        return self.x + round(self.width * part), self.y + 14 + (self.height - 14) // 4


class Window:
    every = []  # that was started

    def __init__(self, *words, env=None, before=(), program="remanence-gtk"):
        self.errors = tempfile.TemporaryFile()
        whole = dict(os.environ, G_DEBUG="fatal-warnings")
        if "asan" in BUILD:  # what the libraries of the desktop leak is theirs
            whole["ASAN_OPTIONS"] = "detect_leaks=0"
        whole.update(env or {})
        self.began = time.monotonic()
        self.process = subprocess.Popen([*before, os.path.join(BUILD, program), *words],
                                        env=whole, stderr=self.errors,
                                        stdout=subprocess.DEVNULL)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.song = None
        Window.every.append(self)
        display.Hand.waits = self.settled
        display.Hand.holds = self.held

    # --- the process ----------------------------------------------------------------

    def alive(self):
        return self.process.poll() is None

    def _expect_alive(self):
        if not self.alive():
            raise AssertionError(f"the window ended ({self.process.returncode}): "
                                 + self.said())

    def _written(self):
        """Without a step in the file, for it writes where we stand in it."""
        file = self.errors.fileno()
        return os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")

    def said(self):
        """What it wrote on standard error, that is no noise."""
        return "\n".join(s for s in self._written().splitlines() if not NOISE.search(s))

    def slices(self):
        """What kept its thread, with REMANENCE_SLICES: seconds of the clock when it began,
        and milliseconds: all of it, of the processor, and of it in frames; and what it was."""
        return [(*map(float, one.groups()[:4]), one[5])
                for one in SLICE.finditer(self._written())]

    def wait(self, what, test, deadline=display.DEADLINE):
        def alive_and():
            self._expect_alive()
            try:
                return test()
            except display.Gone:
                return None
        return wait(what, alive_and, deadline)

    def wait_up(self, song=None):
        """The window is there, with the song if one is meant."""
        self.wait("the window", lambda: self.seen() and list(self.seen().children()))
        self.wait("the actions", lambda: self.try_actions() is not None)
        self.wait("the keyboard", lambda: any(
            one.has("ACTIVE") for one in self.seen().children()))
        if song:
            self.song = song
            self.wait_song(song)
        self.texts()  # the first look takes long; what is told stands some seconds only
        return self

    def wait_song(self, song):
        """It is open, and so is its device: what is made after the first frame is made."""
        self.wait(f"the song {song.folder}",
                  lambda: self.where().get("song") == song.folder and self.where()["sound"])

    def end(self, code=0):
        """Quit, as a person does."""
        self.act("quit")
        self.gone(code)

    def gone(self, code=0):
        got = self.process.wait(display.DEADLINE)
        said = self.said()
        if got != code or said:
            raise AssertionError(f"the window went with {got}: {said}")

    def kill(self):
        if self.alive():
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def memory(self):
        """KiB of it that are in memory."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmRSS:\s*(\d+)", file.read())[1])

    # --- its actions ----------------------------------------------------------------

    def call(self, path, interface, method, words=None, signature=None):
        return self.bus.call_sync(NAME, path, interface, method,
                                  words and GLib.Variant(signature, words), None,
                                  Gio.DBusCallFlags.NONE, display.PATIENCE, None).unpack()

    def try_actions(self):
        try:
            return self.call(PATH + "/window/1", "org.gtk.Actions", "DescribeAll")[0]
        except GLib.Error:
            return None

    def actions(self):
        """name: (enabled, parameter type, [state])."""
        self._expect_alive()
        return self.call(PATH + "/window/1", "org.gtk.Actions", "DescribeAll")[0]

    def act(self, name, value=None, wait=True):
        """Run «play» of the window, «app.quit» of the application, after all that the hand
        has done."""
        display.Hand.settle()
        self._expect_alive()
        app, _, rest = name.rpartition(".")
        words = [] if value is None else [value if isinstance(value, GLib.Variant)
                                          else GLib.Variant("s", value)]
        path = PATH if app == "app" else PATH + "/window/1"
        call = "org.gtk.Actions", "Activate", (rest, words, {}), "(sava{sv})"
        if wait:
            self.call(path, *call)
        else:  # what follows comes behind it
            self.bus.call(NAME, path, *call[:2], GLib.Variant(call[3], call[2]), None,
                          Gio.DBusCallFlags.NONE, -1, None, None)

    def state(self, name):
        return self.actions()[name][2][0]

    def command(self, line):
        self.act("command", line)

    def settled(self):
        """All that was done before is done, and drawn."""
        if self.alive():
            self.where()

    def held(self):
        """It knows that a button of the pointer is down."""
        return not self.alive() or "held" in self.where()

    def where(self):
        """What it shows, and where, once it is drawn: see Where of ui/shell/where.h."""
        self._expect_alive()
        try:
            return self.call(PATH, "org.remanence.Window", "Where")[0]
        except GLib.Error:
            return {}

    # --- the timeline ----------------------------------------------------------------

    def clips(self):
        """Those in sight, as Clip, from top to bottom and from left to right."""
        return [Clip(*one) for one in self.where()["clips"]]

    def clip(self, name, turn=0):
        """The one of that name, when it is there and its row stands still; of several, the
        nth."""
        looked = None

        def rests():
            nonlocal looked
            before = looked
            looked = next(iter([one for one in self.clips() if one.name == name][turn:]), None)
            return before and looked and looked[-3::2] == before[-3::2] and looked
        return self.wait(f"clip {name} {turn}, at rest", rests)

    def row(self, name):
        """(x, y, width, height) of a track's or lane's row, when it stands still."""
        def look():
            return self.wait(f"row {name}", lambda: next(
                (row[3:] for row in self.where()["rows"] if row[0] == name), None))
        return display.still(f"row {name} stands still", look)

    def ruler(self, name):
        return display.still(f"the ruler of {name} stands still", lambda: next(
            row[1:] for row in self.where()["rulers"] if row[0] == name))

    def x_of(self, frame):
        """Where a place of the song is on the screen."""
        where = self.where()
        return round(where["canvas"][0] + (frame - where["start"]) / where["scale"])

    # --- what is seen ---------------------------------------------------------------

    def seen(self):
        return display.application(self.process.pid)

    def top(self, title):
        """The window of its own with that title, when it has the keyboard.  What the bus has
        opened, the window manager need not give it to: whoever wants to type clicks on it,
        and once more where it had not found its place yet."""
        clicks = 0.0

        def there():
            return next((one for one in self.seen().children() if one.name() == title), None)

        def active():
            nonlocal clicks
            one = there()
            if one and one.has("ACTIVE"):
                return one
            if one and time.monotonic() > clicks:
                x, y = display.origin(title)
                display.click(x + 2, y + 2)
                clicks = time.monotonic() + 2
            return None
        self.wait(f"the window «{title}»", there)
        return self.wait(f"the keyboard in «{title}»", active)

    def alone(self):
        """There is no window beside the song's."""
        self.wait("no other window", lambda: len(list(self.seen().children())) == 1)

    def find_all(self, name, role=None, below=None):
        match = name if callable(name) else lambda text: text == name
        self.settled()
        return [one for one in (below or self.seen()).walk()
                if (role is None or one.role() == role) and match(one.item.name())]

    def find(self, name, role=None, below=None, shown=True):
        """The one of that name (or whose name fits a function), when it is there."""
        def look():
            for one in self.find_all(name, role, below):
                if not shown or one.on_screen():
                    return one
            return None
        return self.wait(f"«{name}» {role or ''}", look)

    def gone_from_screen(self, name, role=None):
        self.wait(f"«{name}» gone", lambda: not [
            one for one in self.find_all(name, role) if one.on_screen()])

    def click(self, name, role=None, button=1, times=1):
        one = self.find(name, role)

        def look():  # it may be made anew meanwhile
            nonlocal one
            try:
                return one.spot()
            except display.Gone:
                one = self.find(name, role)
                return one.spot()
        display.click(look, button=button, times=times)
        return one

    def focused(self, name, role=None, deadline=display.DEADLINE):
        """The control of that name, when it has the focus, or what of it can have it."""
        try:
            return self.wait(f"the focus on «{name}»", lambda: next(
                (one for one in self.find_all(name, role)
                 if any(part.has("FOCUSED") for part in one.walk())), None), deadline)
        except AssertionError as late:
            raise AssertionError(f"{late}; it is on {self.focus()}") from None

    def focus(self):
        """What has it, in words; and which windows have the keyboard."""
        return [f"{one.role()} «{one.item.name()}»" for one in self.seen().walk()
                if one.has("FOCUSED") or one.has("ACTIVE")]

    def asked(self, x, y, name):
        """A double click there, which opens a question of that name.  GTK waits 400 ms of the
        clock for the second press, also where the machine lets it draw between the two for
        as long: then they were two clicks, and a person does it again."""
        def opens():
            display.click(x, y, times=2)
            try:
                return self.focused(name, "text", 5)
            except AssertionError:
                return None
        return self.wait(f"the question «{name}»", opens)

    def tab_to(self, name, role=None):
        """By the keyboard."""
        one = self.find(name, role)
        for _ in range(30):
            if any(part.has("FOCUSED") for part in one.walk()):
                return
            display.key("Tab")
            self.settled()
        raise AssertionError(f"Tab does not come to {name}")

    def choose(self, name, place, role="combo box"):
        """The nth of a list that opens, from 0, by the keyboard."""
        self.tab_to(name, role)
        display.key("space")
        self.wait("its list", lambda: any(one.has("FOCUSED") for one in self.find_all(
            lambda text: True, "list item")))
        display.key("Home", *["Down"] * place, "Return")

    def held_over(self, x, y, lands):
        """Files are held there, and the timeline shows where they would lie: lands(track,
        frame) is true."""
        def seen():
            display.nudge(x, y)
            place = self.where()["drop"]
            return place and lands(*place)
        self.wait("where the files would lie", seen)

    def drop(self, paths, x, y, lands=lambda track, frame: True):
        """As a file manager's window would let go of them."""
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "file_manager.py")
        files = subprocess.Popen([sys.executable, source, *paths], stdout=subprocess.PIPE)
        os.set_blocking(files.stdout.fileno(), False)
        told = [b""]

        def tells(word):
            told.append(files.stdout.read() or b"")
            return b"".join(told).endswith(word + b"\n")

        def is_there():
            display.nudge(40, 40)
            return tells(b"here")
        try:
            self.wait("the pointer in their window", is_there)
            display.drag(40, 40, x, y, steps=12, hold=True)
            self.held_over(x, y, lands)
            self.wait("they may be let go of", lambda: tells(b"taken"))
            display.release()
            self.wait("the files were taken", lambda: files.poll() is not None)
        finally:
            files.kill()
            files.wait()

    def texts(self, below=None):
        """All that stands on the screen, or below something, as words."""
        return display.texts_of([one for one in (below or self.seen()).walk()
                                 if one.role() == "label"])

    def _line(self, part, places):
        return self.wait(f"a line with «{part}»", lambda: next(
            (text for place in places() for text in self.texts(place) if part in text), None))

    def told(self, part):
        """A line for the user that has these words, below the bar on top."""
        return self._line(part, lambda: self.find_all("UiBanner", "alert"))

    def hush(self):
        """No line for the user is there any more."""
        def gone():
            closes = [one for banner in self.find_all("UiBanner", "alert")
                      for one in self.find_all("Close", "push button", banner)]
            for one in closes:
                one.press()
            return not closes
        self.wait("no lines", gone)

    def reads(self, part, title=None):
        """A line that has these words, in the window of that title, or in the song's."""
        def place():
            tops = list(self.seen().children())
            return [one for one in tops if one.name() == title] if title else tops[:1]
        return self._line(part, place)


# --- the tests of a program ----------------------------------------------------------------

class Tests:
    def __init__(self):
        self.window = None

    def open(self, song):
        """A song of its own for a test, in the one window."""
        if self.window is None:
            self.window = Window(song.folder).wait_up(song)
        else:
            self.window.act("open-path", song.folder)
            self.window.song = song
            self.window.wait_song(song)
        return self.window

    def run(self, test):
        print(f"[ RUN      ] {test.__name__}", flush=True)
        begin = time.monotonic()
        own = getattr(test, "own", False)  # starts what it needs by itself
        try:
            if own and not self.finish():  # there is one window on a bus
                return False
            test() if own else test(self.open(Song()))
            if self.window:
                self.window._expect_alive()
        except Exception:  # whatever it was: the next test shall run
            traceback.print_exc()
            display.shot("failed-" + test.__name__)
            for window in Window.every:
                if window.said():
                    print("its words:", window.said())
                window.kill()
            self.window = None
            print(f"[  FAILED  ] {test.__name__}")
            return False
        print(f"[       OK ] {test.__name__} ({(time.monotonic() - begin) * 1000:.0f} ms)")
        return True

    def finish(self):
        if self.window is None:
            return True
        window, self.window = self.window, None
        try:
            window.end()
            return True
        except Exception:
            traceback.print_exc()
            window.kill()
            return False


def other_display(**env):
    """Run this program on a display like that: SCREEN=…, FONT=…."""
    if all(os.environ.get(name) == value for name, value in env.items()):
        return
    os.environ.update(env)
    with_display = os.path.join(os.path.dirname(os.path.abspath(__file__)), "with-display")
    os.execv(with_display, [with_display, *sys.argv])


def own(test):
    """Marks a test that starts windows of its own."""
    test.own = True
    return test


def main(*tests):
    chosen = [test for test in tests if len(sys.argv) < 2 or test.__name__ in sys.argv[1:]]
    print(f"[==========] tests: Running {len(chosen)} test(s).")
    each = Tests()
    good = sum(each.run(test) for test in chosen)
    whole = each.finish()
    print(f"[==========] tests: {len(chosen)} test(s) run.")
    if good == len(chosen) and whole:
        print(f"[  PASSED  ] {good} test(s).")
        sys.exit(0)
    if not whole:
        print("[  FAILED  ] the window's own end")
    sys.exit(1)
