/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/menu.h"

#include "base/text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/tip.h"

struct item {
    const char *title; /* marked for translation; NULL: a new section begins */
    const char *action;
};

/* The menu's main parts; the palette has everything. */
static const struct item ITEMS[] = {
    {N_("A new song…"), "win.new"},
    {N_("Open a song…"), "win.open"},
    {N_("Import sound files…"), "win.import"},
    {N_("Bounce…"), "win.bounce"},
    {N_("Close the song"), "win.close"},
    {NULL, NULL},
    {N_("Keep what I just played"), "win.keep"},
    {N_("Take it again"), "win.retake"},
    {NULL, NULL},
    {N_("Find an action…"), "win.palette"},
    {N_("Keys…"), "win.shortcuts"},
    {N_("First steps…"), "win.first-steps"},
    {N_("Preferences…"), "win.preferences"},
    {N_("About Remanence"), "win.about"},
    {NULL, NULL},
    {N_("Quit"), "win.quit"},
};

static GMenuModel *
make_model(void)
{
    GMenu *menu = g_menu_new(), *section = g_menu_new();

    for (size_t i = 0; i < G_N_ELEMENTS(ITEMS); i++) {
        if (ITEMS[i].title) {
            g_menu_append(section, _(ITEMS[i].title), ITEMS[i].action);
            continue;
        }
        g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
        g_object_unref(section);
        section = g_menu_new();
    }
    g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
    g_object_unref(section);
    return G_MENU_MODEL(menu);
}

GtkWidget *
ui_menu_button_new(void)
{
    GtkWidget *button = gtk_menu_button_new();
    g_autoptr(GMenuModel) model = make_model();

    gtk_menu_button_set_child(GTK_MENU_BUTTON(button), ui_icon_new("menu"));
    ui_menu_later(GTK_MENU_BUTTON(button), model);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Menu"), -1);
    ui_tip_set(button, _("Menu"));
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    return button;
}
