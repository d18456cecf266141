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


main(all_of_it_fits_and_works)
