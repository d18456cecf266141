/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/bounce.h"

#include "base/text.h"
#include "ui/shell/bounce_private.h"
#include "ui/shell/form.h"
#include "ui/shell/show_folder.h"
#include "ui/widgets/names.h"
#include "ui/widgets/pieces.h"

enum { WIDTH = 640 };

/* Called by the job, whether or not the window is still there. */
static void
on_made(gpointer user, struct bounce_made *made)
{
    struct bouncing *self = user;
    char text[BOUNCE_TEXT];

    ui_bounce_figures_text(made, text, sizeof text);
    gtk_label_set_text(GTK_LABEL(self->doing), text);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->figures),
                                  ui_bounce_figures_new(made));
    g_free(self->made);
    self->made = g_strdup(made->paths[0]);
    if (!gtk_widget_get_visible(GTK_WIDGET(self->window)))
        ui_studio_say(self->studio, text);
    bounce_made_clear(made);
}

/* --- the job ------------------------------------------------------------------ */

static void
show_page(struct bouncing *self, const char *name)
{
    gtk_stack_set_visible_child_name(GTK_STACK(self->pages), name);
}

static void
on_moved(UiJob *job, struct bouncing *self)
{
    g_autofree char *left = ui_job_time_left(job);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar),
                                  ui_job_state(job)->part);
    gtk_label_set_text(GTK_LABEL(self->left), left);
}

static void
let_go(struct bouncing *self)
{
    if (self->job)
        g_signal_handlers_disconnect_by_data(self->job, self);
    g_clear_object(&self->job);
}

static void
on_over(UiJob *job, struct bouncing *self)
{
    const struct job_state *state = ui_job_state(job);
    char line[BOUNCE_TEXT * 2];

    fault_line(&state->fault, line, sizeof line);
    if (state->status) {
        show_page(self, "ask");
        ui_bounce_form_file(self);
        if (state->status != ST_CANCELLED)
            ui_bounce_form_say(self, line, true);
    } else {
        show_page(self, "made");
    }
    let_go(self);
    if (!gtk_widget_get_visible(GTK_WIDGET(self->window)))
        gtk_window_destroy(self->window);
}

static void
on_begin(GtkWidget *button, struct bouncing *self)
{
    const struct bounce_order order = ui_bounce_form_order(self);
    g_autofree char *name = g_filename_display_basename(order.path);
    g_autofree char *title = g_strdup_printf(_("Bouncing %s"), name);
    struct fault fault;
    struct job *job;
    char line[BOUNCE_TEXT * 2];

    if (self->job || !ui_studio_session(self->studio))
        return;
    if (bounce_begin(&job, ui_studio_session(self->studio), &order, on_made, self,
                     &fault)) {
        fault_line(&fault, line, sizeof line);
        ui_bounce_form_say(self, line, true);
        return;
    }
    ui_bounce_form_keep(self);
    self->job = ui_job_new(job, title);
    g_signal_connect(self->job, "moved", G_CALLBACK(on_moved), self);
    g_signal_connect(self->job, "over", G_CALLBACK(on_over), self);
    ui_jobs_add(self->jobs, self->job, false);
    gtk_label_set_text(GTK_LABEL(self->doing), title);
    on_moved(self->job, self);
    show_page(self, "wait");
}

static void
on_cancel(GtkWidget *button, struct bouncing *self)
{
    if (self->job)
        ui_job_cancel(self->job);
}

static void
on_again(GtkWidget *button, struct bouncing *self)
{
    show_page(self, "ask");
    ui_bounce_form_file(self);
}

static void
on_show(GtkWidget *button, struct bouncing *self)
{
    if (self->made)
        ui_show_in_folder(self->window, self->made);
}

/* --- the window --------------------------------------------------------------- */

/* A bounce that goes on needs no window: it is told when it is over. */
static gboolean
on_close(GtkWindow *window, struct bouncing *self)
{
    if (!self->job)
        return FALSE;
    gtk_widget_set_visible(GTK_WIDGET(window), FALSE);
    return TRUE;
}

static void
close_it(GtkWidget *button, struct bouncing *self)
{
    gtk_window_close(self->window);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       struct bouncing *self)
{
    if (key == GDK_KEY_Escape)
        gtk_window_close(self->window);
    return key == GDK_KEY_Escape;
}

static GtkWidget *
button(const char *title, const char *class, GCallback clicked,
       struct bouncing *self)
{
    GtkWidget *made = gtk_button_new_with_label(title);

    gtk_widget_add_css_class(made, class);
    g_signal_connect(made, "clicked", clicked, self);
    return made;
}

static GtkWidget *
make_foot(GtkWidget *first, GtkWidget *second, GtkWidget *third)
{
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    gtk_widget_add_css_class(foot, "foot");
    gtk_widget_set_halign(foot, GTK_ALIGN_END);
    gtk_box_append(GTK_BOX(foot), first);
    gtk_box_append(GTK_BOX(foot), second);
    if (third)
        gtk_box_append(GTK_BOX(foot), third);
    return foot;
}

static GtkWidget *
make_ask(struct bouncing *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);

    self->begin = button(_("Bounce"), "suggested", G_CALLBACK(on_begin), self);
    self->form = ui_form_new();
    gtk_box_append(GTK_BOX(box), ui_form_scrolled(self->form));
    gtk_box_append(GTK_BOX(box),
                   make_foot(button(_("Close"), "text", G_CALLBACK(close_it), self),
                             self->begin, NULL));
    return box;
}

static GtkWidget *
make_wait(struct bouncing *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *about
        = gtk_label_new(_("The song can be played and edited meanwhile."));

    self->bar = gtk_progress_bar_new();
    self->left = gtk_label_new(NULL);
    gtk_widget_add_css_class(self->left, "num");
    gtk_widget_add_css_class(about, "hint");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Bounce"), -1);
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(box), self->bar);
    gtk_box_append(GTK_BOX(box), self->left);
    gtk_box_append(GTK_BOX(box), about);
    gtk_box_append(
        GTK_BOX(box),
        make_foot(button(_("Hide"), "text", G_CALLBACK(close_it), self),
                  button(_("Cancel"), "text", G_CALLBACK(on_cancel), self), NULL));
    return box;
}

static GtkWidget *
make_made(struct bouncing *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);

    self->doing = gtk_label_new(NULL);
    self->figures = gtk_scrolled_window_new();
    ui_name(self->figures, _("Figures"));
    gtk_label_set_wrap(GTK_LABEL(self->doing), TRUE);
    gtk_label_set_xalign(GTK_LABEL(self->doing), 0.0f);
    gtk_widget_set_vexpand(self->figures, TRUE);
    gtk_box_append(GTK_BOX(box), self->doing);
    gtk_box_append(GTK_BOX(box), self->figures);
    gtk_box_append(
        GTK_BOX(box),
        make_foot(button(_("Bounce again…"), "text", G_CALLBACK(on_again), self),
                  button(_("Show in folder"), "text", G_CALLBACK(on_show), self),
                  button(_("Close"), "suggested", G_CALLBACK(close_it), self)));
    return box;
}

static void
free_asking(gpointer data)
{
    struct bouncing *self = data;

    let_go(self);
    g_object_set_data(G_OBJECT(self->parent), "bounce", NULL);
    g_object_unref(self->parent);
    g_free(self->made);
    g_free(self);
}

static bool
make_form(gpointer user)
{
    return ui_bounce_form_more(user);
}

static bool
make_others(gpointer user)
{
    struct bouncing *self = user;

    gtk_stack_add_named(GTK_STACK(self->pages), make_wait(self), "wait");
    gtk_stack_add_named(GTK_STACK(self->pages), make_made(self), "made");
    return false;
}

static const ui_piece PIECES[] = {make_form, make_others, NULL};

static GtkWindow *
build(struct bouncing *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    self->pages = gtk_stack_new();
    gtk_stack_add_named(GTK_STACK(self->pages), make_ask(self), "ask");
    gtk_stack_set_vhomogeneous(GTK_STACK(self->pages), FALSE);
    ui_form_dress(self->window, self->pages, _("Bounce"));
    gtk_window_set_default_size(self->window, WIDTH, -1);
    gtk_window_set_transient_for(self->window, self->parent);
    gtk_window_set_destroy_with_parent(self->window, TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    g_signal_connect(self->window, "close-request", G_CALLBACK(on_close), self);
    g_object_set_data_full(G_OBJECT(self->window), "asking", self, free_asking);
    gtk_window_set_default_widget(self->window, self->begin);
    ui_form_begin_at(self->window, self->begin);
    return self->window;
}

struct bouncer {
    UiStudio *studio;
    UiJobs *jobs;
    GtkWindow *window;
};

/* What was asked about another song is not asked any more. */
static void
on_song(GtkWindow *window)
{
    struct bouncing *self = g_object_get_data(G_OBJECT(window), "asking");

    if (!self->job)
        gtk_window_destroy(window);
}

/* One at a time: while one goes on, it is shown again. */
static void
run_bounce(gpointer user, GVariant *parameter)
{
    struct bouncer *bouncer = user;
    GtkWindow *shown = g_object_get_data(G_OBJECT(bouncer->window), "bounce");

    if (!shown && ui_studio_session(bouncer->studio)) {
        struct bouncing *self = g_new0(struct bouncing, 1);

        self->studio = bouncer->studio;
        self->jobs = bouncer->jobs;
        self->parent = g_object_ref(bouncer->window);
        shown = build(self);
        g_signal_connect_object(self->studio, "song", G_CALLBACK(on_song), shown,
                                G_CONNECT_SWAPPED);
        g_object_set_data(G_OBJECT(bouncer->window), "bounce", shown);
        ui_pieces_make(shown, PIECES, self);
    }
    if (shown)
        ui_pieces_present(shown);
}

static const struct ui_action TABLE[] = {
    {"bounce", N_("Bounce…"), N_("Song"), "<Control>b", run_bounce},
};

void
ui_actions_add_bounce(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                      GtkWindow *window)
{
    struct bouncer *bouncer = g_new0(struct bouncer, 1);

    *bouncer = (struct bouncer){studio, jobs, window};
    g_object_set_data_full(G_OBJECT(actions), "bouncer", bouncer, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), bouncer);
}
