/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser_row.h"

#include "base/text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/tip.h"

struct _UiBrowserRow {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiBrowserFile *file;  /* or NULL */
    GCancellable *asking; /* what it is */
    GtkWidget *folder, *hear, *words, *title, *below, *bar;
    bool sounding; /* as it is shown */
};

G_DEFINE_FINAL_TYPE(UiBrowserRow, ui_browser_row, GTK_TYPE_WIDGET)

/* --- hearing it --------------------------------------------------------------- */

static bool
is_heard(UiStudio *studio, UiBrowserFile *file)
{
    const struct audition_state *state = ui_studio_auditioned(studio);

    return file && state->sounding
           && g_str_equal(state->path, ui_browser_file_path(file));
}

void
ui_browser_hear(UiStudio *studio, UiBrowserFile *file)
{
    if (is_heard(studio, file))
        ui_studio_audition_stop(studio);
    else if (!ui_browser_file_is_folder(file))
        ui_studio_audition(studio, ui_browser_file_path(file), 0);
}

static void
on_hear(GtkWidget *button, UiBrowserRow *self)
{
    if (self->file)
        ui_browser_hear(self->studio, self->file);
}

static void
show_sounding(UiBrowserRow *self, bool sounding)
{
    const char *name = self->file ? ui_browser_file_name(self->file) : "";
    g_autofree char *title =
        g_strdup_printf(sounding ? _("Stop %s") : _("Listen to %s"), name);

    self->sounding = sounding;
    ui_icon_set(GTK_IMAGE(gtk_button_get_child(GTK_BUTTON(self->hear))),
                sounding ? "stop" : "play");
    ui_tip_set(self->hear, title);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->hear),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    gtk_widget_set_visible(self->bar, sounding);
}

void
ui_browser_row_tick(UiBrowserRow *self)
{
    const struct audition_state *state = ui_studio_auditioned(self->studio);
    const bool sounding = is_heard(self->studio, self->file);

    if (sounding != self->sounding)
        show_sounding(self, sounding);
    if (sounding)
        gtk_progress_bar_set_fraction(
            GTK_PROGRESS_BAR(self->bar),
            state->length > 0 ? CLAMP(state->seconds / state->length, 0, 1) : 0);
}

/* --- dragging it -------------------------------------------------------------- */

static GdkContentProvider *
on_prepare(GtkDragSource *source, double x, double y, UiBrowserRow *self)
{
    GdkContentProvider *provider;

    if (!self->file || ui_browser_file_is_folder(self->file))
        return NULL;
    g_autoptr(GFile) file = g_file_new_for_path(ui_browser_file_path(self->file));
    GdkFileList *list = gdk_file_list_new_from_array(&file, 1);

    provider = gdk_content_provider_new_typed(GDK_TYPE_FILE_LIST, list);
    g_boxed_free(GDK_TYPE_FILE_LIST, list);
    return provider;
}

/* Opaque: where nobody composes windows, what should be clear would be black. */
static void
on_drag(GtkDragSource *source, GdkDrag *drag, UiBrowserRow *self)
{
    GtkWidget *name = gtk_label_new(gtk_label_get_text(GTK_LABEL(self->title)));

    gtk_widget_add_css_class(name, "dragged");
    gtk_drag_icon_set_child(GTK_DRAG_ICON(gtk_drag_icon_get_for_drag(drag)), name);
}

static void
make_drag(UiBrowserRow *self)
{
    GtkDragSource *source = gtk_drag_source_new();

    gtk_drag_source_set_actions(source, GDK_ACTION_COPY);
    g_signal_connect(source, "prepare", G_CALLBACK(on_prepare), self);
    g_signal_connect(source, "drag-begin", G_CALLBACK(on_drag), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(source));
}

/* --- what it is --------------------------------------------------------------- */

static void
show_about(UiBrowserFile *file, UiBrowserRow *self)
{
    const char *about = ui_browser_file_about(file);

    gtk_label_set_text(GTK_LABEL(self->below), about);
    gtk_widget_set_visible(self->below, !ui_browser_file_is_folder(file));
}

static void
let_go(UiBrowserRow *self)
{
    if (self->file)
        g_signal_handlers_disconnect_by_data(self->file, self);
    if (self->asking)
        g_cancellable_cancel(self->asking);
    g_clear_object(&self->asking);
    g_clear_object(&self->file);
}

void
ui_browser_row_show(UiBrowserRow *self, UiBrowserFile *file)
{
    let_go(self);
    if (!file)
        return;
    const bool folder = ui_browser_file_is_folder(file);

    self->file = g_object_ref(file);
    self->asking = g_cancellable_new();
    g_signal_connect(file, "told", G_CALLBACK(show_about), self);
    gtk_label_set_text(GTK_LABEL(self->title), ui_browser_file_name(file));
    gtk_widget_set_visible(self->folder, folder);
    gtk_widget_set_visible(self->hear, !folder);
    show_about(file, self);
    show_sounding(self, false);
    ui_browser_row_tick(self);
    ui_browser_file_ask(file, self->asking);
}

UiBrowserFile *
ui_browser_row_file(UiBrowserRow *self)
{
    return self->file;
}

/* --- the widget --------------------------------------------------------------- */

static GtkWidget *
make_label(UiBrowserRow *self)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_box_append(GTK_BOX(self->words), label);
    return label;
}

static void
dispose(GObject *object)
{
    UiBrowserRow *self = UI_BROWSER_ROW(object);

    let_go(self);
    g_clear_pointer(&self->folder, gtk_widget_unparent);
    g_clear_pointer(&self->hear, gtk_widget_unparent);
    g_clear_pointer(&self->words, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_browser_row_parent_class)->dispose(object);
}

static void
ui_browser_row_class_init(UiBrowserRowClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "file");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
}

/* The keyboard goes from row to row, and hears with the space bar. */
static void
ui_browser_row_init(UiBrowserRow *self)
{
    self->folder = ui_icon_new("folder");
    self->hear = ui_icon_button("play", "");
    self->words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    self->title = make_label(self);
    self->below = make_label(self);
    self->bar = gtk_progress_bar_new();
    gtk_widget_add_css_class(self->below, "hint");
    gtk_widget_set_focusable(self->hear, FALSE);
    gtk_widget_set_hexpand(self->words, TRUE);
    gtk_widget_set_valign(self->words, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(self->hear, GTK_ALIGN_CENTER);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Heard so far"),
                                   -1);
    gtk_box_append(GTK_BOX(self->words), self->bar);
    gtk_widget_set_parent(self->folder, GTK_WIDGET(self));
    gtk_widget_set_parent(self->hear, GTK_WIDGET(self));
    gtk_widget_set_parent(self->words, GTK_WIDGET(self));
    g_signal_connect(self->hear, "clicked", G_CALLBACK(on_hear), self);
    make_drag(self);
}

GtkWidget *
ui_browser_row_new(UiStudio *studio)
{
    UiBrowserRow *self = g_object_new(UI_TYPE_BROWSER_ROW, NULL);

    self->studio = g_object_ref(studio);
    return GTK_WIDGET(self);
}
