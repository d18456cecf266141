/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/shedding.h"

struct _UiShedding {
    GtkWidget parent_instance;
    int spacing;
};

G_DEFINE_FINAL_TYPE(UiShedding, ui_shedding, GTK_TYPE_WIDGET)

static int
rank_of(GtkWidget *child)
{
    return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(child), "rank"));
}

static int
least_of(GtkWidget *child)
{
    int least;

    gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    return least;
}

static int
natural_of(GtkWidget *child)
{
    int natural;

    gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
    return natural;
}

/* What those up to a rank take, with the space between them. */
static int
width_of(UiShedding *self, int rank, int (*of)(GtkWidget *child))
{
    int width = 0;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child))
        if (gtk_widget_get_visible(child) && rank_of(child) <= rank)
            width += (width ? self->spacing : 0) + of(child);
    return width;
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
measure_across(GtkWidget *widget, int *least, int *natural)
{
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        int own_least, own_natural;

        gtk_widget_measure(child, GTK_ORIENTATION_VERTICAL, -1, &own_least, &own_natural,
                           NULL, NULL);
        *least = MAX(*least, own_least);
        *natural = MAX(*natural, own_natural);
    }
}

static void
measure(GtkWidget *widget, GtkOrientation orientation, int across, int *least, int *natural,
        int *least_baseline, int *natural_baseline)
{
    UiShedding *self = UI_SHEDDING(widget);

    *least = *natural = 0;
    if (orientation == GTK_ORIENTATION_VERTICAL) {
        measure_across(widget, least, natural);
        return;
    }
    *least = width_of(self, 0, least_of);
    *natural = MAX(*least, width_of(self, highest_rank(self), natural_of));
}

static int
expanding(UiShedding *self, int rank)
{
    int count = 0;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child))
        count += rank_of(child) <= rank && gtk_widget_get_hexpand(child);
    return count;
}

static void
place(UiShedding *self, GtkWidget *child, int x, int width, int height)
{
    const bool mirrored = gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL;
    const int left = mirrored ? gtk_widget_get_width(GTK_WIDGET(self)) - x - width : x;

    gtk_widget_size_allocate(child, &(GtkAllocation){left, 0, width, height}, -1);
}

/* Each gets what it likes; where even rank 0 does not fit so, what it needs. */
static void
allocate(GtkWidget *widget, int width, int height, int baseline)
{
    UiShedding *self = UI_SHEDDING(widget);
    int rank = highest_rank(self), x = 0;

    while (rank > 0 && width_of(self, rank, natural_of) > width)
        rank--;
    const bool roomy = width_of(self, rank, natural_of) <= width;
    int (*const of)(GtkWidget *) = roomy ? natural_of : least_of;
    const int parts = roomy ? expanding(self, rank) : 0;
    int rest = MAX(width - width_of(self, rank, of), 0);
    const int each = parts ? rest / parts : 0;

    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        const bool there = gtk_widget_get_visible(child) && rank_of(child) <= rank;

        gtk_widget_set_child_visible(child, there);
        if (!there)
            continue;
        int more = gtk_widget_get_hexpand(child) ? each : 0;
        if (!roomy) {
            more = MIN(rest, natural_of(child) - least_of(child));
            rest -= more;
        }
        const int own = of(child) + more;
        place(self, child, x, own, height);
        x += own + self->spacing;
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
ui_shedding_new(int spacing)
{
    UiShedding *self = g_object_new(UI_TYPE_SHEDDING, NULL);

    self->spacing = spacing;
    return GTK_WIDGET(self);
}

void
ui_shedding_append(UiShedding *self, GtkWidget *child, int rank)
{
    g_object_set_data(G_OBJECT(child), "rank", GINT_TO_POINTER(rank));
    gtk_widget_set_parent(child, GTK_WIDGET(self));
}
