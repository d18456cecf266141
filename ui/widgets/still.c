/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/still.h"

#include "ui/widgets/lend.h"

#include <math.h>

struct _UiStill {
    GtkWidget parent_instance;
    GtkWidget *child;
};

G_DEFINE_FINAL_TYPE(UiStill, ui_still, GTK_TYPE_WIDGET)

bool
ui_by_software(GtkWidget *widget)
{
    GtkNative *native = gtk_widget_get_native(widget);
    GskRenderer *renderer = native ? gtk_native_get_renderer(native) : NULL;

    return renderer
           && g_str_equal(G_OBJECT_TYPE_NAME(renderer), "GskCairoRenderer");
}

/* Whole pixels around all that the node paints, shadows beside the widget, too. */
static graphene_rect_t
extents(GskRenderNode *node)
{
    graphene_rect_t bounds;

    gsk_render_node_get_bounds(node, &bounds);
    graphene_rect_round_extents(&bounds, &bounds);
    return bounds;
}

/* What is out of sight is not painted before it comes into sight. */
struct still {
    grefcount refs;
    GskRenderNode *node; /* NULL: it is painted */
    graphene_rect_t bounds;
    int unit;
    cairo_surface_t *surface;
};

static cairo_surface_t *
paint(const struct still *still)
{
    const graphene_rect_t *bounds = &still->bounds;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, (int)bounds->size.width * still->unit,
        (int)bounds->size.height * still->unit);
    cairo_t *cr = cairo_create(surface);

    cairo_scale(cr, still->unit, still->unit);
    cairo_translate(cr, -bounds->origin.x, -bounds->origin.y);
    gsk_render_node_draw(still->node, cr);
    cairo_destroy(cr);
    return surface;
}

static cairo_surface_t *
look(void *user)
{
    struct still *still = user;

    if (still->node) {
        still->surface = paint(still);
        g_clear_pointer(&still->node, gsk_render_node_unref);
    }
    return cairo_surface_reference(still->surface);
}

static void *
ref(void *user)
{
    g_ref_count_inc(&((struct still *)user)->refs);
    return user;
}

static void
unref(void *user)
{
    struct still *still = user;

    if (!g_ref_count_dec(&still->refs))
        return;
    g_clear_pointer(&still->node, gsk_render_node_unref);
    g_clear_pointer(&still->surface, cairo_surface_destroy);
    g_free(still);
}

static void
show(GtkSnapshot *snapshot, GskRenderNode *node, int unit)
{
    struct still *still = g_new0(struct still, 1);

    g_ref_count_init(&still->refs);
    still->node = gsk_render_node_ref(node);
    still->bounds = extents(node);
    still->unit = unit;

    const graphene_rect_t *bounds = &still->bounds;
    const struct lend_maker maker = {(int)bounds->size.width * unit,
                                     (int)bounds->size.height * unit, look, ref,
                                     unref};
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot, bounds);

    lend_made(cr, &maker, still, unit, bounds->origin.x, bounds->origin.y);
    unref(still);
    cairo_paint(cr);
    cairo_destroy(cr);
}

/* Called only when something in it has changed: until then GTK keeps what was made
 * here.  A GPU has the parts of the picture in its memory, and would be sent the
 * whole. */
static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    GtkSnapshot *own = gtk_snapshot_new();

    gtk_widget_snapshot_child(widget, UI_STILL(widget)->child, own);
    GskRenderNode *node = gtk_snapshot_free_to_node(own);
    if (!node)
        return;
    if (ui_by_software(widget))
        show(snapshot, node, gtk_widget_get_scale_factor(widget));
    else
        gtk_snapshot_append_node(snapshot, node);
    gsk_render_node_unref(node);
}

static void
compute_expand(GtkWidget *widget, gboolean *across, gboolean *down)
{
    GtkWidget *child = UI_STILL(widget)->child;

    *across = gtk_widget_compute_expand(child, GTK_ORIENTATION_HORIZONTAL);
    *down = gtk_widget_compute_expand(child, GTK_ORIENTATION_VERTICAL);
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_STILL(object)->child, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_still_parent_class)->dispose(object);
}

static void
ui_still_class_init(UiStillClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    GTK_WIDGET_CLASS(class)->compute_expand = compute_expand;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "still");
}

static void
ui_still_init(UiStill *self)
{
    (void)self;
}

static void
follow(GtkWidget *child, GParamSpec *what, GtkWidget *self)
{
    gtk_widget_set_visible(self, gtk_widget_get_visible(child));
}

GtkWidget *
ui_still_new(GtkWidget *child)
{
    UiStill *self = g_object_new(UI_TYPE_STILL, NULL);

    self->child = child;
    gtk_widget_set_parent(child, GTK_WIDGET(self));
    follow(child, NULL, GTK_WIDGET(self));
    g_signal_connect_object(child, "notify::visible", G_CALLBACK(follow), self, 0);
    return GTK_WIDGET(self);
}
