/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/pieces.h"

enum { FRAME_MS = 17 };
static const char *const MAKING = "pieces-making";

struct making {
    GtkWindow *window;
    const ui_piece *next;
    gpointer user;
    guint source;
};

static void
free_making(gpointer data)
{
    struct making *making = data;

    g_clear_handle_id(&making->source, g_source_remove);
    g_free(making);
}

/* Most of what it takes to show a window is to find out how its letters look and how
 * large they are.  What is measured once is known: here, a piece at a time. */
static void
measure(GtkWindow *window)
{
    GtkWidget *child = gtk_window_get_child(window);
    int width, height, least;

    gtk_window_get_default_size(window, &width, &height);
    gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                       NULL);
    gtk_widget_measure(child, GTK_ORIENTATION_VERTICAL, MAX(width, least), NULL,
                       NULL, NULL, NULL);
}

static void
stop(GtkWindow *window)
{
    g_object_set_data(G_OBJECT(window), MAKING, NULL);
}

static gboolean make_next(gpointer user);

/* What comes now is laid out and put on the screen, and that takes its time, too: a
 * piece a frame. */
static void
show(struct making *making)
{
    gtk_window_present(making->window);
    making->source = g_timeout_add(FRAME_MS, make_next, making);
}

static gboolean
make_next(gpointer user)
{
    struct making *making = user;
    GtkWindow *window = making->window;

    if (*making->next == ui_pieces_show) {
        making->next++;
        show(making);
        return G_SOURCE_REMOVE;
    }
    if (*making->next) {
        if (!(*making->next)(making->user))
            making->next++;
        measure(window);
        return G_SOURCE_CONTINUE;
    }
    making->source = 0;
    stop(window);
    if (!gtk_widget_get_visible(GTK_WIDGET(window)))
        gtk_window_present(window);
    return G_SOURCE_REMOVE;
}

bool
ui_pieces_show(gpointer user)
{
    g_return_val_if_reached(false);
}

void
ui_pieces_make(GtkWindow *window, const ui_piece *pieces, gpointer user)
{
    struct making *making = g_new0(struct making, 1);

    *making = (struct making){window, pieces, user, g_idle_add(make_next, making)};
    g_object_set_data_full(G_OBJECT(window), MAKING, making, free_making);
    g_signal_connect(window, "destroy", G_CALLBACK(stop), NULL);
}

/* --- the end ------------------------------------------------------------------ */

struct leaving {
    GtkWindow *window;
    ui_piece piece;
    gpointer user;
    guint source;
};

static void
free_leaving(gpointer data)
{
    struct leaving *leaving = data;

    g_clear_handle_id(&leaving->source, g_source_remove);
    g_free(leaving);
}

static gboolean
drop_next(gpointer user)
{
    struct leaving *leaving = user;

    if (leaving->piece(leaving->user))
        return G_SOURCE_CONTINUE;
    leaving->source = 0;
    gtk_window_destroy(leaving->window); /* frees it */
    return G_SOURCE_REMOVE;
}

void
ui_pieces_close(GtkWindow *window, ui_piece piece, gpointer user)
{
    struct leaving *leaving = g_new0(struct leaving, 1);

    stop(window);
    gtk_widget_set_visible(GTK_WIDGET(window), FALSE);
    *leaving = (struct leaving){window, piece, user, g_idle_add(drop_next, leaving)};
    g_object_set_data_full(G_OBJECT(window), MAKING, leaving, free_leaving);
    g_signal_connect(window, "destroy", G_CALLBACK(stop), NULL);
}

void
ui_pieces_present(GtkWindow *window)
{
    if (!g_object_get_data(G_OBJECT(window), MAKING)
        || gtk_widget_get_visible(GTK_WIDGET(window)))
        gtk_window_present(window);
}
