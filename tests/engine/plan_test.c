/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: what is refused, what is counted, what is kept and let go. */
#include "tests/test.h"

#include "model/tables.h"
#include "tests/alloc_help.h"
#include "tests/engine/rig_help.h"

#include <string.h>

static float left[4096], right[4096];

static const struct engine_config OFFLINE = {.offline = true};

static void
expect_feedback(struct rig *rig, const char *const *names, unsigned n)
{
    struct plan *plan = (struct plan *)rig;
    struct fault fault;

    assert_int_equal(plan_build(&plan, rig->engine, rig->model, NULL, &fault),
                     ST_CONFLICT);
    assert_null(plan);
    for (unsigned i = 0; i < n; i++)
        assert_non_null(strstr(fault.what, names[i]));
    assert_true(fault.remedy[0] != 0);
}

static void
feedback_is_refused_and_its_way_is_told(void **state)
{
    static struct rig rig;
    struct plan *plan;

    rig_open(&rig, OFFLINE);
    const int64_t a = rig_track(&rig, TRACK_BUS, 2, 0);
    const int64_t b = rig_track(&rig, TRACK_BUS, 2, a);
    const int64_t c = rig_track(&rig, TRACK_BUS, 2, b);
    rig_track(&rig, TRACK_AUDIO, 2, c);
    assert_int_equal(plan_build(&plan, rig.engine, rig.model, NULL, NULL), ST_OK);
    plan_free(plan);
    const int64_t id = rig_send(&rig, a, c, SEND_POST_FADER, -60);
    expect_feedback(&rig, (const char *[]){"track 1", "track 2", "track 3"}, 3);

    /* A send that is off closes no loop. */
    struct row_send send
        = *(const struct row_send *)model_row(rig.model, TABLE_SEND, id);
    send.on = 0;
    rig_put(&rig, TABLE_SEND, &send);
    assert_int_equal(plan_build(&plan, rig.engine, rig.model, NULL, NULL), ST_OK);
    plan_free(plan);
    rig_close(&rig);
}

static void
a_track_that_feeds_itself_is_refused(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t a = rig_track(&rig, TRACK_BUS, 2, 0);
    rig_send(&rig, a, a, SEND_PRE_FADER, 0);
    expect_feedback(&rig, (const char *[]){"track 1"}, 1);
    rig_close(&rig);
}

static void
a_send_from_the_master_is_feedback(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t master = rig_track(&rig, TRACK_MASTER, 2, 0);
    const int64_t bus = rig_track(&rig, TRACK_BUS, 2, 0);
    rig_send(&rig, master, bus, SEND_POST_FADER, 0);
    expect_feedback(&rig, (const char *[]){"track 1", "track 2"}, 2);
    rig_close(&rig);
}

static void
outputs_that_lead_nowhere_go_to_the_master(void **state)
{
    static struct rig rig;

    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 4711);
    const struct stream_fake *source = rig_source(&rig, 2);
    rig_clip(&rig, track, source, 0, RIG_LONG, 0);
    rig_send(&rig, track, 4712, SEND_POST_FADER, 0);
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 4096, 512);
    for (int i = 0; i < 4096; i++)
        assert_true(left[i] == stream_fake_sample(source, 0, i));
    rig_close(&rig);
}

static void
write_song(struct rig *rig)
{
    const int64_t bus = rig_track(rig, TRACK_BUS, 2, 0);

    rig_insert(rig, bus, INSERT_AFTER_CONSOLE, "late");
    for (int i = 0; i < 5; i++) {
        const int64_t track = rig_track(rig, TRACK_AUDIO, 2, i % 2 ? bus : 0);
        struct row_strip strip = rig_strip(rig, track);

        strip.comp_on = i % 2;
        strip.solo = i == 3;
        rig_put(rig, TABLE_STRIP, &strip);
        rig_send(rig, track, bus, SEND_POST_FADER, 0);
        rig_insert(rig, track, INSERT_BEFORE_CONSOLE, "late7");
        rig_clip(rig, track, rig_source(rig, 2), 0, RIG_LONG, 0);
    }
}

static void
without_memory_there_is_no_plan_and_nothing_is_lost(void **state)
{
    static struct rig rig;
    static const int64_t taps[] = {2, 3};
    bool failed = true;

    rig_open(&rig, OFFLINE);
    write_song(&rig);
    const struct plan_options options = {.taps = taps, .n_taps = 2, .meters = true};
    for (int after = 0; failed; after++) {
        struct plan *plan = NULL;
        struct fault fault;

        alloc_fail_after(after);
        const enum status status
            = plan_build(&plan, rig.engine, rig.model, &options, &fault);
        failed = alloc_fail_stop();
        if (status) {
            assert_true(failed);
            assert_int_equal(status, ST_NO_MEM);
            assert_int_equal(fault.status, ST_NO_MEM);
            assert_null(plan);
        }
        plan_free(plan);
    }
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 4096, 4096);
    rig_close(&rig);
}

static void
without_memory_there_is_no_engine(void **state)
{
    const struct engine_config config
        = {.rate = 48000, .max_frames = 64, .threads = 2, .offline = true};
    bool failed = true;

    for (int after = 0; failed; after++) {
        struct engine *engine = NULL;
        struct fault fault;

        alloc_fail_after(after);
        const enum status status = engine_new(&engine, &config, &fault);
        failed = alloc_fail_stop();
        if (status)
            assert_null(engine);
        assert_true(failed || status == ST_OK);
        engine_free(engine);
    }
}

static void
plans_that_are_never_picked_up_are_freed(void **state)
{
    static struct rig rig;

    /* Nobody calls the cycle: the sanitizer sees what leaks. */
    rig_open(&rig, OFFLINE);
    write_song(&rig);
    for (int i = 0; i < 2000; i++)
        rig_plan(&rig);
    rig_render(&rig, left, right, 64, 64);
    for (int i = 0; i < 200; i++) {
        rig_plan(&rig);
        rig_render(&rig, left, right, 64, 64);
        if (i % 50 == 0)
            engine_poll(rig.engine);
    }
    rig_close(&rig);
}

static void
a_track_that_comes_back_begins_anew(void **state)
{
    static struct rig rig;
    struct row_insert insert;

    /* A tail of the time before its insert was taken out is not heard again. */
    rig_open(&rig, OFFLINE);
    const int64_t track = rig_track(&rig, TRACK_AUDIO, 2, 0);
    rig_clip(&rig, track, rig_source(&rig, 2), 0, 1000, 0);
    const int64_t id = rig_insert(&rig, track, INSERT_AFTER_CONSOLE, "decay");
    rig_roll(&rig, 0);
    rig_render(&rig, left, right, 1000, 1000);
    struct plan *held;
    assert_int_equal(plan_build(&held, rig.engine, rig.model, NULL, NULL), ST_OK);
    insert = *(const struct row_insert *)model_row(rig.model, TABLE_INSERT, id);
    insert.device = (char[]){"decay"};
    insert.on = 0;
    rig_put(&rig, TABLE_INSERT, &insert);
    rig_plan(&rig);
    rig_render(&rig, left, right, 1000, 100);
    assert_true(left[0] != 0); /* it fades out */
    for (int i = 500; i < 1000; i++)
        assert_true(left[i] == 0 && right[i] == 0);
    engine_play_plan(rig.engine, held);
    rig_render(&rig, left, right, 1000, 100);
    for (int i = 0; i < 1000; i++)
        assert_true(left[i] == 0 && right[i] == 0);
    rig_close(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feedback_is_refused_and_its_way_is_told),
        cmocka_unit_test(a_track_that_feeds_itself_is_refused),
        cmocka_unit_test(a_send_from_the_master_is_feedback),
        cmocka_unit_test(outputs_that_lead_nowhere_go_to_the_master),
        cmocka_unit_test(without_memory_there_is_no_plan_and_nothing_is_lost),
        cmocka_unit_test(without_memory_there_is_no_engine),
        cmocka_unit_test(plans_that_are_never_picked_up_are_freed),
        cmocka_unit_test(a_track_that_comes_back_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
