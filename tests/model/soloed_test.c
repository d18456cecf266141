/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/soloed.h"

#include "model/ops_mix.h"
#include "model/ops_track.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <stdlib.h>

/* a and b go into the bus B, c beside it; R is a reverb that a and c send to. */
enum { A, B, C, BUS, REVERB, TRACKS };

struct fixture {
    struct model_song song;
    int64_t id[TRACKS];
};

static void
open_fixture(struct fixture *f)
{
    static const char *const NAMES[] = {"a", "b", "c", "B", "R"};

    model_song_open(&f->song);
    for (int i = 0; i < TRACKS; i++) {
        const struct op_track what = {.kind = i < BUS ? TRACK_AUDIO : TRACK_BUS,
                                      .name = NAMES[i],
                                      .color = -1};

        assert_int_equal(op_track_add(&f->song.ops, &what, &f->id[i]), ST_OK);
    }
    for (int i = A; i <= B; i++)
        assert_int_equal(op_track_output(&f->song.ops, f->id[i], f->id[BUS]),
                         ST_OK);
    for (int i = A; i <= C; i += 2)
        assert_int_equal(op_send_add(&f->song.ops, f->id[i], f->id[REVERB], -6,
                                     SEND_POST_FADER, NULL),
                         ST_OK);
    model_song_apply(&f->song);
}

static void
set(struct fixture *f, int track, const char *column)
{
    assert_int_equal(
        op_set_number(&f->song.ops, TABLE_STRIP, f->id[track], column, 1), ST_OK);
    model_song_apply(&f->song);
}

/* The names of the silent ones. */
static void
expect(struct fixture *f, const char *names)
{
    char got[TRACKS + 1] = "";
    size_t said = 0;
    int64_t *ids;
    size_t count;

    assert_int_equal(soloed_silent(f->song.model, &ids, &count), ST_OK);
    for (int i = 0; i < TRACKS; i++)
        for (size_t k = 0; k < count; k++)
            if (ids[k] == f->id[i])
                got[said++] = "abcBR"[i];
    assert_string_equal(got, names);
    assert_int_equal(said, count);
    free(ids);
}

static void
without_solo_none_is_silent(void **state)
{
    struct fixture f;

    open_fixture(&f);
    expect(&f, "");
    model_song_close(&f.song);
}

static void
a_soloed_track_keeps_the_way_to_the_master_open(void **state)
{
    struct fixture f;

    open_fixture(&f);
    set(&f, A, "solo");
    expect(&f, "bc"); /* the bus and the reverb are on its way */
    set(&f, C, "solo_safe");
    expect(&f, "b");
    model_song_close(&f.song);
}

static void
a_soloed_bus_is_heard_with_all_that_goes_into_it(void **state)
{
    struct fixture f;

    open_fixture(&f);
    set(&f, BUS, "solo");
    expect(&f, "c"); /* the reverb of a sounds too */
    model_song_close(&f.song);
}

static void
who_sends_to_what_is_soloed_is_not_silent(void **state)
{
    struct fixture f;

    open_fixture(&f);
    set(&f, REVERB, "solo");
    expect(&f, "bB");
    model_song_close(&f.song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_solo_none_is_silent),
        cmocka_unit_test(a_soloed_track_keeps_the_way_to_the_master_open),
        cmocka_unit_test(a_soloed_bus_is_heard_with_all_that_goes_into_it),
        cmocka_unit_test(who_sends_to_what_is_soloed_is_not_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
