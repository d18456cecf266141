/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser_foot.h"

#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/widgets/knob.h"
#include "ui/widgets/tip.h"

enum { TEXT = 32 };

struct _UiBrowserFoot {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *automatic, *knob, *level;
    bool read; /* of the settings */
};

G_DEFINE_FINAL_TYPE(UiBrowserFoot, ui_browser_foot, GTK_TYPE_WIDGET)

static UiApplication *
application_of(UiBrowserFoot *self)
{
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));

    return root ? UI_APPLICATION(gtk_window_get_application(GTK_WINDOW(root)))
                : NULL;
}

static void
show_level(UiBrowserFoot *self, double db)
{
    char text[TEXT];

    number_short(&NUMBER_VOLUME, db, text, sizeof text);
    g_strlcat(text, " dB", sizeof text);
    gtk_label_set_text(GTK_LABEL(self->level), text);
    ui_studio_audition_level(self->studio, db);
}

static void
on_ride(GtkWidget *knob, double db, UiBrowserFoot *self)
{
    show_level(self, db);
}

/* What cannot be kept is told when the settings are. */
static void
on_end_ride(GtkWidget *knob, double db, UiBrowserFoot *self)
{
    UiApplication *application = application_of(self);
    struct settings *settings
        = application ? ui_application_settings(application) : NULL;
    struct fault fault;

    show_level(self, db);
    if (settings
        && settings_set_number(settings, "audition-db", db, &fault) == ST_OK)
        ui_application_save_settings(application);
}

static void
on_automatic(GtkWidget *check, UiBrowserFoot *self)
{
    UiApplication *application = application_of(self);
    struct settings *settings
        = application ? ui_application_settings(application) : NULL;
    struct fault fault;

    if (settings
        && settings_set_on(settings, "audition-auto", ui_browser_foot_is_auto(self),
                           &fault)
               == ST_OK)
        ui_application_save_settings(application);
}

bool
ui_browser_foot_is_auto(UiBrowserFoot *self)
{
    return gtk_check_button_get_active(GTK_CHECK_BUTTON(self->automatic));
}

/* --- the widget --------------------------------------------------------------- */

static void
on_map(GtkWidget *widget, gpointer user)
{
    UiBrowserFoot *self = UI_BROWSER_FOOT(widget);
    UiApplication *application = application_of(self);

    if (self->read || !application)
        return;
    const struct settings *settings = ui_application_settings(application);
    const double db = settings_number(settings, "audition-db");

    self->read = true;
    ui_range_show(UI_RANGE(self->knob), db);
    show_level(self, db);
    gtk_check_button_set_active(GTK_CHECK_BUTTON(self->automatic),
                                settings_on(settings, "audition-auto"));
    g_signal_connect(self->automatic, "toggled", G_CALLBACK(on_automatic), self);
}

static void
dispose(GObject *object)
{
    UiBrowserFoot *self = UI_BROWSER_FOOT(object);

    g_clear_pointer(&self->automatic, gtk_widget_unparent);
    g_clear_pointer(&self->knob, gtk_widget_unparent);
    g_clear_pointer(&self->level, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_browser_foot_parent_class)->dispose(object);
}

static void
ui_browser_foot_class_init(UiBrowserFootClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
}

static void
ui_browser_foot_init(UiBrowserFoot *self)
{
    self->automatic = gtk_check_button_new_with_label(_("Listen at once"));
    self->knob = ui_knob_new(&NUMBER_VOLUME, 2);
    self->level = gtk_label_new(NULL);
    ui_range_set_title(UI_RANGE(self->knob), _("How loud files are heard"));
    ui_tip_set(self->automatic, _("A file is heard when it is chosen"));
    ui_tip_set(self->knob, _("How loud files are heard"));
    gtk_widget_set_hexpand(self->automatic, TRUE);
    gtk_widget_add_css_class(self->level, "num");
    gtk_widget_add_css_class(self->level, "hint");
    gtk_label_set_width_chars(GTK_LABEL(self->level), 8);
    gtk_label_set_xalign(GTK_LABEL(self->level), 1.0f);
    gtk_widget_set_parent(self->automatic, GTK_WIDGET(self));
    gtk_widget_set_parent(self->knob, GTK_WIDGET(self));
    gtk_widget_set_parent(self->level, GTK_WIDGET(self));
    g_signal_connect(self->knob, "ride", G_CALLBACK(on_ride), self);
    g_signal_connect(self->knob, "end-ride", G_CALLBACK(on_end_ride), self);
    g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
}

GtkWidget *
ui_browser_foot_new(UiStudio *studio)
{
    UiBrowserFoot *self = g_object_new(UI_TYPE_BROWSER_FOOT, NULL);

    self->studio = g_object_ref(studio);
    return GTK_WIDGET(self);
}
