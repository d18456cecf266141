/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/strip_private.h"

#include "base/text.h"
#include "model/routing.h"
#include "ui/inputs.h"
#include "ui/mixer/channel.h"
#include "ui/mixer/do.h"
#include "ui/mixer/loudness.h"
#include "ui/mixer/menu.h"
#include "ui/mixer/rack.h"
#include "ui/mixer/thumb.h"
#include "ui/mixer/trim.h"
#include "ui/view/view.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/inplace.h"
#include "ui/widgets/names.h"
#include "ui/widgets/range.h"
#include "ui/widgets/shedding.h"
#include "ui/widgets/still.h"
#include "ui/widgets/swatches.h"
#include "ui/widgets/tip.h"

#include <string.h>

enum { LINE = 3 }; /* of colour, along its top */

/* What goes last and first where the mixer is low. */
enum {
    RANK_FADER,
    RANK_CHOSEN, /* what somebody has just asked for */
    RANK_PAN,
    RANK_INSERTS,
    RANK_CONSOLE,
    RANK_SENDS,
    RANK_IN_OUT
};

G_DEFINE_FINAL_TYPE(UiStrip, ui_strip, GTK_TYPE_WIDGET)

int64_t
ui_strip_track(UiStrip *self)
{
    return self->track;
}

bool
ui_strip_is_built(UiStrip *self)
{
    return self->body != NULL;
}

/* --- input and output --------------------------------------------------------- */

static GtkWidget *
make_slot(UiStrip *self, GCallback clicked)
{
    GtkWidget *slot = gtk_button_new_with_label("");

    gtk_widget_add_css_class(slot, "slot");
    gtk_widget_add_css_class(slot, "output");
    gtk_widget_set_focus_on_click(slot, FALSE);
    g_signal_connect(slot, "clicked", clicked, self);
    return slot;
}

static GtkWidget *
make_blank(void)
{
    GtkWidget *blank = gtk_label_new(NULL);

    gtk_widget_add_css_class(blank, "slot");
    gtk_widget_add_css_class(blank, "blank");
    return blank;
}

static void
on_input(GtkWidget *button, UiStrip *self)
{
    if (ui_studio_model(self->studio))
        menu_pop(button, ui_inputs_menu(self->studio, self->track, "mixer.input"),
                 NULL);
}

static void
show_input(UiStrip *self, const struct row_track *track)
{
    g_autofree char *text = ui_inputs_text(self->studio, self->track);
    g_autofree char *title
        = g_strdup_printf(_("Input of %s: %s"), track->name, text);

    ui_name_button(GTK_BUTTON(self->input), text, title);
    ui_tip_set(self->input, title);
}

static void
on_output(GtkWidget *button, UiStrip *self)
{
    if (ui_studio_model(self->studio))
        menu_pop(button, menu_outputs(self->studio, self->track), NULL);
}

static void
show_output(UiStrip *self, const struct row_track *track)
{
    const struct model *model = ui_studio_model(self->studio);
    const struct row_track *to =
        do_track(self->studio, routing_output(NULL, model, track));
    char *title = g_strdup_printf(_("Output of %s: %s"), track->name,
                                  to ? to->name : _("none"));

    ui_name_button(GTK_BUTTON(self->output), to ? to->name : "–", title);
    ui_tip_set(self->output, title);
    g_free(title);
}

/* --- the name ----------------------------------------------------------------- */

static void
on_named(UiInplace *plate, const char *text, UiStrip *self)
{
    const struct row_track *track;

    if (text[0])
        do_text(self->studio, "track-rename", self->track, text);
    track = do_track(self->studio, self->track);
    if (track)
        ui_inplace_show(plate, track->name);
}

void
ui_strip_rename(UiStrip *self)
{
    if (self->plate)
        ui_inplace_edit(UI_INPLACE(self->plate));
}

static void
show_plate(UiStrip *self, const struct row_track *track)
{
    struct colors colors;
    char *title = g_strdup_printf(_("Name of the track"));

    ui_colors_of(GTK_WIDGET(self), &colors);
    self->color = ui_colors_rgb(track->color);
    self->plate_color
        = ui_colors_mix(&self->color, &colors.bg0, colors.light ? 0 : 0.16);
    ui_inplace_set_title(UI_INPLACE(self->plate), title);
    ui_inplace_show(UI_INPLACE(self->plate), track->name);
    ui_tip_set(self->plate, track->name);
    if (ui_colors_is_bright(&self->plate_color))
        gtk_widget_remove_css_class(self->plate, "deep");
    else
        gtk_widget_add_css_class(self->plate, "deep");
    gtk_widget_queue_draw(GTK_WIDGET(self));
    g_free(title);
}

/* --- all of it ---------------------------------------------------------------- */

static const char *
class_of(int64_t kind)
{
    return kind == TRACK_MASTER                         ? "master"
           : kind == TRACK_BUS || kind == TRACK_FOLDER ? "bus"
                                                        : "track";
}

static void
append(UiStrip *self, GtkWidget *child, int rank)
{
    ui_shedding_append(UI_SHEDDING(self->body), child, rank);
}

static void
append_still(UiStrip *self, GtkWidget *child, int rank)
{
    append(self, ui_still_new(child), rank);
}

static void
build(UiStrip *self, const struct row_track *track)
{
    self->body = ui_shedding_new(GTK_ORIENTATION_VERTICAL, 6);
    self->inserts = ui_inserts_new(self->studio, self->track);
    self->thumb = ui_thumb_new(self->studio, self->track);
    gtk_widget_add_css_class(self->body, "parts"); /* .body is GTK's */
    self->input = track->kind == TRACK_AUDIO ? make_slot(self, G_CALLBACK(on_input))
                                             : make_blank();
    self->trim = ui_trim_new(self->studio, false);
    append_still(self, self->input, RANK_IN_OUT);
    append_still(self, self->trim, RANK_IN_OUT);
    append_still(self, self->inserts, RANK_INSERTS);
    append_still(self, self->thumb, RANK_CONSOLE);
    if (track->kind == TRACK_MASTER) {
        self->loudness = ui_loudness_new(self->studio);
        append(self, self->loudness, RANK_PAN);
    } else {
        self->sends = ui_sends_new(self->studio, self->track);
        self->output = make_slot(self, G_CALLBACK(on_output));
        append_still(self, self->sends, RANK_SENDS);
        append_still(self, self->output, RANK_IN_OUT);
    }
    append_still(self, strip_make_pan(self), RANK_PAN);
    append_still(self, strip_make_switches(self, track->kind), RANK_FADER);
    self->channel = ui_channel_new(self->studio, self->track);
    gtk_widget_set_vexpand(self->channel, TRUE);
    append(self, self->channel, RANK_FADER);
    self->plate = ui_inplace_new(2);
    gtk_widget_add_css_class(self->plate, "plate");
    g_signal_connect(self->plate, "entered", G_CALLBACK(on_named), self);
    gtk_widget_set_vexpand(self->body, TRUE);
    gtk_widget_set_parent(self->body, GTK_WIDGET(self));
    gtk_widget_set_parent(self->plate, GTK_WIDGET(self));
}

static void
name_parts(UiStrip *self, const struct row_track *track)
{
    strip_name_controls(self, track);
    ui_name(GTK_WIDGET(self), track->name);
}

static void
lay_out(UiStrip *self, const struct strip_shape *shape)
{
    gtk_widget_set_visible(self->input, shape->sections & STRIP_INPUT);
    gtk_widget_set_visible(self->trim, shape->sections & STRIP_INPUT);
    gtk_widget_set_visible(self->inserts, shape->sections & STRIP_INSERTS);
    gtk_widget_set_visible(self->thumb, shape->sections & STRIP_CONSOLE);
    gtk_widget_set_visible(self->pan_row, shape->sections & STRIP_PAN);
    if (self->sends) {
        gtk_widget_set_visible(self->sends, shape->sections & STRIP_SENDS);
        gtk_widget_set_visible(self->output, shape->sections & STRIP_OUTPUT);
    }
}

/* The parts of each section, which stand in frames. */
struct section {
    unsigned bit;
    GtkWidget *part;
    int rank;
};

enum { SECTIONS = 7 };

static void
sections_of(UiStrip *self, struct section out[SECTIONS])
{
    const struct section all[SECTIONS] = {
        {STRIP_INPUT, self->input, RANK_IN_OUT},
        {STRIP_INPUT, self->trim, RANK_IN_OUT},
        {STRIP_INSERTS, self->inserts, RANK_INSERTS},
        {STRIP_CONSOLE, self->thumb, RANK_CONSOLE},
        {STRIP_SENDS, self->sends, RANK_SENDS},
        {STRIP_OUTPUT, self->output, RANK_IN_OUT},
        {STRIP_PAN, self->pan_row, RANK_PAN},
    };

    memcpy(out, all, sizeof all);
}

static void
rank_sections(UiStrip *self, unsigned first)
{
    struct section section[SECTIONS];

    sections_of(self, section);
    for (int i = 0; i < SECTIONS; i++)
        if (section[i].part)
            ui_shedding_rank(
                UI_SHEDDING(self->body), gtk_widget_get_parent(section[i].part),
                section[i].bit & first ? RANK_CHOSEN : section[i].rank);
}

unsigned
ui_strip_shed(UiStrip *self)
{
    struct section section[SECTIONS];
    unsigned shed = 0;

    if (!self->body)
        return 0;
    sections_of(self, section);
    for (int i = 0; i < SECTIONS; i++)
        if (section[i].part && gtk_widget_get_visible(section[i].part)
            && ui_shedding_is_shed(gtk_widget_get_parent(section[i].part)))
            shed |= section[i].bit;
    return shed;
}

void
ui_strip_refresh(UiStrip *self, const struct strip_shape *shape)
{
    const struct row_track *track = do_track(self->studio, self->track);
    const struct row_strip *strip = do_strip(self->studio, self->track);

    g_return_if_fail(UI_IS_STRIP(self));
    if (!self->body || !track || !strip)
        return;
    lay_out(self, shape);
    rank_sections(self, shape->first);
    show_plate(self, track);
    name_parts(self, track);
    ui_range_set_color(UI_RANGE(self->pan), &self->color);
    ui_range_show(UI_RANGE(self->pan), strip->pan);
    strip_show_pan(self);
    strip_show_switches(self);
    if (GTK_IS_BUTTON(self->input))
        show_input(self, track);
    ui_trim_show(UI_TRIM(self->trim), self->track);
    ui_inserts_refresh(UI_INSERTS(self->inserts), shape->inserts);
    ui_thumb_refresh(UI_THUMB(self->thumb));
    ui_channel_refresh(UI_CHANNEL(self->channel));
    if (self->sends) {
        ui_sends_refresh(UI_SENDS(self->sends), shape->sends);
        show_output(self, track);
    }
    ui_forward(GTK_WIDGET(self));
}

void
ui_strip_tick(UiStrip *self, int64_t now)
{
    if (!self->body)
        return;
    ui_channel_tick(UI_CHANNEL(self->channel), now);
    if (gtk_widget_get_visible(self->thumb))
        ui_thumb_tick(UI_THUMB(self->thumb));
    if (self->loudness && ui_studio_turn(self->studio, 0, 6))
        ui_loudness_tick(UI_LOUDNESS(self->loudness));
}

void
ui_strip_forget_peaks(UiStrip *self)
{
    if (self->body)
        ui_channel_forget_peaks(UI_CHANNEL(self->channel));
}

void
ui_strip_select(UiStrip *self, bool selected)
{
    if (selected)
        gtk_widget_add_css_class(GTK_WIDGET(self), "selected");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "selected");
}

/* --- the pointer -------------------------------------------------------------- */

static bool
on_color(UiStrip *self, double y)
{
    return self->body && y < LINE + 3;
}

/* For all that are selected, the strip's track among them. */
static void
choose_color(UiStrip *self, struct view *view)
{
    const struct row_track *track = do_track(self->studio, self->track);
    const GdkRectangle at = {0, 0, gtk_widget_get_width(GTK_WIDGET(self)), LINE};

    if (!selection_has(view->selection, SELECT_TRACK, self->track)) {
        selection_only(view->selection, SELECT_TRACK, self->track);
        ui_studio_view_changed(self->studio, UI_VIEW_SELECTION);
    }
    if (track)
        ui_swatches_pop_up(GTK_WIDGET(self), &at, track->color);
}

static void
on_motion(GtkEventControllerMotion *motion, double x, double y, UiStrip *self)
{
    gtk_widget_set_cursor_from_name(GTK_WIDGET(self),
                                    on_color(self, y) ? "pointer" : NULL);
}

static void
on_pressed(GtkGestureClick *click, int presses, double x, double y, UiStrip *self)
{
    struct view *view = ui_studio_view(self->studio);
    const GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(click));

    if (!view || presses > 1)
        return;
    if (on_color(self, y)) {
        choose_color(self, view);
        return;
    }
    if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
        selection_toggle(view->selection, SELECT_TRACK, self->track);
    else if (!selection_has(view->selection, SELECT_TRACK, self->track))
        selection_only(view->selection, SELECT_TRACK, self->track);
    ui_studio_view_changed(self->studio, UI_VIEW_SELECTION);
}

/* One of several that are selected, which were not dragged. */
static void
on_released(GtkGestureClick *click, int presses, double x, double y, UiStrip *self)
{
    struct view *view = ui_studio_view(self->studio);
    const GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(click));

    if (!view || presses > 1 || on_color(self, y)
        || (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)))
        return;
    selection_only(view->selection, SELECT_TRACK, self->track);
    ui_studio_view_changed(self->studio, UI_VIEW_SELECTION);
}

static void
on_right(GtkGestureClick *click, int presses, double x, double y, UiStrip *self)
{
    const GdkRectangle at = {(int)x, (int)y, 1, 1};

    if (ui_studio_model(self->studio))
        menu_pop(GTK_WIDGET(self), menu_strip(self->studio, self->track), &at);
}

static void
add_pointer(UiStrip *self)
{
    GtkGesture *click = gtk_gesture_click_new(), *right = gtk_gesture_click_new();
    GtkEventController *motion = gtk_event_controller_motion_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(right), GDK_BUTTON_SECONDARY);
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    g_signal_connect(click, "released", G_CALLBACK(on_released), self);
    g_signal_connect(right, "pressed", G_CALLBACK(on_right), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(right));
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
    gtk_widget_add_controller(GTK_WIDGET(self), motion);
}

/* --- the widget --------------------------------------------------------------- */

void
ui_strip_need(UiStrip *self, const struct strip_shape *shape, UiGlass *glass)
{
    const struct row_track *track = do_track(self->studio, self->track);

    if (self->body || !track)
        return;
    build(self, track);
    add_pointer(self);
    ui_channel_set_glass(UI_CHANNEL(self->channel), glass);
    ui_thumb_set_glass(UI_THUMB(self->thumb), glass);
    ui_strip_refresh(self, shape);
}

void
ui_strip_mark(UiStrip *self, int side)
{
    g_return_if_fail(UI_IS_STRIP(self));
    if (self->marked == side)
        return;
    self->marked = side;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
draw_mark(UiStrip *self, GtkSnapshot *snapshot)
{
    const int width = gtk_widget_get_width(GTK_WIDGET(self));
    struct colors colors;

    ui_colors_of(GTK_WIDGET(self), &colors);
    gtk_snapshot_append_color(
        snapshot, &colors.accent,
        &GRAPHENE_RECT_INIT(self->marked < 0 ? 0 : width - LINE, 0, LINE,
                            gtk_widget_get_height(GTK_WIDGET(self))));
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiStrip *self = UI_STRIP(widget);
    graphene_rect_t plate;

    if (!self->body)
        return;
    gtk_snapshot_append_color(
        snapshot, &self->color,
        &GRAPHENE_RECT_INIT(0, 0, gtk_widget_get_width(widget), LINE));
    if (gtk_widget_compute_bounds(self->plate, widget, &plate))
        gtk_snapshot_append_color(snapshot, &self->plate_color, &plate);
    GTK_WIDGET_CLASS(ui_strip_parent_class)->snapshot(widget, snapshot);
    if (self->marked)
        draw_mark(self, snapshot);
}

static void
dispose(GObject *object)
{
    UiStrip *self = UI_STRIP(object);
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
        gtk_widget_unparent(child);
    self->body = NULL;
    G_OBJECT_CLASS(ui_strip_parent_class)->dispose(object);
}

static void
ui_strip_class_init(UiStripClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "strip");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ui_strip_init(UiStrip *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                   GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
ui_strip_new(UiStudio *studio, int64_t track)
{
    UiStrip *self = g_object_new(UI_TYPE_STRIP, NULL);
    const struct row_track *row = do_track(studio, track);

    self->studio = studio;
    self->track = track;
    gtk_widget_add_css_class(GTK_WIDGET(self),
                             class_of(row ? row->kind : TRACK_AUDIO));
    return GTK_WIDGET(self);
}
