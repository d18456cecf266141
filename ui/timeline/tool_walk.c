/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_walk.c: from clip to clip with the arrow keys.
 *
 * A screen reader sees widgets only.  So the clip that is the focus lends its name
 * to a child of the canvas, and as a reader speaks when the focus goes to another
 * widget, there are two of them, in turn. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/walk_clips.h"

#include <stdlib.h>

struct tool_walk {
    UiStudio *studio;
    GtkWidget *canvas;
    GtkWidget *proxies[2];
    int turn;
};

/* Where it is, for readers that show it. */
static void
place_proxy(struct tool_walk *tool, GtkWidget *proxy, int64_t clip)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);
    const struct row_clip *row = model_row(model, TABLE_CLIP, clip);
    const struct view_row *at
        = row ? rows_of_lane(view->rows, model, row->lane_id) : NULL;
    struct clip_span span;

    if (!at || !clips_span(model, clip, &span))
        return;
    const struct clip_box box = clip_box(&view->zoom, at, &span);
    const int x = (int)CLAMP(box.x0, 0, view->zoom.width);
    const int end = (int)CLAMP(box.x1, x + 1, view->zoom.width + 1);
    int least;

    gtk_widget_measure(proxy, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                       NULL);
    gtk_widget_size_allocate(proxy,
                             &(GtkAllocation){x, box.y, MAX(end - x, least),
                                              MAX(box.height, 1)},
                             -1);
}

static void
speak(struct tool_walk *tool, int64_t clip)
{
    GtkWidget *proxy = tool->proxies[tool->turn];
    GtkWidget *other = tool->proxies[!tool->turn];
    char *text = walk_clip_text(ui_studio_model(tool->studio), clip);

    gtk_accessible_update_property(
        GTK_ACCESSIBLE(proxy), GTK_ACCESSIBLE_PROPERTY_LABEL, text ? text : "", -1);
    free(text);
    place_proxy(tool, proxy, clip);
    gtk_widget_set_focusable(proxy, TRUE);
    gtk_widget_grab_focus(proxy);
    gtk_widget_set_focusable(other, FALSE);
    tool->turn = !tool->turn;
}

static bool
way_of(guint key, enum walk_way *way)
{
    static const struct {
        guint key;
        enum walk_way way;
    } WAYS[] = {
        {GDK_KEY_Left, WALK_LEFT},    {GDK_KEY_Right, WALK_RIGHT},
        {GDK_KEY_Up, WALK_UP},        {GDK_KEY_Down, WALK_DOWN},
        {GDK_KEY_KP_Left, WALK_LEFT}, {GDK_KEY_KP_Right, WALK_RIGHT},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(WAYS); i++)
        if (WAYS[i].key == key) {
            *way = WAYS[i].way;
            return true;
        }
    return false;
}

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct tool_walk *tool)
{
    struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);
    enum walk_way way;

    if (!model || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || !way_of(key, &way))
        return FALSE;
    const int64_t to = walk_clip(
        view, model, selection_focus(view->selection, SELECT_CLIP), way);

    if (to == 0)
        return TRUE; /* the last of them: the focus stays on the timeline */
    ui_tools_show_clip(tool->studio, to, state & GDK_SHIFT_MASK);
    speak(tool, to);
    return TRUE;
}

static void
on_destroy(GtkWidget *canvas, struct tool_walk *tool)
{
    for (int i = 0; i < 2; i++)
        g_clear_pointer(&tool->proxies[i], gtk_widget_unparent);
}

static GtkWidget *
proxy_new(GtkWidget *canvas)
{
    GtkWidget *proxy = g_object_new(GTK_TYPE_BOX, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_LIST_ITEM, "can-target",
                                    FALSE, "focusable", FALSE, NULL);

    gtk_widget_set_parent(proxy, canvas);
    return proxy;
}

void
ui_tool_walk(GtkWidget *canvas, UiStudio *studio)
{
    struct tool_walk *tool = g_new0(struct tool_walk, 1);
    GtkEventController *keys = gtk_event_controller_key_new();

    tool->studio = studio;
    tool->canvas = canvas;
    tool->proxies[0] = proxy_new(canvas);
    tool->proxies[1] = proxy_new(canvas);
    g_object_set_data_full(G_OBJECT(canvas), "tool-walk", tool, g_free);
    g_signal_connect(canvas, "destroy", G_CALLBACK(on_destroy), tool);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), tool);
    gtk_widget_add_controller(canvas, keys);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
}
