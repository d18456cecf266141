/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_MEDIA_MEDIA_HELP_H
#define TESTS_MEDIA_MEDIA_HELP_H

#include "media/soundfile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

enum { HELP_PATH = 4096 };

/* A new folder under /tmp, and its end with all that is in it. */
void help_folder(char folder[64]);
void help_remove(const char *folder);

/* folder/name into `path`; returns path. */
const char *help_path(char path[HELP_PATH], const char *folder, const char *name);

/* How many files there are below a folder, hidden ones too. */
size_t help_files(const char *folder);

/* The test signal: what frame `frame` of channel `channel` is, within ±0.7. */
float help_signal(int64_t frame, unsigned channel);

/* Write `frames` frames of it by libsndfile (`format`: SF_FORMAT_…). */
bool help_write(const char *path, int format, unsigned channels, int rate,
                int64_t frames);

/* Write bytes, and read a whole file (malloc'ed). */
void help_bytes(const char *path, const void *bytes, size_t size);
unsigned char *help_read(const char *path, size_t *size);

/* All frames of a file, one array a channel in a row (malloc'ed): channel c's begin
 * at c * *frames.  NULL if it does not open. */
float *help_decode(const char *path, int64_t *frames, unsigned *channels);

/* Make the folder a disk of so many bytes (a tmpfs; who may not mount gets files
 * that may not grow beyond them), and end that. */
struct help_disk {
    const char *folder;
    bool mounted;
    struct rlimit before;
    void (*handler)(int);
};
void help_disk_fill(struct help_disk *disk, const char *folder, size_t bytes);
void help_disk_end(struct help_disk *disk);

/* Run a program; whether it ended well. */
bool help_run(const char *command);

#endif
