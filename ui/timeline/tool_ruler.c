/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tool_ruler.c: what stands on the rulers is written, put and deleted there: by a
 * double click, by the menu, and at the playhead by actions. */
#include "ui/timeline/tools.h"

#include "base/text.h"
#include "ui/view/musical.h"
#include "ui/view/view.h"
#include "ui/widgets/ask.h"
#include "ui/widgets/popovers.h"

#include <inttypes.h>
#include <stdio.h>

#define SUBJECT N_("Rulers")

struct tool_ruler {
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *widget;
    GtkWidget *popover; /* NULL until it is wanted */
    struct hit hit; /* what menu and question are about */
    /* the place is the playhead's, not one that the pointer is near to */
    bool exact;
};

/* --- what it is about --------------------------------------------------------- */

static const struct model *
model_of(struct tool_ruler *tool)
{
    return ui_studio_model(tool->studio);
}

static const void *
row_of(struct tool_ruler *tool, enum table table)
{
    return model_row(model_of(tool), table, tool->hit.id);
}

/* The place of the pointer as the grid draws it; of a change of tempo or metre, its
 * own. */
static void
place_text(struct tool_ruler *tool, char text[TIMECODE_SIZE])
{
    const struct view *view = ui_studio_view(tool->studio);
    const struct tempo_map *map = model_tempo(model_of(tool));
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    const struct row_metre *metre = row_of(tool, TABLE_METRE);

    if (tool->hit.part == HIT_TEMPO && tempo)
        timecode_bars(map, tempo->at, text);
    else if (tool->hit.part == HIT_METRE && metre)
        timecode_bars(map, metre->at, text);
    else
        musical_text(map,
                     view->grid.snap && !tool->exact
                         ? grid_nearest(&view->grid, &view->zoom, map, tool->hit.at)
                         : tool->hit.at,
                     text);
}

static void
run(struct tool_ruler *tool, const char *command, const char *rest)
{
    char at[TIMECODE_SIZE];

    place_text(tool, at);
    ui_studio_run(tool->studio, command, at, rest, NULL);
}

static void
run_marker(struct tool_ruler *tool, const char *command, const char *rest)
{
    g_autofree char *name = g_strdup_printf("#%" PRId64, tool->hit.id);

    ui_studio_run(tool->studio, command, name, rest, NULL);
}

static double
ask_x(struct tool_ruler *tool)
{
    const struct zoom *zoom = &ui_studio_view(tool->studio)->zoom;

    return CLAMP(zoom_x(zoom, tool->hit.at), 0, zoom->width);
}

static void
ask(struct tool_ruler *tool, const char *title, const char *text,
    void (*entered)(gpointer user, const char *text))
{
    ui_ask(tool->widget, ask_x(tool), gtk_widget_get_height(tool->widget), title,
           text, entered, tool);
}

/* --- markers and sections ----------------------------------------------------- */

static void
on_renamed(gpointer user, const char *text)
{
    run_marker(user, "marker-rename", text);
}

static void
ask_name(struct tool_ruler *tool)
{
    const struct row_marker *marker = row_of(tool, TABLE_MARKER);

    if (marker)
        ask(tool, marker->kind == MARKER_SECTION ? _("Name of the section")
                                                 : _("Name of the marker"),
            marker->name, on_renamed);
}

static void
on_marker(gpointer user, const char *text)
{
    run(user, "marker", text);
}

static void
ask_marker(struct tool_ruler *tool)
{
    ask(tool, _("Name of the new marker"), "", on_marker);
}

/* --- tempo and metre ---------------------------------------------------------- */

static ticks_t
place_ticks(struct tool_ruler *tool)
{
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    const struct row_metre *metre = row_of(tool, TABLE_METRE);

    if (tool->hit.part == HIT_TEMPO && tempo)
        return tempo->at;
    if (tool->hit.part == HIT_METRE && metre)
        return metre->at;
    return tempo_ticks(model_tempo(model_of(tool)), tool->hit.at);
}

/* People write a number as their language does; commands read a point. */
static void
on_tempo(gpointer user, const char *text)
{
    struct tool_ruler *tool = user;
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    const bool ramp = tool->hit.part == HIT_TEMPO && tempo && tempo->ramp;
    g_autofree char *bpm = g_strdelimit(g_strdup(text), ",", '.');
    char at[TIMECODE_SIZE];

    place_text(tool, at);
    ui_studio_run(tool->studio, "tempo", at, bpm, ramp ? "ramp" : NULL, NULL);
}

static void
ask_tempo(struct tool_ruler *tool)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd(text, sizeof text, "%.6g",
                    tempo_bpm(model_tempo(model_of(tool)), place_ticks(tool)));
    ask(tool, _("Tempo from here on (bpm)"), text, on_tempo);
}

static void
on_metre(gpointer user, const char *text)
{
    run(user, "metre", text);
}

static void
ask_metre(struct tool_ruler *tool)
{
    const struct metre_point metre
        = tempo_metre(model_tempo(model_of(tool)), place_ticks(tool));
    char text[32];

    g_snprintf(text, sizeof text, "%d/%d", (int)metre.num, (int)metre.den);
    ask(tool, _("Metre from this bar on"), text, on_metre);
}

/* Write what is there, or put what belongs there. */
static void
ask_hit(struct tool_ruler *tool)
{
    if (tool->hit.part == HIT_MARKER || tool->hit.part == HIT_SECTION)
        ask_name(tool);
    else if (tool->hit.part == HIT_METRE)
        ask_metre(tool);
    else if (tool->hit.part == HIT_TEMPO || tool->hit.ruler == RULER_TEMPO)
        ask_tempo(tool);
    else if (tool->hit.part == HIT_RULER && tool->hit.ruler == RULER_MARKERS)
        ask_marker(tool);
}

/* --- the menu ----------------------------------------------------------------- */

static void
act_write(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    ask_hit(user);
}

static void
act_delete(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    struct tool_ruler *tool = user;

    if (tool->hit.part == HIT_TEMPO)
        run(tool, "tempo-delete", NULL);
    else if (tool->hit.part == HIT_METRE)
        run(tool, "metre-delete", NULL);
    else
        run_marker(tool, "marker-delete", NULL);
}

static void
act_ramp(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    struct tool_ruler *tool = user;
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    char at[TIMECODE_SIZE], bpm[G_ASCII_DTOSTR_BUF_SIZE];

    if (!tempo)
        return;
    place_text(tool, at);
    g_ascii_formatd(bpm, sizeof bpm, "%.6g", tempo->bpm);
    ui_studio_run(tool->studio, "tempo", at, bpm, tempo->ramp ? NULL : "ramp",
                  NULL);
}

static void
act_loop(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    struct tool_ruler *tool = user;
    const struct row_marker *marker = row_of(tool, TABLE_MARKER);
    const struct tempo_map *map = model_tempo(model_of(tool));
    char from[32], to[32];

    if (!marker)
        return;
    const enum time_unit unit = (enum time_unit)marker->unit;

    g_snprintf(from, sizeof from, "%" PRId64 "f",
               when_frames(map, (struct when){marker->at, unit}).n);
    g_snprintf(
        to, sizeof to, "%" PRId64 "f",
        when_frames(map, (struct when){marker->at + marker->length, unit}).n);
    ui_studio_run(tool->studio, "loop", from, to, NULL);
}

/* What is asked for at the place itself, whatever stands there. */
static void
at_place(struct tool_ruler *tool, void (*ask_it)(struct tool_ruler *tool))
{
    tool->hit.part = HIT_RULER;
    ask_it(tool);
}

static void
act_marker(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    at_place(user, ask_marker);
}

static void
act_tempo(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    at_place(user, ask_tempo);
}

static void
act_metre(GSimpleAction *action, GVariant *parameter, gpointer user)
{
    at_place(user, ask_metre);
}

static const GActionEntry ENTRIES[] = {
    {.name = "write", .activate = act_write},
    {.name = "delete", .activate = act_delete},
    {.name = "ramp", .activate = act_ramp},
    {.name = "loop", .activate = act_loop},
    {.name = "marker", .activate = act_marker},
    {.name = "tempo", .activate = act_tempo},
    {.name = "metre", .activate = act_metre},
};

static void
add_section(GMenu *menu, GMenu *section)
{
    g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
    g_object_unref(section);
}

/* The song's first tempo and metre stay. */
static bool
can_be_deleted(struct tool_ruler *tool)
{
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    const struct row_metre *metre = row_of(tool, TABLE_METRE);

    if (tool->hit.part == HIT_TEMPO)
        return tempo && tempo->at.n > 0;
    if (tool->hit.part == HIT_METRE)
        return metre && metre->at.n > 0;
    return tool->hit.part == HIT_MARKER || tool->hit.part == HIT_SECTION;
}

/* Of what stands there. */
static GMenu *
menu_of_hit(struct tool_ruler *tool)
{
    const enum hit_part part = tool->hit.part;
    const struct row_tempo *tempo = row_of(tool, TABLE_TEMPO);
    GMenu *menu = g_menu_new();

    if (part == HIT_MARKER || part == HIT_SECTION)
        g_menu_append(menu, _("Rename…"), "ruler.write");
    if (part == HIT_TEMPO)
        g_menu_append(menu, _("Set the tempo…"), "ruler.write");
    if (part == HIT_METRE)
        g_menu_append(menu, _("Set the metre…"), "ruler.write");
    if (part == HIT_TEMPO && tempo)
        g_menu_append(menu,
                      tempo->ramp ? _("Jump to the next tempo")
                                  : _("Glide to the next tempo"),
                      "ruler.ramp");
    if (part == HIT_SECTION)
        g_menu_append(menu, _("Loop the section"), "ruler.loop");
    if (can_be_deleted(tool))
        g_menu_append(menu, _("Delete"), "ruler.delete");
    return menu;
}

static GMenuModel *
menu_of(struct tool_ruler *tool)
{
    static const char *const OF_RANGE[]
        = {"loop-selection", "punch-range", "section-add", "delete-time",
           "insert-time"};
    static const char *const RULERS_SHOWN[]
        = {"ruler-sections", "ruler-markers", "ruler-tempo", "ruler-ranges",
           "ruler-time"};
    GMenu *menu = g_menu_new(), *here = g_menu_new();
    g_autoptr(GMenuModel) rulers = ui_tool_menu_of(
        tool->actions, RULERS_SHOWN, G_N_ELEMENTS(RULERS_SHOWN), NULL);
    g_autoptr(GMenuModel) range
        = ui_tool_menu_of(tool->actions, OF_RANGE, G_N_ELEMENTS(OF_RANGE), NULL);
    frames_t from, to;

    add_section(menu, menu_of_hit(tool));
    g_menu_append(here, _("Marker here…"), "ruler.marker");
    g_menu_append(here, _("Another tempo here…"), "ruler.tempo");
    g_menu_append(here, _("Another metre here…"), "ruler.metre");
    add_section(menu, here);
    if (selection_range(ui_studio_view(tool->studio)->selection, &from, &to))
        g_menu_append_section(menu, NULL, range);
    g_menu_append_submenu(menu, _("Rulers"), rulers);
    return G_MENU_MODEL(menu);
}

static bool
take_hit(struct tool_ruler *tool, double x, double y)
{
    if (!model_of(tool))
        return false;
    tool->exact = false;
    tool->hit = hit_rulers(ui_studio_view(tool->studio), model_of(tool), x, y);
    return true;
}

static void
on_menu(GtkGestureClick *click, int count, double x, double y,
        struct tool_ruler *tool)
{
    if (!take_hit(tool, x, y))
        return;
    g_autoptr(GMenuModel) menu = menu_of(tool);

    ui_menu_pop_up(&tool->popover, tool->widget, menu, x, y);
}

/* When the button is let go: the question takes the pointer. */
static void
on_released(GtkGestureClick *click, int count, double x, double y,
            struct tool_ruler *tool)
{
    if (count == 2 && take_hit(tool, x, y))
        ask_hit(tool);
}

/* --- at the playhead ---------------------------------------------------------- */

/* The marker at the playhead is meant, as going from marker to marker leaves it. */
static bool
at_playhead(struct tool_ruler *tool)
{
    size_t count;

    if (!model_of(tool))
        return false;
    tool->exact = true;
    tool->hit = (struct hit){.part = HIT_RULER, .ruler = RULER_BARS,
                             .at = ui_studio_position(tool->studio)};
    const struct row_marker *marker
        = model_rows(model_of(tool), TABLE_MARKER, &count);

    for (size_t i = 0; i < count; i++) {
        const struct when at = {marker[i].at, (enum time_unit)marker[i].unit};

        if (when_frames(model_tempo(model_of(tool)), at).n == tool->hit.at.n)
            tool->hit.id = marker[i].id;
    }
    return true;
}

static bool
marker_at_playhead(struct tool_ruler *tool)
{
    if (!at_playhead(tool))
        return false;
    if (!tool->hit.id)
        ui_studio_say(tool->studio, _("No marker stands at the playhead"));
    return tool->hit.id != 0;
}

static void
run_tempo(gpointer user, GVariant *parameter)
{
    if (at_playhead(user))
        ask_tempo(user);
}

static void
run_metre(gpointer user, GVariant *parameter)
{
    if (at_playhead(user))
        ask_metre(user);
}

static void
run_rename(gpointer user, GVariant *parameter)
{
    if (marker_at_playhead(user))
        ask_name(user);
}

static void
run_delete(gpointer user, GVariant *parameter)
{
    if (marker_at_playhead(user))
        run_marker(user, "marker-delete", NULL);
}

/* --- which rulers are there --------------------------------------------------- */

static const struct {
    const char *action;
    enum ruler ruler;
} SHOWN[] = {
    {"ruler-sections", RULER_SECTIONS}, {"ruler-markers", RULER_MARKERS},
    {"ruler-tempo", RULER_TEMPO},       {"ruler-ranges", RULER_RANGES},
    {"ruler-time", RULER_TIME},
};

static void
run_rulers(gpointer user, GVariant *parameter)
{
    struct tool_ruler *tool = user;
    struct rulers *rulers = &ui_studio_view(tool->studio)->rulers;

    for (size_t i = 0; i < G_N_ELEMENTS(SHOWN); i++)
        rulers_show(rulers, SHOWN[i].ruler,
                    ui_actions_switch(tool->actions, SHOWN[i].action));
    ui_studio_view_changed(tool->studio, UI_VIEW_TOOL);
}

static void
on_view(UiStudio *studio, guint changes, struct tool_ruler *tool)
{
    const struct rulers *rulers = &ui_studio_view(studio)->rulers;

    for (size_t i = 0; (changes & UI_VIEW_TOOL) && i < G_N_ELEMENTS(SHOWN); i++)
        ui_actions_set_switch(tool->actions, SHOWN[i].action,
                              rulers->height[SHOWN[i].ruler] > 0);
}

static void
on_song(UiStudio *studio, struct tool_ruler *tool)
{
    on_view(studio, UI_VIEW_TOOL, tool);
}

static const struct ui_action TABLE[] = {
    {"tempo-add", N_("Another tempo here…"), SUBJECT, NULL, run_tempo},
    {"metre-add", N_("Another metre here…"), SUBJECT, NULL, run_metre},
    {"marker-rename", N_("Rename the marker here…"), SUBJECT, NULL, run_rename},
    {"marker-delete", N_("Delete the marker here"), SUBJECT, NULL, run_delete},
    {"ruler-sections", N_("Ruler of sections"), SUBJECT, NULL, run_rulers, "b",
     NULL, "true"},
    {"ruler-markers", N_("Ruler of markers"), SUBJECT, NULL, run_rulers, "b", NULL,
     "false"},
    {"ruler-tempo", N_("Ruler of tempo and metre"), SUBJECT, NULL, run_rulers, "b",
     NULL, "false"},
    {"ruler-ranges", N_("Ruler of loop and punch"), SUBJECT, NULL, run_rulers, "b",
     NULL, "true"},
    {"ruler-time", N_("Ruler of time"), SUBJECT, NULL, run_rulers, "b", NULL,
     "false"},
};

static void
on_destroy(GtkWidget *widget, struct tool_ruler *tool)
{
    g_clear_pointer(&tool->popover, gtk_widget_unparent);
}

static void
let_go(gpointer tool, GClosure *closure)
{
    g_rc_box_release(tool);
}

static GtkGesture *
add_click(struct tool_ruler *tool, guint button)
{
    GtkGesture *click = gtk_gesture_click_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), button);
    gtk_widget_add_controller(tool->widget, GTK_EVENT_CONTROLLER(click));
    return click;
}

void
ui_tool_ruler(GtkWidget *ruler, UiStudio *studio, UiActions *actions)
{
    struct tool_ruler *tool = g_rc_box_new0(struct tool_ruler);
    g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new();

    tool->studio = studio;
    tool->actions = actions;
    tool->widget = ruler;
    /* while the pointer is on the ruler, that outlives the window's actions */
    g_object_set_data_full(G_OBJECT(actions), "timeline-ruler", tool,
                           g_rc_box_release);
    g_action_map_add_action_entries(G_ACTION_MAP(group), ENTRIES,
                                    G_N_ELEMENTS(ENTRIES), tool);
    gtk_widget_insert_action_group(ruler, "ruler", G_ACTION_GROUP(group));
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), tool);
    g_signal_connect_data(ruler, "destroy", G_CALLBACK(on_destroy),
                          g_rc_box_acquire(tool), let_go, 0);
    g_signal_connect(add_click(tool, GDK_BUTTON_SECONDARY), "pressed",
                     G_CALLBACK(on_menu), tool);
    g_signal_connect(add_click(tool, GDK_BUTTON_PRIMARY), "released",
                     G_CALLBACK(on_released), tool);
    g_signal_connect(studio, "view", G_CALLBACK(on_view), tool);
    g_signal_connect(studio, "song", G_CALLBACK(on_song), tool);
}
