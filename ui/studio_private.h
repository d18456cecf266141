/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio_private.h: what the files of studio share.  Main thread. */
#ifndef UI_STUDIO_PRIVATE_H
#define UI_STUDIO_PRIVATE_H

#include "ui/studio.h"

struct _UiStudio {
    GObject parent_instance;
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct view *view;
    struct session_watch watch;
    struct deck_state state;
    struct ui_recording recording;
    struct audition *audition; /* NULL: nothing has been heard yet */
    struct audition_state auditioned;
    double audition_db;
    /* why it would not record, as was told; ST_OK: it was not so */
    struct fault refused;
    frames_t position; /* of the playhead, where nothing plays */
    guint timer;
    guint interval;   /* milliseconds, of the timer */
    guint ticks;      /* that there were */
    gint64 lively_to; /* monotonic time until which levels may still fall */
    guint opening;    /* the device, when there is nothing else to do, by ... */
    void (*open)(gpointer user);
    gpointer opener;
    bool awaited;     /* the player's device is being opened … */
    bool fell_back;   /* … and it is the built-in one, as the other could not be */
    void (*wish)(UiStudio *self); /* what is done then; NULL: nothing */
    unsigned threads; /* that the player was opened with */
    double listen;    /* what the deck is opened with */
    struct leaving *leaving; /* songs that are being closed; NULL: none */
    struct coming *coming;   /* the one that is being opened; NULL: none */
    GSource *bell;           /* rung when it is there */
    bool looped;      /* the engine has been told to loop */
    struct fault offline; /* the first sound file that cannot be played … */
    unsigned n_offline;   /* … of so many, which are yet to be told */
    guint telling;        /* when all are known */
};

/* The timer's pace follows what goes on. */
void ui_studio_hurry(UiStudio *self);

/* What is heard beside the song, looked at with the tick, and given up with the
 * device. */
void ui_studio_audition_poll(UiStudio *self);
void ui_studio_audition_close(UiStudio *self);

/* Whether there is a device, or will be: one that is still to be opened is begun
 * with now. */
bool ui_studio_hears(UiStudio *self);

/* Whether the song, or its device, is being opened: `what` is done when it is
 * there. */
bool ui_studio_postpones(UiStudio *self, void (*what)(UiStudio *self));

/* With each tick: is the device there? */
void ui_studio_look_at_device(UiStudio *self);

/* The signals of their names. */
void ui_studio_sounds(UiStudio *self);
void ui_studio_awaits_changed(UiStudio *self);
void ui_studio_taken(UiStudio *self, const char *name);

/* Close the song, its device and what records it beside the main thread: from now
 * on there is none; with each tick: is it closed?  Whether that of `folder` still
 * is; whether one still has a device; and wait for those. */
void ui_studio_leave(UiStudio *self);
void ui_studio_leave_device(UiStudio *self); /* the song stays; it has no deck */
void ui_studio_look_at_leaving(UiStudio *self);
bool ui_studio_is_leaving(UiStudio *self, const char *folder);
bool ui_studio_device_is_leaving(UiStudio *self);
void ui_studio_await_device(UiStudio *self);

struct job;
struct clips;
struct store_stop;

/* A song that was being opened by this job, and is not wanted any more: it is put
 * away, and the job is freed when it is over; or, where the program ends first, left
 * to itself, unless it writes.  `stop` is the job's. */
void ui_studio_forsake(UiStudio *self, struct job *job, struct store_stop *stop,
                       const char *folder);

/* The same folder, however it is written. */
bool ui_studio_is_same(const char *a, const char *b);

/* What wakes the main thread when a song is there; with it, and with each tick: is
 * it? */
void ui_studio_hang_bell(UiStudio *self);
void ui_studio_look_at_coming(UiStudio *self);

/* This one is the song from now on; `clips` are those of it, sorted. */
void ui_studio_take_song(UiStudio *self, struct session *session,
                         struct clips *clips);

/* Tell the engine about the song's loop. */
void ui_studio_apply_loop(UiStudio *self);

/* What a try to record came to. */
void ui_studio_tried(UiStudio *self, enum status status, const struct fault *fault);

#endif
