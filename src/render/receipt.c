/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/receipt.h"

#include "base/text.h"
#include "render/outfile.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "remanence ";
enum { VERSION = 1 };

static const char *const dithers[] = {
    [DITHER_NONE] = "none",
    [DITHER_TPDF] = "tpdf",
    [DITHER_SHAPED] = "shaped",
};

static const char *const bits_names[] = {
    [SOUNDOUT_16] = "16",
    [SOUNDOUT_24] = "24",
    [SOUNDOUT_FLOAT] = "32f",
};

void
hash128_text(struct hash128 hash, char text[33])
{
    snprintf(text, 33, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}

static bool
is_plain(unsigned char c)
{
    return c < 0x80 && (isalnum(c) || strchr("-_./~", c)) && c != '\0';
}

/* The folder at the end, if all of it fits. */
static void
write_folder(const char *folder, char *text, size_t used)
{
    char *at = text + used;
    char *const end = text + SOUNDOUT_RECEIPT_SIZE;

    if (!folder[0] || end - at < 16)
        return;
    at += sprintf(at, " folder=");
    for (const char *c = folder; *c; c++) {
        if (end - at < 4) {
            text[used] = '\0';
            return;
        }
        if (is_plain((unsigned char)*c))
            *at++ = *c;
        else
            at += sprintf(at, "%%%02X", (unsigned char)*c);
    }
    *at = '\0';
}

void
receipt_write(const struct receipt *receipt, char text[SOUNDOUT_RECEIPT_SIZE])
{
    char sound[33], file[33];

    hash128_text(receipt->sound, sound);
    hash128_text(receipt->file, file);
    const int used = snprintf(
        text, SOUNDOUT_RECEIPT_SIZE,
        "%s%d engine=%s project=%016" PRIx64 " step=%" PRId64 " track=%" PRId64
        " from=%" PRId64 " to=%" PRId64 " frames=%" PRId64
        " rate=%u bits=%s dither=%s sound=%s%s%s",
        HEAD, VERSION, receipt->engine, receipt->project, receipt->step,
        receipt->track, receipt->from, receipt->to, receipt->frames, receipt->rate,
        receipt->lossy ? "lossy" : bits_names[receipt->bits],
        dithers[receipt->dither], sound, receipt->has_file ? " file=" : "",
        receipt->has_file ? file : "");
    write_folder(receipt->folder, text, (size_t)used);
}

/* --- reading
 * ----------------------------------------------------------------------- */

static bool
read_number(const char *text, int64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *out >= 0;
}

static bool
read_hex(const char *text, size_t digits, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits; i++) {
        const char c = text[i];

        if (!isxdigit((unsigned char)c))
            return false;
        value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    *out = value;
    return true;
}

static bool
read_hash(const char *text, struct hash128 *out)
{
    return strlen(text) == 32 && read_hex(text, 16, &out->high)
        && read_hex(text + 16, 16, &out->low);
}

static bool
read_name(const char *text, const char *const *names, size_t count, unsigned *out)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, names[i]) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static bool
read_folder(const char *text, char *out)
{
    size_t n = 0;

    for (; *text; text++) {
        uint64_t byte = (unsigned char)*text;

        if (*text == '%') {
            if (!read_hex(text + 1, 2, &byte) || byte == 0)
                return false;
            text += 2;
        }
        if (n + 1 >= RECEIPT_FOLDER_SIZE)
            return false;
        out[n++] = (char)byte;
    }
    out[n] = '\0';
    return true;
}

enum key {
    KEY_ENGINE,
    KEY_PROJECT,
    KEY_STEP,
    KEY_TRACK,
    KEY_FROM,
    KEY_TO,
    KEY_FRAMES,
    KEY_RATE,
    KEY_BITS,
    KEY_DITHER,
    KEY_SOUND,
    KEY_FILE,
    KEY_FOLDER,
    KEYS,
};

static const char *const keys[KEYS] = {
    "engine", "project", "step",   "track", "from", "to",     "frames",
    "rate",   "bits",    "dither", "sound", "file", "folder",
};

static bool
read_bits(struct receipt *out, const char *value)
{
    unsigned index;

    out->lossy = strcmp(value, "lossy") == 0;
    out->bits = SOUNDOUT_FLOAT;
    if (out->lossy)
        return true;
    if (!read_name(value, bits_names, COUNT(bits_names), &index))
        return false;
    out->bits = index;
    return true;
}

static bool
read_rate(struct receipt *out, const char *value)
{
    int64_t n;

    if (!read_number(value, &n) || n < 1 || n > 1536000)
        return false;
    out->rate = (uint32_t)n;
    return true;
}

static bool
read_value(struct receipt *out, enum key key, const char *value)
{
    unsigned index;

    switch (key) {
    case KEY_ENGINE:
        snprintf(out->engine, sizeof out->engine, "%s", value);
        return true;
    case KEY_PROJECT:
        return strlen(value) == 16 && read_hex(value, 16, &out->project);
    case KEY_STEP:
        return read_number(value, &out->step);
    case KEY_TRACK:
        return read_number(value, &out->track);
    case KEY_FROM:
        return read_number(value, &out->from);
    case KEY_TO:
        return read_number(value, &out->to);
    case KEY_FRAMES:
        return read_number(value, &out->frames);
    case KEY_RATE:
        return read_rate(out, value);
    case KEY_BITS:
        return read_bits(out, value);
    case KEY_DITHER:
        if (!read_name(value, dithers, COUNT(dithers), &index))
            return false;
        out->dither = index;
        return true;
    case KEY_SOUND:
        return read_hash(value, &out->sound);
    case KEY_FILE:
        out->has_file = true;
        return read_hash(value, &out->file);
    case KEY_FOLDER:
        return read_folder(value, out->folder);
    case KEYS:
        break;
    }
    return false;
}

/* One KEY=VALUE; notes in `seen` which.  Unknown keys are right. */
static bool
read_word(struct receipt *out, char *word, unsigned *seen)
{
    char *value = strchr(word, '=');
    unsigned key;

    if (!value)
        return false;
    *value++ = '\0';
    if (!read_name(word, keys, KEYS, &key))
        return true;
    *seen |= 1u << key;
    return read_value(out, (enum key)key, value);
}

enum status
receipt_parse(struct receipt *out, const char *text, struct fault *fault)
{
    const unsigned needed
        = ((1u << KEYS) - 1) & ~(1u << KEY_FILE) & ~(1u << KEY_FOLDER);
    char copy[SOUNDOUT_RECEIPT_SIZE], *rest = NULL;
    unsigned seen = 0;

    *out = (struct receipt){0};
    if (text[0] == '\0')
        return fault_with(fault, ST_NOT_FOUND, NULL,
                          _("carries no receipt of where it came from"),
                          _("bounce it again without --no-receipt"));
    if (strncmp(text, HEAD, strlen(HEAD)) != 0)
        return fault_with(fault, ST_KIND, NULL,
                          _("its receipt is not one of ours"),
                          _("verify a file that remanence bounced"));
    if (strlen(text) >= sizeof copy)
        return fault_with(fault, ST_DAMAGED, NULL, _("its receipt is too long"),
                          _("bounce the song again"));
    strcpy(copy, text + strlen(HEAD));
    const char *version = strtok_r(copy, " ", &rest);
    int64_t number;
    if (version && read_number(version, &number) && number > VERSION)
        return fault_with(fault, ST_NEWER, NULL,
                          _("its receipt was written by a newer version"),
                          _("verify it with that version"));
    bool good = version && strcmp(version, "1") == 0;
    for (char *word; good && (word = strtok_r(NULL, " ", &rest));)
        good = read_word(out, word, &seen);
    if (!good || (seen & needed) != needed || out->from > out->to)
        return fault_with(fault, ST_DAMAGED, NULL, _("its receipt is damaged"),
                          _("bounce the song again"));
    return ST_OK;
}

enum status
receipt_read(struct receipt *out, const char *path, struct fault *fault)
{
    struct soundfile *file;
    enum status status = soundfile_open(&file, path, fault);

    *out = (struct receipt){0};
    if (status)
        return status;
    status = receipt_parse(out, soundfile_tag(file, SOUND_RECEIPT), fault);
    if (status && fault)
        snprintf(fault->where, sizeof fault->where, "%s", path);
    soundfile_close(file);
    return status;
}
