/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/timeline.h"

#include "base/text.h"
#include "ui/timeline/overview.h"
#include "ui/timeline/playhead.h"
#include "ui/timeline/takes.h"
#include "ui/view/view.h"
#include "ui/widgets/column.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/settle.h"

#include <math.h>

struct _UiTimeline {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *grid;
    GtkWidget *canvas, *ruler, *overview, *playhead;
    GtkWidget *headers, *corner;
    GtkWidget *invitation; /* in a song without tracks */
    GtkWidget *bar; /* which scrolls time where there is no overview */
    GtkAdjustment *across, *down;
    bool scrolling;  /* the adjustments follow the view, not the other way round */
    double letters; /* their scale, as the view knows it */
};

G_DEFINE_FINAL_TYPE(UiTimeline, ui_timeline, GTK_TYPE_WIDGET)

UiCanvas *
ui_timeline_canvas(UiTimeline *self)
{
    g_return_val_if_fail(UI_IS_TIMELINE(self), NULL);
    return UI_CANVAS(self->canvas);
}

UiRuler *
ui_timeline_ruler(UiTimeline *self)
{
    g_return_val_if_fail(UI_IS_TIMELINE(self), NULL);
    return UI_RULER(self->ruler);
}

static void
set_part(UiTimeline *self, GtkWidget **part, GtkWidget *widget, int row)
{
    if (*part)
        gtk_grid_remove(GTK_GRID(self->grid), *part);
    *part = widget;
    gtk_grid_attach(GTK_GRID(self->grid), widget, 0, row, 1, 1);
}

void
ui_timeline_set_headers(UiTimeline *self, GtkWidget *headers)
{
    g_return_if_fail(UI_IS_TIMELINE(self));
    set_part(self, &self->headers, headers, 1);
}

void
ui_timeline_set_corner(UiTimeline *self, GtkWidget *corner)
{
    g_return_if_fail(UI_IS_TIMELINE(self));
    set_part(self, &self->corner, corner, 0);
}

/* --- the playhead ------------------------------------------------------------- */

static void
place_playhead(UiTimeline *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const bool song = ui_studio_session(self->studio) != NULL;
    const double x = zoom_x(&view->zoom, ui_studio_position(self->studio));

    gtk_widget_set_visible(self->playhead, song);
    ui_playhead_set(UI_PLAYHEAD(self->playhead), x, rulers_height(&view->rulers),
                    ui_studio_rolling(self->studio),
                    ui_studio_state(self->studio)->recording);
}

static void
follow(UiTimeline *self)
{
    struct view *view = ui_studio_view(self->studio);

    if (!view->drag
        && follow_tick(&view->follow, &view->zoom, ui_studio_position(self->studio),
                       ui_studio_rolling(self->studio)))
        ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
}

static void
on_tick(UiStudio *studio, UiTimeline *self)
{
    if (!ui_studio_session(studio))
        return;
    follow(self);
    place_playhead(self);
}

/* --- scrolling ---------------------------------------------------------------- */

static void
show_scroll(UiTimeline *self)
{
    const struct zoom *zoom = &ui_studio_view(self->studio)->zoom;
    const double width = zoom->width * zoom->scale;

    self->scrolling = true;
    gtk_adjustment_configure(self->across, zoom->start, 0,
                             fmax(zoom->end + width / 2, zoom->start + width),
                             width / 10, width * 0.9, width);
    gtk_adjustment_configure(self->down, zoom->top, 0,
                             fmax(zoom->rows, zoom->height), 40, zoom->height * 0.9,
                             zoom->height);
    self->scrolling = false;
}

static void
on_scrolled(GtkAdjustment *adjustment, UiTimeline *self)
{
    struct zoom *zoom = &ui_studio_view(self->studio)->zoom;

    if (self->scrolling || !ui_studio_session(self->studio))
        return;
    zoom->start = gtk_adjustment_get_value(self->across);
    zoom->top = gtk_adjustment_get_value(self->down);
    zoom_clamp(zoom);
    ui_studio_view_changed(self->studio, UI_VIEW_ZOOM);
}

static void
show_invitation(UiTimeline *self)
{
    size_t count;

    (void)rows_list(ui_studio_view(self->studio)->rows, &count);
    gtk_widget_set_visible(self->invitation, count == 0);
}

static void
on_view(UiStudio *studio, guint changes, UiTimeline *self)
{
    struct view *view = ui_studio_view(studio);

    if (!(changes & (UI_VIEW_ZOOM | UI_VIEW_ROWS | UI_VIEW_TOOL)))
        return;
    follow_seen(&view->follow, &view->zoom, ui_studio_position(studio),
                ui_studio_rolling(studio));
    gtk_widget_set_visible(self->overview, (view->panels & PANEL_OVERVIEW) != 0);
    gtk_widget_set_visible(self->bar, !(view->panels & PANEL_OVERVIEW));
    show_scroll(self);
    show_invitation(self);
    place_playhead(self);
}

static void
on_song(UiStudio *studio, UiTimeline *self)
{
    on_view(studio, UI_VIEW_ZOOM, self);
}

/* --- letters ------------------------------------------------------------------ */

/* Rows are as high as the letters want it when they are drawn for the first time. */
static void
measure_letters(GtkWidget *widget)
{
    UiTimeline *self = UI_TIMELINE(widget);
    const double scale = ui_letters_scale(widget);

    if (scale == self->letters)
        return;
    self->letters = scale;
    view_set_letters(ui_studio_view(self->studio), ui_studio_model(self->studio),
                     scale);
    ui_studio_view_changed(self->studio, UI_VIEW_ZOOM | UI_VIEW_ROWS);
}

/* Not while looks are being worked out: rows that come into sight get widgets. */
static void
css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
    GTK_WIDGET_CLASS(ui_timeline_parent_class)->css_changed(widget, change);
    ui_settle_ask(widget);
}

/* --- parts -------------------------------------------------------------------- */

static GtkWidget *
make_invitation(void)
{
    GtkWidget *label = gtk_label_new(_("Drag sound files here, or add a track"));

    gtk_widget_add_css_class(label, "hint");
    gtk_widget_set_halign(label, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    gtk_widget_set_can_target(label, FALSE);
    gtk_widget_set_visible(label, FALSE);
    return label;
}

/* The playhead reaches from the rulers to the bottom of the canvas; takes lie over
 * the canvas alone. */
static GtkWidget *
make_middle(UiTimeline *self)
{
    GtkWidget *overlay = gtk_overlay_new(), *rows = gtk_overlay_new();
    GtkWidget *column = ui_column_new();

    gtk_overlay_set_child(GTK_OVERLAY(rows), self->canvas);
    gtk_overlay_add_overlay(GTK_OVERLAY(rows), ui_takes_new(self->studio));
    self->invitation = make_invitation();
    gtk_overlay_add_overlay(GTK_OVERLAY(rows), self->invitation);
    gtk_widget_set_vexpand(rows, TRUE);
    gtk_widget_set_hexpand(rows, TRUE);
    gtk_box_append(GTK_BOX(column), self->ruler);
    gtk_box_append(GTK_BOX(column), rows);
    ui_column_draw_first(UI_COLUMN(column), rows);
    gtk_overlay_set_child(GTK_OVERLAY(overlay), column);
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), self->playhead);
    return overlay;
}

static GtkWidget *
make_scrollbar(UiTimeline *self, GtkOrientation orientation, int column, int row,
               const char *name)
{
    GtkAdjustment *adjustment = gtk_adjustment_new(0, 0, 1, 0, 0, 1);
    GtkWidget *bar = gtk_scrollbar_new(orientation, adjustment);

    gtk_accessible_update_property(GTK_ACCESSIBLE(bar),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    g_signal_connect(adjustment, "value-changed", G_CALLBACK(on_scrolled), self);
    gtk_grid_attach(GTK_GRID(self->grid), bar, column, row, 1, 1);
    return bar;
}

/* Only what nobody else paints has a ground of its own: one below all would be
 * painted in each frame, and never seen. */
static void
fill_corners(UiTimeline *self)
{
    static const struct {
        int column, row;
    } FREE[] = {{0, 2}, {0, 3}, {2, 0}, {2, 2}, {2, 3}};

    for (size_t i = 0; i < G_N_ELEMENTS(FREE); i++) {
        GtkWidget *ground = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

        gtk_widget_add_css_class(ground, "ground");
        gtk_grid_attach(GTK_GRID(self->grid), ground, FREE[i].column, FREE[i].row,
                        1, 1);
    }
}

static void
build(UiTimeline *self)
{
    self->grid = gtk_grid_new();
    gtk_widget_set_parent(self->grid, GTK_WIDGET(self));
    self->canvas = ui_canvas_new(self->studio);
    self->ruler = ui_ruler_new(self->studio);
    self->overview = ui_overview_new(self->studio);
    self->playhead = ui_playhead_new();
    gtk_grid_attach(GTK_GRID(self->grid), make_middle(self), 1, 0, 1, 2);
    gtk_grid_attach(GTK_GRID(self->grid), self->overview, 1, 2, 1, 1);
    GtkWidget *down
        = make_scrollbar(self, GTK_ORIENTATION_VERTICAL, 2, 1, _("Scroll tracks"));

    self->bar
        = make_scrollbar(self, GTK_ORIENTATION_HORIZONTAL, 1, 3, _("Scroll time"));
    self->down = gtk_scrollbar_get_adjustment(GTK_SCROLLBAR(down));
    self->across = gtk_scrollbar_get_adjustment(GTK_SCROLLBAR(self->bar));
    fill_corners(self);
}

static void
dispose(GObject *object)
{
    UiTimeline *self = UI_TIMELINE(object);

    g_clear_pointer(&self->grid, gtk_widget_unparent);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_timeline_parent_class)->dispose(object);
}

static void
ui_timeline_class_init(UiTimelineClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->css_changed = css_changed;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "timeline");
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_timeline_init(UiTimeline *self)
{
    ui_settle(GTK_WIDGET(self), measure_letters);
}

GtkWidget *
ui_timeline_new(UiStudio *studio)
{
    UiTimeline *self = g_object_new(UI_TYPE_TIMELINE, NULL);

    self->studio = g_object_ref(studio);
    build(self);
    ui_forward(GTK_WIDGET(self));
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "view", G_CALLBACK(on_view), self, 0);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    return GTK_WIDGET(self);
}
