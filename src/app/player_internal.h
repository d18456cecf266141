/* SPDX-License-Identifier: GPL-3.0-or-later */
/* player_internal.h: what the files of the player share.  Main thread. */
#ifndef APP_PLAYER_INTERNAL_H
#define APP_PLAYER_INTERNAL_H

#include "app/opening.h"
#include "app/player.h"

struct player {
    struct session *session;
    struct player_config config;
    struct engine *engine;
    struct varispeed *varispeed;
    struct driver *driver;   /* NULL: lost, or: */
    struct opening *opening; /* of one, beside us */
    enum status opened;      /* what that came to last … */
    struct fault refused;    /* … and why */
    char *wanted_driver, *wanted_device; /* NULL: the best one; its first */
    struct live *live;
    struct session_watch watch;
    bool watching;
    struct first_plan *first; /* is being made; NULL: not */
    bool planned;             /* there is one */
    int64_t master;
    frames_t end;
    unsigned offline;
    char why[256];
    char device[128], hardware[128];
    const char *driver_name;
    char *wiring; /* of the driver before this one */
    bool rolled;  /* when it was polled last */
    bool led;     /* the server's transport has been told to roll */
    uint64_t xruns_before; /* of the drivers before this one */
};

/* player_device.c.  What of `config` says which driver and device; the player's
 * copy.  Fails: ST_NO_MEM. */
NODISCARD enum status player_device_set(struct player *player,
                                        const struct player_config *config,
                                        struct fault *fault);

/* Begin to open it, in place of the one that there is, or that is being opened.
 * Fails as opening_begin(). */
NODISCARD enum status player_device_begin(struct player *player,
                                          struct fault *fault);

/* Take what was opened, waiting if need be.  Fails as opening_end(). */
NODISCARD enum status player_device_end(struct player *player, struct fault *fault);

/* The same, if that is over; what it came to is kept until player_opened() is
 * asked. */
void player_device_look(struct player *player);

/* player_plan.c.  Where there is no plan yet, nor is one being made: the opening
 * makes it before all else.  Fails: ST_NO_MEM. */
NODISCARD enum status player_plan_begin(struct player *player,
                                        struct opening_order *order,
                                        struct fault *fault);

/* Whether it is made, and noted here; `wait`: until it is.  Until then the engine,
 * and the rows of the song, are the opening's. */
bool player_plan_take(struct player *player, bool wait);

/* The opening that would make it is over, or was not begun. */
void player_plan_forget(struct player *player);

/* engine_on_news(): `user` is the player. */
void player_wake(void *user);

#endif
