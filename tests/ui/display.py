# SPDX-License-Identifier: GPL-3.0-or-later
"""The display as a person has it: keys, a pointer, what can be read on the screen."""
import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# The library of AT-SPI complains of programs that come and go.
GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_MASK, lambda *a: None, None)
DEADLINE = float(os.environ.get("UI_DEADLINE", "20"))


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


def xdo(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True, timeout=60,
                   stdout=subprocess.DEVNULL)


def key(*keys):
    xdo("key", "--delay", 15, *keys)


def write(text):
    xdo("type", "--delay", 15, text)


def _held(mods):
    down = [word for mod in mods for word in ("keydown", mod)]
    return down, [word for mod in mods for word in ("keyup", mod)]


def click(x, y, button=1, times=1, mods=()):
    down, up = _held(mods)
    # GTK learns where the pointer is by its moving.
    xdo("mousemove", x - 2, y - 1, "mousemove", x, y, *down,
        "click", "--repeat", times, "--delay", 40, button, *up)


def drag(x, y, to_x, to_y, mods=(), steps=6, button=1, hold=False):
    """Press, move in steps, let go (hold: do not yet)."""
    down, up = _held(mods)
    moves = []
    for i in range(1, steps + 1):
        moves += ["mousemove", round(x + (to_x - x) * i / steps),
                  round(y + (to_y - y) * i / steps), "sleep", 0.02]
    end = [] if hold else ["mouseup", button, *up]
    xdo("mousemove", x - 2, y - 1, "mousemove", x, y, *down, "mousedown", button,
        "sleep", 0.02, *moves, *end)


def release(button=1, mods=()):
    xdo("mouseup", button, *_held(mods)[1])


def shot(name):
    """The screen into tests/out/NAME.png."""
    from song import SOURCE
    folder = os.path.join(SOURCE, "tests", "out")
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["import", "-silent", "-window", "root",
                    os.path.join(folder, name + ".png")], check=False, timeout=60)


class Seen:
    """Something that AT-SPI shows."""

    def __init__(self, node):
        self.node = node

    def name(self):
        return self.node.get_name()

    def role(self):
        return self.node.get_role_name()

    def box(self):
        """x, y, width, height in the window, and so on the screen: it stands at 0,0."""
        e = Atspi.Component.get_extents(self.node, Atspi.CoordType.WINDOW)
        return e.x, e.y, e.width, e.height

    def middle(self):
        x, y, width, height = self.box()
        return x + width // 2, y + height // 2

    def has(self, state):
        return self.node.get_state_set().contains(getattr(Atspi.StateType, state))

    def pressed(self):
        return self.has("PRESSED") or self.has("CHECKED")

    def value(self):
        # Asking what has none would end this program.
        if "Value" not in self.node.get_interfaces():
            return None
        return Atspi.Value.get_current_value(self.node)

    def set_value(self, value):
        Atspi.Value.set_current_value(self.node, value)

    def text(self):
        if "Text" not in self.node.get_interfaces():
            return None
        return Atspi.Text.get_text(self.node, 0, -1)

    def set_text(self, text):
        Atspi.EditableText.set_text_contents(self.node, text)

    def press(self):
        """Its first action, without a pointer."""
        Atspi.Action.do_action(self.node, 0)

    def focus(self):
        Atspi.Component.grab_focus(self.node)

    def children(self):
        for i in range(self.node.get_child_count()):
            child = self.node.get_child_at_index(i)
            if child:
                yield Seen(child)

    def on_screen(self):
        if "Component" not in self.node.get_interfaces():
            return False
        _, _, width, height = self.box()
        return width > 0 and height > 0

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()


def application(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        node = desktop.get_child_at_index(i)
        if node and node.get_process_id() == pid:
            node.clear_cache()
            return Seen(node)
    return None
