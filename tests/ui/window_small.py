#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of 800x600."""
import display
from studio import main, other_display

other_display(SCREEN="800x600")


def all_of_it_fits_and_works(window):
    frame = next(iter(window.seen().children()))
    x, y, width, height = frame.box()
    display.shot("small")
    assert width <= 800 and height <= 600, (width, height)
    display.key("space")
    window.wait("rolling", lambda: window.where()["rolling"])
    window.click("Stop")
    window.wait("stopped", lambda: not window.where()["rolling"])
    x, y, width, height = window.where()["canvas"]
    assert width >= 200 and height >= 180, (width, height)


def the_console_is_no_wider_than_the_screen(window):
    window.act("console")
    top = window.top("Console – Master")
    display.shot("small-console")
    for part in ("Band 3, Freq", "Band 4, Q", "Compressor, Make-up", "Dynamics curve"):
        one = window.find(lambda name: name.startswith(part), below=top)
        x, _, width, _ = one.box()
        assert x >= 0 and x + width <= 800, (part, x, width)
    display.key("Escape")
    window.alone()


def the_page_without_a_song_fits(window):
    song = window.song
    window.act("close")
    window.find("A new song")

    def width():
        return next(iter(window.seen().children())).box()[2]
    window.wait("it is no wider than the screen", lambda: 0 < width() <= 800)
    display.shot("small-start")
    window.act("open-path", song.folder)
    window.wait_song(song)


main(all_of_it_fits_and_works, the_console_is_no_wider_than_the_screen, the_page_without_a_song_fits)
