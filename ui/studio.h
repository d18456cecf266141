/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio.h: one open song as all parts of the window share it: the session, what
 * plays and records it, and what of it is shown.  It needs no display.
 *
 * Main thread.  Signals:
 *   song                          a song was opened, or closed
 *   awaits                        a song is being opened, or not any more
 *   leave                         the song is about to be closed
 *   sound                         a device is there, was given up, or is being
 *                                 opened
 *   changed (const struct edit *) an edit, undo or redo is in the model
 *   view (guint)                  what is shown has changed: enum ui_view_change
 *   tick                          some 60 times a second while something moves, and
 *                                 four
 *                                 times where nothing does: read ui_studio_state()
 *   told (const struct fault *)   a line for the user, which stops nobody
 *   settled (const struct fault *)  what was told is over: it records now
 *   taken (const char *)          a take is in the song: its name */
#ifndef UI_STUDIO_H
#define UI_STUDIO_H

#include "app/audition.h"
#include "app/command.h"
#include "app/deck.h"
#include "app/player.h"
#include "app/session.h"
#include "model/model.h"

#include <glib-object.h>

struct view;

#define UI_TYPE_STUDIO ui_studio_get_type()
G_DECLARE_FINAL_TYPE(UiStudio, ui_studio, UI, STUDIO, GObject)

enum ui_view_change {
    UI_VIEW_ZOOM = 1 << 0,      /* zoom and scroll */
    UI_VIEW_SELECTION = 1 << 1,
    UI_VIEW_TOOL = 1 << 2,      /* tool, grid, snap, follow */
    UI_VIEW_ROWS = 1 << 3,      /* heights, folds, lanes */
    UI_VIEW_DRAG = 1 << 4,      /* what a gesture is about to do */
    UI_VIEW_PANELS = 1 << 5,    /* panels, and what of the mixer is shown */
    UI_VIEW_SOLO = 1 << 6,      /* which tracks others' solo silences */
    UI_VIEW_HINT = 1 << 7,      /* what the button would do where the pointer is */
};

UiStudio *ui_studio_new(void);

/* Begin to open a song, or to make one and open it (`template`: what it begins
 * with, see app/template.h; NULL: empty), beside the main thread, in place of the
 * one that is open, and of one that is being opened.  The signal `song` says that
 * it is there; where it cannot be, the one before stays, and why is told, as
 * session_open() and session_create() say it.  A song that cannot be written (open
 * elsewhere, on a read-only disk, damaged) opens to be read, and says so.  It is
 * silent until ui_studio_sound().  To open the one that is open changes nothing. */
void ui_studio_open(UiStudio *self, const char *folder);
void ui_studio_create(UiStudio *self, const char *folder, uint32_t rate,
                      const char *template);

/* The folder of the song that is being opened; NULL: none is.  And let it be. */
const char *ui_studio_awaits(UiStudio *self);
void ui_studio_open_cancel(UiStudio *self);

/* From now on there is no song, nor one that is being opened: what runs is ended
 * and kept, and the song closed, beside the main thread.  Who opens it again waits
 * for that; and so does ui_studio_settle(), which is for before the program ends,
 * but not for a song that is still being read. */
void ui_studio_close(UiStudio *self);
void ui_studio_settle(UiStudio *self);

/* Have `close` called for it beside the main thread.  `device`: it holds one, and
 * the song's is opened when it has let go of that. */
void ui_studio_put_away(UiStudio *self, void (*close)(gpointer what), gpointer what,
                        bool device);

/* What sounds: the driver and device (NULL: the best one here), frames a cycle (0:
 * 256), threads (0: as many as there are processors), inputs that are wanted at
 * least, and how long what nobody recorded can be kept (seconds; 0: ten minutes, <
 * 0: it is not). */
struct ui_sound {
    const char *driver;
    const char *device;
    uint32_t block;
    unsigned threads;
    unsigned inputs;
    double listen;
};

/* Open the device, or another one, beside the main thread: it is there with the
 * signal `sound`; where that fails, the built-in one, and why is told.  What is to
 * be played or recorded meanwhile begins then. */
void ui_studio_sound(UiStudio *self, const struct ui_sound *sound);
bool ui_studio_opening(UiStudio *self); /* it is being opened */

/* A song is seen before its device is opened, which may take a while: `open`, which
 * calls ui_studio_sound(), runs when there is nothing else to do, or at once where
 * something is to sound.  Closing the song takes it back. */
void ui_studio_sound_soon(UiStudio *self, void (*open)(gpointer user),
                          gpointer user);

/* NULL where there is no song, and no device. */
struct session *ui_studio_session(UiStudio *self);
const struct model *ui_studio_model(UiStudio *self);
struct player *ui_studio_player(UiStudio *self);
struct deck *ui_studio_deck(UiStudio *self);

/* What is shown; whoever changes it says so. */
struct view *ui_studio_view(UiStudio *self);
void ui_studio_view_changed(UiStudio *self, guint changes);

/* What moves all the time takes turns, so that no frame has to draw all of it:
 * whether this tick is that one `of` so many.  While nothing moves each is
 * everybody's. */
bool ui_studio_turn(UiStudio *self, unsigned which, unsigned of);

/* As of the last tick.  Without a device: all zero but the position. */
const struct deck_state *ui_studio_state(UiStudio *self);
frames_t ui_studio_position(UiStudio *self);
bool ui_studio_rolling(UiStudio *self);

/* Run a command (app/command.h), its words up to a NULL, as one step of the
 * history; several likewise.  False: nothing has changed, and why was told. */
bool ui_studio_run(UiStudio *self, const char *word, ...) G_GNUC_NULL_TERMINATED;
bool ui_studio_run_all(UiStudio *self, const char *label,
                       const struct command_line *lines, size_t count);
bool ui_studio_undo(UiStudio *self);
bool ui_studio_redo(UiStudio *self);
bool ui_studio_goto(UiStudio *self, int64_t step);

void ui_studio_tell(UiStudio *self, const struct fault *fault);
void ui_studio_say(UiStudio *self, const char *what); /* a line that is no fault */

/* The transport.  Play begins where the playhead stands; stop returns there where
 * the view says so.  While it records, stop ends the takes. */
void ui_studio_play(UiStudio *self);
void ui_studio_stop(UiStudio *self);
void ui_studio_locate(UiStudio *self, frames_t to);
/* begins; while it rolls, punches in or out */
void ui_studio_record(UiStudio *self);
void ui_studio_retake(UiStudio *self);
/* what was just played, though nobody recorded it */
void ui_studio_keep(UiStudio *self);

/* Varispeed, 0.5 … 2; 1: as it is. */
void ui_studio_set_speed(UiStudio *self, double speed);
double ui_studio_speed(UiStudio *self);

/* A sound file that is heard beside the song (app/audition.h), in place of the one
 * before; the transport ends it.  Its state is as of the last tick. */
/* seconds */
void ui_studio_audition(UiStudio *self, const char *path, double from);
void ui_studio_audition_stop(UiStudio *self);
void ui_studio_audition_level(UiStudio *self, double db);
const struct audition_state *ui_studio_auditioned(UiStudio *self);

/* How recording begins. */
struct ui_recording {
    bool punch;        /* within the song's punch range */
    double pre_roll;   /* seconds */
    unsigned count_in; /* bars */
    bool click;        /* the metronome, while it plays and records */
    double click_db;
    unsigned click_output; /* of the device, from 0: it and the next */
};
struct ui_recording *ui_studio_recording(UiStudio *self);
void ui_studio_recording_changed(UiStudio *self);

#endif
