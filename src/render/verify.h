/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.h: whether a bounced file is what its project makes.
 *
 * Three questions, in order: are the file's samples those that were written
 * (without the project)?  Is the project where it stood then?  Does rendering it
 * again give the same sound, bit for bit? */
#ifndef RENDER_VERIFY_H
#define RENDER_VERIFY_H

#include "render/receipt.h"

struct verify_spec {
    const char *path;
    const char *folder; /* the project's; NULL: the receipt's */
    bool travel; /* if the project stands elsewhere now: on a copy of its database,
                    go to the step in question */
    const struct device_table *devices; /* what inserts there are; see engine.h */
    unsigned threads;
    void (*progress)(void *user, const struct bounce_progress *progress);
    void *user;
    const atomic_bool *cancel;
};

enum verify_answer {
    VERIFY_UNKNOWN, /* not looked at, or cannot be (the file of a lossy format) */
    VERIFY_SAME,
    VERIFY_DIFFERS,
};

struct verify_result {
    struct receipt receipt;
    char folder[RECEIPT_FOLDER_SIZE];
    enum verify_answer file;    /* its samples against the receipt */
    enum verify_answer project; /* where it stands, against the receipt */
    bool travelled;             /* the sound was rendered from a copy */
    enum verify_answer sound;   /* rendered again, against the receipt */
    enum verify_answer engine;  /* its version against this one's */
    size_t offline;             /* sources that were missing */
    double seconds;             /* of rendering */
};

/* Main thread.  ST_OK: file (where it can be told) and sound are the same.
 * ST_DIFFERS: one is not; or the project stands elsewhere and `travel` was not
 * asked for; the fault tells. Else what kept it from being found out: as
 * receipt_read(), store_open(), bounce_run(). The result is filled as far as it
 * went. */
NODISCARD enum status verify_file(const struct verify_spec *spec,
                                  struct verify_result *result,
                                  struct fault *fault);

#endif
