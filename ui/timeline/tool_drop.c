/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_drop.c: files from elsewhere, let go of over a lane. */
#include "ui/timeline/tools.h"

#include "ui/view/view.h"

struct tool_drop {
    UiStudio *studio;
    UiActions *actions;
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

/* Over a track that takes sound: onto it, else below all. */
static gboolean
on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
        struct tool_drop *tool)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);
    GVariant *paths = model ? paths_of(g_value_get_boxed(value)) : NULL;

    if (!paths || !ui_actions_find(tool->actions, ACTION)) {
        g_clear_pointer(&paths, g_variant_unref);
        return FALSE;
    }
    const struct view_row *row = rows_at(view->rows, y + view->zoom.top);
    const bool takes = row && row->track_kind == TRACK_AUDIO;
    const frames_t at
        = view->grid.snap ? grid_nearest(&view->grid, &view->zoom, model_tempo(model),
                                         zoom_at(&view->zoom, x))
                          : zoom_at(&view->zoom, x);

    ui_actions_run(tool->actions, ACTION,
                   g_variant_new("(@asxx)", paths, takes ? row->track_id : (int64_t)0, at.n));
    return TRUE;
}

void
ui_tool_drop(GtkWidget *canvas, UiStudio *studio, UiActions *actions)
{
    struct tool_drop *tool = g_new0(struct tool_drop, 1);
    GtkDropTarget *target = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

    tool->studio = studio;
    tool->actions = actions;
    g_object_set_data_full(G_OBJECT(canvas), "tool-drop", tool, g_free);
    g_signal_connect(target, "drop", G_CALLBACK(on_drop), tool);
    gtk_widget_add_controller(canvas, GTK_EVENT_CONTROLLER(target));
}
