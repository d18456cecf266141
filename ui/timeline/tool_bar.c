/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_bar.c: the tools, the magnet and the grid, as buttons. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/view.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/tip.h"

static const struct {
    const char *target, *icon, *action; /* the action tells title and key */
} TOOL_BUTTONS[] = {
    {"pointer", "pointer", "tool-pointer"},
    {"range", "range", "tool-range"},
    {"split", "split", "tool-split"},
};

static GtkWidget *
make_toggle(const char *icon)
{
    GtkWidget *button = gtk_toggle_button_new();

    gtk_button_set_child(GTK_BUTTON(button), ui_icon_new(icon));
    gtk_widget_add_css_class(button, "tool");
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    return button;
}

static GtkWidget *
make_tools(UiActions *actions)
{
    GtkWidget *group = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 1);

    gtk_widget_add_css_class(group, "group");
    gtk_widget_set_valign(group, GTK_ALIGN_CENTER);
    for (size_t i = 0; i < G_N_ELEMENTS(TOOL_BUTTONS); i++) {
        GtkWidget *button = make_toggle(TOOL_BUTTONS[i].icon);

        gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.tool");
        gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "s",
                                         TOOL_BUTTONS[i].target);
        ui_actions_dress(actions, button, TOOL_BUTTONS[i].action);
        gtk_box_append(GTK_BOX(group), button);
    }
    return group;
}

static GMenuModel *
grid_menu(void)
{
    GMenu *menu = g_menu_new();

    for (int unit = 0; unit < GRID_UNITS; unit++) {
        g_autoptr(GMenuItem) item = g_menu_item_new(_(grid_unit_title(unit)), NULL);

        g_menu_item_set_action_and_target(item, "win.grid", "s",
                                          grid_unit_name(unit));
        g_menu_append_item(menu, item);
    }
    return G_MENU_MODEL(menu);
}

static void
show_grid(UiStudio *studio, guint changes, GtkWidget *button)
{
    const enum grid_unit unit = ui_studio_view(studio)->grid.unit;
    g_autofree char *title
        = g_strdup_printf(_("Grid: %s"), _(grid_unit_title(unit)));

    if (changes && !(changes & UI_VIEW_TOOL))
        return;
    gtk_menu_button_set_label(GTK_MENU_BUTTON(button), _(grid_unit_title(unit)));
    ui_tip_set(button, title);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
show_grid_of_song(UiStudio *studio, GtkWidget *button)
{
    show_grid(studio, 0, button);
}

static GtkWidget *
make_grid(UiStudio *studio)
{
    GtkWidget *button = gtk_menu_button_new();
    g_autoptr(GMenuModel) menu = grid_menu();

    ui_menu_later(GTK_MENU_BUTTON(button), menu);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    g_signal_connect_object(studio, "view", G_CALLBACK(show_grid), button, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(show_grid_of_song), button,
                            0);
    show_grid(studio, 0, button);
    return button;
}

GtkWidget *
ui_tool_bar_new(UiStudio *studio, UiActions *actions)
{
    GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *snapping = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 1);
    GtkWidget *magnet = make_toggle("magnet");

    ui_actions_dress(actions, magnet, "snap");
    gtk_widget_add_css_class(magnet, "loop"); /* lit as that is */
    gtk_widget_add_css_class(snapping, "group");
    gtk_widget_set_valign(snapping, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(snapping), magnet);
    gtk_box_append(GTK_BOX(snapping), make_grid(studio));
    gtk_box_append(GTK_BOX(bar), make_tools(actions));
    gtk_box_append(GTK_BOX(bar), snapping);
    return bar;
}
