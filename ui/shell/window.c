/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/window.h"

#include "base/text.h"
#include "ui/mixer/desk.h"
#include "ui/shell/actions_song.h"
#include "ui/shell/actions_transport.h"
#include "ui/shell/application.h"
#include "ui/shell/awaited.h"
#include "ui/shell/banner.h"
#include "ui/shell/bounce.h"
#include "ui/shell/first_steps.h"
#include "ui/shell/import.h"
#include "ui/shell/jobs.h"
#include "ui/shell/memory.h"
#include "ui/shell/preferences.h"
#include "ui/shell/side.h"
#include "ui/shell/slices.h"
#include "ui/shell/start.h"
#include "ui/shell/status.h"
#include "ui/shell/transport.h"
#include "ui/timeline/timeline.h"
#include "ui/timeline/tools.h"
#include "ui/widgets/beforehand.h"
#include "ui/widgets/column.h"
#include "ui/widgets/names.h"

enum {
    WIDTH = 1600,
    HEIGHT = 900,
    PATIENCE_MS = 200, /* with a first song, before the window comes without it */
};

struct _UiWindow {
    GtkApplicationWindow parent_instance;
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *stack;          /* «start», or «song»; «nothing» yet */
    GtkWidget *start;          /* the page without a song */
    GtkWidget *paned;          /* timeline above, mixer below */
    GtkWidget *jobs;           /* what goes on beside the song */
    guint showing;             /* the window, as it is, unless its song comes */
    guint turning;             /* to another page, in a piece of work of its own */
};

G_DEFINE_FINAL_TYPE(UiWindow, ui_window, GTK_TYPE_APPLICATION_WINDOW)

UiStudio *
ui_window_studio(UiWindow *self)
{
    return self->studio;
}

UiActions *
ui_window_actions(UiWindow *self)
{
    return self->actions;
}

UiTimeline *
ui_window_timeline(UiWindow *self)
{
    return UI_TIMELINE(gtk_paned_get_start_child(GTK_PANED(self->paned)));
}

/* --- the song ----------------------------------------------------------------- */

static void
show_title(UiWindow *self)
{
    const struct model *model = ui_studio_model(self->studio);
    const struct row_song *song
        = model ? model_row(model, TABLE_SONG, SONG_ID) : NULL;
    g_autofree char *title = NULL;

    if (song)
        title = g_strdup_printf(_("%s – Remanence"), song->name);
    if (!title)
        title = g_strdup(_("Remanence"));
    if (g_strcmp0(title, gtk_window_get_title(GTK_WINDOW(self))) != 0)
        gtk_window_set_title(GTK_WINDOW(self), title);
}

static bool
needs_song(const struct ui_action *action)
{
    static const char *const SUBJECTS[] = {"Transport", "View",  "Clips",  "Tracks",
                                           "Mixer",     "Range", "Rulers", NULL};
    static const char *const NAMES[]
        = {"undo", "redo", "bounce", "import", "close", NULL};

    return g_strv_contains(SUBJECTS, action->subject)
           || g_strv_contains(NAMES, action->name);
}

/* What can be done to a song cannot be done without one: menus and palette show
 * that. */
static void
enable_actions(UiWindow *self)
{
    const bool song = ui_studio_session(self->studio) != NULL;
    const struct ui_action *action;

    for (size_t i = 0; (action = ui_actions_at(self->actions, i)); i++)
        if (needs_song(action))
            ui_actions_enable(self->actions, action->name, song);
}

static const char *
page(UiStudio *studio)
{
    return ui_studio_session(studio)  ? "song"
           : ui_studio_awaits(studio) ? "nothing"
                                      : "start";
}

static void
show_page(UiWindow *self, const char *name)
{
    g_clear_handle_id(&self->turning, g_source_remove);
    gtk_stack_set_visible_child_name(GTK_STACK(self->stack), name);
}

static gboolean
on_turning(gpointer user)
{
    UiWindow *self = user;

    const bool song = ui_studio_session(self->studio);

    ui_slices_name(song ? "open" : "start");
    if (!song && !ui_start_make(UI_START(self->start)))
        return G_SOURCE_CONTINUE;
    self->turning = 0;
    show_page(self, page(self->studio));
    return G_SOURCE_REMOVE;
}

/* To leave the song is one piece of work, to make the start page others. */
static void
show_start_soon(UiWindow *self)
{
    show_page(self, "nothing");
    self->turning = g_timeout_add(0, on_turning, self);
}

/* Behind what makes its heads, in pieces: the page is seen when it has them. */
static void
show_song_soon(UiWindow *self)
{
    g_clear_handle_id(&self->turning, g_source_remove);
    if (gtk_widget_get_mapped(GTK_WIDGET(self)))
        self->turning = g_idle_add_full(G_PRIORITY_DEFAULT_IDLE + 1, on_turning,
                                        self, NULL);
    else
        show_page(self, "song");
}

bool
ui_window_shows_song(UiWindow *self)
{
    return ui_studio_session(self->studio) && !self->turning;
}

void
ui_window_show_start(UiWindow *self)
{
    show_page(self, "start");
}

static void
open_sound(gpointer user)
{
    ui_slices_name("sound");
    ui_window_sound(user);
}

void
ui_window_sound_soon(UiWindow *self)
{
    ui_studio_sound_soon(self->studio, open_sound, self);
}

static void
on_song(UiStudio *studio, UiWindow *self)
{
    ui_slices_name(ui_studio_session(studio) ? "open" : "close");
    enable_actions(self);
    show_title(self);
    if (ui_studio_session(studio)) {
        show_song_soon(self);
        ui_window_sound_soon(self);
    } else {
        show_start_soon(self);
    }
}

/* Whoever comes with a song is not met with first steps: they wait for a start
 * without one. */
static void
show_now(UiWindow *self)
{
    g_clear_handle_id(&self->showing, g_source_remove);
    gtk_window_present(GTK_WINDOW(self));
    if (ui_studio_session(self->studio)) /* the keyboard begins in the song */
        gtk_widget_child_focus(GTK_WIDGET(ui_window_timeline(self)),
                               GTK_DIR_TAB_FORWARD);
    else if (!ui_studio_awaits(self->studio))
        ui_first_steps_begin(self);
}

static gboolean
on_showing(gpointer user)
{
    UiWindow *self = user;

    ui_slices_name("show");
    self->showing = 0;
    show_now(self);
    return G_SOURCE_REMOVE;
}

void
ui_window_show(UiWindow *self)
{
    if (!ui_studio_awaits(self->studio) || gtk_widget_get_visible(GTK_WIDGET(self))) {
        show_now(self);
        return;
    }
    if (self->showing)
        return;
    self->showing = g_timeout_add(PATIENCE_MS, on_showing, self);
    ui_beforehand(GTK_WINDOW(self));
}

/* Now it has come, or it will not.  What its coming has changed is measured first,
 * in pieces. */
static void
on_awaits(UiStudio *studio, UiWindow *self)
{
    if (ui_studio_awaits(studio))
        return;
    if (!ui_studio_session(studio) && !self->turning)
        show_page(self, "start");
    if (!self->showing)
        return;
    g_source_remove(self->showing);
    ui_beforehand(GTK_WINDOW(self));
    self->showing = g_idle_add_full(G_PRIORITY_DEFAULT_IDLE + 1, on_showing, self,
                                    NULL);
}

static void
on_sound(UiStudio *studio, UiWindow *self)
{
    (void)studio, (void)self;
    ui_slices_name("sound");
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiWindow *self)
{
    (void)studio, (void)edit;
    show_title(self);
}

static const char *
text_or_null(const struct settings *settings, const char *key)
{
    const char *text = settings_text(settings, key);

    return *text ? text : NULL;
}

void
ui_window_sound(UiWindow *self)
{
    UiApplication *application
        = UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(self)));
    const struct settings *settings = ui_application_settings(application);
    struct ui_recording *recording = ui_studio_recording(self->studio);
    struct ui_sound sound = {0};

    if (settings) {
        const double minutes = settings_number(settings, "listening-minutes");
        sound = (struct ui_sound){
            .driver = text_or_null(settings, "driver"),
            .device = text_or_null(settings, "device"),
            .block = (uint32_t)settings_number(settings, "block"),
            .threads = (unsigned)settings_number(settings, "threads"),
            .inputs = (unsigned)settings_number(settings, "inputs"),
            .listen = minutes > 0.0 ? minutes * 60.0 : -1.0,
        };
        recording->click_db = settings_number(settings, "click-db");
        recording->click_output
            = (unsigned)settings_number(settings, "click-output") - 1;
    }
    ui_studio_sound(self->studio, &sound);
}

void
ui_window_close_song(UiWindow *self)
{
    ui_studio_close(self->studio);
}

/* --- the window --------------------------------------------------------------- */

/* The faders are worth some room beyond what the mixer needs at least, but the
 * timeline has more than half, until the bar is moved. */
static void
share(GtkPaned *paned)
{
    const int height = gtk_widget_get_height(GTK_WIDGET(paned));
    int most;

    g_object_get(paned, "max-position", &most, NULL);
    if (height <= 0 || most <= 0)
        return;
    g_signal_handlers_disconnect_by_func(paned, share, NULL);
    gtk_paned_set_position(paned, MIN(most, height * 14 / 25));
}

static GtkWidget *
make_song(UiWindow *self)
{
    GtkWidget *timeline = ui_timeline_new(self->studio);

    GtkWidget *mixer = ui_mixer_new(self->studio, self->actions);

    ui_tools_add(UI_TIMELINE(timeline), self->studio, self->actions);
    ui_actions_add_mixer(self->actions, self->studio, UI_MIXER(mixer));
    self->paned = ui_paned_new(GTK_ORIENTATION_VERTICAL, _("Height of the mixer"));
    /* else it lies on the strips */
    gtk_paned_set_wide_handle(GTK_PANED(self->paned), TRUE);
    gtk_paned_set_start_child(GTK_PANED(self->paned), timeline);
    gtk_paned_set_end_child(GTK_PANED(self->paned), mixer);
    gtk_paned_set_resize_end_child(GTK_PANED(self->paned), FALSE);
    gtk_paned_set_shrink_end_child(GTK_PANED(self->paned), FALSE);
    gtk_widget_set_vexpand(self->paned, TRUE);
    g_signal_connect(self->paned, "notify::max-position", G_CALLBACK(share), NULL);
    return ui_side_new(self->studio, self->actions, self->paned);
}

static void
build(UiWindow *self)
{
    GtkWidget *column = ui_column_new();
    GtkWidget *nothing = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *transport = ui_transport_new(self->studio, self->actions);

    self->stack = gtk_stack_new();
    /* each page by itself */
    gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
    gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
    /* A screen reader tells the titles. */
    gtk_stack_add_titled(GTK_STACK(self->stack), self->start, "start",
                         _("Recent songs"));
    gtk_stack_add_titled(GTK_STACK(self->stack), make_song(self), "song",
                         _("Song"));
    gtk_stack_add_named(GTK_STACK(self->stack), nothing, "nothing");
    gtk_widget_add_css_class(nothing, "nothing");
    gtk_stack_set_visible_child_name(GTK_STACK(self->stack), page(self->studio));
    ui_transport_add_tool(UI_TRANSPORT(transport),
                          ui_tool_bar_new(self->studio, self->actions));
    ui_transport_add_panel(UI_TRANSPORT(transport), "browser", "browser");
    ui_transport_add_panel(UI_TRANSPORT(transport), "history", "history");
    ui_transport_add_panel(UI_TRANSPORT(transport), "mixer", "mixer");
    gtk_box_append(GTK_BOX(column), transport);
    gtk_box_append(GTK_BOX(column), ui_banner_new(self->studio));
    gtk_box_append(GTK_BOX(column), self->stack);
    gtk_box_append(GTK_BOX(column), ui_awaited_new(self->studio));
    gtk_box_append(GTK_BOX(column), self->jobs);
    gtk_box_append(GTK_BOX(column), ui_status_new(self->studio));
    ui_column_draw_first(UI_COLUMN(column), self->stack);
    gtk_widget_add_css_class(GTK_WIDGET(self), "main");
    gtk_window_set_child(GTK_WINDOW(self), column);
}

static void
dispose(GObject *object)
{
    UiWindow *self = UI_WINDOW(object);

    g_clear_handle_id(&self->showing, g_source_remove);
    if (self->studio)
        ui_studio_close(self->studio);
    g_clear_handle_id(&self->turning, g_source_remove);
    G_OBJECT_CLASS(ui_window_parent_class)->dispose(object);
    if (self->studio)
        ui_studio_settle(self->studio);
    g_clear_object(&self->actions);
    g_clear_object(&self->studio);
}

static void
ui_window_class_init(UiWindowClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
}

static void
ui_window_init(UiWindow *self)
{
}

UiWindow *
ui_window_new(GtkApplication *application, UiStudio *studio)
{
    UiWindow *self = g_object_new(UI_TYPE_WINDOW, "application", application, NULL);

    self->studio = g_object_ref(studio);
    self->actions = ui_actions_new(GTK_APPLICATION_WINDOW(self));
    ui_actions_add_transport(self->actions, self->studio);
    ui_actions_add_song(self->actions, self);
    self->jobs = ui_jobs_new(self->studio);
    self->start = ui_start_new(self);
    ui_actions_add_start(self->actions, UI_START(self->start));
    ui_actions_add_preferences(self->actions, self);
    ui_actions_add_first_steps(self->actions, self);
    ui_actions_add_import(self->actions, self->studio, UI_JOBS(self->jobs),
                          GTK_WINDOW(self));
    ui_actions_add_bounce(self->actions, self->studio, UI_JOBS(self->jobs),
                          GTK_WINDOW(self));
    build(self);
    ui_slices_watch(GTK_WIDGET(self));
    ui_memory_follow(self->studio, GTK_WINDOW(self), GTK_PANED(self->paned));
    g_signal_connect_object(self->studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(self->studio, "awaits", G_CALLBACK(on_awaits), self, 0);
    g_signal_connect_object(self->studio, "sound", G_CALLBACK(on_sound), self, 0);
    g_signal_connect_object(self->studio, "changed", G_CALLBACK(on_changed), self,
                            0);
    gtk_window_set_default_size(GTK_WINDOW(self), WIDTH, HEIGHT);
    enable_actions(self);
    show_title(self);
    return self;
}

UiWindow *
ui_window_of(GtkApplication *application)
{
    for (GList *at = gtk_application_get_windows(application); at; at = at->next)
        if (UI_IS_WINDOW(at->data))
            return at->data;
    return NULL;
}
