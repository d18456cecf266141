/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/application.h"

#include "base/text.h"
#include "ui/shell/where.h"
#include "ui/shell/window.h"
#include "ui/widgets/gallery.h"

void ui_register_resource(void); /* glib-compile-resources makes it */

struct _UiApplication {
    GtkApplication parent_instance;
    bool gallery; /* the controls are shown instead of a song */
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

/* The one of the song: a dialog or a mixer of its own may be the active one. */
static UiWindow *
the_window(GApplication *application)
{
    UiWindow *window = ui_window_of(GTK_APPLICATION(application));

    return window ? window : ui_window_new(GTK_APPLICATION(application));
}

static void
activate(GApplication *application)
{
    if (UI_APPLICATION(application)->gallery) {
        gtk_window_present(GTK_WINDOW(ui_gallery_new(GTK_APPLICATION(application))));
        return;
    }
    gtk_window_present(GTK_WINDOW(the_window(application)));
}

/* A song is a folder; of several the last. */
static void
open_files(GApplication *application, GFile **files, int count, const char *hint)
{
    UiWindow *window = the_window(application);

    gtk_window_present(GTK_WINDOW(window));
    for (int i = 0; i < count; i++) {
        g_autofree char *path = g_file_get_path(files[i]);
        if (path)
            ui_window_open(window, path);
    }
}

static int
local_options(GApplication *application, GVariantDict *options)
{
    UI_APPLICATION(application)->gallery = g_variant_dict_contains(options, "gallery");
    if (UI_APPLICATION(application)->gallery)
        g_application_set_application_id(application, "org.remanence.Gallery");
    return -1; /* go on */
}

static gboolean
dbus_register(GApplication *application, GDBusConnection *connection, const char *path,
              GError **error)
{
    return G_APPLICATION_CLASS(ui_application_parent_class)
               ->dbus_register(application, connection, path, error)
           && ui_where_offer(GTK_APPLICATION(application), connection, path, error);
}

static void
ui_application_class_init(UiApplicationClass *class)
{
    G_APPLICATION_CLASS(class)->startup = startup;
    G_APPLICATION_CLASS(class)->activate = activate;
    G_APPLICATION_CLASS(class)->open = open_files;
    G_APPLICATION_CLASS(class)->dbus_register = dbus_register;
    G_APPLICATION_CLASS(class)->handle_local_options = local_options;
}

static void
ui_application_init(UiApplication *self)
{
    g_application_add_main_option(G_APPLICATION(self), "gallery", 0, 0, G_OPTION_ARG_NONE,
                                  _("Show each control in each of its states"), NULL);
}

UiApplication *
ui_application_new(void)
{
    return g_object_new(UI_TYPE_APPLICATION, "application-id", "org.remanence.Remanence",
                        "flags", G_APPLICATION_HANDLES_OPEN, NULL);
}
