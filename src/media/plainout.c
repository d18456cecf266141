/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/plainout.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>

enum {
    BLOCK_BYTES = 1 << 18
}; /* stays in the second cache on its way to the kernel */

struct plainout {
    struct newfile *file;
    struct soundhead_spec spec;
    size_t frame; /* bytes */
    int64_t frames;
    int64_t room; /* frames that the format can hold */
    size_t held;  /* frames in `block`, not written yet */
    size_t slots; /* frames that it holds at most */
    unsigned char block[BLOCK_BYTES];
};

static enum status
write_head(struct plainout *out, struct fault *fault)
{
    size_t size;
    void *head = soundhead_make(&out->spec, out->frames, &size);

    if (!head)
        return fault_errno(fault, ENOMEM, out->file->path);
    const enum status status
        = out->frames == 0 ? newfile_write(out->file, head, size, fault)
                           : newfile_write_at(out->file, head, size, 0, fault);
    free(head);
    return status;
}

enum status
plainout_new(struct plainout **out, struct newfile *file,
             const struct soundhead_spec *spec, struct fault *fault)
{
    struct plainout *plain = malloc(sizeof *plain);

    *out = NULL;
    if (!plain)
        return fault_errno(fault, ENOMEM, file->path);
    plain->file = file;
    plain->spec = *spec;
    plain->frame = sample_bytes(spec->format) * (size_t)spec->channels;
    plain->frames = 0;
    plain->room = soundhead_room(spec);
    plain->held = 0;
    plain->slots = BLOCK_BYTES / plain->frame;
    const enum status status = write_head(plain, fault);

    if (status != ST_OK)
        free(plain);
    else
        *out = plain;
    return status;
}

static enum status
flush(struct plainout *out, struct fault *fault)
{
    const size_t bytes = out->held * out->frame;

    out->held = 0;
    return newfile_write(out->file, out->block, bytes, fault);
}

enum status
plainout_write(struct plainout *out, const float *const planar[], size_t frames,
               int64_t *off, struct fault *fault)
{
    if ((int64_t)frames > out->room - out->frames) {
        fault_set(fault, ST_RANGE, out->file->path, "%s",
                  _("AIFF files end at 2 GiB"));
        fault_remedy(fault, "%s", _("write WAV instead"));
        return ST_RANGE;
    }
    for (size_t done = 0; done < frames;) {
        const size_t left = out->slots - out->held;
        const size_t n = frames - done < left ? frames - done : left;
        const float *from[SOUNDFILE_MAX_CHANNELS];

        for (unsigned c = 0; c < out->spec.channels; c++)
            from[c] = planar[c] + done;
        const size_t lost
            = convert_write(out->block + out->held * out->frame, out->spec.format,
                            from, out->spec.channels, n);

        if (off)
            *off += (int64_t)lost;
        done += n;
        out->held += n;
        out->frames += (int64_t)n;
        if (out->held == out->slots) {
            const enum status status = flush(out, fault);

            if (status != ST_OK)
                return status;
        }
    }
    return ST_OK;
}

enum status
plainout_end(struct plainout *out, struct fault *fault)
{
    const bool odd = out->frames * (int64_t)out->frame % 2;
    enum status status = flush(out, fault);

    if (status == ST_OK && odd)
        status = newfile_write(out->file, "", 1, fault);
    return status == ST_OK && out->frames > 0 ? write_head(out, fault) : status;
}

void
plainout_free(struct plainout *out)
{
    free(out);
}

int64_t
plainout_frames(const struct plainout *out)
{
    return out->frames;
}
