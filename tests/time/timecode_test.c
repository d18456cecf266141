/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/timecode.h"
#include "tests/test.h"

static struct tempo_map *
common_map(uint32_t rate)
{
    struct tempo_map *map;

    assert_int_equal(tempo_map_new(&map, rate, NULL, 0, NULL, 0), ST_OK);
    return map;
}

static void
times_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t n;
        enum time_unit unit;
    } cases[] = {
        {"0s", 0, TIME_FRAMES},
        {"12.5s", 600000, TIME_FRAMES},
        {"1:23.456", 83456 * 48, TIME_FRAMES},
        {"1:02:03.5", 3723500 * INT64_C(48), TIME_FRAMES},
        {"90:00", 90 * 60 * 48000, TIME_FRAMES},
        {"48000f", 48000, TIME_FRAMES},
        {"0.00001s", 0, TIME_FRAMES},
        {"0.00002s", 1, TIME_FRAMES},
        {"0.999999999999s", 48000, TIME_FRAMES},
        {"17|1|0", 64 * TICKS_PER_QUARTER, TIME_TICKS},
        {"17|", 64 * TICKS_PER_QUARTER, TIME_TICKS},
        {"17|3", 66 * TICKS_PER_QUARTER, TIME_TICKS},
        {"1|1|5", 5, TIME_TICKS},
    };
    struct tempo_map *map = common_map(48000);

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fault fault;
        struct when at;

        assert_int_equal(timecode_read(cases[i].text, map, &at, &fault), ST_OK);
        assert_int_equal(at.n, cases[i].n);
        assert_int_equal(at.unit, cases[i].unit);
    }
    tempo_map_free(map);
}

static void
what_is_no_time_is_refused_and_explained(void **state)
{
    static const struct {
        const char *text;
        enum status status;
    } cases[] = {
        {"", ST_SYNTAX},
        {"s", ST_SYNTAX},
        {"12", ST_SYNTAX},
        {"17", ST_SYNTAX},
        {"12.s", ST_SYNTAX},
        {"1.5f", ST_SYNTAX},
        {"12,5s", ST_SYNTAX},
        {"1:2:3:4", ST_SYNTAX},
        {"1:60", ST_SYNTAX},
        {"1:", ST_SYNTAX},
        {"1:60:00", ST_SYNTAX},
        {"|1|0", ST_SYNTAX},
        {"1||", ST_SYNTAX},
        {"1|1|", ST_SYNTAX},
        {"1|1|0|0", ST_SYNTAX},
        {"12.5s ", ST_SYNTAX},
        {" 1s", ST_SYNTAX},
        {"0x10f", ST_SYNTAX},
        {"1e3s", ST_SYNTAX},
        {"nan", ST_SYNTAX},
        {"-1s", ST_RANGE},
        {"0|1|0", ST_RANGE},
        {"1|0|0", ST_RANGE},
        {"9007199254740993f", ST_RANGE},
        {"99999999999999999999999f", ST_RANGE},
        {"99999999999999s", ST_RANGE},
        {"99999999999999999:00:00", ST_RANGE},
        {"99999999999|1|0", ST_RANGE},
        {"1|1|99999999999", ST_RANGE},
    };
    struct tempo_map *map = common_map(48000);

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fault fault = {0};
        struct when at = {77, TIME_TICKS};

        if (timecode_read(cases[i].text, map, &at, &fault) != cases[i].status)
            fail_msg("«%s»", cases[i].text);
        assert_int_equal(fault.status, cases[i].status);
        assert_string_equal(fault.where, cases[i].text[0] ? cases[i].text : "\"\"");
        assert_true(fault.what[0]);
        assert_int_equal(at.n, 77);
    }
    tempo_map_free(map);
}

static void
a_distance_may_lead_to_the_left(void **state)
{
    struct tempo_map *map = common_map(48000);
    struct fault fault;
    struct when span;

    assert_int_equal(timecode_read_span("-1.5s", map, &span, &fault), ST_OK);
    assert_int_equal(span.n, -72000);
    assert_int_equal(timecode_read_span("+10f", map, &span, &fault), ST_OK);
    assert_int_equal(span.n, 10);
    assert_int_equal(timecode_read_span("-1|2|3", map, &span, &fault), ST_OK);
    assert_int_equal(span.n, -(6 * TICKS_PER_QUARTER + 3));
    assert_int_equal(span.unit, TIME_TICKS);
    assert_int_equal(timecode_read_span("0|0|0", map, &span, &fault), ST_OK);
    assert_int_equal(span.n, 0);
    assert_int_equal(timecode_read_span("--1s", map, &span, &fault), ST_SYNTAX);
    assert_int_equal(timecode_read_span("999999999999|0|0", map, &span, &fault),
                     ST_RANGE);
    tempo_map_free(map);
}

static void
a_bar_as_a_distance_is_one_of_the_first_metre(void **state)
{
    const struct metre_point metre[]
        = {{ticks(0), 6, 8}, {ticks(TICKS_PER_QUARTER * 3), 4, 4}};
    struct tempo_map *map;
    struct when span;

    assert_int_equal(tempo_map_new(&map, 48000, NULL, 0, metre, 2), ST_OK);
    assert_int_equal(timecode_read_span("1|0|0", map, &span, NULL), ST_OK);
    assert_int_equal(span.n, 3 * TICKS_PER_QUARTER);
    assert_int_equal(timecode_read_span("0|1|0", map, &span, NULL), ST_OK);
    assert_int_equal(span.n, TICKS_PER_QUARTER / 2);
    tempo_map_free(map);
}

static void
a_clock_shows_hours_only_where_there_are_any(void **state)
{
    static const struct {
        int64_t n;
        const char *text;
    } cases[] = {
        {0, "0:00.000"},
        {48, "0:00.001"},
        {23, "0:00.000"},
        {24, "0:00.001"},
        {48000 * 60 - 1, "1:00.000"},
        {-48000, "-0:01.000"},
        {-1, "0:00.000"},
        {48000 * 3600, "1:00:00.000"},
        {83456 * 48, "1:23.456"},
        {INT64_MIN, "-53375995583:39:46.201"},
    };
    char text[TIMECODE_SIZE];

    for (size_t i = 0; i < COUNT(cases); i++) {
        timecode_clock(frames(cases[i].n), 48000, text);
        if (i + 1 < COUNT(cases))
            assert_string_equal(text, cases[i].text);
        else
            assert_int_equal(text[0], '-');
    }
}

static void
what_is_written_is_read_again(void **state)
{
    struct tempo_map *map = common_map(96000);
    char text[TIMECODE_SIZE];
    struct when at;

    for (int64_t n = 0; n < INT64_C(1) << 40; n = n * 3 + 1) {
        timecode_bars(map, ticks(n), text);
        assert_int_equal(timecode_read(text, map, &at, NULL), ST_OK);
        assert_int_equal(at.n, n);
        timecode_clock(frames(n), 96000, text);
        assert_int_equal(timecode_read(text, map, &at, NULL), ST_OK);
        assert_in_range(at.n - n + 48, 0, 96); /* half a millisecond either way */
    }
    tempo_map_free(map);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_time_is_refused_and_explained),
        cmocka_unit_test(a_distance_may_lead_to_the_left),
        cmocka_unit_test(a_bar_as_a_distance_is_one_of_the_first_metre),
        cmocka_unit_test(a_clock_shows_hours_only_where_there_are_any),
        cmocka_unit_test(what_is_written_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
