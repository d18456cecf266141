/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio_sound.c: the device of the open song.  A sound server or a card may take
 * its time: it is opened beside us, and what is ordered meanwhile is done when it
 * is there. */
#include "base/text.h"
#include "ui/studio_private.h"

#include <string.h>

enum { FIRST_INPUTS = 2 };

/* --- what the deck tells ------------------------------------------------------ */

struct word {
    UiStudio *studio;
    bool taken;
    struct fault fault;
    char name[LABEL_SIZE];
};

static gboolean
pass_on(gpointer user)
{
    struct word *word = user;

    if (word->taken)
        ui_studio_taken(word->studio, word->name);
    else
        ui_studio_tell(word->studio, &word->fault);
    return G_SOURCE_REMOVE;
}

static void
free_word(gpointer user)
{
    struct word *word = user;

    g_object_unref(word->studio);
    g_free(word);
}

/* A song that is closed beside us tells from there: here it is told by the main
 * thread. */
static void
tell(struct word *word, UiStudio *self)
{
    word->studio = g_object_ref(self);
    g_main_context_invoke_full(NULL, G_PRIORITY_DEFAULT, pass_on, word, free_word);
}

static void
on_notice(void *user, const struct fault *fault)
{
    struct word *word = g_new0(struct word, 1);

    word->fault = *fault;
    tell(word, user);
}

static void
on_taken(void *user, const char *name, frames_t start, int64_t frames)
{
    struct word *word = g_new0(struct word, 1);

    (void)start, (void)frames;
    word->taken = true;
    g_strlcpy(word->name, name, sizeof word->name);
    tell(word, user);
}

/* A song that was moved may miss all that it had: one line for them all. */
static gboolean
tell_offline(gpointer user)
{
    UiStudio *self = user;
    const struct fault first = self->offline;
    const unsigned others = self->n_offline - 1;
    struct fault all = first;

    self->telling = self->n_offline = 0;
    if (others > 0) {
        fault_set(&all, first.status, first.where,
                  ngettext("%s, and %u more sound file cannot be played",
                           "%s, and %u more sound files cannot be played", others),
                  first.what, others);
        fault_remedy(&all, "%s", first.remedy);
    }
    ui_studio_tell(self, &all);
    return G_SOURCE_REMOVE;
}

static void
on_offline(void *user, const struct row_source *source, const struct fault *fault)
{
    UiStudio *self = user;

    (void)source;
    if (self->n_offline++ == 0)
        self->offline = *fault;
    if (self->telling == 0)
        self->telling = g_idle_add(tell_offline, self);
}

/* --- open --------------------------------------------------------------------- */

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

static struct player_config
wanted(UiStudio *self, const struct ui_sound *sound)
{
    return (struct player_config){
        .driver = sound->driver,
        .device = sound->device,
        .block = sound->block,
        .threads = sound->threads,
        .inputs = wanted_inputs(session_model(self->session), sound->inputs),
        .outputs = self->recording.click_output + 2,
        .from = self->position,
        .offline = on_offline,
        .user = self,
    };
}

static void
open_deck(UiStudio *self)
{
    const struct deck_config config = {.notice = on_notice,
                                       .taken = on_taken,
                                       .user = self,
                                       .round_trip = -1,
                                       .handle = -1.0,
                                       .listen = self->listen,
                                       .keeps = _("«Keep what I just played» makes "
                                                  "takes of it")};
    struct fault fault;

    if (session_read_only(self->session))
        return;
    if (deck_open(&self->deck, self->session, self->player, &config, &fault))
        ui_studio_tell(self, &fault);
}

static void
close_deck(UiStudio *self)
{
    g_clear_handle_id(&self->opening, g_source_remove);
    ui_studio_audition_close(self);
    deck_close(self->deck);
    self->deck = NULL;
    self->wish = NULL;
    memset(&self->state, 0, sizeof self->state);
}

static void
close_player(UiStudio *self)
{
    player_close(self->player);
    self->player = NULL;
    self->awaited = self->looped = false;
    g_clear_handle_id(&self->telling, g_source_remove);
    self->n_offline = 0;
}

/* With as many threads the engine stays, and what has been ordered of it. */
static enum status
begin(UiStudio *self, const struct ui_sound *sound, struct fault *fault)
{
    const struct player_config config = wanted(self, sound);

    if (self->player && self->threads == sound->threads)
        return player_change(self->player, &config, fault);
    close_player(self);
    self->threads = sound->threads;
    return player_begin(&self->player, self->session, &config, fault);
}

/* There will be none. */
static void
give_up(UiStudio *self, const struct fault *fault)
{
    ui_studio_tell(self, fault);
    close_player(self);
    ui_studio_sounds(self);
}

/* Another number of threads is another engine: it comes when the one before, and
 * its device, have gone. */
static void
change_threads(UiStudio *self)
{
    ui_studio_leave_device(self);
    ui_studio_sound_soon(self, self->open, self->opener);
    ui_studio_sounds(self);
}

void
ui_studio_sound(UiStudio *self, const struct ui_sound *sound)
{
    struct fault fault;

    if (!self->session)
        return;
    close_deck(self);
    if (self->player && self->threads != sound->threads && self->open) {
        change_threads(self);
        return;
    }
    ui_studio_await_device(self);
    self->listen = sound->listen;
    self->fell_back = false;
    if (begin(self, sound, &fault)) {
        give_up(self, &fault);
        return;
    }
    self->awaited = true;
    ui_studio_hurry(self);
    ui_studio_sounds(self);
}

static void
fall_back(UiStudio *self, const struct fault *why)
{
    const struct ui_sound built_in
        = {.driver = "built-in", .threads = self->threads};
    struct fault fault;

    ui_studio_tell(self, why);
    self->fell_back = true;
    if (begin(self, &built_in, &fault))
        give_up(self, &fault);
}

void
ui_studio_look_at_device(UiStudio *self)
{
    void (*wish)(UiStudio *self) = self->wish;
    struct fault fault;

    if (!self->awaited)
        return;
    const enum status status = player_opened(self->player, false, &fault);
    if (player_opening(self->player))
        return;
    if (status) {
        if (self->fell_back)
            give_up(self, &fault);
        else
            fall_back(self, &fault);
        return;
    }
    self->awaited = false;
    self->wish = NULL;
    ui_studio_apply_loop(self);
    open_deck(self);
    ui_studio_recording_changed(self);
    ui_studio_sounds(self);
    if (wish)
        wish(self);
}

bool
ui_studio_opening(UiStudio *self)
{
    return self->awaited || self->opening;
}

/* --- soon, or now ------------------------------------------------------------- */

static gboolean
open_sound(gpointer user)
{
    UiStudio *self = user;

    if (ui_studio_device_is_leaving(self)) {
        self->opening = g_timeout_add(10, open_sound, self);
        return G_SOURCE_REMOVE;
    }
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

bool
ui_studio_postpones(UiStudio *self, void (*what)(UiStudio *self))
{
    if (!self->awaited && !self->coming)
        return false;
    self->wish = what;
    return true;
}
