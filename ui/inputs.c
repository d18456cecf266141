/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inputs.h"

#include "app/player.h"
#include "base/text.h"

/* More than FEW stand in menus of their own; and so many there are without a
 * device. */
enum { NAME_SIZE = 160, FEW = 8 };

static int
count_of(UiStudio *studio)
{
    struct player *player = ui_studio_player(studio);
    struct player_latency latency = {.inputs = FEW};

    if (player)
        player_latency(player, &latency);
    return (int)latency.inputs;
}

static void
add(GMenu *menu, const char *title, const char *action, int64_t track,
    const char *word)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(title, NULL);

    g_menu_item_set_action_and_target_value(
        item, action,
        track ? g_variant_new("(xs)", track, word) : g_variant_new_string(word));
    g_menu_append_item(menu, item);
}

/* The number alone, where the system has no more to say. */
static char *
title_of(UiStudio *studio, unsigned channel)
{
    struct player *player = ui_studio_player(studio);
    g_autofree char *plain = g_strdup_printf(_("input %u"), channel + 1);
    char name[NAME_SIZE] = "";

    if (player && !player_wired(player, channel))
        return g_strdup_printf(_("Input %u (nothing is connected)"), channel + 1);
    if (player)
        player_input_name(player, channel, name, sizeof name);
    return name[0] && g_strcmp0(name, plain) != 0
               ? g_strdup_printf(_("Input %u: %s"), channel + 1, name)
               : g_strdup_printf(_("Input %d"), (int)channel + 1);
}

static GMenu *
each(UiStudio *studio, int count, int64_t track, const char *action)
{
    GMenu *menu = g_menu_new();

    for (int i = 1; i <= count; i++) {
        g_autofree char *title = title_of(studio, (unsigned)i - 1);
        g_autofree char *word = g_strdup_printf("%d", i);

        add(menu, title, action, track, word);
    }
    return menu;
}

static GMenu *
pairs(int count, int64_t track, const char *action)
{
    GMenu *menu = g_menu_new();

    for (int i = 1; i < count; i += 2) {
        g_autofree char *title = g_strdup_printf(_("Inputs %d and %d"), i, i + 1);
        g_autofree char *word = g_strdup_printf("%d,%d", i, i + 1);

        add(menu, title, action, track, word);
    }
    return menu;
}

static void
add_part(GMenu *menu, const char *title, GMenu *part, bool apart)
{
    if (apart)
        g_menu_append_submenu(menu, title, G_MENU_MODEL(part));
    else
        g_menu_append_section(menu, NULL, G_MENU_MODEL(part));
    g_object_unref(part);
}

GMenu *
ui_inputs_menu(UiStudio *studio, int64_t track, const char *action)
{
    const int count = count_of(studio);
    GMenu *menu = g_menu_new(), *none = g_menu_new();

    add_part(menu, _("One input"), each(studio, count, track, action), count > FEW);
    add_part(menu, _("Two inputs, stereo"), pairs(count, track, action),
             count > FEW);
    add(none, _("No input"), action, track, "none");
    add_part(menu, NULL, none, false);
    return menu;
}

char *
ui_inputs_choice(UiStudio *studio, int64_t track)
{
    const struct model *model = ui_studio_model(studio);
    const struct row_input *input
        = model ? model_row(model, TABLE_INPUT, track) : NULL;

    if (!input || input->first < 0)
        return g_strdup("none");
    return input->second < 0 ? g_strdup_printf("%d", (int)input->first + 1)
                             : g_strdup_printf("%d,%d", (int)input->first + 1,
                                               (int)input->second + 1);
}

char *
ui_inputs_text(UiStudio *studio, int64_t track)
{
    const struct model *model = ui_studio_model(studio);
    const struct row_input *input
        = model ? model_row(model, TABLE_INPUT, track) : NULL;

    if (!input || input->first < 0)
        return g_strdup(_("No input"));
    if (input->second < 0)
        return g_strdup_printf(_("Input %d"), (int)input->first + 1);
    return g_strdup_printf(_("Inputs %d and %d"), (int)input->first + 1,
                           (int)input->second + 1);
}

static bool
is_taken(const struct model *model, int channel)
{
    size_t count;
    const struct row_input *input = model_rows(model, TABLE_INPUT, &count);

    for (size_t i = 0; i < count; i++)
        if (input[i].first == channel || input[i].second == channel)
            return true;
    return false;
}

char *
ui_inputs_free(UiStudio *studio, int channels)
{
    const struct model *model = ui_studio_model(studio);
    const int count = count_of(studio);
    int first = 0;

    while (model && first + channels <= count
           && (is_taken(model, first) || is_taken(model, first + channels - 1)))
        first += channels;
    if (first + channels > count)
        first = 0;
    if (channels > count)
        return g_strdup("none");
    return channels == 1 ? g_strdup_printf("%d", first + 1)
                         : g_strdup_printf("%d,%d", first + 1, first + 2);
}
