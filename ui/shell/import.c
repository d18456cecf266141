/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/import.h"

#include "app/media.h"
#include "base/text.h"

enum { MOST_OF_A_FOLDER = 500 };

/* --- the files ---------------------------------------------------------------- */

/* What is to come in, and where to. */
struct order {
    const char *const *paths;
    size_t count;
    int64_t track; /* 0: tracks of their own */
    frames_t at;   /* below 0: where the files say, else at the start */
    bool in_a_row; /* one behind the other, as several files are put on one track */
};

static int
by_name(gconstpointer a, gconstpointer b)
{
    return g_utf8_collate(*(const char *const *)a, *(const char *const *)b);
}

/* The files of a folder, not those of folders in it. */
static void
add_folder(GPtrArray *paths, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    const char *name;

    while (dir && (name = g_dir_read_name(dir)) && found->len < MOST_OF_A_FOLDER) {
        char *path = g_build_filename(folder, name, NULL);

        if (media_is_sound_name(name) && g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(found, path);
        else
            g_free(path);
    }
    g_ptr_array_sort(found, by_name);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(paths, found->pdata[i]);
}

static GPtrArray *
list_files(UiStudio *studio, const struct order *order)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < order->count; i++) {
        const char *path = order->paths[i];
        const guint before = paths->len;
        struct fault fault;

        if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
            g_ptr_array_add(paths, g_strdup(path));
            continue;
        }
        add_folder(paths, path);
        if (paths->len > before)
            continue;
        fault_with(&fault, ST_NOT_FOUND, path,
                   _("no sound files are in that folder"), _("choose files"));
        ui_studio_tell(studio, &fault);
    }
    return paths;
}

/* --- the job ------------------------------------------------------------------ */

static char *
title_of(const GPtrArray *paths)
{
    g_autofree char *name = NULL;

    if (paths->len > 1)
        return g_strdup_printf(ngettext("Importing %u file", "Importing %u files",
                                        paths->len),
                               paths->len);
    name = g_filename_display_basename(paths->pdata[0]);
    return g_strdup_printf(_("Importing %s"), name);
}

static void
begin(UiStudio *studio, UiJobs *jobs, const struct order *order, GPtrArray *paths)
{
    g_autofree char *track
        = order->track ? g_strdup_printf("#%" G_GINT64_FORMAT, order->track) : NULL;
    const struct media_spec spec = {
        .paths = (const char *const *)paths->pdata,
        .count = paths->len,
        .track = track,
        .has_at = order->at.n >= 0,
        .at = {MAX(order->at.n, 0), TIME_FRAMES},
        .in_a_row = order->in_a_row,
    };
    struct fault fault;
    struct job *job;

    if (media_import_begin(&job, ui_studio_session(studio), &spec, &fault)) {
        ui_studio_tell(studio, &fault);
        return;
    }
    g_autofree char *title = title_of(paths);
    g_autoptr(UiJob) shown = ui_job_new(job, title);
    ui_jobs_add(jobs, shown, true);
}

static void
import_all(UiStudio *studio, UiJobs *jobs, const struct order *order)
{
    if (!ui_studio_session(studio))
        return;
    g_autoptr(GPtrArray) paths = list_files(studio, order);
    if (paths->len > 0)
        begin(studio, jobs, order, paths);
}

/* --- actions ------------------------------------------------------------------ */

/* Stands as long as the window. */
struct importer {
    UiStudio *studio;
    UiJobs *jobs;
    GtkWindow *window;
};

static void
on_chosen(GtkNativeDialog *dialog, int answer, struct importer *self)
{
    if (answer == GTK_RESPONSE_ACCEPT) {
        g_autoptr(GListModel) files =
            gtk_file_chooser_get_files(GTK_FILE_CHOOSER(dialog));
        g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; i < g_list_model_get_n_items(files); i++) {
            g_autoptr(GFile) file = g_list_model_get_item(files, i);
            char *path = g_file_get_path(file);
            if (path)
                g_ptr_array_add(paths, path);
        }
        const struct order order = {.paths = (const char *const *)paths->pdata,
                                    .count = paths->len,
                                    .at = frames(-1)};
        import_all(self->studio, self->jobs, &order);
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

static void
run_import(gpointer user, GVariant *parameter)
{
    struct importer *self = user;
    GtkFileChooserNative *dialog;

    if (!ui_studio_session(self->studio))
        return;
    dialog = gtk_file_chooser_native_new(_("Import sound files"), self->window,
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"),
                                         _("_Cancel"));
    gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(dialog), TRUE);
    g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
run_import_files(gpointer user, GVariant *parameter)
{
    struct importer *self = user;
    g_autofree const char **paths = NULL;
    gint64 track, at;
    gsize count;

    g_autoptr(GVariant) list = g_variant_get_child_value(parameter, 0);
    paths = g_variant_get_strv(list, &count);
    g_variant_get_child(parameter, 1, "x", &track);
    g_variant_get_child(parameter, 2, "x", &at);
    const struct order order = {.paths = paths, .count = count, .track = track,
                                .at = frames(at), .in_a_row = track != 0};
    import_all(self->studio, self->jobs, &order);
}

static const struct ui_action TABLE[] = {
    {"import", N_("Import sound files…"), N_("Song"), "<Control>i", run_import},
    {"import-files", N_("Import these files"), N_("Song"), NULL, run_import_files,
     NULL, "(asxx)"},
};

void
ui_actions_add_import(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                      GtkWindow *window)
{
    struct importer *self = g_new0(struct importer, 1);

    *self = (struct importer){studio, jobs, window};
    g_object_set_data_full(G_OBJECT(actions), "importer", self, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), self);
}
