/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "drivers/driver.h"
#include "drivers/stepped.h"
#include "engine/engine.h"
#include "engine/plan.h"
#include "engine/stream_internal.h"
#include "media/soundfile.h"
#include "model/edit.h"
#include "model/tables.h"
#include "render/rendered.h"
#include "render/sources.h"
#include "tests/render/render_help.h"

#include <ebur128.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHORT = 30000, LONG = 3 * TUNE_RATE };

static void
the_bits_do_not_depend_on_blocks_and_threads(void **state)
{
    static const uint32_t blocks[] = {16, 33, 64, 100, 1000, 1023, 4096, 8192};
    struct tune tune;
    struct bounce_file file = {.loudness = true};
    struct bounce_result result;
    struct bounce_figures first, figures;

    tune_open(&tune, TUNE_MIXED, SHORT);
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.tail = true;
    tune_bounce(&spec, &result, &first);
    assert_true(first.peak > 0.01f);
    const int64_t frames = result.frames;
    for (unsigned i = 0; i < COUNT(blocks); i++)
        for (unsigned threads = 1; threads <= 4; threads++) {
            spec.block = blocks[i];
            spec.threads = threads;
            tune_bounce(&spec, &result, &figures);
            if (!same_hash(figures.sound, first.sound)
                || !same_hash(figures.file, first.file) || result.frames != frames)
                fail_msg("block %u, threads %u", blocks[i], threads);
            assert_true(figures.integrated == first.integrated);
            assert_true(figures.true_peak == first.true_peak);
        }
    tune_close(&tune);
}

static void
it_is_what_is_played(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    struct driver *driver;
    struct engine *engine;
    struct engine_state told;
    struct plan *plan;
    int64_t count, at = 0;

    tune_open(&tune, TUNE_MIXED, LONG);
    struct bounce_file file = {.path = tune_path(&tune, "out.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.bits = SOUNDOUT_FLOAT;
    tune_bounce(&spec, &result, &figures);
    float *bounced = tune_samples(file.path, &count);
    assert_int_equal(count, LONG);

    const struct engine_config config
        = {.rate = TUNE_RATE, .max_frames = 96, .threads = 2, .devices = &tune_devices};
    assert_int_equal(engine_new(&engine, &config, NULL), ST_OK);
    assert_int_equal(
        sources_feed(engine_streams(engine), tune.model, tune.folder, NULL, NULL), 0);
    assert_int_equal(plan_build(&plan, engine, tune.model,
                                &(struct plan_options){.meters = true}, NULL),
                     ST_OK);
    int64_t skip = plan_latency(plan);
    assert_int_equal(skip, 107);
    engine_play_plan(engine, plan);
    const struct driver_config wanted = {.rate = TUNE_RATE, .block = 96, .outputs = 2,
                                         .cycle = driver_cycle_engine, .user = engine};
    assert_int_equal(driver_open(&driver, driver_named("stepped"), &wanted, NULL), ST_OK);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    assert_int_equal(engine_locate(engine, frames(0)), ST_OK);
    stepped_step(driver, 96);
    while (!engine_ready(engine))
        sched_yield();
    assert_int_equal(engine_roll(engine), ST_OK);
    while (at < LONG) {
        engine_state(engine, &told);
        /* Give the readers the time that a driver would. */
        while (!streams_ready(engine_streams(engine), told.position.n, 4096))
            sched_yield();
        stepped_step(driver, 96);
        for (unsigned i = 0; i < 96 && at < LONG; i++) {
            if (skip > 0) {
                skip--;
                continue;
            }
            if (stepped_output(driver, 0)[i] != bounced[2 * at]
                || stepped_output(driver, 1)[i] != bounced[2 * at + 1])
                fail_msg("frame %ld", (long)at);
            at++;
        }
    }
    engine_state(engine, &told);
    assert_int_equal(told.late, 0);
    driver_close(driver);
    engine_free(engine);
    free(bounced);
    tune_close(&tune);
}

/* Nothing on the master: what the stems add up to, but for the order of adding. */
static void
stems_add_up_to_the_master(void **state)
{
    struct tune tune;
    struct bounce_file files[TUNE_TRACKS + 1] = {{0}};
    struct bounce_result result;
    struct bounce_figures figures[TUNE_TRACKS + 1], alone;
    float *sound[TUNE_TRACKS + 1];
    char names[TUNE_TRACKS + 1][16];
    int64_t count;

    tune_open(&tune, TUNE_PLAIN, LONG);
    for (int i = 0; i <= TUNE_TRACKS; i++) {
        snprintf(names[i], sizeof names[i], "%d.wav", i);
        files[i].path = strdup(tune_path(&tune, names[i]));
        files[i].track = i;
    }
    struct bounce_spec spec = tune_spec(&tune, files);
    spec.count = TUNE_TRACKS + 1;
    spec.bits = SOUNDOUT_FLOAT;
    spec.threads = 2;
    tune_bounce(&spec, &result, figures);
    for (int i = 0; i <= TUNE_TRACKS; i++) {
        sound[i] = tune_samples(files[i].path, &count);
        assert_int_equal(count, result.frames);
    }
    for (int64_t s = 0; s < 2 * count; s++) {
        double sum = 0;
        for (int i = 1; i <= TUNE_TRACKS; i++)
            sum += sound[i][s];
        if (fabs(sum - sound[0][s]) > 1e-6)
            fail_msg("sample %ld: %g, not %g", (long)s, sound[0][s], sum);
    }
    /* And a stem does not depend on what is rendered beside it. */
    spec.count = 1;
    spec.files = &files[3];
    spec.replace = true;
    tune_bounce(&spec, &result, &alone);
    assert_true(same_hash(alone.sound, figures[3].sound));
    for (int i = 0; i <= TUNE_TRACKS; i++) {
        free(sound[i]);
        free((char *)files[i].path);
    }
    tune_close(&tune);
}

static void
a_range_is_exact_to_the_frame(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    int64_t count, whole;

    tune_open(&tune, TUNE_PLAIN, LONG);
    struct bounce_file file = {.path = tune_path(&tune, "all.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.bits = SOUNDOUT_FLOAT;
    tune_bounce(&spec, &result, &figures);
    float *all = tune_samples(file.path, &whole);
    assert_int_equal(whole, LONG);

    struct bounce_file piece = {.path = tune_path(&tune, "piece.wav")};
    spec.files = &piece;
    spec.from = frames(12345);
    spec.to = frames(77777);
    tune_bounce(&spec, &result, &figures);
    float *part = tune_samples(piece.path, &count);
    assert_int_equal(count, 77777 - 12345);
    assert_memory_equal(part, all + 2 * 12345, (size_t)count * 2 * sizeof *part);
    free(part);
    free(all);
    tune_close(&tune);
}

/* The master's device delays by 100 frames: the sound begins where it does without. */
static void
the_latency_is_made_up_for(void **state)
{
    struct tune tune;
    struct bounce_file file = {0};
    struct bounce_result result;
    struct bounce_figures with, without;

    tune_open(&tune, TUNE_MIXED, SHORT);
    struct bounce_spec spec = tune_spec(&tune, &file);
    tune_bounce(&spec, &result, &with);
    assert_int_equal(result.missing, 0);
    assert_int_equal(result.frames, SHORT);
    struct row_insert off = *(const struct row_insert *)model_row(tune.model, TABLE_INSERT,
                                                                  601);
    off.on = 0;
    struct edit *edit;
    assert_int_equal(edit_new(&edit, "off"), ST_OK);
    assert_int_equal(edit_put(edit, TABLE_INSERT, &off), ST_OK);
    assert_int_equal(model_apply(tune.model, edit), ST_OK);
    edit_free(edit);
    tune_bounce(&spec, &result, &without);
    assert_true(same_hash(with.sound, without.sound));
    tune_close(&tune);
}

static void
a_tail_rings_until_it_is_silent(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    int64_t count, last = 0;

    tune_open(&tune, TUNE_MIXED, SHORT);
    struct bounce_file file = {.path = tune_path(&tune, "tail.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.bits = SOUNDOUT_FLOAT;
    spec.tail = true;
    tune_bounce(&spec, &result, &figures);
    float *sound = tune_samples(file.path, &count);
    assert_int_equal(count, result.frames);
    for (int64_t i = 0; i < count; i++)
        if (fabsf(sound[2 * i]) >= 3.1622777e-5f || fabsf(sound[2 * i + 1]) >= 3.1622777e-5f)
            last = i;
    assert_true(last >= SHORT); /* it does ring on */
    assert_int_equal(count, last + 1);
    free(sound);
    tune_close(&tune);
}

static void
a_song_without_a_tail_is_as_long_as_it_is(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    struct bounce_file file = {.path = NULL};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.tail = true;
    tune_bounce(&spec, &result, &figures);
    assert_int_equal(result.frames, SHORT);
    tune_close(&tune);
}

static void
each_format_reads_back_as_it_was_written(void **state)
{
    static const struct {
        const char *name;
        enum soundout_format format;
        enum soundout_bits bits;
        enum dither_kind dither;
    } kinds[] = {
        {"16.wav", SOUNDOUT_WAV, SOUNDOUT_16, DITHER_SHAPED},
        {"24.wav", SOUNDOUT_WAV, SOUNDOUT_24, DITHER_NONE},
        {"32.wav", SOUNDOUT_WAV, SOUNDOUT_FLOAT, DITHER_TPDF},
        {"rf.wav", SOUNDOUT_RF64, SOUNDOUT_24, DITHER_TPDF},
        {"16.aiff", SOUNDOUT_AIFF, SOUNDOUT_16, DITHER_TPDF},
        {"24.aiff", SOUNDOUT_AIFF, SOUNDOUT_24, DITHER_TPDF},
        {"16.flac", SOUNDOUT_FLAC, SOUNDOUT_16, DITHER_TPDF},
        {"24.flac", SOUNDOUT_FLAC, SOUNDOUT_24, DITHER_NONE},
    };
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    struct hash128 hash, sound = {0};
    struct fault fault;
    int64_t count;

    tune_open(&tune, TUNE_MIXED, SHORT);
    for (unsigned i = 0; i < COUNT(kinds); i++) {
        struct bounce_file file = {.path = tune_path(&tune, kinds[i].name)};
        struct bounce_spec spec = tune_spec(&tune, &file);

        spec.format = kinds[i].format;
        spec.bits = kinds[i].bits;
        spec.dither = kinds[i].dither;
        tune_bounce(&spec, &result, &figures);
        assert_int_equal(rendered_hash(&hash, &count, file.path, NULL, &fault), ST_OK);
        if (!figures.has_file || !same_hash(hash, figures.file) || count != SHORT)
            fail_msg("%s is not what was written", kinds[i].name);
        if (i > 0)
            assert_true(same_hash(figures.sound, sound));
        sound = figures.sound;
    }
    tune_close(&tune);
}

static void
lossy_formats_hold_about_the_same_sound(void **state)
{
    static const struct {
        const char *name;
        enum soundout_format format;
    } kinds[] = {{"a.opus", SOUNDOUT_OPUS}, {"a.ogg", SOUNDOUT_VORBIS},
                 {"a.mp3", SOUNDOUT_MP3}};
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;

    tune_open(&tune, TUNE_PLAIN, LONG);
    for (unsigned i = 0; i < COUNT(kinds); i++) {
        struct bounce_file file = {.path = tune_path(&tune, kinds[i].name)};
        struct bounce_spec spec = tune_spec(&tune, &file);
        float peak = 0;
        int64_t count;

        spec.format = kinds[i].format;
        tune_bounce(&spec, &result, &figures);
        assert_false(figures.has_file);
        float *sound = tune_samples(file.path, &count);
        for (int64_t s = 0; s < 2 * count; s++)
            peak = fmaxf(peak, fabsf(sound[s]));
        free(sound);
        assert_true(llabs(count - LONG) < 5000);
        assert_true(fabs(20 * log10(peak / figures.peak)) < 3);
    }
    tune_close(&tune);
}

static void
its_figures_are_those_of_libebur128(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    double integrated, left, right;
    float peak = 0;
    int64_t count;

    tune_open(&tune, TUNE_MIXED, LONG);
    struct bounce_file file = {.path = tune_path(&tune, "a.wav"), .loudness = true};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.bits = SOUNDOUT_FLOAT;
    tune_bounce(&spec, &result, &figures);
    float *sound = tune_samples(file.path, &count);
    ebur128_state *meter = ebur128_init(2, TUNE_RATE, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(meter, sound, (size_t)count);
    ebur128_loudness_global(meter, &integrated);
    ebur128_true_peak(meter, 0, &left);
    ebur128_true_peak(meter, 1, &right);
    ebur128_destroy(&meter);
    for (int64_t s = 0; s < 2 * count; s++)
        peak = fmaxf(peak, fabsf(sound[s]));
    assert_true(peak == figures.peak);
    assert_true(fabs(integrated - figures.integrated) < 0.1);
    assert_true(fabs(20 * log10(fmax(left, right) / figures.true_peak)) < 0.3);
    free(sound);
    tune_close(&tune);
}

static void
samples_beyond_full_scale_are_counted(void **state)
{
    struct tune tune;
    struct bounce_result result;
    struct bounce_figures figures;
    int64_t count, beyond = 0;

    tune_open(&tune, TUNE_PLAIN, SHORT);
    tune_fader(&tune, TUNE_MASTER, 16);
    struct bounce_file file = {.path = tune_path(&tune, "a.wav")};
    struct bounce_spec spec = tune_spec(&tune, &file);
    spec.bits = SOUNDOUT_FLOAT;
    tune_bounce(&spec, &result, &figures);
    float *sound = tune_samples(file.path, &count);
    for (int64_t s = 0; s < 2 * count; s++)
        beyond += fabsf(sound[s]) > 1;
    assert_true(beyond > 0);
    assert_int_equal(figures.clipped, beyond);
    free(sound);
    tune_close(&tune);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bits_do_not_depend_on_blocks_and_threads),
        cmocka_unit_test(it_is_what_is_played),
        cmocka_unit_test(stems_add_up_to_the_master),
        cmocka_unit_test(a_range_is_exact_to_the_frame),
        cmocka_unit_test(the_latency_is_made_up_for),
        cmocka_unit_test(a_tail_rings_until_it_is_silent),
        cmocka_unit_test(a_song_without_a_tail_is_as_long_as_it_is),
        cmocka_unit_test(each_format_reads_back_as_it_was_written),
        cmocka_unit_test(lossy_formats_hold_about_the_same_sound),
        cmocka_unit_test(its_figures_are_those_of_libebur128),
        cmocka_unit_test(samples_beyond_full_scale_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
