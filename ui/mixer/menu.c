/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/menu.h"

#include "app/inserts.h"
#include "app/place.h"
#include "base/text.h"
#include "model/routing.h"
#include "ui/inputs.h"
#include "ui/mixer/do.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/swatches.h"

#include <stdlib.h>

static gboolean
let_go(gpointer popover)
{
    gtk_widget_unparent(popover);
    return G_SOURCE_REMOVE;
}

/* Its action runs after it has closed. */
static void
on_closed(GtkPopover *popover)
{
    g_idle_add(let_go, popover);
}

void
menu_pop(GtkWidget *over, GMenu *menu, const GdkRectangle *at)
{
    GtkWidget *popover = gtk_popover_menu_new_from_model(G_MENU_MODEL(menu));

    g_object_unref(menu);
    gtk_widget_set_parent(popover, over);
    gtk_popover_set_has_arrow(GTK_POPOVER(popover), FALSE);
    gtk_popover_set_position(GTK_POPOVER(popover), GTK_POS_BOTTOM);
    if (at)
        gtk_popover_set_pointing_to(GTK_POPOVER(popover), at);
    gtk_widget_set_halign(popover, GTK_ALIGN_START);
    g_signal_connect(popover, "closed", G_CALLBACK(on_closed), NULL);
    ui_popover_pop_up(popover);
}

static void
add(GMenu *menu, const char *label, const char *action, GVariant *target)
{
    GMenuItem *item = g_menu_item_new(label, NULL);

    g_menu_item_set_action_and_target_value(item, action, target);
    g_menu_append_item(menu, item);
    g_object_unref(item);
}

static void
add_section(GMenu *menu, const char *label, GMenu *section)
{
    g_menu_append_section(menu, label, G_MENU_MODEL(section));
    g_object_unref(section);
}

static void
add_submenu(GMenu *menu, const char *label, GMenu *submenu)
{
    if (g_menu_model_get_n_items(G_MENU_MODEL(submenu)) > 0)
        g_menu_append_submenu(menu, label, G_MENU_MODEL(submenu));
    g_object_unref(submenu);
}

GMenu *
menu_devices(UiStudio *studio, int64_t track)
{
    GMenu *menu = g_menu_new();
    const char *device;

    for (size_t i = 0; (device = inserts_device(i)); i++)
        add(menu, inserts_name(device), "mixer.insert-add",
            g_variant_new("(xs)", track, device));
    return menu;
}

GMenu *
menu_insert(UiStudio *studio, int64_t insert)
{
    const struct row_insert *row =
        model_row(ui_studio_model(studio), TABLE_INSERT, insert);
    GMenu *menu = g_menu_new(), *last = g_menu_new();

    if (!row) {
        g_object_unref(last);
        return menu;
    }
    const bool after = row->place == INSERT_AFTER_CONSOLE;

    add(menu, _("Open"), "mixer.insert-open", g_variant_new("x", insert));
    add(menu, row->on ? _("Bypass") : _("Switch on"), "mixer.insert-on",
        g_variant_new("(xb)", insert, !row->on));
    add(menu, _("Move up"), "mixer.insert-shift",
        g_variant_new("(xi)", insert, -1));
    add(menu, _("Move down"), "mixer.insert-shift",
        g_variant_new("(xi)", insert, 1));
    add(menu, after ? _("Before the console") : _("After the console"),
        "mixer.insert-place", g_variant_new("(xb)", insert, !after));
    add(last, _("Remove"), "mixer.insert-remove", g_variant_new("x", insert));
    add_section(menu, NULL, last);
    return menu;
}

GMenu *
menu_more(UiStudio *studio, int64_t track, size_t from)
{
    enum { MAX = 64 };
    const struct row_insert *inserts[MAX];
    const size_t count = inserts_of(ui_studio_model(studio), track, inserts, MAX);
    GMenu *menu = g_menu_new();

    for (size_t i = from; i < count; i++)
        add(menu, inserts_name(inserts[i]->device), "mixer.insert-open",
            g_variant_new("x", inserts[i]->id));
    add_submenu(menu, _("Insert"), menu_devices(studio, track));
    return menu;
}

/* Call back for each track that sound of `track` may go to: buses and folders that
 * do not feed it. */
static void
each_bus(UiStudio *studio, int64_t track, GMenu *menu, const char *action)
{
    const struct model *model = ui_studio_model(studio);
    const struct row_track **tracks;
    size_t count;

    if (place_tracks(model, &tracks, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        bool circle = true;

        if (tracks[i]->kind != TRACK_BUS && tracks[i]->kind != TRACK_FOLDER)
            continue;
        if (tracks[i]->id == track
            || routing_reaches(NULL, model, tracks[i]->id, track, &circle)
            || circle)
            continue;
        add(menu, tracks[i]->name, action,
            g_variant_new("(xx)", track, tracks[i]->id));
    }
    free(tracks);
}

GMenu *
menu_buses(UiStudio *studio, int64_t track)
{
    GMenu *menu = g_menu_new();

    each_bus(studio, track, menu, "mixer.send-add");
    add(menu, _("New bus"), "mixer.send-new", g_variant_new("x", track));
    return menu;
}

GMenu *
menu_send(UiStudio *studio, int64_t send)
{
    const struct row_send *row
        = model_row(ui_studio_model(studio), TABLE_SEND, send);
    GMenu *menu = g_menu_new(), *last = g_menu_new();

    if (!row) {
        g_object_unref(last);
        return menu;
    }
    add(menu, row->on ? _("Switch off") : _("Switch on"), "mixer.send-on",
        g_variant_new("(xb)", send, !row->on));
    add(menu,
        row->tap == SEND_PRE_FADER ? _("After the fader") : _("Before the fader"),
        "mixer.send-pre", g_variant_new("(xb)", send, row->tap != SEND_PRE_FADER));
    add(last, _("Remove"), "mixer.send-remove", g_variant_new("x", send));
    add_section(menu, NULL, last);
    return menu;
}

GMenu *
menu_outputs(UiStudio *studio, int64_t track)
{
    GMenu *menu = g_menu_new();

    add(menu, _("Master, or its folder"), "mixer.output",
        g_variant_new("(xx)", track, (gint64)0));
    each_bus(studio, track, menu, "mixer.output");
    return menu;
}

static GMenu *
menu_colors(int64_t track)
{
    GMenu *menu = g_menu_new();

    for (int i = 0; i < UI_SWATCHES; i++)
        add(menu, ui_swatch_name(i), "mixer.color",
            g_variant_new("(xs)", track, ui_swatch_color(i)));
    return menu;
}

GMenu *
menu_strip(UiStudio *studio, int64_t id)
{
    const struct row_track *track = do_track(studio, id);
    const struct row_strip *strip = do_strip(studio, id);
    GMenu *menu = g_menu_new(), *last;

    if (!track || !strip)
        return menu;
    const bool master = track->kind == TRACK_MASTER;

    add(menu, _("Console…"), "mixer.console", g_variant_new("x", id));
    add_submenu(menu, _("Insert"), menu_devices(studio, id));
    if (track->kind == TRACK_AUDIO)
        add_submenu(menu, _("Input"), ui_inputs_menu(studio, id, "mixer.input"));
    if (!master) {
        add_submenu(menu, _("Send to"), menu_buses(studio, id));
        add_submenu(menu, _("Output"), menu_outputs(studio, id));
    }
    add(menu, strip->polarity ? _("Polarity as it was") : _("Turn polarity over"),
        "mixer.polarity", g_variant_new("(xb)", id, !strip->polarity));
    if (master)
        return menu;
    add(menu, strip->solo_safe ? _("No solo safe") : _("Solo safe"),
        "mixer.solo-safe", g_variant_new("(xb)", id, !strip->solo_safe));
    last = g_menu_new();
    add(last, _("Rename"), "mixer.rename", g_variant_new("x", id));
    add_submenu(last, _("Colour"), menu_colors(id));
    add(last, _("Duplicate"), "mixer.duplicate", g_variant_new("x", id));
    add(last, _("Delete"), "mixer.delete", g_variant_new("x", id));
    add_section(menu, NULL, last);
    return menu;
}
