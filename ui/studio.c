/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/studio.h"

#include "base/text.h"
#include "ui/studio_private.h"
#include "ui/view/view.h"

#include <stdarg.h>
#include <string.h>

enum {
    BUSY_MS = 16,
    IDLE_MS = 250,
    FALL_US = 3000000, /* for so long levels fall after the sound has stopped */
    MAX_WORDS = 64,
};

enum {
    SONG,
    AWAITS,
    LEAVE,
    SOUND,
    CHANGED,
    VIEW,
    TICK,
    TOLD,
    SETTLED,
    TAKEN,
    N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(UiStudio, ui_studio, G_TYPE_OBJECT)

/* --- what is told ------------------------------------------------------------- */

/* Where the whole song has gone, its files need not be told of one by one. */
static bool
has_gone(UiStudio *self, const struct fault *fault, struct fault *gone)
{
    return self->session && fault->status == ST_NOT_FOUND
           && g_str_has_prefix(fault->where, session_folder(self->session))
           && session_there(self->session, gone) != ST_OK;
}

void
ui_studio_tell(UiStudio *self, const struct fault *fault)
{
    struct fault gone;

    if (has_gone(self, fault, &gone))
        fault = &gone;
    g_signal_emit(self, signals[TOLD], 0, fault);
}

void
ui_studio_tried(UiStudio *self, enum status status, const struct fault *fault)
{
    const struct fault before = self->refused;

    self->refused = status ? *fault : (struct fault){0};
    if (status)
        ui_studio_tell(self, fault);
    else if (before.status)
        g_signal_emit(self, signals[SETTLED], 0, &before);
}

void
ui_studio_sounds(UiStudio *self)
{
    g_signal_emit(self, signals[SOUND], 0);
}

void
ui_studio_awaits_changed(UiStudio *self)
{
    g_signal_emit(self, signals[AWAITS], 0);
}

void
ui_studio_taken(UiStudio *self, const char *name)
{
    g_signal_emit(self, signals[TAKEN], 0, name);
}

void
ui_studio_say(UiStudio *self, const char *what)
{
    struct fault fault;

    fault_set(&fault, ST_OK, NULL, "%s", what);
    ui_studio_tell(self, &fault);
}

static void
on_changed(void *user, const struct edit *edit)
{
    UiStudio *self = user;

    const unsigned seen
        = view_apply(self->view, session_model(self->session), edit);

    ui_studio_apply_loop(self);
    g_signal_emit(self, signals[CHANGED], 0, edit);
    if (seen)
        ui_studio_view_changed(self, seen);
    ui_studio_hurry(self);
}

/* --- the tick ----------------------------------------------------------------- */

static bool
is_lively(UiStudio *self)
{
    const struct deck_state *state = &self->state;
    const gint64 now = g_get_monotonic_time();

    if (state->player.rolling || state->recording || state->waiting || state->takes
        || state->armed || self->awaited || self->leaving
        || self->coming || self->auditioned.sounding)
        self->lively_to = now + FALL_US;
    return self->lively_to > now;
}

static gboolean
on_timer(gpointer user)
{
    UiStudio *self = user;
    const guint before = self->interval;

    ui_studio_look_at_leaving(self);
    ui_studio_look_at_coming(self);
    ui_studio_look_at_device(self);
    if (self->deck)
        deck_poll(self->deck, &self->state);
    else if (ui_studio_player(self))
        player_poll(self->player, &self->state.player);
    if (ui_studio_player(self) && !self->state.player.lost
        && !self->state.player.opening)
        self->position = self->state.player.position;
    self->view->playhead = self->position;
    ui_studio_audition_poll(self);
    self->interval = is_lively(self) ? BUSY_MS : IDLE_MS;
    self->ticks++;
    g_signal_emit(self, signals[TICK], 0);
    if (self->interval == before)
        return G_SOURCE_CONTINUE;
    self->timer = g_timeout_add(self->interval, on_timer, self);
    return G_SOURCE_REMOVE;
}

bool
ui_studio_turn(UiStudio *self, unsigned which, unsigned of)
{
    return self->interval == IDLE_MS || self->ticks % of == which;
}

void
ui_studio_hurry(UiStudio *self)
{
    if (self->timer)
        g_source_remove(self->timer);
    self->interval = BUSY_MS;
    self->timer = g_timeout_add(self->interval, on_timer, self);
    self->lively_to = g_get_monotonic_time() + FALL_US;
}

/* --- the song ----------------------------------------------------------------- */

static void
leave_song(UiStudio *self)
{
    g_signal_emit(self, signals[LEAVE], 0);
    session_unwatch(self->session, &self->watch);
    ui_studio_leave(self);
    view_set_song(self->view, NULL, NULL);
    g_signal_emit(self, signals[SONG], 0);
}

void
ui_studio_take_song(UiStudio *self, struct session *session, struct clips *clips)
{
    if (self->session)
        leave_song(self);
    self->session = session;
    self->watch = (struct session_watch){.changed = on_changed, .user = self};
    session_watch(session, &self->watch);
    self->position = frames(0);
    view_set_song(self->view, session_model(session), clips);
    g_signal_emit(self, signals[SONG], 0);
}

void
ui_studio_close(UiStudio *self)
{
    ui_studio_open_cancel(self);
    if (self->session)
        leave_song(self);
}

struct session *
ui_studio_session(UiStudio *self)
{
    return self->session;
}

const struct model *
ui_studio_model(UiStudio *self)
{
    return self->session ? session_model(self->session) : NULL;
}

struct player *
ui_studio_player(UiStudio *self)
{
    return self->awaited ? NULL : self->player;
}

struct deck *
ui_studio_deck(UiStudio *self)
{
    return self->deck;
}

struct view *
ui_studio_view(UiStudio *self)
{
    return self->view;
}

void
ui_studio_view_changed(UiStudio *self, guint changes)
{
    g_signal_emit(self, signals[VIEW], 0, changes);
}

const struct deck_state *
ui_studio_state(UiStudio *self)
{
    return &self->state;
}

frames_t
ui_studio_position(UiStudio *self)
{
    return self->position;
}

bool
ui_studio_rolling(UiStudio *self)
{
    return self->state.player.rolling;
}

/* --- edits -------------------------------------------------------------------- */

static bool
told(UiStudio *self, enum status status, const struct fault *fault)
{
    if (status)
        ui_studio_tell(self, fault);
    return status == ST_OK;
}

bool
ui_studio_run_all(UiStudio *self, const char *label,
                  const struct command_line *lines, size_t count)
{
    char step[LABEL_SIZE];
    struct fault fault;

    if (!self->session)
        return false;
    command_label(self->session, label, lines, count, step);
    return told(self, command_run_all(self->session, step, lines, count, &fault),
                &fault);
}

bool
ui_studio_run(UiStudio *self, const char *word, ...)
{
    const char *words[MAX_WORDS];
    size_t count = 0;
    va_list list;

    va_start(list, word);
    for (; word && count < MAX_WORDS; word = va_arg(list, const char *))
        words[count++] = word;
    va_end(list);

    const struct command_line line = {words, count};
    return ui_studio_run_all(self, NULL, &line, 1);
}

bool
ui_studio_undo(UiStudio *self)
{
    char label[LABEL_SIZE];
    struct fault fault;

    return self->session
           && told(self, session_undo(self->session, label, &fault), &fault);
}

bool
ui_studio_redo(UiStudio *self)
{
    char label[LABEL_SIZE];
    struct fault fault;

    return self->session
           && told(self, session_redo(self->session, label, &fault), &fault);
}

bool
ui_studio_goto(UiStudio *self, int64_t step)
{
    struct fault fault;

    return self->session
           && told(self, session_goto(self->session, step, &fault), &fault);
}

/* --- the object --------------------------------------------------------------- */

static void
dispose(GObject *object)
{
    UiStudio *self = UI_STUDIO(object);

    ui_studio_close(self);
    ui_studio_settle(self);
    g_clear_handle_id(&self->timer, g_source_remove);
    if (self->bell)
        g_source_destroy(self->bell);
    g_clear_pointer(&self->bell, g_source_unref);
    G_OBJECT_CLASS(ui_studio_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    view_free(UI_STUDIO(object)->view);
    G_OBJECT_CLASS(ui_studio_parent_class)->finalize(object);
}

static guint
new_signal(const char *name, guint count, GType type)
{
    return g_signal_new(name, UI_TYPE_STUDIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                        NULL, G_TYPE_NONE, count, type);
}

static void
ui_studio_class_init(UiStudioClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    signals[SONG] = new_signal("song", 0, 0);
    signals[AWAITS] = new_signal("awaits", 0, 0);
    signals[LEAVE] = new_signal("leave", 0, 0);
    signals[SOUND] = new_signal("sound", 0, 0);
    signals[CHANGED] = new_signal("changed", 1, G_TYPE_POINTER);
    signals[VIEW] = new_signal("view", 1, G_TYPE_UINT);
    signals[TICK] = new_signal("tick", 0, 0);
    signals[TOLD] = new_signal("told", 1, G_TYPE_POINTER);
    signals[SETTLED] = new_signal("settled", 1, G_TYPE_POINTER);
    signals[TAKEN] = new_signal("taken", 1, G_TYPE_STRING);
}

static void
ui_studio_init(UiStudio *self)
{
    self->view = view_new();
    self->recording = (struct ui_recording){.pre_roll = 0.0, .click_db = -6.0};
    self->interval = IDLE_MS;
    self->timer = g_timeout_add(self->interval, on_timer, self);
    ui_studio_hang_bell(self);
}

UiStudio *
ui_studio_new(void)
{
    return g_object_new(UI_TYPE_STUDIO, NULL);
}
