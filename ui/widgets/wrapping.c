/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/wrapping.h"

#include <stdbool.h>

enum { MOST = 16 }; /* in a line */

struct _UiWrapping {
    GtkWidget parent_instance;
    int spacing;
};

G_DEFINE_FINAL_TYPE(UiWrapping, ui_wrapping, GTK_TYPE_WIDGET)

struct line {
    GtkRequestedSize sizes[MOST];
    guint count;
    int rest; /* of the width that is not taken */
};

/* The next that is seen, this one or behind it. */
static GtkWidget *
seen(GtkWidget *child)
{
    while (child && !gtk_widget_get_visible(child))
        child = gtk_widget_get_next_sibling(child);
    return child;
}

static GtkWidget *
next(GtkWidget *child)
{
    return seen(gtk_widget_get_next_sibling(child));
}

/* As many as fit, one at least; they get what they like, as far as there is room. */
static struct line
make_line(UiWrapping *self, GtkWidget *child, int width)
{
    struct line line = {.rest = width};

    for (; child && line.count < MOST; child = next(child), line.count++) {
        GtkRequestedSize *size = &line.sizes[line.count];
        const int gap = line.count ? self->spacing : 0;

        size->data = child;
        gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1,
                           &size->minimum_size, &size->natural_size, NULL, NULL);
        if (line.count > 0 && gap + size->minimum_size > line.rest)
            break;
        line.rest -= gap + size->minimum_size;
    }
    line.rest = gtk_distribute_natural_allocation(MAX(line.rest, 0), line.count,
                                                  line.sizes);
    return line;
}

static void
stretch(struct line *line)
{
    int wanting = 0;

    for (guint i = 0; i < line->count; i++)
        wanting += gtk_widget_compute_expand(line->sizes[i].data,
                                             GTK_ORIENTATION_HORIZONTAL);
    for (guint i = 0; i < line->count; i++)
        if (gtk_widget_compute_expand(line->sizes[i].data,
                                      GTK_ORIENTATION_HORIZONTAL))
            line->sizes[i].minimum_size += line->rest / wanting;
}

static int
height_of(const struct line *line)
{
    int most = 0;

    for (guint i = 0; i < line->count; i++) {
        int natural;

        gtk_widget_measure(line->sizes[i].data, GTK_ORIENTATION_VERTICAL,
                           line->sizes[i].minimum_size, NULL, &natural, NULL, NULL);
        most = MAX(most, natural);
    }
    return most;
}

static void
place(UiWrapping *self, const struct line *line, int y, int height)
{
    const int width = gtk_widget_get_width(GTK_WIDGET(self));
    const bool mirrored
        = gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL;
    int x = 0;

    for (guint i = 0; i < line->count; i++) {
        const int own = line->sizes[i].minimum_size;

        gtk_widget_size_allocate(
            line->sizes[i].data,
            &(GtkAllocation){mirrored ? width - x - own : x, y, own, height}, -1);
        x += own + self->spacing;
    }
}

/* How high all lines are in that width; and put them there. */
static int
lay_out(UiWrapping *self, int width, bool placed)
{
    GtkWidget *child = seen(gtk_widget_get_first_child(GTK_WIDGET(self)));
    int y = 0;

    while (child) {
        struct line line = make_line(self, child, width);

        stretch(&line);
        const int height = height_of(&line);
        if (y > 0)
            y += self->spacing;
        if (placed)
            place(self, &line, y, height);
        y += height;
        child = next(line.sizes[line.count - 1].data);
    }
    return y;
}

static void
measure_width(UiWrapping *self, int *least, int *natural)
{
    GtkWidget *child = seen(gtk_widget_get_first_child(GTK_WIDGET(self)));

    *least = *natural = 0;
    for (; child; child = next(child)) {
        int own, like;

        gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &own, &like, NULL,
                           NULL);
        *least = MAX(*least, own);
        *natural += (*natural ? self->spacing : 0) + like;
    }
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int across, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    UiWrapping *self = UI_WRAPPING(widget);
    int own, like;

    measure_width(self, &own, &like);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *least = own;
        *natural = like;
    } else {
        *least = *natural
            = lay_out(self, across < 0 ? like : MAX(across, own), false);
    }
}

static void
allocate(GtkWidget *widget, int width, int height, int baseline)
{
    lay_out(UI_WRAPPING(widget), width, true);
}

static GtkSizeRequestMode
get_request_mode(GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dispose(GObject *object)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
        gtk_widget_unparent(child);
    G_OBJECT_CLASS(ui_wrapping_parent_class)->dispose(object);
}

static void
ui_wrapping_class_init(UiWrappingClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->measure = measure;
    GTK_WIDGET_CLASS(class)->size_allocate = allocate;
    GTK_WIDGET_CLASS(class)->get_request_mode = get_request_mode;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "box");
}

static void
ui_wrapping_init(UiWrapping *self)
{
    (void)self;
}

GtkWidget *
ui_wrapping_new(int spacing)
{
    UiWrapping *self = g_object_new(UI_TYPE_WRAPPING, NULL);

    self->spacing = spacing;
    return GTK_WIDGET(self);
}

void
ui_wrapping_append(UiWrapping *self, GtkWidget *child)
{
    g_return_if_fail(UI_IS_WRAPPING(self));
    gtk_widget_set_parent(child, GTK_WIDGET(self));
}
