/* SPDX-License-Identifier: GPL-3.0-or-later */
/* journal.h: what the store keeps beside the project and its history: which takes
 * are being recorded, and what went wrong on the way.
 *
 * A take is never without a row: its journal row is committed before its first
 * frame is written, and goes in the one transaction that puts the take into the
 * project.  Undo touches neither table.
 *
 * What is only written down here outlives the process at once, and the machine's
 * current with the next commit or store_sync(): the main thread waits for no disk
 * while it records.  Main thread, but for the sync. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "store/store.h"

/* A row of `recording`; data/schema.sql tells what the columns mean. */
struct journal_take {
    int64_t id; /* 0: gets one */
    int64_t track;
    int64_t pass;
    int64_t number;
    char *name;
    char *path;
    frames_t start;
    int64_t handle;
    int64_t rate;
    int64_t channels;
    int64_t capture_latency;
    int64_t playback_latency;
    int64_t round_trip;
    int64_t recorded;
    char *device;
};

enum incident_kind {
    INCIDENT_XRUN,
    INCIDENT_CLIPPED,
    INCIDENT_LOST,
    INCIDENT_STALL,
    INCIDENT_DEVICE_LOST,
    INCIDENT_DEVICE_BACK,
    INCIDENT_DEVICE_CHANGED,
    INCIDENT_FAILED,
    INCIDENT_DISK_LOW,
    INCIDENT_RECOVERED,
    INCIDENT_KINDS,
};

/* A row of `incident`. */
struct incident {
    int64_t id; /* 0: gets one */
    int64_t kind; /* enum incident_kind */
    frames_t at;
    int64_t input;
    int64_t time; /* 0: now */
    int64_t track;
    int64_t value;
    char *text;
};

/* Write these takes down, in one transaction, and give them their ids.  Fails as
 * store_commit(), and none is there then. */
NODISCARD enum status store_record_begin(struct store *store,
                                         struct journal_take *takes, size_t count,
                                         struct fault *fault);

/* Any thread, while the store is open: return when all that was written down until
 * now is on the disk.  To be called before the take's own frames are made
 * durable. */
NODISCARD enum status store_sync(const struct store *store, struct fault *fault);

/* Call back for each take that is written down, in the order of pass and number.
 * The text stands until the callback returns. */
NODISCARD enum status
store_record_list(struct store *store,
                  void (*each)(void *user, const struct journal_take *take),
                  void *user, struct fault *fault);

/* store_commit(), and in the same transaction strike out takes by their ids.  The
 * edit may be empty: then they are struck out, and no step is made. */
NODISCARD enum status store_commit_recorded(struct store *store,
                                            const struct edit *edit,
                                            const int64_t *takes, size_t count,
                                            struct fault *fault);

/* Write down what happened, all in one transaction. */
NODISCARD enum status store_incident_add(struct store *store,
                                         struct incident *incidents, size_t count,
                                         struct fault *fault);

/* Call back for each, in the order of time. */
NODISCARD enum status
store_incident_list(struct store *store,
                    void (*each)(void *user, const struct incident *incident),
                    void *user, struct fault *fault);

#endif
