/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_menu.c: what the right button offers on the canvas. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/view.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/swatches.h"

struct tool_menu {
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *canvas;
    GtkWidget *popover; /* NULL until it is wanted */
};

static const char *const OF_CLIPS[] = {"split",
                                       "duplicate",
                                       "delete",
                                       "ripple-delete",
                                       NULL,
                                       "clip-copy",
                                       "clip-cut",
                                       "clip-paste",
                                       NULL,
                                       "clip-mute",
                                       "clip-lock",
                                       "clip-raise",
                                       "clip-louder",
                                       "clip-softer",
                                       NULL,
                                       "zoom-selection",
                                       "loop-selection"};
static const char *const OF_ROWS[]
    = {"track-add-audio", "track-add-stereo", "track-add-midi",
       "track-add-bus",   "track-add-folder", NULL,
       "clip-paste",      "select-all",       "lanes",
       "zoom-all"};

static const char *const OF_RANGE[]
    = {"delete",         "ripple-delete", "delete-time", "insert-time",   NULL,
       "loop-selection", "punch-range",   "section-add", "zoom-selection"};

GMenuModel *
ui_tool_menu_of(UiActions *actions, const char *const *names, size_t count,
                const char *color_action)
{
    GMenu *menu = g_menu_new(), *section = g_menu_new(), *colors = g_menu_new();

    for (size_t i = 0; i <= count; i++) {
        if (i < count && names[i]) {
            g_autoptr(GMenuItem) item = ui_actions_menu_item(actions, names[i]);

            g_menu_append_item(section, item);
            continue;
        }
        g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
        g_object_unref(section);
        section = g_menu_new();
    }
    g_object_unref(section);
    for (int i = 0; color_action && i < UI_SWATCHES; i++) {
        g_autoptr(GMenuItem) item = g_menu_item_new(ui_swatch_name(i), NULL);

        g_menu_item_set_action_and_target(item, color_action, "s",
                                                ui_swatch_color(i));
        g_menu_append_item(colors, item);
    }
    if (color_action)
        g_menu_append_submenu(menu, _("Colour"), G_MENU_MODEL(colors));
    g_object_unref(colors);
    return G_MENU_MODEL(menu);
}

static bool
is_clip(const struct hit *hit)
{
    return hit->part >= HIT_CLIP && hit->part <= HIT_CLIP_GAIN;
}

/* What the menu is about is what is selected. */
static void
select_hit(struct tool_menu *tool, const struct hit *hit)
{
    struct selection *selection = ui_studio_view(tool->studio)->selection;

    selection_clear_range(selection);
    if (is_clip(hit) && !selection_has(selection, SELECT_CLIP, hit->id))
        selection_only(selection, SELECT_CLIP, hit->id);
    if (hit->track_id && !selection_has(selection, SELECT_TRACK, hit->track_id))
        selection_only(selection, SELECT_TRACK, hit->track_id);
    ui_studio_view_changed(tool->studio, UI_VIEW_SELECTION);
}

/* Where the selected range is seen, it is what the menu is about. */
static bool
in_range(struct tool_menu *tool, const struct hit *hit)
{
    const struct selection *selection = ui_studio_view(tool->studio)->selection;
    frames_t from, to;
    size_t tracks;

    (void)selection_ids(selection, SELECT_TRACK, &tracks);
    return selection_range(selection, &from, &to) && hit->at.n >= from.n
           && hit->at.n < to.n
           && (tracks == 0
               || selection_has(selection, SELECT_TRACK, hit->track_id));
}

static GMenuModel *
menu_of(struct tool_menu *tool, const struct hit *hit)
{
    if (in_range(tool, hit))
        return ui_tool_menu_of(tool->actions, OF_RANGE, G_N_ELEMENTS(OF_RANGE),
                               NULL);
    return is_clip(hit) ? ui_tool_menu_of(tool->actions, OF_CLIPS,
                                          G_N_ELEMENTS(OF_CLIPS), "win.clip-color")
                        : ui_tool_menu_of(tool->actions, OF_ROWS,
                                          G_N_ELEMENTS(OF_ROWS), NULL);
}

static void
pop_up(struct tool_menu *tool, const struct hit *hit, double x, double y)
{
    g_autoptr(GMenuModel) model = menu_of(tool, hit);

    ui_menu_pop_up(&tool->popover, tool->canvas, model, x, y);
}

static void
on_pressed(GtkGestureClick *click, int count, double x, double y,
           struct tool_menu *tool)
{
    const struct model *model = ui_studio_model(tool->studio);

    if (!model)
        return;
    const struct hit hit = hit_canvas(ui_studio_view(tool->studio), model, x, y);

    if (!in_range(tool, &hit))
        select_hit(tool, &hit);
    pop_up(tool, &hit, x, y);
}

/* Shift+F10 and the menu key: for the clip that is the focus, else the track. */
static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct tool_menu *tool)
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct model *model = ui_studio_model(tool->studio);
    const int64_t clip = selection_focus(view->selection, SELECT_CLIP);
    const struct row_clip *row = model ? model_row(model, TABLE_CLIP, clip) : NULL;
    const struct view_row *at
        = row ? rows_of_lane(view->rows, model, row->lane_id) : NULL;
    struct clip_span span;

    if (!model
        || (key != GDK_KEY_Menu && !(key == GDK_KEY_F10 && state & GDK_SHIFT_MASK)))
        return FALSE;
    const struct hit hit
        = {.part = at ? HIT_CLIP : HIT_ROW, .id = clip, .ruler = RULERS};
    const double x = clips_span(model, clip, &span)
                         ? zoom_x(&view->zoom, frames(span.start))
                         : 0;

    pop_up(tool, &hit, CLAMP(x, 0, view->zoom.width) + 8,
           at ? at->y - view->zoom.top + 8 : 8);
    return TRUE;
}

static void
on_destroy(GtkWidget *canvas, struct tool_menu *tool)
{
    g_clear_pointer(&tool->popover, gtk_widget_unparent);
}

void
ui_tool_menu(GtkWidget *widget, UiStudio *studio, UiActions *actions)
{
    struct tool_menu *tool = g_new0(struct tool_menu, 1);
    GtkGesture *click = gtk_gesture_click_new();
    GtkEventController *keys = gtk_event_controller_key_new();

    tool->studio = studio;
    tool->actions = actions;
    tool->canvas = widget;
    g_object_set_data_full(G_OBJECT(widget), "tool-menu", tool, g_free);
    g_signal_connect(widget, "destroy", G_CALLBACK(on_destroy), tool);
    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), GDK_BUTTON_SECONDARY);
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), tool);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), tool);
    gtk_widget_add_controller(widget, keys);
}
