# SPDX-License-Identifier: GPL-3.0-or-later
"""The music of the demo song: what is played, by whom, when and how hard.

Places are quarter notes from the song's start.  A hit or a note also carries `ms`, how
far the player is beside the grid.  Everything that looks like chance comes from one
generator with a fixed seed, so that the song is the same each time.
"""

import math
import random

RATE = 48000
TEMPO = 104.0
SLOW = 76.0              # where the ritardando ends
METRE_2_4 = 13           # the one short bar
RAMP_BAR, LAST_BAR = 24, 26
SECTIONS = [("Intro", 1, 5), ("Verse", 5, 14), ("Chorus", 14, 22), ("Outro", 22, 27)]


def at(bar, beat=1.0):
    """The quarter of a bar and beat, both counted from 1."""
    if bar <= METRE_2_4:
        return (bar - 1) * 4 + beat - 1
    return 50 + (bar - 14) * 4 + beat - 1


END = at(LAST_BAR + 1)
RAMP_FROM, RAMP_TO = at(RAMP_BAR), at(LAST_BAR)


def bpm(q):
    """The tempo goes in a straight line over quarters between the ramp's two ends."""
    x = min(max(q - RAMP_FROM, 0.0), RAMP_TO - RAMP_FROM)
    return TEMPO + (SLOW - TEMPO) * x / (RAMP_TO - RAMP_FROM)


def seconds(q):
    """60/k ln(1 + k x / b) within the ramp; straight lines before and after."""
    if q <= RAMP_FROM:
        return q * 60 / TEMPO
    k = (SLOW - TEMPO) / (RAMP_TO - RAMP_FROM)
    x = min(q, RAMP_TO) - RAMP_FROM
    t = RAMP_FROM * 60 / TEMPO + 60 / k * math.log(1 + k * x / TEMPO)
    return t + max(q - RAMP_TO, 0.0) * 60 / SLOW


LENGTH = seconds(END) + 4.0  # the last chord rings out


class Note:
    __slots__ = ("q", "dur", "key", "vel", "ms")

    def __init__(self, q, dur, key, vel, ms=0.0):
        self.q, self.dur, self.key, self.ms = q, dur, key, ms
        self.vel = max(1, min(127, round(vel)))


class Player:
    """A musician: how loosely they play, and where beside the beat they feel it."""

    def __init__(self, name, loose_ms, behind_ms, touch):
        self.dice = random.Random(name)
        self.loose, self.behind, self.touch = loose_ms, behind_ms, touch
        self.notes = []

    def ms(self):
        return self.behind + max(-2.2, min(2.2, self.dice.gauss(0, 1))) * self.loose

    def play(self, q, dur, key, vel, ms=None):
        ms = self.ms() if ms is None else ms
        vel += self.dice.gauss(0, self.touch)
        self.notes.append(Note(swing(q), dur, key, vel * loudness(q), ms))


def swing(q):
    """The second and fourth sixteenth come a hair late."""
    place = round((q % 1) * 4, 3)
    return q + 0.022 if place in (1.0, 3.0) else q


def loudness(q):
    """The song's dynamics: soft, growing, full, and away."""
    points = [(0, .80), (at(5), .84), (at(9), .90), (at(13), .97), (at(14), 1.0),
              (at(21), 1.03), (at(22), .94), (at(24), .84), (at(26), .78)]
    for (q0, a), (q1, b) in zip(points, points[1:]):
        if q0 <= q < q1:
            return a + (b - a) * (q - q0) / (q1 - q0)
    return points[0][1] if q < 0 else points[-1][1]


# --- harmony -----------------------------------------------------------------------

#         bass  keys, voice by voice      guitar, string by string
CHORDS = {
    "D":    (38, (57, 62, 64, 66), (50, 57, 62, 64, 66)),
    "A/C#": (37, (57, 61, 64, 69), (49, 57, 61, 64, 69)),
    "Bm7":  (35, (57, 59, 62, 66), (47, 54, 57, 62, 66)),
    "G":    (31, (55, 59, 62, 66), (43, 50, 55, 59, 66)),
    "Gadd9": (31, (59, 62, 67, 69), (43, 50, 55, 59, 67)),
    "Em7":  (28, (55, 59, 62, 64), (40, 47, 52, 55, 62)),
    "Asus": (33, (55, 57, 62, 64), (45, 52, 55, 62, 64)),
    "A":    (33, (57, 61, 64, 67), (45, 52, 57, 61, 67)),
    "D/F#": (30, (57, 62, 66, 69), (42, 50, 57, 62, 66)),
    "Gm6":  (31, (58, 62, 64, 67), (43, 52, 58, 62, 64)),
    "D/A":  (33, (57, 62, 66), (45, 50, 57, 62, 66)),
}

PROGRESSION = [
    # intro
    (1, 1, "D"), (2, 1, "A/C#"), (3, 1, "Bm7"), (4, 1, "G"), (4, 3, "Asus"),
    # verse
    (5, 1, "Bm7"), (6, 1, "G"), (7, 1, "D"), (8, 1, "A/C#"),
    (9, 1, "Bm7"), (10, 1, "G"), (11, 1, "Em7"), (12, 1, "Asus"), (13, 1, "A"),
    # chorus
    (14, 1, "D"), (15, 1, "A/C#"), (16, 1, "Bm7"), (17, 1, "G"), (17, 3, "A"),
    (18, 1, "D/F#"), (19, 1, "Gadd9"), (20, 1, "Gm6"), (21, 1, "D/A"), (21, 3, "A"),
    # outro
    (22, 1, "D"), (23, 1, "A/C#"), (24, 1, "Bm7"), (25, 1, "G"), (25, 3, "Gm6"),
    (26, 1, "D"),
]


def spans():
    """Each chord's start, end, name and the name of the next."""
    starts = [(at(bar, beat), name) for bar, beat, name in PROGRESSION]
    after = starts[1:] + [(END, "D")]
    return [(q, q1, name, n1) for (q, name), (q1, n1) in zip(starts, after)]


def chord_at(q):
    return [s for s in spans() if s[0] <= q + 1e-6][-1]


# --- bass --------------------------------------------------------------------------

def bass():
    p = Player("bass", 4.0, 3.0, 3.0)

    def line(bar, notes):
        for beat, dur, key, vel in notes:
            p.play(at(bar, beat), dur, key, vel)

    def above(root, name):
        """The chord's octave or fifth, or what it has near them."""
        tones = {k % 12 for k in CHORDS[name][1]}
        ways = (12, 7, 8, 5, 3) if root < 36 else (7, 8, 12, 5)
        return next(root + i for i in ways if (root + i) % 12 in tones)

    def step_to(root, following):
        """A scale tone beside the next root, from the side we come from."""
        scale = {1, 2, 4, 6, 7, 9, 11}  # D major
        way = -1 if following > root else 1
        key = following + way
        return key if key % 12 in scale else key + way

    line(3, [(1, 2.3, 35, 84), (3.5, .45, 35, 74), (4, .9, 42, 78)])
    line(4, [(1, 1.6, 31, 86), (2.75, .25, 31, 66), (3, 1.2, 33, 86), (4.5, .4, 34, 78)])
    for bar in range(5, 13):
        _, _, name, _ = chord_at(at(bar))
        root = CHORDS[name][0]
        following = CHORDS[chord_at(at(bar + 1))[2]][0]
        up = above(root, name)
        line(bar, [(1, 1.45, root, 92), (2.75, .22, root, 70), (3.0, .42, root, 78),
                   (3.5, .6, root, 88)])
        if bar in (6, 10):
            line(bar, [(4.25, .2, up, 74), (4.5, .45, step_to(root, following), 80)])
        elif bar == 8:
            line(bar, [(4, .4, 40, 82), (4.5, .4, 38, 80)])
        elif bar == 12:
            line(bar, [(4, .45, 40, 86), (4.5, .45, 43, 88)])
        else:
            line(bar, [(4.5, .45, step_to(root, following), 78)])
    line(13, [(1, .9, 45, 94), (2, .22, 33, 86), (2.25, .22, 33, 84), (2.5, .22, 35, 90),
              (2.75, .22, 37, 94)])
    for bar in list(range(14, 17)) + [18, 19, 20, 22, 23]:
        _, _, name, _ = chord_at(at(bar))
        root = CHORDS[name][0]
        following = CHORDS[chord_at(at(bar + 1))[2]][0]
        soft = 8 if bar > 21 else 0
        up = above(root, name)
        line(bar, [(1, .7, root, 100 - soft), (1.75, .6, root, 88 - soft),
                   (2.5, .45, up, 78 - soft), (3, .45, root, 96 - soft),
                   (3.5, .8, root, 92 - soft)])
        if bar == 20:
            line(bar, [(4.25, .2, 34, 84), (4.5, .45, 34, 92)])
        elif bar in (15, 19):
            line(bar, [(4.25, .2, up, 76), (4.5, .45, step_to(root, following), 88)])
        else:
            line(bar, [(4.5, .45, step_to(root, following), 86 - soft)])
    line(17, [(1, .7, 31, 100), (1.75, .6, 31, 90), (2.5, .45, 43, 80), (3, .7, 33, 100),
              (3.75, .2, 33, 84), (4, .4, 33, 94), (4.5, .4, 31, 92)])
    line(21, [(1, .7, 33, 100), (1.75, .6, 33, 90), (2.5, .4, 45, 82), (3, .9, 33, 98),
              (4, .22, 33, 90), (4.25, .2, 35, 86), (4.5, .4, 37, 96)])
    line(24, [(1, 2.4, 35, 86), (3.5, .45, 35, 74), (4, .9, 33, 78)])
    line(25, [(1, 1.8, 31, 84), (3, 1.8, 31, 82)])
    line(26, [(1, 6.2, 38, 84)])
    return p.notes


# --- guitars -----------------------------------------------------------------------

def guitar_clean():
    """Picked eighths that ring on; in the chorus only the upper strings."""
    p = Player("clean guitar", 5.0, 0.0, 4.0)
    shapes = {"low": (0, 2, 3, 4, 3, 2, 4, 3), "low2": (0, 3, 2, 4, 2, 3, 4, 2),
              "high": (3, 4, 2, 3, 4, 2, 3, 4)}
    hook = {1: (66, 64, 62, 57), 2: (64, 62, 61, 57), 3: (62, 61, 59, 54)}
    for bar in range(1, 26):
        length = 2 if bar == METRE_2_4 else 4
        shape = shapes["high" if 14 <= bar < 22 else "low2" if bar % 2 else "low"]
        for i in range(length * 2):
            q = at(bar) + i / 2
            start, end, name, _ = chord_at(q)
            strings = CHORDS[name][2]
            chorus = 14 <= bar < 22
            string = 0 if q == start and not chorus else shape[i]
            vel = 80 if i == 0 else 70 if i in (3, 6) else 62
            if bar in hook and i in (0, 3, 4, 5):
                # the hook, quoted before it has been heard
                p.play(q, (1.5, .5, .5, 1.5)[(0, 3, 4, 5).index(i)],
                       hook[bar][(0, 3, 4, 5).index(i)], 88)
                if i == 0:
                    p.play(q, end - q, strings[0], 66)
                continue
            if bar in hook and i in (1, 6):
                continue
            ring = min(end - q, 1.5)
            p.play(q, ring, strings[string], vel - (6 if chorus else 0))
    for i, key in enumerate((50, 57, 62, 64, 69, 74)):
        p.play(at(26), 7.6, key, 70 - 2 * i, ms=i * 34.0)
    return one_string_at_a_time(p.notes)


def guitar_strum():
    p = Player("steel guitar", 4.5, 2.0, 4.5)

    def strum(q, down, vel, until, few=False):
        strings = CHORDS[chord_at(q)[2]][2]
        order = list(strings) if down else list(reversed(strings[1:]))
        if few:
            order = order[:2] if not down else order[1:3]
        begin, gap = p.ms(), p.dice.uniform(6.5, 10.5)
        for i, key in enumerate(order):
            fall = (1.6 if down else 3.0) * i
            p.play(q, until - q, key, vel - fall, ms=begin + i * gap)

    full = [(0, True, 84), (1, True, 70), (1.5, False, 64), (1.75, True, 40),
            (2.5, False, 70), (3, True, 78), (3.5, False, 66)]
    lift = [(0, True, 84), (.75, False, 48), (1, True, 72), (1.5, False, 64),
            (2, True, 62), (2.5, False, 70), (3, True, 80), (3.25, False, 46),
            (3.5, False, 70), (3.75, False, 56)]
    light = [(0, True, 64), (1.5, False, 50), (2.5, False, 54), (3, True, 56)]
    for bar in range(9, 24):
        pattern = light if bar < 13 else lift if bar in (17, 19, 21) else full
        if bar == METRE_2_4:
            pattern = [(0, True, 88), (1, True, 76), (1.5, True, 86)]
        ends = [x[0] for x in pattern[1:]] + [2.0 if bar == METRE_2_4 else 4.0]
        for (beat, down, vel), end in zip(pattern, ends):
            strum(at(bar) + beat, down, vel, at(bar) + end, few=vel < 50)
    strum(at(24), True, 72, at(25))
    strum(at(25), True, 70, at(25, 3))
    strum(at(25, 3), True, 64, at(26))
    strum(at(26), True, 74, at(26) + 7.8)
    return one_string_at_a_time(p.notes)


def one_string_at_a_time(notes):
    """A key that is struck again stops its own ringing first."""
    by_key = {}
    for n in sorted(notes, key=lambda n: n.q + n.ms / 600):
        last = by_key.get(n.key)
        if last and last.q + last.dur > n.q - 0.02:
            last.dur = max(0.05, n.q - 0.02 - last.q)
        by_key[n.key] = n
    return notes


# --- keys --------------------------------------------------------------------------

def keys():
    p = Player("keys", 5.0, 1.0, 4.0)

    def chord(q, end, name, vel, roll=4.0):
        begin = p.ms()
        for i, key in enumerate(CHORDS[name][1]):
            top = 5 if key == CHORDS[name][1][-1] else 0
            p.play(q, end - q, key, vel + top, ms=begin + i * roll)

    for start, end, name, following in spans():
        bar = [b for b in range(1, 27) if at(b) <= start + 1e-6][-1]
        if bar < 5:
            chord(start, end - .05, name, 66, roll=14.0)
        elif bar < 13:
            chord(start, start + 1.35, name, 66)
            chord(start + 1.75, start + 2.4, name, 54)
            if bar % 2:
                chord(start + 3.5, end - .04, name, 58)
        elif bar == METRE_2_4:
            chord(start, start + .9, name, 74)
        elif bar < 22:
            chord(start, min(end, start + 2.4), name, 76, roll=2.0)
            if end - start > 3:
                chord(start + 2.5, end - .04, name, 66, roll=2.0)
        else:
            last = bar == LAST_BAR
            vel, end = (64, end + 2.6) if last else (66, end - .03)
            chord(start, end, name, vel, roll=18.0)
    # small answers between the phrases of the verse, and the last word
    for bar, beat, dur, key, vel in [
            (6, 3.5, .5, 74, 62), (6, 4, .5, 73, 60), (6, 4.5, .5, 69, 58),
            (8, 3.5, .5, 76, 62), (8, 4, .5, 73, 60), (8, 4.5, .5, 69, 58),
            (10, 4, .5, 74, 64), (10, 4.5, .5, 76, 66),
            (22, 3, .5, 74, 62), (22, 3.5, .5, 76, 62), (22, 4, 1, 78, 64),
            (26, 2, .5, 78, 56), (26, 2.5, .5, 76, 52), (26, 3, .5, 74, 50),
            (26, 3.5, 3.0, 69, 46)]:
        p.play(at(bar, beat), dur, key, vel)
    return p.notes


# --- backing -----------------------------------------------------------------------

def backing():
    """Oohs in three parts; each part keeps to the nearest tone of the next chord."""
    parts = [
        [(14, 1, 4, 69), (15, 1, 4, 69), (16, 1, 4, 66), (17, 1, 2, 67), (17, 3, 2, 69),
         (18, 1, 4, 69), (19, 1, 4, 71), (20, 1, 4, 70), (21, 1, 2, 69), (21, 3, 2, 67),
         (22, 1, 4, 66), (23, 1, 3.5, 64),
         (24, 1, 4, 66), (25, 1, 2, 67), (25, 3, 2, 67), (26, 1, 5.0, 66)],
        [(14, 1, 4, 66), (15, 1, 4, 64), (16, 1, 4, 62), (17, 1, 2, 62), (17, 3, 2, 64),
         (18, 1, 4, 66), (19, 1, 4, 67), (20, 1, 4, 67), (21, 1, 2, 66), (21, 3, 2, 64),
         (22, 1, 4, 62), (23, 1, 3.5, 61),
         (24, 1, 4, 62), (25, 1, 2, 62), (25, 3, 2, 62), (26, 1, 5.0, 62)],
        [(14, 1, 4, 62), (15, 1, 4, 61), (16, 1, 4, 59), (17, 1, 2, 59), (17, 3, 2, 61),
         (18, 1, 4, 62), (19, 1, 4, 62), (20, 1, 4, 62), (21, 1, 2, 62), (21, 3, 2, 61),
         (22, 1, 4, 57), (23, 1, 3.5, 57),
         (24, 1, 4, 59), (25, 1, 2, 59), (25, 3, 2, 58), (26, 1, 5.0, 57)],
    ]
    out = []
    for i, part in enumerate(parts):
        p = Player("voice %d" % i, 9.0, 6.0, 3.0)
        for bar, beat, dur, key in part:
            p.play(at(bar, beat), dur - .06, key, 84 - 4 * i)
        out.append(p.notes)
    return out


# --- percussion --------------------------------------------------------------------

def percussion():
    """A shaker from the verse's second half; the tambourine lifts the chorus."""
    p = Player("percussion", 3.5, 1.0, 5.0)
    shaker, tambourine = 82, 54
    for bar in list(range(9, 13)) + list(range(22, 24)):
        for i in range(16):
            vel = 78 if i % 4 == 0 else 62 if i % 2 == 0 else 46
            p.play(at(bar) + i / 4, .1, shaker, vel)
    for bar in range(14, 22):
        for i in range(8):
            vel = 88 if i in (2, 6) else 58 if i % 2 == 0 else 48
            p.play(at(bar) + i / 2, .2, tambourine, vel)
        if bar % 2:
            p.play(at(bar) + 3.75, .1, tambourine, 62)
    p.play(at(26), .3, tambourine, 60)
    return p.notes


# --- drums -------------------------------------------------------------------------

def drums():
    """Hits (q, piece, velocity, ms) for the kit."""
    p = Player("drums", 2.2, 0.0, 3.5)
    hits = []

    def hit(bar, step, piece, vel):
        q = at(bar) + step / 4
        vel = (vel + p.dice.gauss(0, p.touch)) * (.35 + .65 * loudness(q))
        late = 3.0 if piece in ("snare", "stick") else 0.0
        hits.append((swing(q), piece, max(6, min(127, vel)), p.ms() + late))

    def hats(bar, steps=range(0, 16, 2), soft=0, open_at=()):
        for s in steps:
            vel = 88 if s % 4 == 0 else 66 if s % 2 == 0 else 44
            hit(bar, s, "hat open" if s in open_at else "hat", vel - soft)

    def ride(bar, until=16):
        for s in range(0, until, 2):
            hit(bar, s, "ride bell" if s in (4, 12) and bar % 4 == 1 else "ride",
                92 if s % 4 == 0 else 70)

    def each(bar, piece, *steps):
        for s, vel in steps:
            hit(bar, s, piece, vel)

    # intro
    hats(3, range(0, 16, 4), soft=14)
    each(3, "stick", (12, 64))
    hats(4, range(0, 12, 2), soft=8)
    each(4, "stick", (4, 70))
    each(4, "kick", (0, 84), (7, 64), (8, 82), (15, 76))
    each(4, "snare", (12, 74), (13, 40), (14, 92), (15, 50))
    hit(4, 15, "hat open", 76)
    # verse: cross-stick, then the snare with its ghosts
    for bar in range(5, 13):
        last = bar in (8, 12)
        top = 12 if last else 16
        extra = (7,) if bar in (6, 11) else (15,) if bar in (9,) else ()
        steps = sorted(set(range(0, top, 2)) | set(extra))
        hats(bar, steps, open_at=(14,) if bar in (6, 10) else ())
        kick = ((0, 102), (7, 74), (10, 96))
        if bar % 2 == 0:
            kick = ((0, 102), (7, 72), (8, 84), (10, 94))
        each(bar, "kick", *kick)
        if bar < 9:
            each(bar, "stick", (4, 84), (12, 88))
        else:
            ghost = (7, 34) if bar % 2 else (15, 36)
            each(bar, "snare", (4, 98), (12, 102), (9, 30), ghost)
    each(8, "tom high", (14, 78), (15, 84))
    each(8, "kick", (14, 70))
    hit(8, 13, "snare", 40)
    each(12, "snare", (14, 84), (15, 60))
    each(12, "hat open", (14, 80))
    # the short bar: everything stops but the fill
    each(13, "kick", (0, 108), (4, 92))
    each(13, "crash", (0, 78))
    each(13, "snare", (0, 108), (1, 58), (2, 92))
    each(13, "tom high", (3, 92), (4, 98))
    each(13, "tom mid", (5, 96))
    each(13, "tom low", (6, 106), (7, 112))
    # chorus
    for bar in range(14, 22):
        top = 10 if bar == 17 else 8 if bar == 21 else 16
        ride(bar, top)
        kick = ((0, 112), (3, 86), (8, 106), (10, 100)) if bar % 2 == 0 else \
            ((0, 112), (3, 84), (8, 104), (10, 98), (14, 80))
        each(bar, "kick", *[k for k in kick if k[0] < top or k[0] in (0, 8)])
        if bar == 17:
            each(bar, "snare", (4, 112), (10, 80), (12, 108), (13, 70), (14, 100))
            each(bar, "tom low", (15, 104))
            each(bar, "kick", (12, 90))
        elif bar == 21:
            each(bar, "snare", (4, 112), (8, 96), (9, 62), (11, 90))
            each(bar, "tom high", (10, 94),)
            each(bar, "tom mid", (12, 98), (13, 90))
            each(bar, "tom low", (14, 106), (15, 112))
            each(bar, "kick", (8, 100), (12, 96))
        else:
            each(bar, "snare", (4, 112), (12, 114), (7, 34), (15, 38 if bar % 2 else 30))
    each(14, "crash", (0, 108))
    each(18, "crash 2", (0, 104))
    # outro: half time, then only what keeps the pulse, then the last bars slow down
    each(22, "crash", (0, 104))
    for bar in (22, 23):
        ride(bar)
        each(bar, "kick", (0, 104), (7, 76), (10, 92))
        each(bar, "snare", (8, 106), (15, 34))
    each(23, "snare", (14, 60))
    hats(24, range(0, 16, 4), soft=16)
    each(24, "kick", (0, 86), (10, 64))
    each(24, "stick", (8, 74))
    hats(25, (0, 4), soft=20)
    each(25, "kick", (0, 80))
    each(25, "tom low", (8, 50), (10, 58), (12, 68), (13, 60), (14, 80), (15, 88))
    each(25, "tom mid", (11, 52))
    each(26, "kick", (0, 100))
    each(26, "crash 2", (0, 88))
    each(26, "ride", (0, 70))
    return hits


GM_DRUMS = {"kick": 36, "snare": 38, "stick": 37, "hat": 42, "hat open": 46,
            "tom high": 48, "tom mid": 45, "tom low": 41, "crash": 49, "crash 2": 57,
            "ride": 51, "ride bell": 53}


# --- lead --------------------------------------------------------------------------

VERSE = [
    (5, 1.5, .5, 66), (5, 2, .5, 69), (5, 2.5, 1.5, 71), (5, 4, .5, 69), (5, 4.5, .5, 67),
    (6, 1, 1, 66), (6, 2, .5, 64), (6, 2.5, 1.0, 62),
    (7, 1.5, .5, 62), (7, 2, .5, 64), (7, 2.5, 1.5, 66), (7, 4, .5, 64), (7, 4.5, .5, 62),
    (8, 1, 2.3, 64),
    (9, 1.5, .5, 66), (9, 2, .5, 69), (9, 2.5, 1, 71), (9, 3.5, .5, 73), (9, 4, .5, 74),
    (9, 4.5, .5, 73),
    (10, 1, 1.5, 71), (10, 2.5, .5, 69), (10, 3, 1.0, 71),
    (11, 1.5, .5, 67), (11, 2, .5, 71), (11, 2.5, 1, 74), (11, 3.5, .5, 73), (11, 4, .9, 71),
    (12, 1, 1.5, 69), (12, 2.5, .5, 67), (12, 3, .5, 69), (12, 3.5, 1.3, 71),
]
OUTRO = [
    (23, 2.5, .5, 69), (23, 3, .5, 73), (23, 3.5, .5, 76), (23, 4, .9, 73),
    (24, 1, 1.5, 74), (24, 2.5, .5, 73), (24, 3, .5, 71), (24, 3.5, 1.4, 66),
    (25, 1, 1.9, 71), (25, 3, 1.9, 70), (26, 1, 4.8, 69),
]
HOOK_FIRST = [
    (13, 1.5, .5, 69), (13, 2, .5, 74), (13, 2.5, .5, 76),
    (14, 1, 1.5, 78), (14, 2.5, .5, 76), (14, 3, .5, 74), (14, 3.5, .9, 69),
    (14, 4.5, .5, 74),
    (15, 1, 1.5, 76), (15, 2.5, .5, 74), (15, 3, .5, 73), (15, 3.5, 1.3, 69),
    (16, 1, 1.5, 74), (16, 2.5, .5, 73), (16, 3, .5, 71), (16, 3.5, .9, 66),
    (16, 4.5, .5, 69),
    (17, 1, 1.5, 71), (17, 2.5, .5, 69), (17, 3, 1, 73), (17, 4, .6, 74),
]
HOOK_SECOND = [
    (18, 1, 1.5, 78), (18, 2.5, .5, 79), (18, 3, .5, 81), (18, 3.5, 1.3, 78),
    (19, 1, 1, 79), (19, 2, .5, 78), (19, 2.5, 1, 74), (19, 3.5, .5, 76), (19, 4, .5, 78),
    (19, 4.5, .5, 79),
    (20, 1, 1.5, 79), (20, 2.5, .5, 77), (20, 3, .5, 76), (20, 3.5, .5, 74),
    (20, 4, .9, 70),
    (21, 1, 1, 69), (21, 2, .5, 74), (21, 2.5, .5, 76), (21, 3, .5, 73), (21, 3.5, 1, 76),
    (21, 4.5, .5, 73), (22, 1, 2.2, 74),
]


class Blow:
    """One note of a wind player: how it starts, swells, shakes and goes wrong."""

    def __init__(self, q, dur, key, vel, ms=0.0, scoop=0.0, vibrato=0.0, sour=0.0,
                 crack=False, swell=.12):
        self.q, self.dur, self.key, self.vel, self.ms = q, dur, key, vel, ms
        self.scoop, self.vibrato, self.sour = scoop, vibrato, sour  # cents
        self.crack, self.swell = crack, swell
        self.dies = False  # blown softer and softer to the end


def phrase(name, notes, vel, loose, early, shake, legato=.97):
    """Notes as one player blows them on one occasion."""
    dice = random.Random(name)
    out = []
    for bar, beat, dur, key in notes:
        q, long = at(bar, beat), dur >= 1
        accent = 6 if long else -4 if beat % 1 else 0
        out.append(Blow(swing(q), dur * (legato if long else legato - .05), key,
                        vel + accent + (key - 71) * .6 + dice.gauss(0, 3),
                        ms=dice.gauss(0, loose) - early,
                        scoop=dice.uniform(25, 70) if long and dice.random() < .6 else 0,
                        vibrato=shake * min(1.3, dur / 1.5) if long else 0,
                        sour=dice.gauss(0, 3)))
    return out


def lead():
    notes = phrase("lead verse", VERSE, 84, 7, -8, 16)
    notes += phrase("lead outro", OUTRO, 74, 8, -12, 16, legato=1.0)
    notes[-1].vibrato, notes[-1].dies = 14, True
    return notes


def take(number):
    """Take 1 rushes and cracks; take 2 begins best; take 3 ends best."""
    def find(notes, bar, beat):
        return min(notes, key=lambda n: abs(n.q - at(bar, beat)))

    if number == 1:
        notes = phrase("take 1", HOOK_FIRST + HOOK_SECOND, 92, 16, 24, 12, legato=.88)
        find(notes, 15, 1).crack = True
        find(notes, 18, 3).crack = True
        find(notes, 18, 3).sour = -38
        find(notes, 18, 3.5).sour = -26
        find(notes, 20, 1).sour = 22
        return notes
    if number == 2:
        notes = phrase("take 2 first", HOOK_FIRST, 94, 6, -6, 18)
        for bar, beat, cents in ((14, 1, 80), (15, 1, 60), (16, 1, 70), (17, 3, 60)):
            find(notes, bar, beat).scoop = cents
        tired = phrase("take 2 second", HOOK_SECOND, 76, 15, -26, 9, legato=.84)
        wrong = find(tired, 19, 2.5)
        wrong.key, wrong.sour = 75, -15           # lands beside the note
        tired.remove(find(tired, 20, 3.5))        # runs out of breath
        find(tired, 18, 3).sour = -30
        return notes + tired
    shy = phrase("take 3 first", HOOK_FIRST, 72, 17, -30, 8, legato=.8)
    shy.remove(find(shy, 14, 4.5))
    find(shy, 15, 3.5).sour = -28
    find(shy, 17, 1).ms += 55
    notes = phrase("take 3 second", HOOK_SECOND, 98, 6, -5, 22)
    for bar, beat, cents in ((18, 1, 90), (19, 1, 60), (20, 1, 70), (21, 3.5, 50),
                             (22, 1, 60)):
        find(notes, bar, beat).scoop = cents
    # a turn on the way down from the top
    top = find(notes, 18, 3.5)
    notes.append(Blow(top.q - .12, .11, 79, 88, ms=top.ms))
    notes.append(Blow(at(20, 2.5) - .11, .1, 79, 84))
    find(notes, 22, 1).dies = True
    return shy + sorted(notes, key=lambda n: n.q)
