# SPDX-License-Identifier: GPL-3.0-or-later
"""Standard MIDI Files of the song's parts, with its tempo map."""

import math
import struct

import song

DIVISION = 960


def vlq(n):
    out = [n & 127]
    while n := n >> 7:
        out.append(n & 127 | 128)
    return bytes(reversed(out))


def tick(q, ms=0.0):
    return max(0, round((q + ms * song.bpm(q) / 60000) * DIVISION))


def chunk(events, end):
    """A track chunk from (tick, order, bytes); `order` sorts what falls together."""
    data, last = bytearray(), 0
    for when, _, message in sorted(events, key=lambda e: (e[0], e[1])):
        data += vlq(when - last) + message
        last = when
    data += vlq(end - last) + b"\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(data)) + bytes(data)


def meta(kind, data):
    return b"\xff" + bytes([kind]) + vlq(len(data)) + data


def tempo_events():
    """The ramp in sixty-fourths, each as long as the map says it is."""
    def tempo(q, q1):
        us = round((song.seconds(q1) - song.seconds(q)) / (q1 - q) * 1e6)
        return (tick(q), 0, meta(0x51, us.to_bytes(3, "big")))

    out = [tempo(0, song.RAMP_FROM)]
    steps = round((song.RAMP_TO - song.RAMP_FROM) * 16)
    for i in range(steps):
        q = song.RAMP_FROM + i / 16
        out.append(tempo(q, q + 1 / 16))
    out.append(tempo(song.RAMP_TO, song.END))
    for bar, num in ((1, 4), (song.METRE_2_4, 2), (song.METRE_2_4 + 1, 4)):
        out.append((tick(song.at(bar)), 0, meta(0x58, bytes([num, 2, 24, 8]))))
    for name, bar, _ in song.SECTIONS:
        out.append((tick(song.at(bar)), 0, meta(0x06, name.encode())))
    return out


def end_tick():
    rings_on = song.LENGTH - song.seconds(song.END)
    return tick(song.END + rings_on * song.SLOW / 60)


def smf(parts, name="Remanence demo"):
    """A format 1 file of {name: events}."""
    def track(title, events):
        return chunk(events + [(0, 0, meta(0x03, title.encode()))], end_tick())

    tracks = [track(name, tempo_events())]
    tracks += [track(title, events) for title, events in parts.items()]
    head = struct.pack(">IHHH", 6, 1, len(tracks), DIVISION)
    return b"MThd" + head + b"".join(tracks)


def part(notes, channel=0, program=None, bank=0, controls=()):
    out = []
    if program is not None:
        out.append((0, 1, bytes([0xb0 | channel, 0, bank])))
        out.append((0, 2, bytes([0xc0 | channel, program])))
    for number, value in controls:
        out.append((0, 3, bytes([0xb0 | channel, number, value])))
    for n in notes:
        on = tick(n.q, n.ms)
        off = max(on + 8, tick(n.q + n.dur, n.ms))
        out.append((off, 4, bytes([0x80 | channel, n.key, 64])))
        out.append((on, 6, bytes([0x90 | channel, n.key, n.vel])))
    return out


def swell(channel, points):
    """Expression in straight lines through (quarter, value), in steps of a sixteenth."""
    out = []
    for (q0, a), (q1, b) in zip(points, points[1:]):
        for i in range(round((q1 - q0) * 4)):
            value = round(a + (b - a) * i / ((q1 - q0) * 4))
            out.append((tick(q0 + i / 4), 3, bytes([0xb0 | channel, 11, value])))
    return out


def drum_part(hits):
    notes = [song.Note(q, .1, song.GM_DRUMS[piece], vel, ms)
             for q, piece, vel, ms in hits]
    return part(notes, channel=9, program=0)


# --- the wind player ---------------------------------------------------------------

# FluidR3's alto saxophone is out of tune by zones; a player lips it back (key: cents).
LIPPED = {60: 4, 61: 4, 66: 6, 67: 6, 68: 4, 69: 4, 70: 16, 71: 16, 72: 16, 73: 20,
          74: 6, 75: 6, 76: 16, 77: 16, 78: 18, 79: 18, 80: 10, 81: 10, 82: -12, 83: -12}


def bend(cents):
    value = max(0, min(16383, 8192 + round(cents / 200 * 8192)))
    return bytes([value & 127, value >> 7])


def blown(notes, channel=0, program=65):
    """Blow notes as note, expression and pitch bend events, one voice."""
    out = [(0, 2, bytes([0xc0 | channel, program])),
           (0, 3, bytes([0xb0 | channel, 11, 100])),
           (0, 3, bytes([0xe0 | channel]) + bend(0))]
    notes = sorted(notes, key=lambda n: n.q + n.ms / 1e3)
    for i, n in enumerate(notes):
        on = tick(n.q, n.ms)
        off = tick(n.q + n.dur, n.ms)
        if i + 1 < len(notes):
            off = min(off, tick(notes[i + 1].q, notes[i + 1].ms) - 6)
        off = max(off, on + 60)
        vel = max(1, min(127, round(n.vel)))
        begin = on
        if n.crack:
            begin = on + round(DIVISION * .14)
            out.append((on, 6, bytes([0x90 | channel, n.key + 7, max(1, vel - 12)])))
            out.append((begin - 2, 4, bytes([0x80 | channel, n.key + 7, 64])))
        out.append((begin, 6, bytes([0x90 | channel, n.key, vel])))
        out.append((off, 4, bytes([0x80 | channel, n.key, 64])))
        span = (off - on) / DIVISION * 60 / song.bpm(n.q)
        steps, last = max(1, round(span / .018)), None
        for s in range(steps):
            x, t = s / steps, s * .018
            when = on + round((off - on) * x)
            now = (bend(round(curve(n, t, x, span))), breath(n, t, x, span))
            if last is None or now[0] != last[0]:
                out.append((when, 5, bytes([0xe0 | channel]) + now[0]))
            if last is None or now[1] != last[1]:
                out.append((when, 5, bytes([0xb0 | channel, 11, now[1]])))
            last = now
    return out


def curve(n, t, x, span):
    """Pitch in cents, t seconds into the note."""
    cents = LIPPED.get(n.key, 0) + n.sour - n.scoop * math.exp(-t / .045)
    if n.crack:
        cents += 60 * math.exp(-t / .05) * math.sin(t * 190)
    if n.vibrato and t > .22:
        depth = n.vibrato * min(1, (t - .22) / .35)
        cents += depth * math.sin(2 * math.pi * (5.1 + .3 * x) * (t - .22))
    return cents


def breath(n, t, x, span):
    """Expression: a tongued start, a swell in long notes, and off again."""
    level = .80 + .20 * min(1, t / .05)
    if span > .5:
        level += n.swell * math.sin(math.pi * min(1, x * 1.1)) - .06
    if n.dies:
        level *= 1 - .75 * x ** 1.4
    rest = span - t
    if rest < .09:
        level *= .55 + .45 * rest / .09
    if n.vibrato and t > .22:
        level += .02 * math.sin(2 * math.pi * 5.2 * t)
    return max(1, min(127, round(100 * level)))
