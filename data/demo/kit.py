# SPDX-License-Identifier: GPL-3.0-or-later
"""A drum kit in a room before microphones.

The kit is the Colombo acoustic drum kit of Debian's hydrogen-drumkits.  Each piece has
a place; each microphone has a place, a direction and a pattern.  What a microphone
hears of a piece is the piece's own sound through an impulse response: the direct way,
the mirror images of the piece in the walls (Allen and Berkley, JASA 65(4), 1979), and
the room's dying noise after them.  So the stems are related as the stems of a real
recording are: by distance, by bleed and by time.
"""

import array
import math
import random
import subprocess

import song

KIT = "/usr/share/hydrogen/data/drumkits/ColomboAcousticDrumkit/"
SOUND = 343.0
ROOM = (6.4, 5.2, 2.9)

# piece: files from soft to hard, and how loud it is hit with full force
LAYERS = {
    "kick": (["bassdrum-4mics-br-stereo-soft2", "bassdrum-4mics-br-stereo-soft4",
              "bassdrum-4mics-br-stereo-normal3"], .65),
    "snare": (["snare-opaque-normal-mic-normal_shot2",
               "snare-opaque-normal-mic-rimshot7",
               "snare-opaque-normal-mic-rimshot6"], .85),
    "stick": (["stick-rim-9"], .55),
    "hat": (["hihat-closed-6", "hihat-closed-1", "hihat-closed-4"], 1.4),
    "hat open": (["hihat-open-5"], 1.0),
    "tom high": (["tom-hi-1"], .75),
    "tom mid": (["tom-mid-1"], .70),
    "tom low": (["tom-low-1"], .95),
    "crash": (["crash16i__crash1"], .85),
    "crash 2": (["crash20i__crash"], 1.1),
    "ride": (["crash20i__ride4"], 1.3),
    "ride bell": (["crash20i__ride-cup1"], 1.0),
}

# where each stands: metres from the room's corner; the audience looks along +y
PLACES = {
    "kick": (3.20, 2.30, .30), "snare": (2.95, 2.00, .68), "hat": (2.55, 2.05, .95),
    "tom high": (3.02, 2.38, .95), "tom mid": (3.42, 2.38, .95),
    "tom low": (3.78, 1.95, .65), "crash": (2.60, 2.50, 1.35),
    "crash 2": (3.85, 2.55, 1.40), "ride": (3.95, 2.20, 1.15),
}
STANDS = {"stick": "snare", "hat open": "hat", "ride bell": "ride"}

# microphone: place, what it looks at, how directional (0 all round … 1 cardioid),
# images up to this order, the level of the room's tail
MICS = {
    "kick": ((3.20, 2.42, .30), (3.20, 2.20, .30), 1.0, 1, .010),
    "snare": ((2.90, 2.13, .80), (2.95, 2.00, .68), 1.0, 1, .010),
    "hat": ((2.42, 2.10, 1.15), (2.55, 2.05, .95), 1.0, 1, .010),
    "tom high": ((3.00, 2.50, 1.07), (3.02, 2.38, .95), 1.0, 1, .010),
    "tom low": ((3.84, 2.07, .79), (3.78, 1.95, .65), 1.0, 1, .010),
    "over left": ((2.70, 2.05, 1.95), (2.95, 2.10, .80), .8, 2, .030),
    "over right": ((3.70, 2.05, 1.95), (3.45, 2.10, .80), .8, 2, .030),
    "room left": ((2.30, 4.55, 1.50), (3.00, 2.10, .80), .3, 4, .100),
    "room right": ((4.15, 4.45, 1.50), (3.40, 2.10, .80), .3, 4, .100),
}


def load(name):
    """A sample of the kit as floats, mono, from its attack on."""
    raw = subprocess.run(["sox", KIT + name + ".flac", "-t", "f32", "-c", "1",
                          "-r", str(song.RATE), "-"], check=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    data = array.array("f", raw)
    peak = max(map(abs, data))
    first = next(i for i, x in enumerate(data) if abs(x) > peak * .02)
    return [x / peak for x in data[max(0, first - 24):]]


def struck(sample, force, pitch):
    """The sample as a hit sounds: softer is duller; no two hits are quite the same."""
    n = int((len(sample) - 2) / pitch)
    a = .35 + .65 * min(1.0, force * 1.15)  # one-pole low-pass, open when hit hard
    out, y = [0.0] * n, 0.0
    for i in range(n):
        x = i * pitch
        j = int(x)
        s = sample[j] + (sample[j + 1] - sample[j]) * (x - j)
        y += a * (s - y)
        out[i] = y
    return out


def dry(hits, piece_names):
    """All hits of some pieces that stand in one place, as the place sounds."""
    samples = {p: [load(f) for f in LAYERS[p][0]] for p in piece_names}
    dice = random.Random("hits " + piece_names[0])
    out = array.array("f", bytes(4 * round(song.LENGTH * song.RATE)))
    mine = sorted((song.seconds(q) + ms / 1000, p, v) for q, p, v, ms in hits
                  if p in piece_names)
    for i, (t, piece, vel) in enumerate(mine):
        layers = samples[piece]
        force = vel / 127
        layer = min(len(layers) - 1, int(force * 1.12 * len(layers)))
        sound = struck(layers[layer], force, 1 + dice.gauss(0, .004))
        gain = LAYERS[piece][1] * force ** 1.7
        if "hat" in piece and i + 1 < len(mine):
            sound = choke(sound, round((mine[i + 1][0] - t) * song.RATE))
        begin = max(0, round(t * song.RATE))
        end = min(len(out), begin + len(sound))
        out[begin:end] = array.array("f", [a + gain * b for a, b in
                                           zip(out[begin:end], sound)])
    return out


def choke(sound, n):
    """The hat closes at the next hit: 6 ms and it is gone."""
    if n >= len(sound):
        return sound
    fade = 288
    return sound[:n] + [x * (1 - i / fade) for i, x in enumerate(sound[n:n + fade])]


# --- impulse responses -------------------------------------------------------------

def distance(a, b):
    return max(.05, math.dist(a, b))


def pattern(mic, source):
    place, aim, directional = mic[0], mic[1], mic[2]
    u = [q - p for p, q in zip(place, aim)]
    v = [q - p for p, q in zip(place, source)]
    across = math.hypot(*u) * max(1e-6, math.hypot(*v))
    cos = sum(x * y for x, y in zip(u, v)) / across
    return 1 - directional / 2 + directional / 2 * cos


def images(source, order):
    """Mirror images of a place in the walls: (place, number of reflections)."""
    axis = []
    for x, size in zip(source, ROOM):
        ways = []
        for n in range(-order, order + 1):
            mirrored = n * size + (x if n % 2 == 0 else size - x)
            ways.append((mirrored, abs(n)))
        axis.append(ways)
    for x, i in axis[0]:
        for y, j in axis[1]:
            for z, k in axis[2]:
                if i + j + k <= order:
                    yield (x, y, z), i + j + k


def response(name, piece):
    """What the microphone hears of an impulse at the piece; 1 at 30 cm, straight on."""
    mic, source = MICS[name], PLACES[piece]
    tail = mic[4]
    taps = [0.0] * round(song.RATE * (.45 if tail > .02 else .25))
    for place, bounces in images(source, mic[3]):
        d = distance(mic[0], place)
        gain = .30 / d * pattern(mic, place) * .62 ** bounces
        at = d / SOUND * song.RATE
        for k, w in enumerate(soften(bounces)):
            i = int(at) + k
            if i + 1 < len(taps):
                f = at - int(at)
                taps[i] += gain * w * (1 - f)
                taps[i + 1] += gain * w * f
    dice = random.Random(name + piece)
    start, low = round(.012 * song.RATE), 0.0
    for i in range(start, len(taps)):
        t = (i - start) / song.RATE
        swell = min(1, t / .010)
        low += .35 * (dice.gauss(0, 1) - low)
        taps[i] += tail * .085 * low * swell * math.exp(-6.9 * t / .38)
    return taps


def soften(bounces):
    """Each wall takes some of the treble."""
    kernel = [1.0]
    for _ in range(bounces):
        padded = [0.0] + kernel + [0.0]
        kernel = [.22 * a + .56 * b + .22 * c for a, b, c in
                  zip(padded + [0, 0], [0] + padded + [0], [0, 0] + padded)]
        kernel = kernel[1:-1]
    return kernel
