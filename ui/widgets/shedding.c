/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/shedding.h"

struct _UiShedding {
    GtkWidget parent_instance;
    GtkOrientation along;
    int spacing;
};

G_DEFINE_FINAL_TYPE(UiShedding, ui_shedding, GTK_TYPE_WIDGET)

static bool
is_row(const UiShedding *self)
{
    return self->along == GTK_ORIENTATION_HORIZONTAL;
}

static int
rank_of(GtkWidget *child)
{
    return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(child), "rank"));
}

static int
least_of(const UiShedding *self, GtkWidget *child)
{
    int least;

    gtk_widget_measure(child, self->along, -1, &least, NULL, NULL, NULL);
    return least;
}

static int
natural_of(const UiShedding *self, GtkWidget *child)
{
    int natural;

    gtk_widget_measure(child, self->along, -1, NULL, &natural, NULL, NULL);
    return natural;
}

typedef int (*size_of)(const UiShedding *self, GtkWidget *child);

static bool
expands(const UiShedding *self, GtkWidget *child)
{
    return is_row(self) ? gtk_widget_get_hexpand(child)
                        : gtk_widget_get_vexpand(child);
}

/* What those up to a rank take, with the space between them. */
static int
length_of(UiShedding *self, int rank, size_of of)
{
    int length = 0;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child))
        if (gtk_widget_get_visible(child) && rank_of(child) <= rank)
            length += (length ? self->spacing : 0) + of(self, child);
    return length;
}

static int
highest_rank(UiShedding *self)
{
    int rank = 0;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child))
        rank = MAX(rank, rank_of(child));
    return rank;
}

static void
measure_across(GtkWidget *widget, GtkOrientation across, int *least, int *natural)
{
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        int own_least, own_natural;

        if (!gtk_widget_get_visible(child))
            continue;
        gtk_widget_measure(child, across, -1, &own_least, &own_natural, NULL, NULL);
        *least = MAX(*least, own_least);
        *natural = MAX(*natural, own_natural);
    }
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int across, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    UiShedding *self = UI_SHEDDING(widget);

    *least = *natural = 0;
    if (orientation != self->along) {
        measure_across(widget, orientation, least, natural);
        return;
    }
    *least = length_of(self, 0, least_of);
    *natural = MAX(*least, length_of(self, highest_rank(self), natural_of));
}

static int
expanding(UiShedding *self, int rank)
{
    int count = 0;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child))
        count += gtk_widget_get_visible(child) && rank_of(child) <= rank
                 && expands(self, child);
    return count;
}

static void
place(UiShedding *self, GtkWidget *child, int at, int length, int across)
{
    const int width = gtk_widget_get_width(GTK_WIDGET(self));
    const bool mirrored
        = gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL;
    GtkAllocation box = {0, at, across, length};

    if (is_row(self))
        box = (GtkAllocation){mirrored ? width - at - length : at, 0, length,
                              across};
    gtk_widget_size_allocate(child, &box, -1);
}

/* Each gets what it likes; where that does not fit, what it needs, and the first
 * ones what is left of it. */
static void
allocate(GtkWidget *widget, int width, int height, int baseline)
{
    UiShedding *self = UI_SHEDDING(widget);
    const int length = is_row(self) ? width : height,
              across = is_row(self) ? height : width;
    int rank = highest_rank(self), at = 0;

    while (rank > 0
           && length_of(self, rank, is_row(self) ? natural_of : least_of) > length)
        rank--;
    const bool roomy = length_of(self, rank, natural_of) <= length;
    const size_of of = roomy ? natural_of : least_of;
    const int parts = roomy ? expanding(self, rank) : 0;
    int rest = MAX(length - length_of(self, rank, of), 0);
    const int each = parts ? rest / parts : 0;

    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        const bool there = gtk_widget_get_visible(child) && rank_of(child) <= rank;

        gtk_widget_set_child_visible(child, there);
        if (!there)
            continue;
        int more = expands(self, child) ? each : 0;
        if (!roomy) {
            more = MIN(rest, natural_of(self, child) - least_of(self, child));
            rest -= more;
        }
        const int own = of(self, child) + more;
        place(self, child, at, own, across);
        at += own + self->spacing;
    }
}

static void
dispose(GObject *object)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
        gtk_widget_unparent(child);
    G_OBJECT_CLASS(ui_shedding_parent_class)->dispose(object);
}

static void
ui_shedding_class_init(UiSheddingClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->measure = measure;
    GTK_WIDGET_CLASS(class)->size_allocate = allocate;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "box");
}

static void
ui_shedding_init(UiShedding *self)
{
    (void)self;
}

GtkWidget *
ui_shedding_new(GtkOrientation orientation, int spacing)
{
    UiShedding *self = g_object_new(UI_TYPE_SHEDDING, NULL);

    self->along = orientation;
    self->spacing = spacing;
    return GTK_WIDGET(self);
}

void
ui_shedding_append(UiShedding *self, GtkWidget *child, int rank)
{
    g_object_set_data(G_OBJECT(child), "rank", GINT_TO_POINTER(rank));
    gtk_widget_set_parent(child, GTK_WIDGET(self));
}

void
ui_shedding_rank(UiShedding *self, GtkWidget *child, int rank)
{
    g_return_if_fail(gtk_widget_get_parent(child) == GTK_WIDGET(self));

    if (rank_of(child) == rank)
        return;
    g_object_set_data(G_OBJECT(child), "rank", GINT_TO_POINTER(rank));
    gtk_widget_queue_resize(GTK_WIDGET(self));
}

bool
ui_shedding_is_shed(GtkWidget *child)
{
    return gtk_widget_get_visible(child) && !gtk_widget_get_child_visible(child);
}
