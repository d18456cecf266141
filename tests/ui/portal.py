#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""portal.py: the settings portal of a desktop.  It says «here» when it has its name; each
line that it is given, «color-scheme 1», is what the desktop has from then on."""
import os
import sys

from gi.repository import Gio, GLib

SPACE = "org.freedesktop.appearance"
XML = """<node><interface name="org.freedesktop.portal.Settings">
<method name="ReadAll"><arg type="as" direction="in"/>
<arg type="a{sa{sv}}" direction="out"/></method>
<signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
</interface></node>"""
PATH = "/org/freedesktop/portal/desktop"
has = {"color-scheme": 1, "contrast": 0}


def on_call(bus, sender, path, interface, method, words, call):
    told = {key: GLib.Variant("u", value) for key, value in has.items()}
    call.return_value(GLib.Variant("(a{sa{sv}})", ({SPACE: told},)))


def on_lines(source, condition):
    lines = os.read(0, 4096).decode().splitlines()
    if not lines:
        loop.quit()
        return False
    for line in lines:
        key, value = line.split()
        has[key] = int(value)
        bus.emit_signal(None, PATH, "org.freedesktop.portal.Settings", "SettingChanged",
                        GLib.Variant("(ssv)", (SPACE, key, GLib.Variant("u", has[key]))))
    return True


loop = GLib.MainLoop()
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], on_call, None, None)
Gio.bus_own_name_on_connection(bus, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE,
                               lambda *a: print("here", flush=True), None)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_lines)
loop.run()
