/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/console_window.h"

#include "base/text.h"
#include "model/edit.h"
#include "ui/mixer/console_dynamics.h"
#include "ui/mixer/console_eq.h"
#include "ui/mixer/do.h"
#include "ui/view/view.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/pieces.h"

enum { WIDTH = 1150, HEIGHT = 656 };

struct _UiConsoleWindow {
    GtkWindow parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *eq, *dynamics;
    bool whole; /* all knobs are made */
};

G_DEFINE_FINAL_TYPE(UiConsoleWindow, ui_console_window, GTK_TYPE_WINDOW)

void
ui_console_window_show(UiConsoleWindow *self, int64_t id)
{
    const struct row_track *track = do_track(self->studio, id);

    g_return_if_fail(UI_IS_CONSOLE_WINDOW(self));
    if (!track)
        return;
    char *title = g_strdup_printf(_("Console – %s"), track->name);

    self->track = id;
    gtk_window_set_title(GTK_WINDOW(self), title);
    g_free(title);
    if (!self->whole)
        return;
    ui_console_eq_show(UI_CONSOLE_EQ(self->eq), id);
    ui_console_dynamics_show(UI_CONSOLE_DYNAMICS(self->dynamics), id);
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiConsoleWindow *self)
{
    if (do_track(studio, self->track))
        ui_console_window_show(self, self->track);
    else
        gtk_window_destroy(GTK_WINDOW(self));
}

/* Another track was selected: its console is meant. */
static void
on_view(UiStudio *studio, guint what, UiConsoleWindow *self)
{
    const struct view *view = ui_studio_view(studio);
    const int64_t track = view ? selection_focus(view->selection, SELECT_TRACK) : 0;

    if ((what & UI_VIEW_SELECTION) && track && track != self->track)
        ui_console_window_show(self, track);
}

static void
on_tick(UiStudio *studio, UiConsoleWindow *self)
{
    const bool seen = gtk_widget_get_mapped(GTK_WIDGET(self));

    if (!self->whole)
        return;
    ui_console_eq_tick(UI_CONSOLE_EQ(self->eq), seen);
    if (seen)
        ui_console_dynamics_tick(UI_CONSOLE_DYNAMICS(self->dynamics));
}

static gboolean
close_it(GtkWidget *widget, GVariant *arguments, gpointer user)
{
    gtk_window_close(GTK_WINDOW(widget));
    return TRUE;
}

static void
ui_console_window_class_init(UiConsoleWindowClass *class)
{
    gtk_widget_class_add_binding(GTK_WIDGET_CLASS(class), GDK_KEY_Escape, 0,
                                 close_it, NULL);
}

static void
ui_console_window_init(UiConsoleWindow *self)
{
    gtk_widget_add_css_class(GTK_WIDGET(self), "console");
}

/* On a small screen, or with large letters, it may be higher than there is room. */
static GtkWidget *
scrolled(GtkWidget *box)
{
    GtkWidget *scroller = gtk_scrolled_window_new();

    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
    gtk_widget_set_focusable(scroller, FALSE);
    return scroller;
}

static bool
make_eq(gpointer user)
{
    return ui_console_eq_more(UI_CONSOLE_EQ(((UiConsoleWindow *)user)->eq));
}

static bool
make_dynamics(gpointer user)
{
    UiConsoleWindow *self = user;

    if (self->dynamics)
        return ui_console_dynamics_more(UI_CONSOLE_DYNAMICS(self->dynamics));
    self->dynamics = ui_console_dynamics_new(self->studio);
    gtk_box_append(GTK_BOX(gtk_widget_get_parent(self->eq)), self->dynamics);
    return true;
}

static bool
show_values(gpointer user)
{
    UiConsoleWindow *self = user;

    self->whole = true;
    ui_forward(gtk_widget_get_parent(self->eq));
    ui_console_window_show(self, self->track);
    return false;
}

static const ui_piece PIECES[] = {make_eq, make_dynamics, show_values, NULL};

GtkWidget *
ui_console_window_new(UiStudio *studio, UiActions *actions, GtkWindow *parent)
{
    UiConsoleWindow *self
        = g_object_new(UI_TYPE_CONSOLE_WINDOW, "transient-for", parent, NULL);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);

    self->studio = studio;
    self->eq = ui_console_eq_new(studio);
    gtk_widget_add_css_class(box, "panel");
    gtk_box_append(GTK_BOX(box), self->eq);
    gtk_window_set_child(GTK_WINDOW(self), scrolled(box));
    ui_letters_size(GTK_WINDOW(self), parent, WIDTH, HEIGHT);
    if (actions)
        ui_actions_serve(actions, GTK_WINDOW(self));
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    ui_pieces_make(GTK_WINDOW(self), PIECES, self);
    return GTK_WIDGET(self);
}
