#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""file_manager.py FILE...: a small window in the corner, from which the files can be dragged;
it says «here» when the pointer is over it, «taken» and «refused» of what the files are held
over, and ends when they were let go of somewhere."""
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def begun(source, drag):
    drag.connect("notify::selected-action", lambda *a: say(
        "taken" if drag.get_selected_action() else "refused"))


def show(app):
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_value(files))
    source.connect("drag-begin", begun)
    source.connect("drag-end", lambda *a: app.quit())
    pointer = Gtk.EventControllerMotion()
    pointer.connect("enter", lambda *a: say("here"))
    label = Gtk.Label(label="files", width_request=120, height_request=90)
    label.add_controller(source)
    label.add_controller(pointer)
    Gtk.ApplicationWindow(application=app, title="Files", child=label).present()


app = Gtk.Application(application_id="org.remanence.Files")
app.connect("activate", show)
app.run()
