# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop whose looks are what a test says: the settings portal, portal.py."""
import contextlib
import os
import subprocess

KEPT = os.path.join(os.environ["XDG_CONFIG_HOME"], "remanence", "settings")


@contextlib.contextmanager
def desktop():
    """While it lasts, a window follows what is said: says("color-scheme 2")."""
    os.makedirs(os.path.dirname(KEPT), exist_ok=True)
    with open(KEPT, "w") as file:
        file.write("theme=system\n")
    here = os.path.dirname(os.path.abspath(__file__))
    portal = subprocess.Popen([os.path.join(here, "portal.py")],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def says(line):
        portal.stdin.write(line + "\n")
        portal.stdin.flush()
    try:
        assert portal.stdout.readline() == "here\n"
        yield says
    finally:
        portal.kill()
        portal.wait()
