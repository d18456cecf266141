/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/media/import_help.h"

#include "media/peaks.h"
#include "media/soundfile.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

int
help_project(char folder[64], char project[HELP_PATH])
{
    help_folder(folder);
    help_path(project, folder, "Song.rem");
    return mkdir(project, 0700);
}

void
help_imported(const struct import_job *job, struct import_result *result)
{
    char line[1024];

    if (import_file(job, result) == ST_OK)
        return;
    fault_line(&result->fault, line, sizeof line);
    fail_msg("%s", line);
}

void
help_check_source(const char *project, const struct import_source *from)
{
    char path[HELP_PATH];
    char peak_file[PEAKS_PATH_SIZE];
    struct soundfile *file;
    struct peaks *peaks;
    struct peaks_key key = {.bytes = from->bytes};
    char hex[33];
    size_t size;

    help_path(path, project, from->path);
    const char *whole = from->path[0] == '/' ? from->path : path;
    unsigned char *bytes = help_read(whole, &size);
    assert_non_null(bytes);
    assert_int_equal(size, from->bytes);
    const XXH128_hash_t hash = XXH3_128bits(bytes, size);
    snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    assert_string_equal(hex, from->hash);
    free(bytes);

    assert_int_equal(soundfile_open(&file, whole, NULL), ST_OK);
    assert_true(soundfile_info(file)->raw);
    assert_int_equal(soundfile_info(file)->rate, 48000);
    assert_int_equal(soundfile_info(file)->frames, from->length);
    assert_int_equal(soundfile_info(file)->channels, from->channels);
    soundfile_close(file);

    strcpy(key.hash, from->hash);
    assert_int_equal(peaks_path(project, from->path, peak_file), ST_OK);
    assert_int_equal(peaks_open(&peaks, peak_file, &key, NULL), ST_OK);
    assert_int_equal(peaks_frames(peaks), from->length);
    assert_int_equal(peaks_channels(peaks), from->channels);
    peaks_close(peaks);
}
