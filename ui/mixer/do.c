/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/inputs.h"
#include "ui/mixer/do.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const char *
do_name(int64_t id, char out[NAME_SIZE])
{
    snprintf(out, NAME_SIZE, "#%" PRId64, id);
    return out;
}

bool
do_text(UiStudio *studio, const char *command, int64_t track, const char *text)
{
    char name[NAME_SIZE];

    return ui_studio_run(studio, command, do_name(track, name), text, NULL);
}

bool
do_number(UiStudio *studio, const char *command, int64_t track, double value)
{
    char text[40];

    if (value <= LEVEL_OFF_DB)
        snprintf(text, sizeof text, "-inf");
    else
        snprintf(text, sizeof text, "%.6g", value);
    return do_text(studio, command, track, text);
}

bool
do_switch(UiStudio *studio, const char *command, int64_t track, bool on)
{
    return do_text(studio, command, track, on ? "on" : "off");
}

bool
do_arm(UiStudio *studio, int64_t track, bool on)
{
    const struct row_track *row = do_track(studio, track);
    const struct row_input *has
        = row ? model_row(ui_studio_model(studio), TABLE_INPUT, track) : NULL;

    if (!on || !row || (has && has->first >= 0))
        return do_switch(studio, "arm", track, on);
    char name[NAME_SIZE];
    g_autofree char *word = ui_inputs_free(studio, (int)row->channels);
    const char *const arm[] = {"arm", do_name(track, name), "on"};
    const char *const input[] = {"input", name, word};
    const struct command_line lines[] = {{arm, 3}, {input, 3}};

    return ui_studio_run_all(studio, NULL, lines, G_N_ELEMENTS(lines));
}

static bool
solo_alone(UiStudio *studio, int64_t track)
{
    char name[NAME_SIZE];
    const char *const clear[] = {"solo-clear"};
    const char *const solo[] = {"track-solo", do_name(track, name), "on"};
    const struct command_line lines[] = {{clear, 1}, {solo, 3}};

    return ui_studio_run_all(studio, _("Solo track"), lines, G_N_ELEMENTS(lines));
}

const struct row_track *
do_track(UiStudio *studio, int64_t id)
{
    const struct model *model = ui_studio_model(studio);

    return model ? model_row(model, TABLE_TRACK, id) : NULL;
}

const struct row_strip *
do_strip(UiStudio *studio, int64_t id)
{
    const struct model *model = ui_studio_model(studio);

    return model ? model_row(model, TABLE_STRIP, id) : NULL;
}

void
do_solo_click(UiStudio *studio, int64_t track, GdkModifierType held)
{
    const struct row_strip *strip = do_strip(studio, track);

    if (!strip)
        return;
    if (held & GDK_CONTROL_MASK)
        do_switch(studio, "solo-safe", track, !strip->solo_safe);
    else if (held & (GDK_ALT_MASK | GDK_SHIFT_MASK))
        solo_alone(studio, track);
    else
        do_switch(studio, "track-solo", track, !strip->solo);
}
