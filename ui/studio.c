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
    FIRST_INPUTS = 2,
};

enum { SONG, LEAVE, SOUND, CHANGED, VIEW, TICK, TOLD, SETTLED, TAKEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(UiStudio, ui_studio, G_TYPE_OBJECT)

/* --- what is told ------------------------------------------------------------------ */

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
ui_studio_say(UiStudio *self, const char *what)
{
    struct fault fault;

    fault_set(&fault, ST_OK, NULL, "%s", what);
    ui_studio_tell(self, &fault);
}

static void
on_notice(void *user, const struct fault *fault)
{
    ui_studio_tell(user, fault);
}

static void
on_taken(void *user, const char *name, frames_t start, int64_t frames)
{
    (void)start, (void)frames;
    g_signal_emit(user, signals[TAKEN], 0, name);
}

static void
on_offline(void *user, const struct row_source *source, const struct fault *fault)
{
    (void)source;
    ui_studio_tell(user, fault);
}

static void
on_changed(void *user, const struct edit *edit)
{
    UiStudio *self = user;

    const unsigned seen = view_apply(self->view, session_model(self->session), edit);

    ui_studio_apply_loop(self);
    g_signal_emit(self, signals[CHANGED], 0, edit);
    if (seen)
        ui_studio_view_changed(self, seen);
    ui_studio_hurry(self);
}

/* --- the tick ---------------------------------------------------------------------- */

static bool
is_lively(UiStudio *self)
{
    const struct deck_state *state = &self->state;
    const gint64 now = g_get_monotonic_time();

    if (state->player.rolling || state->recording || state->waiting || state->takes
        || state->armed || self->auditioned.sounding)
        self->lively_to = now + FALL_US;
    return self->lively_to > now;
}

static gboolean
on_timer(gpointer user)
{
    UiStudio *self = user;
    const guint before = self->interval;

    if (self->deck)
        deck_poll(self->deck, &self->state);
    else if (self->player)
        player_poll(self->player, &self->state.player);
    if (self->player && !self->state.player.lost)
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

/* --- what sounds ------------------------------------------------------------------- */

static void
close_sound(UiStudio *self)
{
    g_clear_handle_id(&self->opening, g_source_remove);
    ui_studio_audition_close(self);
    deck_close(self->deck);
    player_close(self->player);
    self->deck = NULL;
    self->player = NULL;
    memset(&self->state, 0, sizeof self->state);
    self->looped = false;
}

/* As many inputs as the song's tracks want, and some at least. */
static unsigned
wanted_inputs(const struct model *model, unsigned least)
{
    size_t count;
    const struct row_input *inputs = model_rows(model, TABLE_INPUT, &count);
    int64_t most = least ? least : FIRST_INPUTS;

    for (size_t i = 0; i < count; i++)
        most = MAX(most, MAX(inputs[i].first, inputs[i].second) + 1);
    return (unsigned)most;
}

static bool
open_player(UiStudio *self, const struct ui_sound *sound, struct fault *fault)
{
    const struct player_config config = {
        .driver = sound->driver,
        .device = sound->device,
        .block = sound->block,
        .threads = sound->threads,
        .inputs = wanted_inputs(session_model(self->session), sound->inputs),
        .outputs = self->recording.click_output + 2,
        .offline = on_offline,
        .user = self,
    };

    return player_open(&self->player, self->session, &config, fault) == ST_OK;
}

static void
open_deck(UiStudio *self, const struct ui_sound *sound)
{
    const struct deck_config config = {.notice = on_notice,
                                       .taken = on_taken,
                                       .user = self,
                                       .round_trip = -1,
                                       .handle = -1.0,
                                       .listen = sound->listen};
    struct fault fault;

    if (session_read_only(self->session))
        return;
    if (deck_open(&self->deck, self->session, self->player, &config, &fault))
        ui_studio_tell(self, &fault);
}

void
ui_studio_sound(UiStudio *self, const struct ui_sound *sound)
{
    const struct ui_sound built_in = {.driver = "built-in"};
    const frames_t position = self->position;
    struct fault fault;

    if (!self->session)
        return;
    close_sound(self);
    bool opened = open_player(self, sound, &fault);
    if (!opened) {
        ui_studio_tell(self, &fault);
        opened = open_player(self, &built_in, &fault);
    }
    if (opened) {
        open_deck(self, sound);
        (void)!player_locate(self->player, position);
        ui_studio_apply_loop(self);
        ui_studio_recording_changed(self);
    } else {
        ui_studio_tell(self, &fault);
    }
    ui_studio_hurry(self);
    g_signal_emit(self, signals[SOUND], 0);
}

static gboolean
open_sound(gpointer user)
{
    UiStudio *self = user;

    self->opening = 0;
    self->open(self->opener);
    return G_SOURCE_REMOVE;
}

void
ui_studio_sound_soon(UiStudio *self, void (*open)(gpointer user), gpointer user)
{
    self->open = open;
    self->opener = user;
    if (self->opening == 0)
        self->opening = g_idle_add_full(G_PRIORITY_LOW, open_sound, self, NULL);
}

bool
ui_studio_hears(UiStudio *self)
{
    if (self->opening) {
        g_clear_handle_id(&self->opening, g_source_remove);
        self->open(self->opener);
    }
    return self->player;
}

/* --- the song ---------------------------------------------------------------------- */

static void
take_song(UiStudio *self, struct session *session)
{
    ui_studio_close(self);
    self->session = session;
    self->watch = (struct session_watch){.changed = on_changed, .user = self};
    session_watch(session, &self->watch);
    self->position = frames(0);
    view_set_song(self->view, session_model(session));
    g_signal_emit(self, signals[SONG], 0);
}

static void
tell_recovered(UiStudio *self)
{
    const struct session_recovered *recovered = session_recovered(self->session);
    g_autofree char *line = NULL;

    if (recovered->fault.status)
        ui_studio_tell(self, &recovered->fault);
    if (recovered->takes == 0)
        return;
    line = g_strdup_printf(
        ngettext("%zu take was recovered after a crash: %s, %.1f s",
                 "%zu takes were recovered after a crash; the last is %s, %.1f s",
                 recovered->takes),
        recovered->takes, recovered->name, recovered->seconds);
    ui_studio_say(self, line);
}

bool
ui_studio_open(UiStudio *self, const char *folder, struct fault *fault)
{
    struct session *session;
    struct fault why;
    const enum status status = session_open(&session, folder, STORE_WRITE, fault);

    if (status == ST_BUSY || status == ST_READ_ONLY || status == ST_DAMAGED) {
        why = *fault;
        if (session_open(&session, folder, STORE_READ_ONLY, fault))
            return false;
        take_song(self, session);
        ui_studio_tell(self, &why);
        return true;
    }
    if (status)
        return false;
    take_song(self, session);
    tell_recovered(self);
    return true;
}

bool
ui_studio_create(UiStudio *self, const char *folder, uint32_t rate, struct fault *fault)
{
    struct session *session;

    if (session_create(&session, folder, rate, fault))
        return false;
    take_song(self, session);
    return true;
}

void
ui_studio_close(UiStudio *self)
{
    struct session *session = self->session;

    if (!session)
        return;
    g_signal_emit(self, signals[LEAVE], 0);
    close_sound(self);
    session_unwatch(session, &self->watch);
    self->session = NULL;
    view_set_song(self->view, NULL);
    g_signal_emit(self, signals[SONG], 0);
    session_close(session);
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
    return self->player;
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

/* --- edits ------------------------------------------------------------------------- */

static bool
told(UiStudio *self, enum status status, const struct fault *fault)
{
    if (status)
        ui_studio_tell(self, fault);
    return status == ST_OK;
}

bool
ui_studio_run_all(UiStudio *self, const char *label, const struct command_line *lines,
                  size_t count)
{
    struct fault fault;

    if (!self->session)
        return false;
    return told(self, command_run_all(self->session, label, lines, count, &fault), &fault);
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

    return self->session && told(self, session_goto(self->session, step, &fault), &fault);
}

/* --- the object -------------------------------------------------------------------- */

static void
dispose(GObject *object)
{
    UiStudio *self = UI_STUDIO(object);

    ui_studio_close(self);
    g_clear_handle_id(&self->timer, g_source_remove);
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
    return g_signal_new(name, UI_TYPE_STUDIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, count, type);
}

static void
ui_studio_class_init(UiStudioClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    signals[SONG] = new_signal("song", 0, 0);
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
}

UiStudio *
ui_studio_new(void)
{
    return g_object_new(UI_TYPE_STUDIO, NULL);
}
