# SPDX-License-Identifier: GPL-3.0-or-later
"""The display as a person has it: keys, a pointer, what can be read on the screen."""
import collections
import functools
import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

SPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
DEADLINE = float(os.environ.get("UI_DEADLINE", "60"))
PATIENCE = round(DEADLINE * 1000)  # of the bus
PRESS = 2  # seconds: what a dialog keeps the hand from never gets it


def wait(what, test, deadline=DEADLINE):
    """Until test() is true, which is returned; or fail."""
    end = time.monotonic() + deadline
    while True:
        got = test()
        if got:
            return got
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline:.0f} s: {what}")
        time.sleep(0.01)


class Hand:
    """What was done with keys and pointer, and who tells when the program has seen it."""
    waits = None  # until all of it was seen to: a function
    holds = None  # the program knows that a button is down: a function
    unseen = False

    @classmethod
    def settle(cls):
        if cls.unseen:
            cls.frame()

    @classmethod
    def frame(cls):
        """One more, in each of its windows."""
        if cls.waits:
            cls.waits()
        cls.unseen = False


def still(what, look):
    """What look() tells, once it tells the same again a frame later.  What slides, opens or
    is laid out anew would not be where it was when the hand comes to it."""
    last = []

    def agrees():
        last.append(look())
        Hand.frame()
        last.append(look())
        return last[-2] == last[-1]
    try:
        wait(what, agrees)
    except AssertionError as late:
        raise AssertionError(f"{late}; it was at {last[-2:]}") from None
    return last[-1]


def xdo(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True, timeout=DEADLINE,
                   stdout=subprocess.DEVNULL)
    Hand.unseen = True


def key(*keys):
    xdo("key", "--delay", 15, *keys)


def write(text):
    xdo("type", "--delay", 15, text)


def _held(mods):
    down = [word for mod in mods for word in ("keydown", mod)]
    return down, [word for mod in mods for word in ("keyup", mod)]


def point(x, y):
    """GTK learns where the pointer is by its moving."""
    xdo("mousemove", x - 2, y - 1, "mousemove", x, y)


def _rest(at):
    """The pointer rests on it, and it has not gone from below it meanwhile.  `at`: x, y, or
    a function that looks where that is, now."""
    look = at[0] if callable(at[0]) else lambda: at

    def rests():
        place = look()
        point(*place)
        Hand.frame()  # the hint of what it rested on does not lie above it any more
        return look() == place
    wait("what is to be clicked stands still", rests)


def _press():
    """Down, and not up again before the program has seen that it was.  After a layout GTK
    asks the display where the pointer is, and which buttons are down; who has let go by
    then has not clicked: the press that it is just seeing to is broken off."""
    xdo("mousedown", 1)
    end = time.monotonic() + PRESS
    try:
        while Hand.holds and not Hand.holds() and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        xdo("mouseup", 1)


def click(*at, button=1, times=1, mods=()):
    """There: x, y, or a function that tells them whenever it is asked."""
    down, up = _held(mods)
    _rest(at)
    if button > 1:  # menus open, and the wheel turns, when it goes down
        xdo(*down, "click", "--repeat", times, "--delay", 40, button, *up)
        return
    if down:
        xdo(*down)
    for _ in range(times):
        _press()
    if up:
        xdo(*up)


def drag(x, y, to_x, to_y, mods=(), steps=6, button=1, hold=False):
    """Press, move in steps, let go (hold: do not yet)."""
    down, up = _held(mods)
    moves = []
    for i in range(1, steps + 1):
        moves += ["mousemove", round(x + (to_x - x) * i / steps),
                  round(y + (to_y - y) * i / steps), "sleep", 0.02]
    end = [] if hold else ["mouseup", button, *up]
    _rest((x, y))
    xdo(*down, "mousedown", button, "sleep", 0.02, *moves, *end)


def nudge(x, y):
    """No hand that holds something is quite still."""
    xdo("mousemove", x + 1, y, "mousemove", x, y)


def release(button=1, mods=()):
    xdo("mouseup", button, *_held(mods)[1])


def origin(title):
    """Where a window of that title stands on the screen, once it does."""
    def look():
        told = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}$",
                               "getwindowgeometry", "--shell"],
                              capture_output=True, text=True, timeout=DEADLINE, check=False).stdout
        place = dict(line.split("=") for line in told.split() if "=" in line)
        return (int(place["X"]), int(place["Y"])) if "X" in place else None
    return wait(f"the window «{title}»", look)


def popup():
    """x, y, width, height of the menu that is open, or of what else comes up before a window;
    what AT-SPI tells of places in it is not true."""
    def look():
        told = subprocess.run("for window in $(xdotool search --onlyvisible --maxdepth 2 '.*');"
                              " do xdotool getwindowgeometry $window; done", shell=True,
                              capture_output=True, text=True, timeout=DEADLINE, check=False).stdout
        found = [tuple(map(int, one)) for one in re.findall(
            r"Position: (\d+),(\d+) .*\n.*Geometry: (\d+)x(\d+)", told)]
        whole = max(width for _, _, width, _ in found)  # the root's
        return [one for one in found if 1 < one[2] < whole]
    return wait("what has come up", look)[-1]


def shot(name):
    """The screen into tests/out/NAME.png."""
    from song import SOURCE
    folder = os.path.join(SOURCE, "tests", "out")
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["import", "-silent", "-window", "root",
                    os.path.join(folder, name + ".png")], check=False, timeout=DEADLINE)


def pixels(x, y, width, height):
    """Those of a part of the screen, a list of (r, g, b) a row."""
    told = subprocess.run(["import", "-silent", "-window", "root", "-crop",
                           f"{width}x{height}+{x}+{y}", "-depth", "8", "rgb:-"],
                          capture_output=True, timeout=DEADLINE, check=True).stdout
    each = [tuple(told[i:i + 3]) for i in range(0, len(told), 3)]
    return [each[i:i + width] for i in range(0, len(each), width)]


def colors(x, y, width, height):
    """Those of a part of the screen."""
    return {bytes(one) for row in pixels(x, y, width, height) for one in row}


class Gone(Exception):
    """What was looked at is not there any more."""


class Item:
    """What a program says of a node when it is asked for all of them at a time.  Only what
    is looked at is taken out of the answer: for Python that is most of the work."""

    def __init__(self, told):
        self.told = told
        self.path = self._word(0)
        self.parent = self._word(2)
        self.index = told.get_child_value(3).get_int32()
        self.count = told.get_child_value(4).get_int32()  # of its children

    def _word(self, i):
        return self.told.get_child_value(i).get_child_value(1).get_string()

    def name(self):
        return self.told.get_child_value(6).get_string()

    def role(self):
        return role_name(self.told.get_child_value(7).get_uint32())

    def has_interface(self, name):
        return SPI + name in self.told.get_child_value(5).get_strv()


@functools.cache
def role_name(role):
    return Atspi.role_get_name(Atspi.Role(role))


@functools.cache
def _bus():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address, = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                 None, None, Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()
    flags = Gio.DBusConnectionFlags
    return Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)


def ask(calls, unpack=GLib.Variant.unpack):
    """All of (owner, path, interface, method, (signature, words) or None) at a time: their
    answers in the same order, None where there is none.  The library of AT-SPI asks one
    thing of one node and waits, and a window has hundreds of them."""
    answers = [None] * len(calls)
    left = len(calls)

    def answered(bus, result, i):
        nonlocal left
        left -= 1
        try:
            answers[i] = unpack(bus.call_finish(result))
        except GLib.Error:
            pass
    for i, (owner, path, interface, method, words) in enumerate(calls):
        _bus().call(owner, path, interface, method, words and GLib.Variant(*words), None,
                    Gio.DBusCallFlags.NONE, PATIENCE, None, answered, i)
    while left:
        GLib.MainContext.default().iteration(True)
    return answers


def _children(owner, paths):
    """For each a list of paths; None for what is gone."""
    return [got and [path for _, path in got[0]] for got in ask(
        [(owner, path, SPI + "Accessible", "GetChildren", None) for path in paths])]


def _items(owner):
    """path: Item, of those nodes that somebody has asked for."""
    got, = ask([(owner, "/org/a11y/atspi/cache", SPI + "Cache", "GetItems", None)],
               lambda told: told.get_child_value(0))
    if got is None:
        raise Gone(owner)
    items = [Item(got.get_child_value(i)) for i in range(got.n_children())]
    return {item.path: item for item in items}


def _children_by_items(items):
    """path: paths of its children in their order; only where the items tell of all of them
    and of no other: there are some that nobody has asked for yet, or that are not shown."""
    below = collections.defaultdict(lambda: collections.defaultdict(list))
    for path, item in items.items():
        below[item.parent][item.index].append(path)
    whole = {}
    for path, item in items.items():
        places = [below[path].get(i, ()) for i in range(item.count)]
        if path != ROOT and len(below[path]) == item.count \
                and all(len(place) == 1 for place in places):
            whole[path] = [place[0] for place in places]
    return whole


def tree_of(owner):
    """path: (Item, paths of its children in their order), for all that a program shows."""
    items = _items(owner)
    children = _children_by_items(items)
    seen, level = set(), [ROOT]
    while level:
        seen.update(level)
        unknown = [path for path in level if path not in children]
        for path, paths in zip(unknown, _children(owner, unknown)):
            children[path] = paths or []
        level = [child for path in level for child in children[path] if child not in seen]
    if seen - items.keys():  # they are new, and have their items now
        items = _items(owner)
    return {path: (items[path], children[path]) for path in seen if path in items}


class Seen:
    """Something that AT-SPI shows.  What it is asked is asked of the program, each time."""

    def __init__(self, owner, path, item=None):
        self.owner = owner
        self.path = path
        self.item = item  # what it was when the tree was looked at

    def _call(self, interface, method, *words):
        got = ask([(self.owner, self.path, interface, method, words or None)])[0]
        if got is None:
            raise Gone(f"{method} of {self.path}")
        return got

    def _get(self, interface, name):
        return self._call("org.freedesktop.DBus.Properties", "Get",
                          "(ss)", (SPI + interface, name))[0]

    def _has_interface(self, name):
        if self.item:
            return self.item.has_interface(name)
        return SPI + name in self._call(SPI + "Accessible", "GetInterfaces")[0]

    def name(self):
        return self._get("Accessible", "Name")

    def description(self):
        return self._get("Accessible", "Description")

    def role(self):
        if self.item:
            return self.item.role()
        return role_name(self._call(SPI + "Accessible", "GetRole")[0])

    def extents(self):
        """x, y, width, height in the window, as it is now, if it moves or not."""
        return self._call(SPI + "Component", "GetExtents",
                          "(u)", (int(Atspi.CoordType.WINDOW),))[0]

    def box(self):
        """The same when it stands still; and so on the screen: the window is at 0,0."""
        return still(f"{self.path} stands still", self.extents)

    def spot(self):
        """Its middle, as it is now: for who looks again before the hand is there."""
        x, y, width, height = self.extents()
        return x + width // 2, y + height // 2

    def middle(self):
        """The same when it stands still."""
        return still(f"{self.path} stands still", self.spot)

    def has(self, state):
        words, = self._call(SPI + "Accessible", "GetState")
        bit = int(getattr(Atspi.StateType, state))
        return bool(words[bit // 32] >> bit % 32 & 1)

    def pressed(self):
        return self.has("PRESSED") or self.has("CHECKED")

    def value(self):
        return self._get("Value", "CurrentValue") if self._has_interface("Value") else None

    def set_value(self, value):
        self._call("org.freedesktop.DBus.Properties", "Set", "(ssv)",
                   (SPI + "Value", "CurrentValue", GLib.Variant("d", value)))

    def text(self):
        if not self._has_interface("Text"):
            return None
        count = self._get("Text", "CharacterCount")  # of an entry, -1 is not its end
        return self._call(SPI + "Text", "GetText", "(ii)", (0, count))[0]

    def set_text(self, text):
        self._call(SPI + "EditableText", "SetTextContents", "(s)", (text,))

    def press(self):
        """Its first action, without a pointer."""
        self._call(SPI + "Action", "DoAction", "(i)", (0,))

    def focus(self):
        self._call(SPI + "Component", "GrabFocus")

    def children(self):
        for path in _children(self.owner, [self.path])[0] or ():
            yield Seen(self.owner, path)

    def on_screen(self):
        if not self._has_interface("Component"):
            return False
        _, _, width, height = self.extents()
        return width > 0 and height > 0

    def walk(self):
        """All that is below it, and itself first, as it is now."""
        tree = tree_of(self.owner)
        todo = [self.path]
        while todo:
            path = todo.pop()
            if path in tree:
                item, children = tree[path]
                yield Seen(self.owner, path, item)
                todo += reversed(children)


def texts_of(seen):
    """The words of each: its text, or its name where it has none or is not on the screen."""
    shown = ask([(one.owner, one.path, SPI + "Component", "GetExtents", ("(u)", (1,)))
                 for one in seen])
    seen = [one for one, got in zip(seen, shown)
            if got and got[0][2] > 0 and got[0][3] > 0]
    texts = ask([(one.owner, one.path, SPI + "Text", "GetText", ("(ii)", (0, -1)))
                 for one in seen])
    return [(got and got[0]) or one.item.name() for one, got in zip(seen, texts)]


def application(pid):
    registry = SPI + "Registry"
    there = [got for got in ask([(registry, ROOT, SPI + "Accessible", "GetChildren", None)])[0]
             or [[]]][0]
    pids = ask([("org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                 "GetConnectionUnixProcessID", ("(s)", (owner,))) for owner, _ in there])
    for (owner, path), got in zip(there, pids):
        if got and got[0] == pid:
            return Seen(owner, path)
    return None
