/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/rail.h"

#include "ui/widgets/colors.h"

enum { PITCH = 12, HEIGHT = 26 };

struct _UiRail {
    GtkWidget parent_instance;
    struct history_step step;
    unsigned columns;
};

G_DEFINE_FINAL_TYPE(UiRail, ui_rail, GTK_TYPE_WIDGET)

static double
middle(unsigned column)
{
    return PITCH * (column + 0.5);
}

static void
line(cairo_t *cr, double x, double y, double to_y)
{
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, x, to_y);
    cairo_stroke(cr);
}

/* A branch leaves its step to the side and upwards. */
static void
branch(cairo_t *cr, double x, double y, double to_x)
{
    cairo_move_to(cr, x, y);
    cairo_curve_to(cr, to_x, y, to_x, y, to_x, 0);
    cairo_stroke(cr);
}

static void
draw_lines(cairo_t *cr, const struct history_step *step, double high)
{
    const double x = middle(step->column), y = high / 2.0;

    for (unsigned column = 0; column < HISTORY_COLUMNS; column++) {
        if (step->through & 1u << column)
            line(cr, middle(column), 0, high);
        if (step->branches & 1u << column)
            branch(cr, x, y, middle(column));
    }
    if (step->up)
        line(cr, x, 0, y);
    if (step->down)
        line(cr, x, y, high);
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *to)
{
    UiRail *self = UI_RAIL(widget);
    const double wide = gtk_widget_get_width(widget),
                 high = gtk_widget_get_height(widget);
    const struct history_step *step = &self->step;
    struct colors colors;

    ui_colors_of(widget, &colors);
    cairo_t *cr = gtk_snapshot_append_cairo(
        to, &GRAPHENE_RECT_INIT(0, 0, (float)wide, (float)high));
    cairo_set_line_width(cr, 1.5);
    gdk_cairo_set_source_rgba(cr, &colors.faint);
    draw_lines(cr, step, high);
    gdk_cairo_set_source_rgba(cr, step->here                  ? &colors.accent
                                  : step->aside || step->ahead ? &colors.faint
                                                              : &colors.fg);
    cairo_arc(cr, middle(step->column), high / 2.0, step->here ? 4.5 : 3.0, 0,
              2 * G_PI);
    cairo_fill(cr);
    cairo_destroy(cr);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    *least = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? PITCH * (int)UI_RAIL(widget)->columns
                            : HEIGHT;
    *least_baseline = *natural_baseline = -1;
}

static void
ui_rail_class_init(UiRailClass *class)
{
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    GTK_WIDGET_CLASS(class)->measure = measure;
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_rail_init(UiRail *self)
{
    self->columns = 1;
}

GtkWidget *
ui_rail_new(void)
{
    return g_object_new(UI_TYPE_RAIL, NULL);
}

void
ui_rail_show(UiRail *self, const struct history_step *step, unsigned columns)
{
    self->step = *step;
    self->columns = columns;
    gtk_widget_queue_resize(GTK_WIDGET(self));
}
