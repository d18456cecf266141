/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/side.h"

#include "base/text.h"
#include "ui/shell/browser.h"
#include "ui/shell/history.h"
#include "ui/view/view.h"
#include "ui/widgets/names.h"

enum { WIDTH = 300 };

struct side {
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *box; /* hidden where none of them is shown */
    /* each with its heading, and below it what it shows */
    GtkWidget *browser, *history;
};

/* What it shows is made when it is wanted for the first time. */
static void
show_panel(struct side *self, GtkWidget *panel, bool wanted,
           GtkWidget *(*make)(UiStudio *studio))
{
    if (wanted
        && gtk_widget_get_first_child(panel) == gtk_widget_get_last_child(panel))
        gtk_box_append(GTK_BOX(panel), make(self->studio));
    gtk_widget_set_visible(panel, wanted);
}

/* One above the other, where both are wanted; the view remembers which. */
static void
show(struct side *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const bool browser = view && view->panels & PANEL_BROWSER;
    const bool history = view && view->panels & PANEL_HISTORY;

    ui_actions_set_switch(self->actions, "browser", browser);
    ui_actions_set_switch(self->actions, "history", history);
    show_panel(self, self->browser, browser, ui_browser_new);
    show_panel(self, self->history, history, ui_history_new);
    gtk_widget_set_visible(self->box, browser || history);
}

/* The view comes with its song, and then as it was left. */
static void
on_song(UiStudio *studio, GtkWidget *paned)
{
    show(g_object_get_data(G_OBJECT(paned), "side"));
}

static void
on_view(UiStudio *studio, guint changes, GtkWidget *paned)
{
    if (changes & UI_VIEW_PANELS)
        on_song(studio, paned);
}

/* Whoever opens a panel wants to be in it. */
static void
switch_panel(struct side *self, const char *name, unsigned bit, GtkWidget *panel)
{
    struct view *view = ui_studio_view(self->studio);
    const bool on = ui_actions_switch(self->actions, name);

    if (view)
        view->panels = on ? view->panels | bit : view->panels & ~bit;
    show(self);
    if (view && on)
        gtk_widget_grab_focus(gtk_widget_get_last_child(panel));
}

static void
run_browser(gpointer user, GVariant *parameter)
{
    struct side *self = user;

    switch_panel(self, "browser", PANEL_BROWSER, self->browser);
}

static void
run_history(gpointer user, GVariant *parameter)
{
    struct side *self = user;

    switch_panel(self, "history", PANEL_HISTORY, self->history);
}

static const struct ui_action TABLE[] = {
    {"browser", N_("Files"), N_("Window"), "<Control>e", run_browser, "b", NULL,
     "false"},
    {"history", N_("History"), N_("Window"), "<Control>h", run_history, "b", NULL,
     "false"},
};

static GtkWidget *
make_panel(const char *title)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0),
              *head = gtk_label_new(title);

    gtk_label_set_xalign(GTK_LABEL(head), 0.0f);
    gtk_widget_add_css_class(head, "heading");
    gtk_widget_add_css_class(box, "side");
    gtk_box_append(GTK_BOX(box), head);
    return box;
}

GtkWidget *
ui_side_new(UiStudio *studio, UiActions *actions, GtkWidget *main)
{
    GtkWidget *paned
        = ui_paned_new(GTK_ORIENTATION_HORIZONTAL, _("Width of the panel"));
    struct side *self = g_new0(struct side, 1);

    self->studio = studio;
    self->actions = actions;
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    self->browser = make_panel(_("Files"));
    self->history = make_panel(_("History"));
    gtk_box_append(GTK_BOX(self->box), self->browser);
    gtk_box_append(GTK_BOX(self->box), self->history);
    gtk_widget_set_size_request(self->box, WIDTH, -1);
    gtk_paned_set_start_child(GTK_PANED(paned), main);
    gtk_paned_set_end_child(GTK_PANED(paned), self->box);
    gtk_paned_set_resize_end_child(GTK_PANED(paned), FALSE);
    gtk_paned_set_shrink_end_child(GTK_PANED(paned), FALSE);
    g_object_set_data_full(G_OBJECT(paned), "side", self, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), self);
    show(self);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), paned, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), paned, 0);
    return paned;
}
