/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/memory.h"

#include <stdlib.h>

static char *
path_of(const char *folder)
{
    char *real = realpath(folder, NULL);
    g_autofree char *sum =
        g_compute_checksum_for_string(G_CHECKSUM_SHA256, real ? real : folder, -1);
    g_autofree char *name = g_strdup_printf("%.32s.ini", sum);

    free(real);
    return g_build_filename(g_get_user_state_dir(), "remanence", "songs", name, NULL);
}

GKeyFile *
ui_memory_read(const char *folder)
{
    GKeyFile *memory = g_key_file_new();
    g_autofree char *path = path_of(folder);

    g_key_file_load_from_file(memory, path, G_KEY_FILE_NONE, NULL);
    return memory;
}

void
ui_memory_write(const char *folder, GKeyFile *memory)
{
    g_autofree char *path = path_of(folder);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;

    g_key_file_set_string(memory, "song", "folder", folder);
    g_mkdir_with_parents(parent, 0700);
    if (!g_key_file_save_to_file(memory, path, &error))
        g_message("%s", error->message);
}
