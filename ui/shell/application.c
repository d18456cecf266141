/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/application.h"

#include "base/text.h"

void ui_register_resource(void); /* glib-compile-resources makes it */

struct _UiApplication {
    GtkApplication parent_instance;
};

G_DEFINE_FINAL_TYPE(UiApplication, ui_application, GTK_TYPE_APPLICATION)

static void
load_style(void)
{
    static const char *const SHEETS[] = {"colors-dark", "controls", "shell", "timeline",
                                         "mixer"};

    for (size_t i = 0; i < G_N_ELEMENTS(SHEETS); i++) {
        GtkCssProvider *provider = gtk_css_provider_new();
        char *path = g_strdup_printf("/org/remanence/ui/style/%s.css", SHEETS[i]);

        gtk_css_provider_load_from_resource(provider, path);
        gtk_style_context_add_provider_for_display(gdk_display_get_default(),
                                                   GTK_STYLE_PROVIDER(provider),
                                                   GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
        g_object_unref(provider);
        g_free(path);
    }
    g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", TRUE,
                 NULL);
}

static void
startup(GApplication *application)
{
    G_APPLICATION_CLASS(ui_application_parent_class)->startup(application);
    ui_register_resource();
    load_style();
}

static void
activate(GApplication *application)
{
    GtkWidget *window = gtk_application_window_new(GTK_APPLICATION(application));

    gtk_window_set_title(GTK_WINDOW(window), _("Remanence"));
    gtk_window_set_default_size(GTK_WINDOW(window), 1600, 900);
    gtk_window_present(GTK_WINDOW(window));
}

static void
ui_application_class_init(UiApplicationClass *class)
{
    G_APPLICATION_CLASS(class)->startup = startup;
    G_APPLICATION_CLASS(class)->activate = activate;
}

static void
ui_application_init(UiApplication *self)
{
    (void)self;
}

UiApplication *
ui_application_new(void)
{
    return g_object_new(UI_TYPE_APPLICATION, "application-id", "org.remanence.Remanence",
                        NULL);
}
