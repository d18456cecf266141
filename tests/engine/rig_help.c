/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/rig_help.h"

#include "model/edit.h"
#include "model/tables.h"
#include "plugins/built_in.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- devices ------------------------------------------------------------------ */

struct late {
    uint32_t frames, at;
    float line[2][128];
    float gain, decay[2];
};

static enum status
late_create(void **out, const struct device_type *type, uint32_t rate,
            uint32_t max_frames)
{
    struct late *late = calloc(1, sizeof *late);

    if (!late)
        return ST_NO_MEM;
    late->frames = (uint32_t)(uintptr_t)type->data;
    late->gain = 1;
    *out = late;
    return ST_OK;
}

static uint32_t
late_latency(const void *device)
{
    return ((const struct late *)device)->frames;
}

static uint32_t
no_latency(const void *device)
{
    return 0;
}

static void
late_set(void *device, unsigned control, float value)
{
    ((struct late *)device)->gain = value;
}

static void
late_reset(void *device)
{
    struct late *late = device;

    late->at = 0;
    memset(late->line, 0, sizeof late->line);
    memset(late->decay, 0, sizeof late->decay);
}

static void
late_process(void *device, float *const io[2], uint32_t frames)
{
    struct late *late = device;

    for (uint32_t i = 0; i < frames; i++, late->at++) {
        for (int side = 0; side < 2; side++) {
            float *line = late->line[side];

            line[late->at % 128] = io[side][i];
            io[side][i] = line[(late->at - late->frames) % 128] * late->gain;
        }
    }
}

static void
widen_process(void *device, float *const io[2], uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++)
        io[1][i] += io[0][i] * 0.5f;
}

static void
decay_process(void *device, float *const io[2], uint32_t frames)
{
    struct late *late = device;

    for (uint32_t i = 0; i < frames; i++)
        for (int side = 0; side < 2; side++)
            io[side][i] = late->decay[side]
                = io[side][i] + late->decay[side] * 0.99f;
}

static const struct control GAIN[]
    = {{"gain", "Gain", "", 0, 4, 1, CONTROL_LINEAR}};

#define DEVICE(name_, latency_, process_, frames) \
    {.uri = name_, .name = name_, .controls = GAIN, .n_controls = 1, \
     .create = late_create, .destroy = free, .latency = latency_, .set = late_set, \
     .reset = late_reset, .process = process_, .data = (void *)(uintptr_t)(frames)}

static const struct device_type DEVICES[] = {
    DEVICE("late", late_latency, late_process, 100),
    DEVICE("late7", late_latency, late_process, 7),
    DEVICE("widen", no_latency, widen_process, 0),
    DEVICE("decay", no_latency, decay_process, 0),
};

/* These, and those that come with the program. */
static const struct device_table *
all_devices(void)
{
    static struct device_type types[COUNT(DEVICES) + 8];
    static struct device_table table = {types, 0};
    const struct device_table *built_in = plugins_built_in();

    if (table.count == 0) {
        assert_true(built_in->count <= 8);
        memcpy(types, DEVICES, sizeof DEVICES);
        memcpy(types + COUNT(DEVICES), built_in->types,
               built_in->count * sizeof *built_in->types);
        table.count = COUNT(DEVICES) + built_in->count;
    }
    return &table;
}

/* --- the song ----------------------------------------------------------------- */

static void
open_engine(struct rig *rig, struct engine_config config)
{
    struct fault fault;

    if (!config.rate)
        config.rate = RIG_RATE;
    if (!config.max_frames)
        config.max_frames = 8192;
    if (!config.threads)
        config.threads = 1;
    if (!config.devices)
        config.devices = all_devices();
    assert_int_equal(engine_new(&rig->engine, &config, &fault), ST_OK);
}

static void
add_source(struct rig *rig, struct stream_fake *fake)
{
    const struct stream_source source = stream_fake_source(fake);

    assert_int_equal(streams_add(engine_streams(rig->engine), &source), ST_OK);
}

void
rig_open(struct rig *rig, struct engine_config config)
{
    memset(rig, 0, sizeof *rig);
    rig->next_id = 1;
    assert_int_equal(model_new(&rig->model), ST_OK);
    open_engine(rig, config);
}

void
rig_reopen(struct rig *rig, struct engine_config config)
{
    engine_free(rig->engine);
    open_engine(rig, config);
    for (unsigned i = 0; i < rig->n_fakes; i++)
        add_source(rig, &rig->fakes[i]);
}

void
rig_close(struct rig *rig)
{
    engine_free(rig->engine);
    model_free(rig->model);
}

void
rig_put(struct rig *rig, enum table table, void *row)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, ""), ST_OK);
    assert_int_equal(edit_put(edit, table, row), ST_OK);
    assert_int_equal(model_apply(rig->model, edit), ST_OK);
    edit_free(edit);
}

void
rig_delete(struct rig *rig, enum table table, int64_t id)
{
    struct edit *edit;

    assert_int_equal(edit_new(&edit, ""), ST_OK);
    assert_int_equal(edit_delete(edit, table, id), ST_OK);
    assert_int_equal(model_apply(rig->model, edit), ST_OK);
    edit_free(edit);
}

int64_t
rig_track(struct rig *rig, enum track_kind kind, int64_t channels, int64_t output)
{
    struct row_track track;
    struct row_strip strip;
    struct row_lane lane;
    char name[24];

    row_init(TABLE_TRACK, &track);
    row_init(TABLE_STRIP, &strip);
    row_init(TABLE_LANE, &lane);
    track.id = strip.id = lane.track_id = rig->next_id++;
    lane.id = track.id + 1000;
    track.kind = kind;
    track.channels = channels;
    track.output_id = output;
    snprintf(name, sizeof name, "track %d", (int)track.id);
    track.name = name;
    lane.plays = 1;
    rig_put(rig, TABLE_TRACK, &track);
    rig_put(rig, TABLE_STRIP, &strip);
    rig_put(rig, TABLE_LANE, &lane);
    return track.id;
}

struct row_strip
rig_strip(const struct rig *rig, int64_t track)
{
    return *(const struct row_strip *)model_row(rig->model, TABLE_STRIP, track);
}

const struct stream_fake *
rig_source(struct rig *rig, unsigned channels)
{
    struct stream_fake *fake = &rig->fakes[rig->n_fakes++];
    struct row_source source;

    row_init(TABLE_SOURCE, &source);
    source.id = fake->id = 5000 + rig->n_fakes;
    source.channels = fake->channels = channels;
    source.length = fake->length = RIG_LONG;
    source.rate = RIG_RATE;
    rig_put(rig, TABLE_SOURCE, &source);
    add_source(rig, fake);
    return fake;
}

int64_t
rig_clip(struct rig *rig, int64_t track, const struct stream_fake *source,
         int64_t at, int64_t length, int64_t offset)
{
    struct row_clip clip;

    row_init(TABLE_CLIP, &clip);
    clip.id = 10000 + rig->next_row++;
    clip.lane_id = track + 1000;
    clip.source_id = source->id;
    clip.unit = TIME_FRAMES;
    clip.at = at;
    clip.length = length;
    clip.offset = offset;
    rig_put(rig, TABLE_CLIP, &clip);
    return clip.id;
}

struct row_clip
rig_clip_row(const struct rig *rig, int64_t clip)
{
    return *(const struct row_clip *)model_row(rig->model, TABLE_CLIP, clip);
}

int64_t
rig_send(struct rig *rig, int64_t from, int64_t to, enum send_tap tap,
          double level_db)
{
    struct row_send send;

    row_init(TABLE_SEND, &send);
    send.id = 20000 + rig->next_row++;
    send.track_id = from;
    send.target_id = to;
    send.tap = tap;
    send.level_db = level_db;
    rig_put(rig, TABLE_SEND, &send);
    return send.id;
}

int64_t
rig_insert(struct rig *rig, int64_t track, enum insert_place place,
            const char *device)
{
    struct row_insert insert;
    char name[24];

    row_init(TABLE_INSERT, &insert);
    insert.id = 30000 + rig->next_row++;
    insert.track_id = track;
    insert.place = place;
    insert.sort = (double)insert.id;
    snprintf(name, sizeof name, "%s", device);
    insert.device = name;
    rig_put(rig, TABLE_INSERT, &insert);
    return insert.id;
}

void
rig_plan(struct rig *rig)
{
    struct fault fault;
    struct plan *plan;

    assert_int_equal(
        plan_build(&plan, rig->engine, rig->model, &rig->options, &fault), ST_OK);
    engine_play_plan(rig->engine, plan);
}

void
rig_roll(struct rig *rig, int64_t from)
{
    rig_plan(rig);
    assert_int_equal(engine_locate(rig->engine, frames(from)), ST_OK);
    assert_int_equal(engine_roll(rig->engine), ST_OK);
}

void
rig_render(struct rig *rig, float *left, float *right, uint32_t frames_,
            uint32_t block)
{
    for (uint32_t done = 0; done < frames_;) {
        const uint32_t n = frames_ - done < block ? frames_ - done : block;
        float *out[2] = {left + done, right + done};

        engine_cycle(rig->engine, NULL, 0, out, 2, n);
        done += n;
    }
}
