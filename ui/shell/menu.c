/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/menu.h"

#include "base/text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/tip.h"

/* The menu's main parts; the palette has everything. */
static const char *const ITEMS[] = {
    "new",     "open",      "import",      "bounce",      "close", NULL,
    "keep",    "retake",    NULL,
    "palette", "shortcuts", "first-steps", "preferences", "about", NULL,
    "quit",
};

static GMenuModel *
make_model(UiActions *actions)
{
    GMenu *menu = g_menu_new(), *section = g_menu_new();

    for (size_t i = 0; i < G_N_ELEMENTS(ITEMS); i++) {
        if (ITEMS[i]) {
            g_autoptr(GMenuItem) item = ui_actions_menu_item(actions, ITEMS[i]);

            g_menu_append_item(section, item);
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

static void
on_keys(UiActions *actions, GtkWidget *button)
{
    g_autoptr(GMenuModel) model = make_model(actions);

    ui_menu_later(GTK_MENU_BUTTON(button), model);
}

GtkWidget *
ui_menu_button_new(UiActions *actions)
{
    GtkWidget *button = gtk_menu_button_new();

    gtk_menu_button_set_child(GTK_MENU_BUTTON(button), ui_icon_new("menu"));
    g_signal_connect_object(actions, "keys", G_CALLBACK(on_keys), button, 0);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Menu"), -1);
    ui_tip_set(button, _("Menu"));
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    return button;
}
