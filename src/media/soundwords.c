/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sound file says besides sound: tags, Broadcast Wave's bext, cue points. */
#include "base/text.h"
#include "media/receipt.h"
#include "media/soundfile_priv.h"
#include "media/words.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CUES = 10000 };

static const struct {
    enum sound_tag tag;
    int string;
} TAGS[] = {
    {SOUND_TITLE, SF_STR_TITLE},     {SOUND_ARTIST, SF_STR_ARTIST},
    {SOUND_ALBUM, SF_STR_ALBUM},     {SOUND_DATE, SF_STR_DATE},
    {SOUND_COMMENT, SF_STR_COMMENT}, {SOUND_SOFTWARE, SF_STR_SOFTWARE},
};

static enum status
read_tags(struct soundfile_words *words, SNDFILE *snd)
{
    char text[SOUNDFILE_TAG_SIZE + SOUNDFILE_TAG_SIZE];
    char receipt[SOUNDFILE_TAG_SIZE];

    for (size_t i = 0; i < COUNT(TAGS); i++) {
        const char *found = sf_get_string(snd, TAGS[i].string);

        if (!found)
            continue;
        words_utf8(text, sizeof text, found, strlen(found));
        if (TAGS[i].tag == SOUND_COMMENT
            && receipt_take(text, receipt, sizeof receipt)
            && !(words->tags[SOUND_RECEIPT] = strdup(receipt)))
            return ST_NO_MEM;
        words_utf8(receipt, sizeof receipt, text, strlen(text));
        if (receipt[0] && !(words->tags[TAGS[i].tag] = strdup(receipt)))
            return ST_NO_MEM;
    }
    return ST_OK;
}

static void
read_origin(struct sound_origin *origin, SNDFILE *snd)
{
    SF_BROADCAST_INFO bext;

    memset(&bext, 0, sizeof bext);
    if (sf_command(snd, SFC_GET_BROADCAST_INFO, &bext, sizeof bext) != SF_TRUE)
        return;
    const uint64_t at
        = (uint64_t)bext.time_reference_high << 32 | bext.time_reference_low;

    origin->has = true;
    origin->time_reference = at <= UINT64_C(1) << 53 ? (int64_t)at : -1;
    words_utf8(origin->description, sizeof origin->description, bext.description,
               sizeof bext.description);
    words_utf8(origin->originator, sizeof origin->originator, bext.originator,
               sizeof bext.originator);
    words_utf8(origin->reference, sizeof origin->reference,
               bext.originator_reference, sizeof bext.originator_reference);
    words_utf8(origin->date, sizeof origin->date, bext.origination_date,
               sizeof bext.origination_date);
    words_utf8(origin->time, sizeof origin->time, bext.origination_time,
               sizeof bext.origination_time);
}

static int
by_place(const void *a, const void *b)
{
    const struct sound_cue *const x = a;
    const struct sound_cue *const y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static enum status
read_cues(struct soundfile_words *words, SNDFILE *snd)
{
    uint32_t count = 0;
    SF_CUES *cues;

    if (sf_command(snd, SFC_GET_CUE_COUNT, &count, sizeof count) != SF_TRUE
        || count == 0 || count > MAX_CUES)
        return ST_OK;
    const size_t size = sizeof(uint32_t) + count * sizeof(SF_CUE_POINT);

    cues = calloc(1, size + sizeof *cues);
    words->cues = calloc(count, sizeof *words->cues);
    if (!cues || !words->cues) {
        free(cues);
        return ST_NO_MEM;
    }
    if (sf_command(snd, SFC_GET_CUE, cues, (int)size) == SF_TRUE) {
        const SF_CUE_POINT *points = cues->cue_points;

        for (uint32_t i = 0; i < count && i < cues->cue_count; i++) {
            struct sound_cue *cue = &words->cues[words->n_cues++];

            cue->at = points[i].sample_offset;
            words_utf8(cue->name, sizeof cue->name, points[i].name,
                       sizeof points[i].name);
        }
        qsort(words->cues, words->n_cues, sizeof *words->cues, by_place);
    }
    free(cues);
    return ST_OK;
}

enum status
soundfile_words_read(struct soundfile_words *words, SNDFILE *snd)
{
    const enum status status = read_tags(words, snd);

    read_origin(&words->origin, snd);
    return status == ST_OK ? read_cues(words, snd) : status;
}

void
soundfile_words_clear(struct soundfile_words *words)
{
    for (size_t i = 0; i < SOUND_TAGS; i++)
        free(words->tags[i]);
    free(words->cues);
}
