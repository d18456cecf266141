/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/application.h"

#include "base/text.h"
#include "ui/shell/where.h"
#include "ui/shell/looks.h"
#include "ui/shell/window.h"
#include "ui/widgets/gallery.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

void ui_register_resource(void); /* glib-compile-resources makes it */

struct _UiApplication {
    GtkApplication parent_instance;
    struct settings *settings; /* NULL: there is no place for them */
    UiLooks *looks;
    bool gallery; /* the controls are shown instead of a song */
};

G_DEFINE_FINAL_TYPE(UiApplication, ui_application, GTK_TYPE_APPLICATION)

/* The preferences; where they cannot be read, all is as it comes. */
static void
open_settings(UiApplication *self)
{
    struct fault fault;
    char line[1024];

    if (!settings_open(&self->settings, &fault))
        return;
    fault_line(&fault, line, sizeof line);
    g_message("%s", line);
}

/* Whoever ends us from outside wants what a closed window does: takes are ended,
 * and the song is closed. */
static gboolean
on_signal(gpointer user)
{
    GList *windows
        = g_list_copy(gtk_application_get_windows(GTK_APPLICATION(user)));

    for (GList *at = windows; at; at = at->next)
        if (UI_IS_WINDOW(at->data)) /* what belongs to it goes with it */
            gtk_window_destroy(at->data);
    g_list_free(windows);
    return G_SOURCE_CONTINUE;
}

/* GTK looks through all icons that there are, which is for when a song is seen. */
static gboolean
name_icon(gpointer user)
{
    gtk_window_set_default_icon_name("org.remanence.Remanence");
    return G_SOURCE_REMOVE;
}

static void
startup(GApplication *application)
{
    G_APPLICATION_CLASS(ui_application_parent_class)->startup(application);
    UiApplication *self = UI_APPLICATION(application);

    ui_looks_begin();
    ui_register_resource();
    open_settings(self);
    self->looks = ui_looks_new();
    ui_looks_apply(self->looks, self->settings);
    g_unix_signal_add(SIGINT, on_signal, self);
    g_unix_signal_add(SIGTERM, on_signal, self);
    g_unix_signal_add(SIGHUP, on_signal, self);
    g_idle_add_full(G_PRIORITY_LOW, name_icon, NULL, NULL);
}

/* The one of the song: a dialog or a mixer of its own may be the active one. */
static UiWindow *
window_of(UiApplication *self, UiStudio *studio)
{
    UiWindow *window = ui_window_of(GTK_APPLICATION(self));

    return window ? window : ui_window_new(GTK_APPLICATION(self), studio);
}

static UiStudio *
studio_of(UiApplication *self)
{
    UiWindow *window = ui_window_of(GTK_APPLICATION(self));

    return window ? g_object_ref(ui_window_studio(window)) : ui_studio_new();
}

static void
activate(GApplication *application)
{
    UiApplication *self = UI_APPLICATION(application);

    if (self->gallery) {
        gtk_window_present(
            GTK_WINDOW(ui_gallery_new(GTK_APPLICATION(application))));
        return;
    }
    g_autoptr(UiStudio) studio = studio_of(self);

    ui_window_show(window_of(self, studio));
}

/* A song is a folder, or from a file manager the database in it. */
static char *
folder_of(GFile *file)
{
    g_autofree char *name = g_file_get_basename(file);
    g_autoptr(GFile) parent = g_file_get_parent(file);

    return g_file_get_path(
        name && parent && strcmp(name, "project.db") == 0 ? parent : file);
}

/* Of several the last.  It is read while its window is made. */
static void
open_files(GApplication *application, GFile **files, int count, const char *hint)
{
    UiApplication *self = UI_APPLICATION(application);
    g_autoptr(UiStudio) studio = studio_of(self);

    for (int i = 0; i < count; i++) {
        g_autofree char *path = folder_of(files[i]);
        if (path)
            ui_studio_open(studio, path);
    }
    ui_window_show(window_of(self, studio));
}

static int
local_options(GApplication *application, GVariantDict *options)
{
    UI_APPLICATION(application)->gallery
        = g_variant_dict_contains(options, "gallery");
    if (UI_APPLICATION(application)->gallery)
        g_application_set_application_id(application, "org.remanence.Gallery");
    return -1; /* go on */
}

static gboolean
dbus_register(GApplication *application, GDBusConnection *connection,
              const char *path, GError **error)
{
    return G_APPLICATION_CLASS(ui_application_parent_class)
               ->dbus_register(application, connection, path, error)
           && ui_where_offer(GTK_APPLICATION(application), connection, path, error);
}

struct settings *
ui_application_settings(UiApplication *self)
{
    return self->settings;
}

void
ui_application_save_settings(UiApplication *self)
{
    struct fault fault;
    char line[1024];

    if (!self->settings)
        return;
    ui_looks_apply(self->looks, self->settings);
    if (!settings_save(self->settings, &fault))
        return;
    fault_line(&fault, line, sizeof line);
    g_message("%s", line);
}

static void
finalize(GObject *object)
{
    UiApplication *self = UI_APPLICATION(object);

    g_clear_object(&self->looks);
    settings_close(self->settings);
    G_OBJECT_CLASS(ui_application_parent_class)->finalize(object);
}

static void
ui_application_class_init(UiApplicationClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
    G_APPLICATION_CLASS(class)->startup = startup;
    G_APPLICATION_CLASS(class)->activate = activate;
    G_APPLICATION_CLASS(class)->open = open_files;
    G_APPLICATION_CLASS(class)->dbus_register = dbus_register;
    G_APPLICATION_CLASS(class)->handle_local_options = local_options;
}

static void
ui_application_init(UiApplication *self)
{
    g_application_add_main_option(
        G_APPLICATION(self), "gallery", 0, 0, G_OPTION_ARG_NONE,
        _("Show each control in each of its states"), NULL);
}

UiApplication *
ui_application_new(void)
{
    return g_object_new(UI_TYPE_APPLICATION, "application-id",
                        "org.remanence.Remanence", "flags",
                        G_APPLICATION_HANDLES_OPEN, NULL);
}
