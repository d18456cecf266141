#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ardour-regions.py STEMS SESSION NAME: puts the sounds into a session that
ardour-session.lua has made: links to the stems, and their sources and regions in
NAME.ardour.  Ardour 7 counts time in 282 240 000 ticks a second."""
import os
import sys
import xml.etree.ElementTree as ET

TICKS = 282240000 // 48000
FLAGS = {"muted": "0", "opaque": "1", "locked": "0", "automatic": "0", "import": "0",
         "external": "0", "sync-marked": "0", "left-of-split": "0", "right-of-split": "0",
         "hidden": "0", "position-locked": "0", "valid-transients": "0", "stretch": "1",
         "shift": "1", "layering-index": "0", "tags": "", "contents": "0",
         "envelope-active": "0", "default-fade-in": "1", "default-fade-out": "1",
         "fade-in-active": "1", "fade-out-active": "1", "scale-amplitude": "1",
         "type": "audio", "first-edit": "nothing"}


def main(stems, session, name):
    path = os.path.join(session, name + ".ardour")
    tree = ET.parse(path)
    root = tree.getroot()
    folder = os.path.join(session, "interchange", name, "audiofiles")
    os.makedirs(folder, exist_ok=True)
    last = int(root.get("id-counter")) + 1000
    playlists = {list_.get("orig-track-id"): list_ for list_ in root.find("Playlists")}
    routes = {route.get("name"): route for route in root.find("Routes")}
    end = 0

    def new():
        nonlocal last
        last += 1
        return str(last)

    def region(parent, title, sources, frames, whole):
        item = ET.SubElement(parent, "Region", FLAGS, id=new(), name=title, start="a0",
                             length=f"a{frames * TICKS}@a0", channels=str(len(sources)))
        item.set("whole-file", "1" if whole else "0")
        for i, source in enumerate(sources):
            item.set(f"source-{i}", source)
            item.set(f"master-source-{i}", source)
        for tag in "Envelope", "FadeIn", "FadeOut":
            ET.SubElement(item, tag, default="yes")

    for i, line in enumerate(open(os.path.join(stems, "song.tsv"))):
        file, channels, _, _, frames = line.rstrip("\n").split("\t")
        end = max(end, int(frames))
        os.symlink(os.path.realpath(os.path.join(stems, file)), os.path.join(folder, file))
        sources = [new() for _ in range(int(channels))]
        for channel, source in enumerate(sources):
            ET.SubElement(root.find("Sources"), "Source", {
                "name": file, "take-id": "", "type": "audio", "flags": "", "id": source,
                "channel": str(channel), "origin": "", "gain": "1"})
        region(root.find("Regions"), file[:-4], sources, int(frames), True)
        region(playlists[routes[f"T{i:03d}"].get("id")], file[:-4] + ".1", sources,
               int(frames), False)
    ET.SubElement(root.find("Locations"), "Location", {
        "id": new(), "name": "session", "start": "a0", "end": f"a{end * TICKS}",
        "flags": "IsSessionRange", "locked": "0", "timestamp": "0", "cue": "0"})
    root.set("session-range-is-free", "0")
    root.set("id-counter", str(last + 1))
    tree.write(path, encoding="UTF-8", xml_declaration=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
