/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/memory.h"

#include "ui/view/view.h"

#include <stdlib.h>

struct memory {
    GtkWindow *window; /* it and the paned stay as long as the studio tells */
    GtkPaned *paned;
};

static char *
path_of(const char *folder)
{
    char *real = realpath(folder, NULL);
    g_autofree char *sum =
        g_compute_checksum_for_string(G_CHECKSUM_SHA256, real ? real : folder, -1);
    g_autofree char *name = g_strdup_printf("%.32s.ini", sum);

    free(real);
    return g_build_filename(g_get_user_state_dir(), "remanence", "songs", name,
                            NULL);
}

static void
read_window(const struct memory *memory, GKeyFile *file)
{
    const int width = g_key_file_get_integer(file, "window", "width", NULL);
    const int height = g_key_file_get_integer(file, "window", "height", NULL);
    const int parted = g_key_file_get_integer(file, "window", "parted", NULL);

    if (width > 0 && height > 0)
        gtk_window_set_default_size(memory->window, width, height);
    if (g_key_file_get_boolean(file, "window", "maximized", NULL))
        gtk_window_maximize(memory->window);
    if (parted > 0)
        gtk_paned_set_position(memory->paned, parted);
}

static void
on_song(UiStudio *studio, struct memory *memory)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (!ui_studio_session(studio))
        return;
    g_autofree char *path = path_of(session_folder(ui_studio_session(studio)));
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return;
    g_autofree char *view = g_key_file_get_string(file, "view", "lines", NULL);
    if (view)
        view_read(ui_studio_view(studio), ui_studio_model(studio), view);
    read_window(memory, file);
    ui_studio_locate(studio,
                     frames(g_key_file_get_int64(file, "view", "playhead", NULL)));
    ui_studio_view_changed(studio, UI_VIEW_ZOOM | UI_VIEW_TOOL | UI_VIEW_ROWS
                                       | UI_VIEW_PANELS);
}

static void
write_window(const struct memory *memory, GKeyFile *file)
{
    int width, height;

    gtk_window_get_default_size(memory->window, &width, &height);
    g_key_file_set_integer(file, "window", "width", width);
    g_key_file_set_integer(file, "window", "height", height);
    g_key_file_set_boolean(file, "window", "maximized",
                           gtk_window_is_maximized(memory->window));
    g_key_file_set_integer(file, "window", "parted",
                           gtk_paned_get_position(memory->paned));
}

/* What cannot be written is forgotten, without a word to the user. */
static void
on_leave(UiStudio *studio, struct memory *memory)
{
    const char *folder = session_folder(ui_studio_session(studio));
    g_autofree char *path = path_of(folder);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(GKeyFile) file = g_key_file_new();
    char *view = view_write(ui_studio_view(studio));

    g_key_file_set_string(file, "song", "folder", folder);
    if (view)
        g_key_file_set_string(file, "view", "lines", view);
    free(view);
    g_key_file_set_int64(file, "view", "playhead", ui_studio_position(studio).n);
    write_window(memory, file);
    g_mkdir_with_parents(parent, 0700);
    if (!g_key_file_save_to_file(file, path, NULL))
        g_debug("%s was not written", path);
}

void
ui_memory_follow(UiStudio *studio, GtkWindow *window, GtkPaned *paned)
{
    struct memory *memory = g_new0(struct memory, 1);

    memory->window = window;
    memory->paned = paned;
    g_object_set_data_full(G_OBJECT(studio), "memory", memory, g_free);
    g_signal_connect(studio, "song", G_CALLBACK(on_song), memory);
    g_signal_connect(studio, "leave", G_CALLBACK(on_leave), memory);
}
