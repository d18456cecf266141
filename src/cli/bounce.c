/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/bounce.h"
#include "app/place.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/open.h"
#include "cli/output.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const BITS[] = {"16", "24", "32f", NULL};
static const char *const DITHERS[] = {"none", "tpdf", "shaped", NULL};

static void
on_progress(void *user, const struct bounce_progress *at)
{
    char more[64] = "";

    if (at->seconds_left >= 0.0)
        snprintf(more, sizeof more, _("%.0f s left, %.0f x real time"),
                 at->seconds_left, at->times);
    progress_show(user, at->part, more);
}

static void
on_offline(void *user, const struct row_source *source, const struct fault *fault)
{
    (void)source;
    progress_end(user);
    warn(fault);
}

/* What does not depend on the song. */
static enum status
read_options(const struct args *args, struct bounce_order *order,
             struct fault *fault)
{
    int bits = SOUNDOUT_24, dither = -1;
    int64_t threads, block;
    double quality;
    enum status status = arg_choice(args, "bits", BITS, &bits, fault);

    if (!status)
        status = arg_choice(args, "dither", DITHERS, &dither, fault);
    if (!status)
        status
            = arg_whole(args, "threads", 1, BOUNCE_MAX_THREADS, 0, &threads, fault);
    if (!status)
        status = arg_whole(args, "block", 16, BOUNCE_MAX_BLOCK, 0, &block, fault);
    if (!status)
        status = arg_number(args, "quality", 0, 1, 0, &quality, fault);
    if (status)
        return status;
    order->bits = bits;
    order->dither = dither >= 0        ? (enum dither_kind)dither
                    : bits == SOUNDOUT_16 ? DITHER_TPDF
                                          : DITHER_NONE;
    order->threads = (unsigned)threads;
    order->block = (uint32_t)block;
    order->quality = quality;
    if (order->path)
        return ST_OK;
    fault_set(fault, ST_SYNTAX, "bounce", _("where to is missing"));
    fault_remedy(fault, _("usage: remanence bounce SONG --output FILE"));
    return ST_SYNTAX;
}

static enum status
read_range(const struct args *args, const struct model *model,
           struct bounce_order *order, struct fault *fault)
{
    const char *from = arg(args, "from"), *to = arg(args, "to");
    enum status status = ST_OK;

    if (from)
        status = place_frames(model, from, &order->from, fault);
    if (!status && to)
        status = place_frames(model, to, &order->to, fault);
    if (!status && to && order->to.n <= order->from.n)
        status = fault_with(fault, ST_RANGE, to, _("is not after the start"),
                            _("choose a later end"));
    return status;
}

static double
to_db(double linear)
{
    return linear > 0.0 ? 20.0 * log10(linear) : -HUGE_VAL;
}

static void
print_loudness(const struct bounce_figures *figures)
{
    printf(_("  %.1f LUFS integrated, true peak %.1f dBTP, peak %.1f dBFS"),
           figures->integrated, to_db(figures->true_peak), to_db(figures->peak));
    if (isfinite(figures->range)) /* of what is long enough */
        printf(_(", range %.1f LU, short-term up to %.1f LUFS"), figures->range,
               figures->max_shortterm);
}

static void
print_made(const struct bounce_made *made)
{
    const struct bounce_result *result = &made->result;

    for (unsigned i = 0; i < made->count; i++) {
        const struct bounce_figures *figures = &made->figures[i];

        print_name(made->paths[i], 0);
        puts("");
        if (i == 0 && made->has_master)
            print_loudness(figures);
        else
            printf(_("  peak %.1f dBFS"), to_db(figures->peak));
        if (figures->clipped > 0)
            printf(_(", %lld samples clipped"), (long long)figures->clipped);
        puts("");
    }
    printf(_("%.2f s of sound in %.2f s: %.0f times faster than real time\n"),
           (double)result->frames / made->rate, result->seconds, result->times);
    if (result->offline > 0)
        printf(_("sound files that were offline, their clips silent or cut short: "
                 "%zu\n"),
               result->offline);
}

static void
json_made(const struct bounce_made *made)
{
    struct json json = {0};
    char hash[33];

    json_open(&json, NULL, '{');
    json_int(&json, "frames", made->result.frames);
    json_int(&json, "rate", made->rate);
    json_real(&json, "seconds", made->result.seconds);
    json_real(&json, "times_real_time", made->result.times);
    json_int(&json, "offline", made->result.offline);
    json_open(&json, "files", '[');
    for (unsigned i = 0; i < made->count; i++) {
        const struct bounce_figures *figures = &made->figures[i];

        json_open(&json, NULL, '{');
        json_text(&json, "path", made->paths[i]);
        json_real(&json, "peak_dbfs", to_db(figures->peak));
        if (i == 0 && made->has_master) {
            json_real(&json, "true_peak_dbtp", to_db(figures->true_peak));
            json_real(&json, "integrated_lufs", figures->integrated);
            json_real(&json, "range_lu", figures->range);
            json_real(&json, "max_momentary_lufs", figures->max_momentary);
            json_real(&json, "max_shortterm_lufs", figures->max_shortterm);
        }
        json_int(&json, "clipped", figures->clipped);
        hash128_text(figures->sound, hash);
        json_text(&json, "sound", hash);
        if (figures->has_file) {
            hash128_text(figures->file, hash);
            json_text(&json, "file", hash);
        }
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}

static enum exit_code
run_bounce(const struct args *args)
{
    struct progress progress;
    struct bounce_order order = {
        .path = arg(args, "output"),
        .stems = arg_given(args, "stems") || arg_given(args, "only-stems"),
        .master = !arg_given(args, "only-stems"),
        .tail = !arg_given(args, "no-tail"),
        .format = arg(args, "format"),
        .replace = arg_given(args, "replace"),
        .no_receipt = arg_given(args, "no-receipt"),
        .progress = on_progress,
        .offline = on_offline,
        .user = &progress,
        .cancel = cancel_flag(),
    };
    struct bounce_made made;
    struct session *session;
    struct fault fault;

    if (read_options(args, &order, &fault)
        || open_to_read(&session, args->words[0], &fault))
        return fail(&fault);
    progress_begin(&progress, _("Bouncing"),
                   arg_given(args, "quiet") || arg_given(args, "json"));
    enum status status = read_range(args, session_model(session), &order, &fault);
    if (!status)
        status = bounce_song(session, &order, &made, &fault);
    if (status == ST_EXISTS && !order.replace)
        fault_remedy(&fault, _("choose another name, or say --replace"));
    progress_end(&progress);
    if (!status) {
        if (arg_given(args, "json"))
            json_made(&made);
        else
            print_made(&made);
        bounce_made_clear(&made);
    }
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

static const char *
answer_text(enum verify_answer answer)
{
    return answer == VERIFY_SAME      ? _("the same")
           : answer == VERIFY_DIFFERS ? _("differs")
                                      : _("not told");
}

static const char *
answer_word(enum verify_answer answer)
{
    return answer == VERIFY_SAME      ? "same"
           : answer == VERIFY_DIFFERS ? "differs"
                                      : "unknown";
}

static void
print_verified(const struct verify_result *result)
{
    printf(_("project        %s\n"), result->folder);
    printf(_("  edit         #%lld%s\n"), (long long)result->receipt.step,
           result->travelled ? _(" (looked at on a copy)") : "");
    printf(_("its samples    %s\n"), answer_text(result->file));
    printf(_("the project    %s\n"), answer_text(result->project));
    printf(_("the engine     %s (%s)\n"), answer_text(result->engine),
           result->receipt.engine);
    printf(_("rendered again %s\n"), answer_text(result->sound));
}

static void
json_verified(const struct verify_result *result)
{
    struct json json = {0};

    json_open(&json, NULL, '{');
    json_text(&json, "folder", result->folder);
    json_id(&json, "edit", result->receipt.step);
    json_text(&json, "engine_version", result->receipt.engine);
    json_text(&json, "file", answer_word(result->file));
    json_text(&json, "project", answer_word(result->project));
    json_text(&json, "engine", answer_word(result->engine));
    json_text(&json, "sound", answer_word(result->sound));
    json_bool(&json, "travelled", result->travelled);
    json_int(&json, "offline", result->offline);
    json_close(&json, '}');
}

static enum exit_code
run_verify(const struct args *args)
{
    struct progress progress;
    struct verify_spec spec = {
        .path = args->words[0],
        .folder = arg(args, "song"),
        .travel = arg_given(args, "travel"),
        .progress = on_progress,
        .user = &progress,
        .cancel = cancel_flag(),
    };
    struct verify_result result = {0};
    struct fault fault;

    progress_begin(&progress, _("Rendering again"),
                   arg_given(args, "quiet") || arg_given(args, "json"));
    const enum status status = bounce_verify(&spec, &result, &fault);
    progress_end(&progress);
    if (status == ST_OK || status == ST_DIFFERS) {
        if (arg_given(args, "json"))
            json_verified(&result);
        else
            print_verified(&result);
    }
    return status ? fail(&fault) : EXIT_GOOD;
}

const struct verb VERB_BOUNCE = {
    .name = "bounce",
    .words = "SONG -o FILE [--format F] [--bits 16|24|32f] [--stems] …",
    .summary = N_("render a song into a sound file"),
    .more = N_("The same bits whatever the block and the number of threads, and the same as\n"
               "what is played.  The file holds a receipt, which remanence verify reads.\n"
               "Stems are called after the file: «mix.wav» makes «mix - Bass.wav»."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"output", "FILE", N_("where to (-o)")},
            {"format", "F", N_("wav, rf64, aiff, flac, opus, vorbis, mp3; else by the name")},
            {"bits", "16|24|32f", N_("of a sample, 24 otherwise")},
            {"dither", "D", N_("none, tpdf, shaped; tpdf at 16 bits, none otherwise")},
            {"quality", "0…1", N_("of opus, vorbis and mp3")},
            {"from", "T", N_("from this time on")},
            {"to", "T", N_("up to this time; else to the end of the last clip")},
            {"no-tail", NULL, N_("end there, though it still sounds")},
            {"stems", NULL, N_("a file for each track, too, in the same pass")},
            {"only-stems", NULL, N_("a file for each track, and no master")},
            {"threads", "N", N_("1 … 16; as many as there are processors otherwise")},
            {"block", "N", N_("frames a cycle, 16 … 8192")},
            {"replace", NULL, N_("an older file of that name may go")},
            {"no-receipt", NULL, N_("write no receipt into the file")},
            {"json", NULL, N_("answer in JSON")},
            {"quiet", NULL, N_("show no progress")},
        },
    .run = run_bounce,
};

const struct verb VERB_VERIFY = {
    .name = "verify",
    .words = "FILE [--song SONG] [--travel]",
    .summary = N_("render a bounced file again, and compare"),
    .more = N_("Tells whether the file's samples are those that were written, and whether the\n"
               "song it came of still makes the same sound, bit for bit.  Returns 3 if not."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"song", "SONG", N_("the song; else where the receipt says")},
            {"travel", NULL, N_("if the song was edited since: look at it as it was, on a copy")},
            {"json", NULL, N_("answer in JSON")},
            {"quiet", NULL, N_("show no progress")},
        },
    .run = run_verify,
};
