/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/swatches.h"

#include "base/text.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/draw.h"
#include "ui/widgets/names.h"
#include "ui/widgets/popovers.h"
#include "ui/widgets/spectrum.h"
#include "ui/widgets/tip.h"

enum { COLUMNS = 3, SIZE = 24, WIDE = 104, HIGH = 60 };

static const struct {
    const char *name, *color;
} TABLE[UI_SWATCHES] = {
    {N_("Red"), "#e0605a"},    {N_("Orange"), "#e09048"}, {N_("Yellow"), "#d8b448"},
    {N_("Green"), "#86b450"},  {N_("Teal"), "#3fb0a0"},   {N_("Blue"), "#4a9ede"},
    {N_("Violet"), "#9a80ea"}, {N_("Pink"), "#d060b0"},   {N_("Grey"), "#7a8494"},
};

const char *
ui_swatch_name(int swatch)
{
    g_return_val_if_fail(swatch >= 0 && swatch < UI_SWATCHES, NULL);
    return _(TABLE[swatch].name);
}

const char *
ui_swatch_color(int swatch)
{
    g_return_val_if_fail(swatch >= 0 && swatch < UI_SWATCHES, NULL);
    return TABLE[swatch].color;
}

static gint64
rgb_of(int swatch)
{
    return g_ascii_strtoll(TABLE[swatch].color + 1, NULL, 16);
}

static void
draw(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer swatch)
{
    const GdkRGBA color = ui_colors_rgb(rgb_of(GPOINTER_TO_INT(swatch)));

    gdk_cairo_set_source_rgba(cr, &color);
    draw_rounded(cr, 0, 0, width, height, 4);
    cairo_fill(cr);
}

static void
choose(GtkWidget *widget, const char *color)
{
    GtkWidget *popover = gtk_widget_get_ancestor(widget, GTK_TYPE_POPOVER);

    gtk_widget_activate_action(widget, "win.track-color", "s", color);
    gtk_popover_popdown(GTK_POPOVER(popover));
}

static void
on_clicked(GtkWidget *button, gpointer swatch)
{
    choose(button, TABLE[GPOINTER_TO_INT(swatch)].color);
}

static GtkWidget *
make_swatch(int swatch, bool now)
{
    GtkWidget *button = gtk_button_new(), *area = gtk_drawing_area_new();

    gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), SIZE);
    gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), SIZE);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw,
                                   GINT_TO_POINTER(swatch), NULL);
    gtk_button_set_child(GTK_BUTTON(button), area);
    gtk_widget_add_css_class(button, "swatch");
    if (now)
        gtk_widget_add_css_class(button, "now");
    ui_tip_set(button, ui_swatch_name(swatch));
    ui_name(button, ui_swatch_name(swatch));
    g_signal_connect(button, "clicked", G_CALLBACK(on_clicked),
                     GINT_TO_POINTER(swatch));
    return button;
}

static gboolean
let_go(gpointer popover)
{
    gtk_widget_unparent(popover);
    return G_SOURCE_REMOVE;
}

/* Not while it closes. */
static void
on_closed(GtkWidget *popover)
{
    g_idle_add(let_go, popover);
}

void
ui_swatches_pop_up(GtkWidget *over, const GdkRectangle *at, int64_t now)
{
    GtkWidget *popover = gtk_popover_new(), *grid = gtk_grid_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    gtk_widget_set_halign(grid, GTK_ALIGN_CENTER);
    for (int i = 0; i < UI_SWATCHES; i++)
        gtk_grid_attach(GTK_GRID(grid), make_swatch(i, rgb_of(i) == now),
                        i % COLUMNS, i / COLUMNS, 1, 1);
    gtk_box_append(GTK_BOX(box), grid);
    gtk_box_append(GTK_BOX(box), ui_spectrum_new(WIDE, HIGH, now, choose));
    gtk_popover_set_child(GTK_POPOVER(popover), box);
    gtk_popover_set_has_arrow(GTK_POPOVER(popover), FALSE);
    gtk_popover_set_pointing_to(GTK_POPOVER(popover), at);
    gtk_accessible_update_property(GTK_ACCESSIBLE(popover),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colour"), -1);
    gtk_widget_set_parent(popover, over);
    g_signal_connect(popover, "closed", G_CALLBACK(on_closed), NULL);
    ui_popover_pop_up(popover);
}
