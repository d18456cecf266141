/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/verify.h"

#include "base/text.h"
#include "config.h"
#include "render/rendered.h"

#include <stdio.h>
#include <string.h>

/* What a verification holds while it goes on. */
struct look {
    const struct verify_spec *spec;
    struct verify_result *result;
    struct fault *fault;
    struct store *store; /* the project where it stands */
    struct past past;    /* … or stood */
    struct model *model;
};

static enum verify_answer
same(bool is)
{
    return is ? VERIFY_SAME : VERIFY_DIFFERS;
}

static bool
equal(struct hash128 a, struct hash128 b)
{
    return a.high == b.high && a.low == b.low;
}

static enum status
check_file(struct look *look)
{
    const struct receipt *receipt = &look->result->receipt;
    struct hash128 hash;
    int64_t count;

    if (!receipt->has_file)
        return ST_OK;
    const enum status status = rendered_hash(&hash, &count, look->spec->path,
                                             look->spec->cancel, look->fault);
    if (status)
        return status;
    look->result->file
        = same(equal(hash, receipt->file) && count == receipt->frames);
    return ST_OK;
}

static enum status
find_folder(struct look *look)
{
    const char *folder = look->spec->folder;

    if (!folder || !folder[0])
        folder = look->result->receipt.folder;
    if (!folder[0]) {
        fault_set(look->fault, ST_NOT_FOUND, look->spec->path,
                  _("its receipt does not say where the project is"));
        fault_remedy(look->fault, _("name the project's folder"));
        return ST_NOT_FOUND;
    }
    snprintf(look->result->folder, sizeof look->result->folder, "%s", folder);
    return ST_OK;
}

/* Open the project, and where it stands elsewhere, a copy of it at the step in
 * question. */
static enum status
open_project(struct look *look, struct store **out)
{
    const struct receipt *receipt = &look->result->receipt;
    const char *folder = look->result->folder;
    uint64_t digest = 0;
    enum status status
        = store_open(&look->store, folder, STORE_READ_ONLY, look->fault);

    *out = look->store;
    if (!status)
        status = store_digest(look->store, &digest, look->fault);
    if (status)
        return status;
    look->result->project = same(digest == receipt->project);
    if (digest == receipt->project)
        return ST_OK;
    if (!look->spec->travel) {
        fault_set(look->fault, ST_DIFFERS, folder,
                  _("the project has been edited since"));
        fault_remedy(look->fault,
                     _("compare with the project as it was then: its history "
                       "still holds it"));
        return ST_DIFFERS;
    }
    status = past_open(&look->past, folder, receipt->step, look->fault);
    if (status)
        return status;
    *out = look->past.store;
    look->result->travelled = true;
    status = store_digest(*out, &digest, look->fault);
    if (!status && digest != receipt->project)
        status = fault_set(look->fault, ST_DIFFERS, folder,
                           _("this is not the project that the file came from"));
    return status;
}

static enum status
load(struct look *look, struct store *store)
{
    enum status status = model_new(&look->model);

    if (status)
        return fault_set(look->fault, status, NULL, _("no memory"));
    return store_load(store, look->model, look->fault);
}

static enum status
render_again(struct look *look)
{
    const struct verify_spec *spec = look->spec;
    struct verify_result *result = look->result;
    const struct receipt *receipt = &result->receipt;
    const struct bounce_file file = {.track = receipt->track};
    const struct bounce_spec bounce = {
        .model = look->model,
        .devices = spec->devices,
        .project = {.folder = result->folder},
        .from = frames(receipt->from),
        .to = frames(receipt->to),
        .tail = receipt->frames > receipt->to - receipt->from,
        .length = receipt->frames,
        .files = &file,
        .count = 1,
        .bits = receipt->bits,
        .dither = receipt->dither,
        .threads = spec->threads,
        .progress = spec->progress,
        .user = spec->user,
        .cancel = spec->cancel,
    };
    struct bounce_result done;
    struct bounce_figures figures;
    const enum status status = bounce_run(&bounce, &done, &figures, look->fault);

    if (status)
        return status;
    result->offline = done.offline;
    result->seconds = done.seconds;
    result->sound = same(equal(figures.sound, receipt->sound));
    /* The dither, too: what would be written now is what was written then. */
    if (receipt->has_file && !equal(figures.file, receipt->file))
        result->sound = VERIFY_DIFFERS;
    return ST_OK;
}

/* What it comes to. */
static enum status
judge(const struct look *look)
{
    const struct verify_result *result = look->result;
    const char *path = look->spec->path;

    if (result->file == VERIFY_DIFFERS) {
        fault_set(look->fault, ST_DIFFERS, path,
                  _("its samples are not those that were written"));
        fault_remedy(look->fault, _("bounce it again"));
        return ST_DIFFERS;
    }
    if (result->sound != VERIFY_DIFFERS)
        return ST_OK;
    if (result->offline > 0) {
        fault_set(
            look->fault, ST_DIFFERS, path,
            _("the project sounds different: %zu of its sound files are missing"),
            result->offline);
        fault_remedy(look->fault, _("put them back, then verify again"));
    } else if (result->engine == VERIFY_DIFFERS) {
        fault_set(
            look->fault, ST_DIFFERS, path,
            _("sounds different when it is rendered by this version; it was made "
              "by %s"),
            result->receipt.engine);
    } else {
        fault_set(look->fault, ST_DIFFERS, path,
                  _("sounds different when it is rendered again"));
        fault_remedy(look->fault,
                     _("see whether the project's sound files were replaced"));
    }
    return ST_DIFFERS;
}

static enum status
verify(struct look *look)
{
    struct store *store = NULL;
    enum status status
        = receipt_read(&look->result->receipt, look->spec->path, look->fault);

    if (status)
        return status;
    look->result->engine
        = same(strcmp(look->result->receipt.engine, REMANENCE_VERSION) == 0);
    status = check_file(look);
    if (status || look->result->file == VERIFY_DIFFERS)
        return status;
    status = find_folder(look);
    if (!status)
        status = open_project(look, &store);
    if (!status)
        status = load(look, store);
    return status ? status : render_again(look);
}

enum status
verify_file(const struct verify_spec *spec, struct verify_result *result,
            struct fault *fault)
{
    struct look look = {.spec = spec, .result = result, .fault = fault};

    *result = (struct verify_result){0};
    const enum status status = verify(&look);
    model_free(look.model);
    past_close(&look.past);
    store_close(look.store);
    return status ? status : judge(&look);
}
