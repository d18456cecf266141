/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/actions_song.h"

#include "base/text.h"
#include "ui/shell/about.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/shortcuts.h"

static void
on_chosen(GtkNativeDialog *dialog, int answer, UiWindow *window)
{
    if (answer == GTK_RESPONSE_ACCEPT) {
        g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
        g_autofree char *path = g_file_get_path(file);
        if (path)
            ui_studio_open(ui_window_studio(window), path);
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

/* A song is a folder. */
static void
run_open(gpointer user, GVariant *parameter)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Open a song"), GTK_WINDOW(user), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
        _("_Open"), _("_Cancel"));

    g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), user);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
run_open_path(gpointer user, GVariant *parameter)
{
    ui_studio_open(ui_window_studio(user), g_variant_get_string(parameter, NULL));
}

static void
run_close(gpointer user, GVariant *parameter)
{
    ui_window_close_song(user);
}

/* Why nothing happens, where that is so. */
static bool
has_step(UiWindow *window, bool back)
{
    UiStudio *studio = ui_window_studio(window);
    char undo[LABEL_SIZE], redo[LABEL_SIZE];

    if (!ui_studio_session(studio))
        return false;
    session_next(ui_studio_session(studio), undo, redo);
    const bool some = (back ? undo : redo)[0] != '\0';
    if (!some)
        ui_studio_say(studio, back ? _("Nothing to undo") : _("Nothing to redo"));
    return some;
}

static void
run_undo(gpointer user, GVariant *parameter)
{
    if (has_step(user, true))
        ui_studio_undo(ui_window_studio(user));
}

static void
run_redo(gpointer user, GVariant *parameter)
{
    if (has_step(user, false))
        ui_studio_redo(ui_window_studio(user));
}

static void
run_goto(gpointer user, GVariant *parameter)
{
    ui_studio_goto(ui_window_studio(user), g_variant_get_int64(parameter));
}

/* Any command of app/command.h by its line: for scripts and tests. */
static void
run_command(gpointer user, GVariant *parameter)
{
    enum { MAX_WORDS = 64 };
    UiStudio *studio = ui_window_studio(user);
    g_autofree char *line = g_strdup(g_variant_get_string(parameter, NULL));
    const char *words[MAX_WORDS];
    struct fault fault;
    size_t count;

    if (command_words(line, words, MAX_WORDS, &count, &fault)) {
        ui_studio_tell(studio, &fault);
    } else if (count > 0) {
        const struct command_line command = {words, count};
        ui_studio_run_all(studio, NULL, &command, 1);
    }
}

static void
run_quit(gpointer user, GVariant *parameter)
{
    gtk_window_close(GTK_WINDOW(user));
}

static void
run_fullscreen(gpointer user, GVariant *parameter)
{
    if (gtk_window_is_fullscreen(GTK_WINDOW(user)))
        gtk_window_unfullscreen(GTK_WINDOW(user));
    else
        gtk_window_fullscreen(GTK_WINDOW(user));
}

static void
run_palette(gpointer user, GVariant *parameter)
{
    ui_command_palette_show(GTK_WINDOW(user), ui_window_actions(user));
}

static void
run_shortcuts(gpointer user, GVariant *parameter)
{
    ui_shortcuts_show(GTK_WINDOW(user), ui_window_actions(user));
}

static void
run_about(gpointer user, GVariant *parameter)
{
    ui_about_show(GTK_WINDOW(user));
}

#define SONG N_("Song")
#define EDIT N_("Edit")
#define WINDOW N_("Window")
static const struct ui_action TABLE[] = {
    {"open", N_("Open a song…"), SONG, "<Control>o", run_open},
    {"open-path", N_("Open the song in a folder"), SONG, NULL, run_open_path, NULL,
     "s"},
    {"close", N_("Close the song"), SONG, "<Control>w", run_close},
    {"quit", N_("Quit"), SONG, "<Control>q", run_quit},
    {"undo", N_("Undo"), EDIT, "<Control>z", run_undo},
    {"redo", N_("Redo"), EDIT, "<Control><Shift>z <Control>y", run_redo},
    {"goto", N_("Go to a step of the history"), EDIT, NULL, run_goto, NULL, "x"},
    {"command", N_("Run a command"), EDIT, NULL, run_command, NULL, "s"},
    {"fullscreen", N_("Fill the screen"), WINDOW, "F11", run_fullscreen},
    {"palette", N_("Find an action…"), WINDOW, "<Control><Shift>p", run_palette},
    {"shortcuts", N_("Keys…"), WINDOW, "<Control>question F1", run_shortcuts},
    {"about", N_("About Remanence"), WINDOW, NULL, run_about},
};

void
ui_actions_add_song(UiActions *actions, UiWindow *window)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), window);
}
