/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/studio_private.h"

#include <math.h>

#define SILENT_DB (-200.0)

static void
tell_deaf(UiStudio *self)
{
    struct fault fault;

    fault_set(&fault, ST_IO, NULL, _("there is no sound device"));
    fault_remedy(&fault, _("choose one in the preferences"));
    ui_studio_tell(self, &fault);
}

static void
check_taken(UiStudio *self, enum status status)
{
    if (status)
        ui_studio_say(self, _("the engine takes no commands just now; try again"));
}

void
ui_studio_apply_loop(UiStudio *self)
{
    const struct row_song *song
        = model_row(ui_studio_model(self), TABLE_SONG, SONG_ID);
    const bool loops = song && song->loop && song->loop_end.n > song->loop_start.n;

    if (!self->player || (!loops && !self->looped))
        return;
    check_taken(self,
                player_loop(self->player, loops ? song->loop_start : frames(0),
                            loops ? song->loop_end : frames(0)));
    self->looped = loops;
}

void
ui_studio_play(UiStudio *self)
{
    if (self->coming) {
        self->wish = ui_studio_play;
        return;
    }
    if (!ui_studio_hears(self)) {
        tell_deaf(self);
        return;
    }
    ui_studio_audition_stop(self);
    if (!self->state.player.rolling)
        check_taken(self, player_roll(self->player));
    ui_studio_hurry(self);
}

void
ui_studio_stop(UiStudio *self)
{
    ui_studio_audition_stop(self);
    self->wish = NULL;
    if (self->deck)
        deck_stop(self->deck);
    else if (self->player)
        check_taken(self, player_stop(self->player));
    ui_studio_hurry(self);
}

void
ui_studio_locate(UiStudio *self, frames_t to)
{
    self->position = frames(MAX(to.n, 0));
    if (self->player)
        check_taken(self, player_locate(self->player, self->position));
    ui_studio_hurry(self);
}

static struct deck_order
order(UiStudio *self)
{
    const struct row_song *song
        = model_row(ui_studio_model(self), TABLE_SONG, SONG_ID);
    struct deck_order order = {.from = self->position,
                               .pre_roll = (int64_t)(self->recording.pre_roll
                                                     * session_rate(self->session)),
                               .post_roll = -1,
                               .count_in = self->recording.count_in};

    if (self->recording.punch) {
        order.punch_start = song->punch_start;
        order.punch_end = song->punch_end;
        if (order.pre_roll == 0 && self->position.n < song->punch_start.n)
            order.pre_roll = song->punch_start.n - self->position.n; /* from here */
    }
    if (song->loop && song->loop_end.n > song->loop_start.n) {
        order.loop_start = song->loop_start;
        order.loop_end = song->loop_end;
        order.pre_roll
            = (int64_t)(self->recording.pre_roll * session_rate(self->session));
    }
    return order;
}

/* Whether something can be recorded; where the device is yet to come, `what` is
 * done then. */
static bool
hears(UiStudio *self, void (*what)(UiStudio *self))
{
    const bool open = self->coming || ui_studio_hears(self);

    if (open && ui_studio_postpones(self, what))
        return false;
    if (!self->deck)
        tell_deaf(self);
    return self->deck;
}

void
ui_studio_record(UiStudio *self)
{
    struct fault fault;
    enum status status;

    if (!hears(self, ui_studio_record))
        return;
    ui_studio_audition_stop(self);
    if (self->state.player.rolling) {
        status = deck_punch(self->deck, !self->state.recording, &fault);
    } else {
        const struct deck_order what = order(self);
        status = deck_roll(self->deck, &what, &fault);
    }
    ui_studio_tried(self, status, &fault);
    ui_studio_hurry(self);
}

void
ui_studio_retake(UiStudio *self)
{
    struct fault fault;

    if (hears(self, ui_studio_retake))
        ui_studio_tried(self, deck_retake(self->deck, &fault), &fault);
    ui_studio_hurry(self);
}

void
ui_studio_keep(UiStudio *self)
{
    struct fault fault;

    if (hears(self, ui_studio_keep) && deck_keep(self->deck, &fault))
        ui_studio_tell(self, &fault);
    ui_studio_hurry(self);
}

void
ui_studio_set_speed(UiStudio *self, double speed)
{
    if (self->state.recording)
        ui_studio_say(self, _("the speed stays as it is while it records"));
    else if (self->player)
        player_set_speed(self->player, speed);
    ui_studio_hurry(self);
}

double
ui_studio_speed(UiStudio *self)
{
    return self->player ? player_speed(self->player) : 1.0;
}

struct ui_recording *
ui_studio_recording(UiStudio *self)
{
    return &self->recording;
}

void
ui_studio_recording_changed(UiStudio *self)
{
    const struct ui_recording *how = &self->recording;
    struct fault fault;

    if (ui_studio_player(self)
        && player_click(self->player, how->click ? how->click_db : SILENT_DB,
                        how->click_output, &fault))
        ui_studio_tell(self, &fault);
    if (self->view)
        ui_studio_view_changed(self, UI_VIEW_TOOL);
}
