/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/desk.h"

#include "base/text.h"
#include "ui/view/view.h"
#include "ui/widgets/pieces.h"

struct desk {
    UiStudio *studio;
    UiActions *actions;
    UiMixer *docked;
    GtkWidget *window;  /* of its own, while there is one */
    GtkWidget *leaving; /* and while one goes */
};

static bool
is_docked(struct desk *desk)
{
    const struct view *view = ui_studio_view(desk->studio);

    return view && view->panels & PANEL_MIXER;
}

static void
show_docked(struct desk *desk)
{
    gtk_widget_set_visible(GTK_WIDGET(desk->docked), is_docked(desk));
    ui_actions_set_switch(desk->actions, "mixer", is_docked(desk));
}

static void
run_mixer(gpointer user, GVariant *parameter)
{
    struct desk *desk = user;
    struct view *view = ui_studio_view(desk->studio);

    if (!view)
        return;
    if (ui_actions_switch(desk->actions, "mixer"))
        view->panels |= PANEL_MIXER;
    else
        view->panels &= ~(unsigned)PANEL_MIXER;
    show_docked(desk);
}

/* --- a window of its own ------------------------------------------------------ */

/* The mixer moves out, and back below the song; there it can be seen as well. */
static void
want_window(struct desk *desk, bool wanted)
{
    struct view *view = ui_studio_view(desk->studio);

    ui_actions_set_switch(desk->actions, "mixer-window", wanted);
    if (!view)
        return;
    view->panels &= ~(unsigned)(PANEL_DESK | PANEL_MIXER);
    view->panels |= wanted ? PANEL_DESK : PANEL_MIXER;
    show_docked(desk);
}

static void
on_resized(GtkWindow *window, GParamSpec *spec, struct desk *desk)
{
    struct view *view = ui_studio_view(desk->studio);

    if (view && ui_studio_session(desk->studio))
        gtk_window_get_default_size(window, &view->desk_width, &view->desk_height);
}

static UiMixer *
mixer_of(GtkWidget *window)
{
    GtkWidget *child = gtk_window_get_child(GTK_WINDOW(window));

    return UI_IS_MIXER(child) ? UI_MIXER(child) : NULL;
}

static void
let_go(GtkWidget **window)
{
    if (*window)
        gtk_window_destroy(GTK_WINDOW(*window)); /* which clears it */
}

static bool
drop_strip(gpointer mixer)
{
    return ui_mixer_drop(mixer);
}

static void
close_window(struct desk *desk)
{
    GtkWidget *window = desk->window;

    if (!window)
        return;
    let_go(&desk->leaving);
    g_signal_handlers_disconnect_by_data(window, desk);
    g_clear_weak_pointer(&desk->window);
    if (!mixer_of(window)) {
        gtk_window_destroy(GTK_WINDOW(window));
        return;
    }
    g_set_weak_pointer(&desk->leaving, window);
    ui_pieces_close(GTK_WINDOW(window), drop_strip, mixer_of(window));
}

static gboolean
on_close(GtkWindow *window, struct desk *desk)
{
    want_window(desk, false);
    close_window(desk);
    return TRUE;
}

static bool
make_mixer(gpointer user)
{
    struct desk *desk = user;

    gtk_window_set_child(GTK_WINDOW(desk->window),
                         ui_mixer_new(desk->studio, desk->actions));
    return false;
}

static bool
make_master(gpointer user)
{
    struct desk *desk = user;

    ui_mixer_prepare(mixer_of(desk->window));
    return false;
}

/* The keyboard stays with the song. */
static bool
back_to_song(gpointer user)
{
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(((struct desk *)user)->docked));

    if (GTK_IS_WINDOW(root))
        gtk_window_present(GTK_WINDOW(root));
    return false;
}

static const ui_piece BY_HAND[] = {make_mixer, make_master, NULL};
static const ui_piece WITH_SONG[]
    = {make_mixer, make_master, ui_pieces_show, back_to_song, NULL};

static void
make_window(struct desk *desk, const ui_piece *pieces)
{
    const struct view *view = ui_studio_view(desk->studio);
    GtkWidget *window = gtk_window_new();

    g_set_weak_pointer(&desk->window, window);
    gtk_window_set_title(GTK_WINDOW(window), _("Mixer – Remanence"));
    gtk_window_set_default_size(GTK_WINDOW(window), view->desk_width,
                                view->desk_height);
    ui_actions_serve(desk->actions, GTK_WINDOW(window));
    g_signal_connect(window, "close-request", G_CALLBACK(on_close), desk);
    g_signal_connect(window, "notify::default-width", G_CALLBACK(on_resized), desk);
    g_signal_connect(window, "notify::default-height", G_CALLBACK(on_resized),
                     desk);
    ui_pieces_make(GTK_WINDOW(window), pieces, desk);
}

static void
run_window(gpointer user, GVariant *parameter)
{
    struct desk *desk = user;
    const bool wanted = ui_actions_switch(desk->actions, "mixer-window");

    want_window(desk, wanted);
    if (!wanted) {
        close_window(desk);
        return;
    }
    if (!desk->window)
        make_window(desk, BY_HAND);
    ui_pieces_present(GTK_WINDOW(desk->window));
}

/* As the song was left with it. */
static void
show_window(struct desk *desk)
{
    const struct view *view = ui_studio_view(desk->studio);
    const bool wanted
        = ui_studio_session(desk->studio) && view->panels & PANEL_DESK;

    if (wanted == (desk->window != NULL))
        return;
    ui_actions_set_switch(desk->actions, "mixer-window", wanted);
    if (wanted)
        make_window(desk, WITH_SONG);
    else
        close_window(desk);
}

/* The view comes with its song, and then as it was left. */
static void
on_song(UiStudio *studio, UiMixer *docked)
{
    struct desk *desk = g_object_get_data(G_OBJECT(docked), "desk");

    show_docked(desk);
    show_window(desk);
}

static void
on_view(UiStudio *studio, guint changes, UiMixer *docked)
{
    if (changes & UI_VIEW_PANELS)
        on_song(studio, docked);
}

static void
run_console(gpointer user, GVariant *parameter)
{
    ui_mixer_show_console(((struct desk *)user)->docked);
}

static void
run_forget(gpointer user, GVariant *parameter)
{
    struct desk *desk = user;

    ui_mixer_forget_peaks(desk->docked);
    if (desk->window && mixer_of(desk->window))
        ui_mixer_forget_peaks(mixer_of(desk->window));
}

static const struct ui_action ACTIONS[] = {
    {"mixer", N_("Mixer"), N_("Mixer"), "F3", run_mixer, "b", NULL, "true"},
    {"mixer-window", N_("Mixer in a window of its own"), N_("Mixer"), "<Control>F3",
     run_window, "b", NULL, "false"},
    {"console", N_("Console of the selected track"), N_("Mixer"), "F4", run_console,
     NULL, NULL, NULL},
    {"forget-peaks", N_("Forget peaks and clip lamps"), N_("Mixer"), NULL,
     run_forget, NULL, NULL, NULL},
};

static void
free_desk(gpointer user)
{
    struct desk *desk = user;

    if (desk->window)
        g_signal_handlers_disconnect_by_data(desk->window, desk);
    let_go(&desk->window);
    let_go(&desk->leaving);
    g_clear_weak_pointer(&desk->window);
    g_clear_weak_pointer(&desk->leaving);
    g_free(desk);
}

void
ui_actions_add_mixer(UiActions *actions, UiStudio *studio, UiMixer *docked)
{
    struct desk *desk = g_new0(struct desk, 1);

    *desk = (struct desk){.studio = studio, .actions = actions, .docked = docked};
    ui_actions_add(actions, ACTIONS, G_N_ELEMENTS(ACTIONS), desk);
    g_object_set_data_full(G_OBJECT(docked), "desk", desk, free_desk);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), docked, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), docked, 0);
}
