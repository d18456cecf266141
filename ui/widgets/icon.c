/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/icon.h"

#include "ui/widgets/tip.h"

#include <stdlib.h>
#include <string.h>

#define GROUND 16.0

struct _UiIcon {
    GObject parent_instance;
    const char *path;
};

static void paintable_init(GdkPaintableInterface *interface);
static void symbolic_init(GtkSymbolicPaintableInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(
    UiIcon, ui_icon, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE(GDK_TYPE_PAINTABLE, paintable_init)
        G_IMPLEMENT_INTERFACE(GTK_TYPE_SYMBOLIC_PAINTABLE, symbolic_init))

static const char *
path_of(const char *name)
{
    for (const struct icon_path *icon = ICON_PATHS; icon->name; icon++)
        if (strcmp(icon->name, name) == 0)
            return icon->path;
    g_warning("no icon is called %s", name);
    return "";
}

/* `count` numbers; the tables are ours, so what is written there is right. */
static const char *
numbers(const char *at, double *out, size_t count)
{
    char *end;

    for (size_t i = 0; i < count; i++, at = end)
        out[i] = g_ascii_strtod(at, &end);
    return at;
}

static void
rounded(cairo_t *cr, const double *v)
{
    const double x = v[0], y = v[1], w = v[2], h = v[3],
                 r = MIN(v[4], MIN(w, h) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -G_PI_2, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, G_PI_2);
    cairo_arc(cr, x + r, y + h - r, r, G_PI_2, G_PI);
    cairo_arc(cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
}

/* One word of a path and its numbers; returns what follows. */
static const char *
add_word(cairo_t *cr, const char *at)
{
    const char word = *at++;
    double v[6], x = 0, y = 0;

    if (cairo_has_current_point(cr))
        cairo_get_current_point(cr, &x, &y);
    switch (word) {
    case 'M':
        at = numbers(at, v, 2);
        cairo_move_to(cr, v[0], v[1]);
        break;
    case 'L':
        at = numbers(at, v, 2);
        cairo_line_to(cr, v[0], v[1]);
        break;
    case 'H':
        at = numbers(at, v, 1);
        cairo_line_to(cr, v[0], y);
        break;
    case 'V':
        at = numbers(at, v, 1);
        cairo_line_to(cr, x, v[0]);
        break;
    case 'C':
        at = numbers(at, v, 6);
        cairo_curve_to(cr, v[0], v[1], v[2], v[3], v[4], v[5]);
        break;
    case 'O':
        at = numbers(at, v, 3);
        cairo_new_sub_path(cr);
        cairo_arc(cr, v[0], v[1], v[2], 0, 2 * G_PI);
        cairo_close_path(cr);
        break;
    case 'R':
        at = numbers(at, v, 5);
        rounded(cr, v);
        break;
    case 'Z':
        cairo_close_path(cr);
        break;
    }
    return at;
}

static const char *
draw_part(cairo_t *cr, const char *at)
{
    double width = 0;

    at += strspn(at, " ");
    if (*at++ == 'S')
        at = numbers(at, &width, 1);
    cairo_new_path(cr);
    while (*at && *at != ';')
        at = *at == ' ' ? at + 1 : add_word(cr, at);
    if (width > 0) {
        cairo_set_line_width(cr, width);
        cairo_stroke(cr);
    } else
        cairo_fill(cr);
    return *at ? at + 1 : at;
}

static void
draw_path(cairo_t *cr, const char *path, double size, const GdkRGBA *color)
{
    cairo_save(cr);
    cairo_scale(cr, size / GROUND, size / GROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    gdk_cairo_set_source_rgba(cr, color);
    while (*path)
        path = draw_part(cr, path);
    cairo_restore(cr);
}

static void
snapshot_symbolic(GtkSymbolicPaintable *paintable, GdkSnapshot *snapshot,
                  double width, double height, const GdkRGBA *colors,
                  gsize n_colors)
{
    static const GdkRGBA black = {0, 0, 0, 1};
    const double size = MIN(width, height);
    cairo_t *cr = gtk_snapshot_append_cairo(
        GTK_SNAPSHOT(snapshot), &GRAPHENE_RECT_INIT(0, 0, width, height));

    cairo_translate(cr, (width - size) / 2, (height - size) / 2);
    draw_path(cr, UI_ICON(paintable)->path, size, n_colors ? colors : &black);
    cairo_destroy(cr);
}

static void
snapshot_plain(GdkPaintable *paintable, GdkSnapshot *snapshot, double width,
               double height)
{
    snapshot_symbolic(GTK_SYMBOLIC_PAINTABLE(paintable), snapshot, width, height,
                      NULL, 0);
}

static GdkPaintableFlags
flags(GdkPaintable *paintable)
{
    return GDK_PAINTABLE_STATIC_CONTENTS | GDK_PAINTABLE_STATIC_SIZE;
}

static int
ground(GdkPaintable *paintable)
{
    return (int)GROUND;
}

static void
paintable_init(GdkPaintableInterface *interface)
{
    interface->snapshot = snapshot_plain;
    interface->get_flags = flags;
    interface->get_intrinsic_width = ground;
    interface->get_intrinsic_height = ground;
}

static void
symbolic_init(GtkSymbolicPaintableInterface *interface)
{
    interface->snapshot_symbolic = snapshot_symbolic;
}

static void
ui_icon_class_init(UiIconClass *class)
{
    (void)class;
}

static void
ui_icon_init(UiIcon *self)
{
    self->path = "";
}

static GdkPaintable *
paintable_of(const char *name)
{
    UiIcon *icon = g_object_new(UI_TYPE_ICON, NULL);

    icon->path = path_of(name);
    return GDK_PAINTABLE(icon);
}

void
ui_icon_set(GtkImage *image, const char *name)
{
    GdkPaintable *paintable = paintable_of(name);

    gtk_image_set_from_paintable(image, paintable);
    g_object_unref(paintable);
}

GtkWidget *
ui_icon_new(const char *name)
{
    GtkWidget *image = g_object_new(GTK_TYPE_IMAGE, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    ui_icon_set(GTK_IMAGE(image), name);
    return image;
}

GtkWidget *
ui_icon_button(const char *name, const char *title)
{
    GtkWidget *button = gtk_button_new();

    gtk_button_set_child(GTK_BUTTON(button), ui_icon_new(name));
    gtk_widget_add_css_class(button, "tool");
    gtk_widget_set_focus_on_click(button, FALSE);
    ui_tip_set(button, title);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    return button;
}
