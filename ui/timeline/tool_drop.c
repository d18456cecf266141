/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_drop.c: files from elsewhere, or from the browser, let go of over a lane. */
#include "ui/timeline/tools.h"

#include "app/browse.h"
#include "ui/view/snap.h"
#include "ui/view/view.h"

struct tool_drop {
    UiStudio *studio;
    UiActions *actions;
    struct snap *snap;       /* while something is over the canvas */
    GCancellable *measuring; /* how long it is */
};

static const char ACTION[] = "import-files";

static GVariant *
paths_of(GSList *files)
{
    GVariantBuilder paths;
    size_t count = 0;

    g_variant_builder_init(&paths, G_VARIANT_TYPE("as"));
    for (; files; files = files->next) {
        g_autofree char *path = g_file_get_path(files->data);

        if (path && g_utf8_validate(path, -1, NULL)) {
            g_variant_builder_add(&paths, "s", path);
            count++;
        }
    }
    if (count > 0)
        return g_variant_builder_end(&paths);
    g_variant_builder_clear(&paths);
    return NULL;
}

/* --- how long it is ----------------------------------------------------------- */

/* Beside the main thread: all of them, one after the other. */
static void
measure(GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
    char **paths = data;
    double *seconds = g_new0(double, 1);

    for (; *paths && !g_cancellable_is_cancelled(cancel); paths++)
        *seconds += MAX(browse_seconds(*paths), 0);
    g_task_return_pointer(task, seconds, g_free);
}

static void
on_measured(GObject *canvas, GAsyncResult *result, gpointer user)
{
    struct tool_drop *tool = user;
    g_autofree double *seconds = g_task_propagate_pointer(G_TASK(result), NULL);

    if (!seconds)
        return;
    ui_studio_view(tool->studio)->drop.seconds = *seconds;
    ui_studio_view_changed(tool->studio, UI_VIEW_DRAG);
}

static void
on_value(GtkDropTarget *target, GParamSpec *spec, struct tool_drop *tool)
{
    const GValue *value = gtk_drop_target_get_value(target);
    GVariant *paths
        = value && tool->snap ? paths_of(g_value_get_boxed(value)) : NULL;

    if (!paths)
        return;
    g_autoptr(GTask) task =
        g_task_new(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(target)),
                   tool->measuring, on_measured, tool);
    g_task_set_task_data(task, g_variant_dup_strv(paths, NULL),
                         (GDestroyNotify)g_strfreev);
    g_task_run_in_thread(task, measure);
    g_variant_unref(paths);
}

/* --- over the canvas ---------------------------------------------------------- */

static void
leave(struct tool_drop *tool)
{
    if (!tool->snap)
        return;
    g_cancellable_cancel(tool->measuring);
    g_clear_object(&tool->measuring);
    g_clear_pointer(&tool->snap, snap_free);
    ui_studio_view(tool->studio)->drop = (struct drop){0};
    ui_studio_view_changed(tool->studio, UI_VIEW_DRAG);
}

static void
move(struct tool_drop *tool, double x, double y)
{
    const struct model *model = ui_studio_model(tool->studio);
    struct view *view = ui_studio_view(tool->studio);

    if (!tool->snap) {
        tool->snap = snap_new(view, model, NULL, 0);
        tool->measuring = g_cancellable_new();
    }
    if (drop_move(view, model, tool->snap, x, y))
        ui_studio_view_changed(tool->studio, UI_VIEW_DRAG);
}

static GdkDragAction
on_move(GtkDropTarget *target, double x, double y, struct tool_drop *tool)
{
    if (!ui_studio_model(tool->studio))
        return 0;
    move(tool, x, y);
    return GDK_ACTION_COPY;
}

static void
on_leave(GtkDropTarget *target, struct tool_drop *tool)
{
    leave(tool);
}

/* Over a track that takes sound: onto it, else below all. */
static gboolean
on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
        struct tool_drop *tool)
{
    const bool can = ui_studio_model(tool->studio)
                     && ui_actions_find(tool->actions, ACTION);
    GVariant *paths = can ? paths_of(g_value_get_boxed(value)) : NULL;

    if (!paths) {
        leave(tool);
        return FALSE;
    }
    move(tool, x, y);
    const struct drop drop = ui_studio_view(tool->studio)->drop;

    leave(tool);
    ui_actions_run(tool->actions, ACTION,
                   g_variant_new("(@asxx)", paths, drop.track_id, drop.at.n));
    return TRUE;
}

static void
free_tool(gpointer data)
{
    struct tool_drop *tool = data;

    if (tool->measuring)
        g_cancellable_cancel(tool->measuring);
    g_clear_object(&tool->measuring);
    snap_free(tool->snap);
    g_free(tool);
}

void
ui_tool_drop(GtkWidget *canvas, UiStudio *studio, UiActions *actions)
{
    struct tool_drop *tool = g_new0(struct tool_drop, 1);
    GtkDropTarget *target
        = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

    tool->studio = studio;
    tool->actions = actions;
    g_object_set_data_full(G_OBJECT(canvas), "tool-drop", tool, free_tool);
    gtk_drop_target_set_preload(target, TRUE);
    g_signal_connect(target, "enter", G_CALLBACK(on_move), tool);
    g_signal_connect(target, "motion", G_CALLBACK(on_move), tool);
    g_signal_connect(target, "leave", G_CALLBACK(on_leave), tool);
    g_signal_connect(target, "notify::value", G_CALLBACK(on_value), tool);
    g_signal_connect(target, "drop", G_CALLBACK(on_drop), tool);
    gtk_widget_add_controller(canvas, GTK_EVENT_CONTROLLER(target));
}
