/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/jobs.h"

#include "base/text.h"
#include "ui/widgets/icon.h"

struct _UiJobs {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *revealer, *rows;
};

/* A row holds its job. */
struct entry {
    UiJobs *owner;
    UiJob *job;
    GtkWidget *widget, *bar, *left;
    bool of_song;
};

G_DEFINE_FINAL_TYPE(UiJobs, ui_jobs, GTK_TYPE_WIDGET)

static struct entry *
row_of(GtkWidget *widget)
{
    return g_object_get_data(G_OBJECT(widget), "row");
}

static guint
count_rows(UiJobs *self)
{
    guint count = 0;

    for (GtkWidget *at = gtk_widget_get_first_child(self->rows); at;
         at = gtk_widget_get_next_sibling(at))
        count++;
    return count;
}

static void
free_row(gpointer data)
{
    struct entry *row = data;

    g_signal_handlers_disconnect_by_data(row->job, row);
    g_object_unref(row->job);
    g_free(row);
}

static void
remove_row(struct entry *row)
{
    UiJobs *self = row->owner;

    gtk_box_remove(GTK_BOX(self->rows), row->widget);
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer),
                                  count_rows(self) > 0);
}

static void
on_moved(UiJob *job, struct entry *row)
{
    g_autofree char *left = ui_job_time_left(job);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(row->bar),
                                  ui_job_state(job)->part);
    gtk_label_set_text(GTK_LABEL(row->left), left);
}

/* What was cancelled by hand needs no words. */
static void
on_over(UiJob *job, struct entry *row)
{
    const struct job_state *state = ui_job_state(job);

    if (state->status && state->status != ST_CANCELLED)
        ui_studio_tell(row->owner->studio, &state->fault);
    remove_row(row);
}

static void
on_cancel(GtkWidget *button, struct entry *row)
{
    (void)button;
    ui_job_cancel(row->job);
}

static GtkWidget *
make_cancel(struct entry *row)
{
    GtkWidget *cancel = gtk_button_new_with_label(_("Cancel"));
    g_autofree char *name
        = g_strdup_printf(_("Cancel: %s"), ui_job_title(row->job));

    gtk_widget_add_css_class(cancel, "text");
    gtk_accessible_update_property(GTK_ACCESSIBLE(cancel),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    g_signal_connect(cancel, "clicked", G_CALLBACK(on_cancel), row);
    return cancel;
}

static void
build_row(struct entry *row)
{
    GtkWidget *title = gtk_label_new(ui_job_title(row->job));

    row->widget = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    row->bar = gtk_progress_bar_new();
    row->left = gtk_label_new(NULL);
    gtk_label_set_ellipsize(GTK_LABEL(title), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_xalign(GTK_LABEL(title), 0.0f);
    gtk_label_set_width_chars(GTK_LABEL(title), 24);
    gtk_label_set_width_chars(GTK_LABEL(row->left), 12);
    gtk_label_set_xalign(GTK_LABEL(row->left), 0.0f);
    gtk_widget_add_css_class(row->left, "num");
    gtk_widget_set_hexpand(row->bar, TRUE);
    gtk_widget_set_valign(row->bar, GTK_ALIGN_CENTER);
    gtk_accessible_update_property(GTK_ACCESSIBLE(row->bar),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   ui_job_title(row->job), -1);
    gtk_box_append(GTK_BOX(row->widget), title);
    gtk_box_append(GTK_BOX(row->widget), row->bar);
    gtk_box_append(GTK_BOX(row->widget), row->left);
    gtk_box_append(GTK_BOX(row->widget), make_cancel(row));
}

void
ui_jobs_add(UiJobs *self, UiJob *job, bool of_song)
{
    struct entry *row = g_new0(struct entry, 1);

    row->owner = self;
    row->job = g_object_ref(job);
    row->of_song = of_song;
    build_row(row);
    g_object_set_data_full(G_OBJECT(row->widget), "row", row, free_row);
    g_signal_connect(job, "moved", G_CALLBACK(on_moved), row);
    g_signal_connect(job, "over", G_CALLBACK(on_over), row);
    gtk_box_append(GTK_BOX(self->rows), row->widget);
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), TRUE);
}

static void
leave_song(UiJobs *self)
{
    GtkWidget *next;

    for (GtkWidget *at = gtk_widget_get_first_child(self->rows); at; at = next) {
        next = gtk_widget_get_next_sibling(at);
        if (row_of(at)->of_song)
            remove_row(row_of(at));
    }
}

/* The song that is closed stands until the signal has been heard. */
static void
on_song(UiStudio *studio, UiJobs *self)
{
    (void)studio;
    leave_song(self);
}

static void
dispose(GObject *object)
{
    UiJobs *self = UI_JOBS(object);

    g_clear_pointer(&self->revealer, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_jobs_parent_class)->dispose(object);
}

static void
ui_jobs_class_init(UiJobsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_jobs_init(UiJobs *self)
{
    self->rows = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    self->revealer = gtk_revealer_new();
    gtk_widget_add_css_class(self->rows, "jobs");
    gtk_revealer_set_transition_type(GTK_REVEALER(self->revealer),
                                     GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
    gtk_revealer_set_child(GTK_REVEALER(self->revealer), self->rows);
    gtk_widget_set_parent(self->revealer, GTK_WIDGET(self));
}

GtkWidget *
ui_jobs_new(UiStudio *studio)
{
    UiJobs *self = g_object_new(UI_TYPE_JOBS, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    return GTK_WIDGET(self);
}
