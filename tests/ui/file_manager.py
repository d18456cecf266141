#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""file_manager.py FILE...: a small window in the corner, from which the files can be dragged;
it ends when they were let go of somewhere."""
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def show(app):
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_value(files))
    source.connect("drag-end", lambda *a: app.quit())
    label = Gtk.Label(label="files", width_request=120, height_request=90)
    label.add_controller(source)
    window = Gtk.ApplicationWindow(application=app, title="Files", child=label)
    window.connect("map", lambda *a: GLib.timeout_add(100, print, "seen", flush=True))
    window.present()


app = Gtk.Application(application_id="org.remanence.Files")
app.connect("activate", show)
app.run()
