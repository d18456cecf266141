-- SPDX-License-Identifier: GPL-3.0-or-later
-- The schema of project.db, version 1: the format of a Remanence project.
--
-- A project is a folder: project.db (this), audio/ (takes and imports, ordinary sound
-- files), peaks/ (a cache), bounces/, project.lock (who writes).  This file is SQLite 3,
-- UTF-8, in WAL mode; application_id is 0x52454d31 («REM1»), user_version the version of
-- this schema.  remanence-project(5) tells the same at more length, with examples.
--
-- Rows.  Each thing is one row, with a random id, 1 … 2^63 - 1 (the song's is 1, a strip
-- and an input have their track's); no id is ever used again.  A reference to nothing is NULL.  No meaning
-- lies in the order of rows: what has an order has a `sort` or a place in time.
--
-- Values.  Levels are in dB, -144 and below is silence.  Colours are 0xRRGGBB.  Flags are
-- 0 or 1.  A date is in seconds since 1970, UTC.  Times and lengths are in frames at
-- song.rate, from the song's start, unless said otherwise; a tick is 1/26880 quarter note.
-- A `unit` says what a place is counted in: 0 frames, 1 ticks.  Text is UTF-8 and may be
-- empty; it holds no NUL.
--
-- Checksums.  Each row carries `sum`: XXH3-64 (seed 0) as a signed integer, over
--     the table's name, a zero byte, the schema's version as 8 bytes,
--     then each column but `sum`, in the order of this schema, as
--     'n'                               NULL
--     'i' and 8 bytes                   an integer, two's complement
--     'r' and 8 bytes                   a real, IEEE 754 (never minus zero)
--     't' or 'b', length in 8 bytes, and the bytes     text, blob
-- all little endian.  head.rows is the sum modulo 2^64 of the sums of all rows of the
-- project's tables, head.history that of the history's: so that a row which is missing
-- is noticed as well.  Rows of `recording` and `incident` are in neither.
--
-- Undo.  Each edit is one transaction and one row of `history`, which holds what the edit
-- changed as an SQLite changeset (sqlite.org/sessionintro.html), so that no tracked table
-- may have triggers, and none a UNIQUE column beside its id.  The rows of history are a
-- tree; `head` says at which of them the tables stand.

-- --- the project's tables: the ones that the history tracks ---------------------------

-- The song itself: one row.
CREATE TABLE song(
  id INTEGER NOT NULL PRIMARY KEY,    -- 1
  name TEXT NOT NULL,
  artist TEXT NOT NULL,
  notes TEXT NOT NULL,
  rate INTEGER NOT NULL,              -- Hz, of the whole project
  created INTEGER NOT NULL,           -- date
  loop INTEGER NOT NULL,              -- whether it loops, and from where to where
  loop_start INTEGER NOT NULL,
  loop_end INTEGER NOT NULL,
  punch_start INTEGER NOT NULL,       -- where recording begins and ends by itself
  punch_end INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- The tempo from a tick on.  Without one at tick 0, 120 stands there.
CREATE TABLE tempo(
  id INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,                -- tick
  bpm REAL NOT NULL,                  -- quarter notes a minute
  ramp INTEGER NOT NULL,              -- 1: goes in a line over ticks to the next tempo
  sum INTEGER NOT NULL
) STRICT;

-- The metre from a bar on.  Without one at tick 0, 4/4 stands there.
CREATE TABLE metre(
  id INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,                -- tick
  num INTEGER NOT NULL,               -- num beats of 1/den
  den INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- Markers and sections.
CREATE TABLE marker(
  id INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,              -- 0 a point, 1 a section
  name TEXT NOT NULL,
  color INTEGER NOT NULL,
  at INTEGER NOT NULL,                -- in unit
  length INTEGER NOT NULL,            -- of a section, in unit
  unit INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

CREATE TABLE track(
  id INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,              -- 0 audio, 1 MIDI, 2 bus, 3 folder, 4 master
  name TEXT NOT NULL,
  notes TEXT NOT NULL,
  color INTEGER NOT NULL,
  sort REAL NOT NULL,                 -- from top to bottom; equal ones by id
  folder_id INTEGER REFERENCES track DEFERRABLE INITIALLY DEFERRED, -- it lies in
  output_id INTEGER REFERENCES track DEFERRABLE INITIALLY DEFERRED, -- the bus it
                                      -- feeds; NULL: its folder, or else the master
  channels INTEGER NOT NULL,          -- 1 or 2: how wide the strip begins
  sum INTEGER NOT NULL
) STRICT;

-- The console's strip of a track, in the order in which the sound goes through it.
CREATE TABLE strip(
  id INTEGER NOT NULL PRIMARY KEY     -- the track's
    REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  trim_db REAL NOT NULL,
  polarity INTEGER NOT NULL,          -- 1: turned over
  highpass_on INTEGER NOT NULL,
  highpass_hz REAL NOT NULL,
  eq_on INTEGER NOT NULL,
  eq1_on INTEGER NOT NULL,
  eq1_kind INTEGER NOT NULL,          -- 0 bell, 1 low shelf, 2 high shelf, 3 low pass,
                                      -- 4 high pass, 5 notch
  eq1_hz REAL NOT NULL,
  eq1_db REAL NOT NULL,
  eq1_q REAL NOT NULL,
  eq2_on INTEGER NOT NULL,
  eq2_kind INTEGER NOT NULL,
  eq2_hz REAL NOT NULL,
  eq2_db REAL NOT NULL,
  eq2_q REAL NOT NULL,
  eq3_on INTEGER NOT NULL,
  eq3_kind INTEGER NOT NULL,
  eq3_hz REAL NOT NULL,
  eq3_db REAL NOT NULL,
  eq3_q REAL NOT NULL,
  eq4_on INTEGER NOT NULL,
  eq4_kind INTEGER NOT NULL,
  eq4_hz REAL NOT NULL,
  eq4_db REAL NOT NULL,
  eq4_q REAL NOT NULL,
  gate_on INTEGER NOT NULL,
  gate_threshold_db REAL NOT NULL,
  gate_range_db REAL NOT NULL,        -- how far it closes, below 0
  gate_attack_ms REAL NOT NULL,
  gate_hold_ms REAL NOT NULL,
  gate_release_ms REAL NOT NULL,
  comp_on INTEGER NOT NULL,
  comp_threshold_db REAL NOT NULL,
  comp_ratio REAL NOT NULL,
  comp_knee_db REAL NOT NULL,
  comp_attack_ms REAL NOT NULL,
  comp_release_ms REAL NOT NULL,
  comp_makeup_db REAL NOT NULL,
  fader_db REAL NOT NULL,
  pan REAL NOT NULL,                  -- -1 left … 1 right; of two channels: balance
  pan_law INTEGER NOT NULL,           -- at the centre: 0 -3 dB, 1 -4.5, 2 -6, 3 0
  mute INTEGER NOT NULL,
  solo INTEGER NOT NULL,
  solo_safe INTEGER NOT NULL,         -- 1: not silenced by another track's solo
  sum INTEGER NOT NULL
) STRICT;

-- What a track records, and how: a row for each track that was given an input.
CREATE TABLE input(
  id INTEGER NOT NULL PRIMARY KEY     -- the track's
    REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  first INTEGER NOT NULL,             -- channel of the driver, from 0; -1: none
  second INTEGER NOT NULL,            -- likewise; -1: mono
  gain_db REAL NOT NULL,              -- before it is recorded
  polarity INTEGER NOT NULL,          -- 1: turned over
  monitor INTEGER NOT NULL,           -- 0 off, 1 input, 2 auto: as on tape
  armed INTEGER NOT NULL,
  overdub INTEGER NOT NULL,           -- 1: what is on the track sounds while it records
  name TEXT NOT NULL,                 -- the system's name for the channel; may be empty
  sum INTEGER NOT NULL
) STRICT;

CREATE TABLE send(
  id INTEGER NOT NULL PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  target_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED, -- a bus
  tap INTEGER NOT NULL,               -- 0 after the fader, 1 before it
  "on" INTEGER NOT NULL,
  level_db REAL NOT NULL,
  pan REAL NOT NULL,
  sort REAL NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- A device in a track's strip.
CREATE TABLE "insert"(
  id INTEGER NOT NULL PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,             -- 0 before the console's section, 1 after it
  sort REAL NOT NULL,
  device TEXT NOT NULL,               -- «reverb», «limiter», or an LV2 plug-in's URI
  "on" INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- A control of a device that does not stand at its default.
CREATE TABLE param(
  id INTEGER NOT NULL PRIMARY KEY,
  insert_id INTEGER NOT NULL REFERENCES "insert" DEFERRABLE INITIALLY DEFERRED,
  symbol TEXT NOT NULL,
  value REAL NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- A sound file.
CREATE TABLE source(
  id INTEGER NOT NULL PRIMARY KEY,
  path TEXT NOT NULL,                 -- audio/…, relative to the project; absolute
                                      -- where the file is only referred to
  origin TEXT NOT NULL,               -- the file's name before it came here
  rate INTEGER NOT NULL,              -- Hz: the project's
  channels INTEGER NOT NULL,
  length INTEGER NOT NULL,            -- frames
  bytes INTEGER NOT NULL,             -- of the file; 0: not known yet
  hash TEXT NOT NULL,                 -- XXH3-128 of the file, hexadecimal; may be empty
  sum INTEGER NOT NULL
) STRICT;

-- Tracks hold lanes, lanes hold clips.
CREATE TABLE lane(
  id INTEGER NOT NULL PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  sort REAL NOT NULL,
  plays INTEGER NOT NULL,             -- 1: it sounds where no comp of its track is active
  sum INTEGER NOT NULL
) STRICT;

-- What was recorded, as it was recorded.
CREATE TABLE take(
  id INTEGER NOT NULL PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  source_id INTEGER NOT NULL REFERENCES source DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,            -- on its track, from 1
  rating INTEGER NOT NULL,            -- 0 … 5
  start INTEGER NOT NULL,             -- where it was placed
  recorded INTEGER NOT NULL,          -- date
  capture_latency INTEGER NOT NULL,   -- frames, that it was placed with
  playback_latency INTEGER NOT NULL,
  round_trip INTEGER NOT NULL,
  device TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- A part of a source, or notes, at a place in the song.
CREATE TABLE clip(
  id INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,              -- 0 audio, 1 MIDI
  lane_id INTEGER NOT NULL REFERENCES lane DEFERRABLE INITIALLY DEFERRED,
  source_id INTEGER REFERENCES source DEFERRABLE INITIALLY DEFERRED, -- of an audio clip
  take_id INTEGER REFERENCES take DEFERRABLE INITIALLY DEFERRED, -- if it was recorded
  name TEXT NOT NULL,
  color INTEGER NOT NULL,             -- -1: the track's
  at INTEGER NOT NULL,                -- in unit
  unit INTEGER NOT NULL,
  length INTEGER NOT NULL,            -- frames; of a MIDI clip, ticks
  offset INTEGER NOT NULL,            -- of its first frame in the source
  gain_db REAL NOT NULL,
  fade_in INTEGER NOT NULL,           -- frames
  fade_in_shape INTEGER NOT NULL,     -- 0 linear, 1 equal power, 2 slow, 3 fast, 4 S
  fade_out INTEGER NOT NULL,
  fade_out_shape INTEGER NOT NULL,
  layer INTEGER NOT NULL,             -- where clips overlap, the higher lies on top
  muted INTEGER NOT NULL,
  locked INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- A choice from the lanes of a track.
CREATE TABLE comp(
  id INTEGER NOT NULL PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES track DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  active INTEGER NOT NULL,            -- 1: it sounds, instead of a lane
  crossfade INTEGER NOT NULL,         -- frames, at each seam
  sum INTEGER NOT NULL
) STRICT;

-- From start on, for length frames, the comp takes what the lane has there.
CREATE TABLE comp_range(
  id INTEGER NOT NULL PRIMARY KEY,
  comp_id INTEGER NOT NULL REFERENCES comp DEFERRABLE INITIALLY DEFERRED,
  lane_id INTEGER NOT NULL REFERENCES lane DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- Notes and events of a MIDI clip; `at` is in ticks from the clip's start.
CREATE TABLE note(
  id INTEGER NOT NULL PRIMARY KEY,
  clip_id INTEGER NOT NULL REFERENCES clip DEFERRABLE INITIALLY DEFERRED,
  at INTEGER NOT NULL,
  length INTEGER NOT NULL,            -- ticks
  channel INTEGER NOT NULL,           -- 0 … 15
  key INTEGER NOT NULL,
  velocity INTEGER NOT NULL,
  release INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

CREATE TABLE event(
  id INTEGER NOT NULL PRIMARY KEY,
  clip_id INTEGER NOT NULL REFERENCES clip DEFERRABLE INITIALLY DEFERRED,
  at INTEGER NOT NULL,
  channel INTEGER NOT NULL,           -- 0 … 15
  message INTEGER NOT NULL,           -- MIDI status byte without its channel
  data1 INTEGER NOT NULL,
  data2 INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- So that a clip is deleted without a look at every note of the song.
CREATE INDEX note_clip ON note(clip_id);
CREATE INDEX event_clip ON event(clip_id);

-- --- the history, which tracks them ---------------------------------------------------

-- One step: an edit.  The root's changeset inserts all that the project began with.
CREATE TABLE history(
  id INTEGER NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,            -- counts the steps as they were made, from 1
  parent INTEGER,                     -- the step it was made at; NULL: the root
  label TEXT NOT NULL,                -- what it did, in the words of who did it
  author TEXT NOT NULL,               -- who did it: the user's login name
  time INTEGER NOT NULL,              -- microseconds since 1970, UTC
  schema INTEGER NOT NULL,            -- version of the schema that the changeset is for
  sum INTEGER NOT NULL,               -- over the columns above, and the changeset
  changeset BLOB NOT NULL
) STRICT;

-- The child of a step that was last stood at: where redo leads.
CREATE TABLE redo(
  id INTEGER NOT NULL PRIMARY KEY,    -- the step
  child INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- Where the tables stand: one row.
CREATE TABLE head(
  id INTEGER NOT NULL PRIMARY KEY CHECK(id = 1),
  schema INTEGER NOT NULL,            -- as user_version
  step INTEGER NOT NULL,              -- the step of the history that they stand at
  steps INTEGER NOT NULL,             -- how many steps the history has
  rows INTEGER NOT NULL,              -- see «Checksums»
  history INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- --- what is not undone -----------------------------------------------------------------

-- The journal: a take that is being recorded.  Its row is committed before the first
-- frame is written to its file, and goes in the transaction that puts the take into the
-- tables above.  One that is found when the project is opened is a take whose program
-- died: its length is that of its file.
CREATE TABLE recording(
  id INTEGER NOT NULL PRIMARY KEY,
  track INTEGER NOT NULL,             -- id of it, which may be gone
  pass INTEGER NOT NULL,              -- takes of one pass have the same
  number INTEGER NOT NULL,            -- of the take, on its track
  name TEXT NOT NULL,
  path TEXT NOT NULL,                 -- audio/…
  start INTEGER NOT NULL,             -- where it belongs, without its handle
  handle INTEGER NOT NULL,            -- frames of the file before that
  rate INTEGER NOT NULL,
  channels INTEGER NOT NULL,
  capture_latency INTEGER NOT NULL,   -- frames, that it is placed with
  playback_latency INTEGER NOT NULL,
  round_trip INTEGER NOT NULL,
  recorded INTEGER NOT NULL,          -- date
  device TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- The flight recorder: what happened while it recorded or played.
CREATE TABLE incident(
  id INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,              -- 0 xrun, 1 clipped samples, 2 lost frames, 3 disk
                                      -- stalled, 4 device lost, 5 device back, 6 rate
                                      -- or block changed, 7 take failed, 8 disk low,
                                      -- 9 take recovered
  at INTEGER NOT NULL,                -- on the timeline
  input INTEGER NOT NULL,             -- frames that had come in by then
  time INTEGER NOT NULL,              -- microseconds since 1970, UTC
  track INTEGER NOT NULL,             -- id; 0: all
  value INTEGER NOT NULL,             -- how many frames, samples; the new rate
  text TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT;
