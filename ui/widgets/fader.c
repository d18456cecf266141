/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/fader.h"

#include "ui/widgets/draw.h"
#include "ui/widgets/letters.h"

#include <math.h>

struct _UiFader {
    UiRange parent_instance;
};

G_DEFINE_FINAL_TYPE(UiFader, ui_fader, UI_TYPE_RANGE)

static const struct {
    double db;
    const char *text;
} MARKS[] = {
    {12, "12"},  {6, "6"},    {0, "0"},    {-6, "6"},
    {-12, "12"}, {-24, "24"}, {-40, "40"}, {-144, "∞"},
};

static bool
is_level(GtkWidget *widget)
{
    return gtk_orientable_get_orientation(GTK_ORIENTABLE(widget))
           == GTK_ORIENTATION_HORIZONTAL;
}

struct fader_shape {
    double cap_width, cap_height;
    double groove;      /* its x, or y where it is level */
    double foot, top;   /* of the travel: where the cap's middle goes */
};

static struct fader_shape
shape_of(UiFader *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    const double unit = ui_letters_em(widget),
                 height = gtk_widget_get_height(widget);
    struct fader_shape shape;

    if (is_level(widget)) {
        shape.cap_width = shape.cap_height = round(unit * 0.9);
        shape.groove = round(height / 2);
        shape.foot = shape.cap_width / 2 + 1;
        shape.top = gtk_widget_get_width(widget) - shape.foot;
        return shape;
    }
    shape.cap_width = round(unit * 2.2);
    shape.cap_height = round(CLAMP(height / 5, unit * 1.6, unit * 2.7));
    shape.groove = gtk_widget_get_width(widget) - ceil(shape.cap_width / 2) - 2;
    shape.foot = height - round(shape.cap_height / 2) - 3;
    shape.top = round(shape.cap_height / 2) + 2;
    return shape;
}

static double
along(const struct fader_shape *shape, double place)
{
    return shape->foot + (shape->top - shape->foot) * place;
}

static double
travel(UiRange *range)
{
    const struct fader_shape shape = shape_of(UI_FADER(range));

    return fabs(shape.top - shape.foot);
}

static void
draw_mark(UiFader *self, cairo_t *cr, const struct colors *colors,
          const struct fader_shape *shape, PangoLayout *layout, size_t mark)
{
    const double y = round(along(shape, number_fader_place(MARKS[mark].db)));
    const bool unity = MARKS[mark].db == 0;
    const double half = shape->cap_width * 0.42;
    int width, height;

    cairo_rectangle(cr, shape->groove - half, y, half * 2, 1);
    cairo_set_source_rgba(cr, colors->fg.red, colors->fg.green, colors->fg.blue,
                          unity ? 0.28 : 0.13);
    cairo_fill(cr);
    pango_layout_set_text(layout, MARKS[mark].text, -1);
    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_move_to(cr, round(shape->groove - shape->cap_width / 2 - 5 - width),
                  round(y + 0.5 - height / 2.0));
    gdk_cairo_set_source_rgba(cr, unity ? &colors->fg : &colors->dim);
    pango_cairo_show_layout(cr, layout);
}

/* Where the travel is short, marks that would touch are left out: 0 stays. */
static void
draw_scale(UiFader *self, cairo_t *cr, const struct colors *colors,
           const struct fader_shape *shape)
{
    GtkWidget *widget = GTK_WIDGET(self);
    PangoLayout *layout = gtk_widget_create_pango_layout(widget, NULL);
    PangoAttrList *attributes = pango_attr_list_new();
    const double room = ui_letters_em(widget) * 0.95;
    const double zero = along(shape, number_fader_place(0));
    double last = -1000;

    pango_attr_list_insert(attributes, pango_attr_scale_new(0.78));
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(layout, attributes);
    for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++) {
        const double y = along(shape, number_fader_place(MARKS[i].db));

        if (y - last < room || (i != 2 && fabs(y - zero) < room))
            continue;
        draw_mark(self, cr, colors, shape, layout, i);
        last = y;
    }
    pango_attr_list_unref(attributes);
    g_object_unref(layout);
}

static void
draw_upright(UiFader *self, cairo_t *cr, const struct colors *colors)
{
    const struct fader_shape shape = shape_of(self);
    UiRange *range = UI_RANGE(self);
    const struct cap_look cap = {
        .x = shape.groove,
        .at = along(&shape, ui_range_place(range)),
        .width = shape.cap_width,
        .height = shape.cap_height,
        .color = *ui_range_get_color(range),
        .held = ui_range_is_riding(range),
    };

    draw_scale(self, cr, colors, &shape);
    draw_groove(cr, colors, shape.groove, shape.top - 4, shape.foot + 4);
    draw_cap(cr, colors, &cap);
}

static void
draw_level(UiFader *self, cairo_t *cr, const struct colors *colors)
{
    const struct fader_shape shape = shape_of(self);
    const double at = along(&shape, ui_range_place(UI_RANGE(self)));
    const double radius = shape.cap_width / 2;

    draw_rounded(cr, shape.foot, shape.groove - 1.5, shape.top - shape.foot, 3,
                 1.5);
    gdk_cairo_set_source_rgba(cr, colors->light ? &colors->line : &colors->bg0);
    cairo_fill(cr);
    draw_rounded(cr, shape.foot, shape.groove - 1, at - shape.foot, 2, 1);
    gdk_cairo_set_source_rgba(cr, ui_range_get_color(UI_RANGE(self)));
    cairo_fill(cr);
    cairo_arc(cr, at, shape.groove + 0.7, radius, 0, 2 * G_PI);
    cairo_set_source_rgba(cr, 0, 0, 0, 0.4);
    cairo_fill(cr);
    cairo_arc(cr, at, shape.groove, radius, 0, 2 * G_PI);
    gdk_cairo_set_source_rgba(cr, colors->light ? &colors->bg4 : &colors->fg);
    cairo_fill(cr);
}

static void
draw(UiRange *range, cairo_t *cr, const struct colors *colors)
{
    if (is_level(GTK_WIDGET(range)))
        draw_level(UI_FADER(range), cr, colors);
    else
        draw_upright(UI_FADER(range), cr, colors);
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
        int *natural, int *minimum_baseline, int *natural_baseline)
{
    const double unit = ui_letters_em(widget);
    const bool level = is_level(widget);

    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = (int)ceil(unit * (level ? 4 : 4.2));
        *natural = (int)ceil(unit * (level ? 8 : 4.2));
    } else {
        *minimum = (int)ceil(unit * (level ? 1.2 : 7.5));
        *natural = (int)ceil(unit * (level ? 1.2 : 11));
    }
    *minimum_baseline = *natural_baseline = -1;
}

static void
ui_fader_class_init(UiFaderClass *class)
{
    GTK_WIDGET_CLASS(class)->measure = measure;
    UI_RANGE_CLASS(class)->travel = travel;
    UI_RANGE_CLASS(class)->draw = draw;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "fader");
}

static void
ui_fader_init(UiFader *self)
{
    (void)self;
}

GtkWidget *
ui_fader_new(GtkOrientation orientation)
{
    return g_object_new(UI_TYPE_FADER, "orientation", orientation, NULL);
}
