/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/show_folder.h"

struct request {
    GtkWindow *window;
    char *folder;
};

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user)
{
    struct request *request = user;
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) answer =
        g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);

    if (!answer)
        gtk_show_uri(request->window, request->folder, GDK_CURRENT_TIME);
    g_object_unref(request->window);
    g_free(request->folder);
    g_free(request);
}

void
ui_show_in_folder(GtkWindow *window, const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFile) parent = g_file_get_parent(file);
    g_autofree char *uri = g_file_get_uri(file);
    g_autofree char *folder = g_file_get_uri(parent ? parent : file);
    g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    const char *uris[] = {uri, NULL};

    if (!bus) {
        gtk_show_uri(window, folder, GDK_CURRENT_TIME);
        return;
    }
    struct request *request = g_new0(struct request, 1);
    *request = (struct request){g_object_ref(window), g_steal_pointer(&folder)};
    g_dbus_connection_call(bus, "org.freedesktop.FileManager1",
                           "/org/freedesktop/FileManager1",
                           "org.freedesktop.FileManager1", "ShowItems",
                           g_variant_new("(^ass)", uris, ""), NULL,
                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_answer, request);
}
