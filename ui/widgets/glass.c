/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/glass.h"

#include "ui/widgets/still.h"

struct part {
    GtkWidget *widget;
    void (*paint)(GtkWidget *widget, cairo_t *cr);
    /* here; `seen`: and not cut off.  As of the last layout */
    graphene_rect_t place, seen;
    GskRenderNode *node;         /* as it looks, or NULL: it is to be painted */
};

struct _UiGlass {
    GtkWidget parent_instance;
    GArray *parts;
    guint apart;     /* so many at most are drawn each by itself */
    gulong laid_out; /* handler of the frame clock */
};

G_DEFINE_FINAL_TYPE(UiGlass, ui_glass, GTK_TYPE_WIDGET)

static struct part *
part_at(UiGlass *self, guint i)
{
    return &g_array_index(self->parts, struct part, i);
}

/* --- where they are ----------------------------------------------------------- */

/* What its ancestors below the same roof let through. */
static void
cut(UiGlass *self, GtkWidget *widget, graphene_rect_t *seen)
{
    GtkWidget *roof = gtk_widget_get_parent(GTK_WIDGET(self));
    graphene_rect_t bounds;

    for (GtkWidget *at = gtk_widget_get_parent(widget); at && at != roof;
         at = gtk_widget_get_parent(at))
        if (gtk_widget_get_overflow(at) == GTK_OVERFLOW_HIDDEN
            && gtk_widget_compute_bounds(at, GTK_WIDGET(self), &bounds)
            && !graphene_rect_intersection(seen, &bounds, seen))
            *seen = GRAPHENE_RECT_INIT(0, 0, 0, 0);
}

static struct part
located(UiGlass *self, const struct part *part)
{
    struct part now = {.widget = part->widget, .paint = part->paint};
    graphene_point_t origin;

    if (!gtk_widget_get_mapped(part->widget)
        || !gtk_widget_compute_point(part->widget, GTK_WIDGET(self),
                                     &GRAPHENE_POINT_INIT(0, 0), &origin))
        return now;
    now.place
        = GRAPHENE_RECT_INIT(origin.x, origin.y, gtk_widget_get_width(part->widget),
                             gtk_widget_get_height(part->widget));
    now.seen = now.place;
    cut(self, part->widget, &now.seen);
    return now;
}

static void
locate_all(UiGlass *self)
{
    for (guint i = 0; i < self->parts->len; i++) {
        struct part *part = part_at(self, i);
        const struct part now = located(self, part);

        if (graphene_rect_equal(&now.place, &part->place)
            && graphene_rect_equal(&now.seen, &part->seen))
            continue;
        g_clear_pointer(&part->node, gsk_render_node_unref);
        *part = now;
        gtk_widget_queue_draw(GTK_WIDGET(self));
    }
}

static void
realize(GtkWidget *widget)
{
    UiGlass *self = UI_GLASS(widget);

    GTK_WIDGET_CLASS(ui_glass_parent_class)->realize(widget);
    self->laid_out = g_signal_connect_data(
        gtk_widget_get_frame_clock(widget), "layout", G_CALLBACK(locate_all), self,
        NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
unrealize(GtkWidget *widget)
{
    g_signal_handler_disconnect(gtk_widget_get_frame_clock(widget),
                                UI_GLASS(widget)->laid_out);
    GTK_WIDGET_CLASS(ui_glass_parent_class)->unrealize(widget);
}

/* --- which there are ---------------------------------------------------------- */

static void
forget(gpointer user, GObject *widget)
{
    UiGlass *self = user;

    for (guint i = 0; i < self->parts->len; i++)
        if ((GObject *)part_at(self, i)->widget == widget) {
            g_clear_pointer(&part_at(self, i)->node, gsk_render_node_unref);
            g_array_remove_index_fast(self->parts, i);
            break;
        }
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
ui_glass_add(UiGlass *self, GtkWidget *widget,
             void (*paint)(GtkWidget *widget, cairo_t *cr))
{
    const struct part part = {.widget = widget, .paint = paint};

    g_return_if_fail(UI_IS_GLASS(self));
    g_array_append_val(self->parts, part);
    g_object_weak_ref(G_OBJECT(widget), forget, self);
}

void
ui_glass_redraw(UiGlass *self, GtkWidget *widget)
{
    g_return_if_fail(UI_IS_GLASS(self));
    for (guint i = 0; i < self->parts->len; i++)
        if (part_at(self, i)->widget == widget)
            g_clear_pointer(&part_at(self, i)->node, gsk_render_node_unref);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* --- drawing ------------------------------------------------------------------ */

static void
paint(const struct part *part, cairo_t *cr)
{
    const double opacity = gtk_widget_get_opacity(part->widget);

    cairo_save(cr);
    gdk_cairo_rectangle(cr, &(GdkRectangle){(int)part->seen.origin.x,
                                            (int)part->seen.origin.y,
                                            (int)part->seen.size.width,
                                            (int)part->seen.size.height});
    cairo_clip(cr);
    cairo_translate(cr, part->place.origin.x, part->place.origin.y);
    if (opacity < 1)
        cairo_push_group(cr);
    part->paint(part->widget, cr);
    if (opacity < 1) {
        cairo_pop_group_to_source(cr);
        cairo_paint_with_alpha(cr, opacity);
    }
    cairo_restore(cr);
}

static void
show_apart(UiGlass *self, GtkSnapshot *snapshot)
{
    for (guint i = 0; i < self->parts->len; i++) {
        struct part *part = part_at(self, i);

        if (part->seen.size.width <= 0)
            continue;
        if (!part->node) {
            part->node = gsk_cairo_node_new(&part->seen);
            cairo_t *cr = gsk_cairo_node_get_draw_context(part->node);
            paint(part, cr);
            cairo_destroy(cr);
        }
        gtk_snapshot_append_node(snapshot, part->node);
    }
}

static void
show_together(UiGlass *self, GtkSnapshot *snapshot, const graphene_rect_t *all)
{
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot, all);

    for (guint i = 0; i < self->parts->len; i++)
        if (part_at(self, i)->seen.size.width > 0)
            paint(part_at(self, i), cr);
    cairo_destroy(cr);
}

/* A GPU would be sent what lies between them, too. */
static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    UiGlass *self = UI_GLASS(widget);
    graphene_rect_t all = GRAPHENE_RECT_INIT(0, 0, 0, 0);
    guint count = 0;

    for (guint i = 0; i < self->parts->len; i++) {
        const graphene_rect_t *seen = &part_at(self, i)->seen;

        if (seen->size.width > 0)
            graphene_rect_union(count++ ? &all : seen, seen, &all);
    }
    if (count > self->apart && ui_by_software(widget))
        show_together(self, snapshot, &all);
    else
        show_apart(self, snapshot);
}

/* --- the widget --------------------------------------------------------------- */

static void
dispose(GObject *object)
{
    UiGlass *self = UI_GLASS(object);

    for (guint i = 0; i < self->parts->len; i++) {
        g_clear_pointer(&part_at(self, i)->node, gsk_render_node_unref);
        g_object_weak_unref(G_OBJECT(part_at(self, i)->widget), forget, self);
    }
    g_array_set_size(self->parts, 0);
    G_OBJECT_CLASS(ui_glass_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    g_array_unref(UI_GLASS(object)->parts);
    G_OBJECT_CLASS(ui_glass_parent_class)->finalize(object);
}

static void
ui_glass_class_init(UiGlassClass *class)
{
    GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    widget->snapshot = snapshot;
    widget->realize = realize;
    widget->unrealize = unrealize;
    gtk_widget_class_set_css_name(widget, "glass");
    gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_glass_init(UiGlass *self)
{
    self->parts = g_array_new(FALSE, TRUE, sizeof(struct part));
    gtk_widget_set_can_target(GTK_WIDGET(self), FALSE);
}

GtkWidget *
ui_glass_new(guint apart)
{
    UiGlass *self = g_object_new(UI_TYPE_GLASS, NULL);

    self->apart = apart;
    return GTK_WIDGET(self);
}
