/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What saves drawing (still.h, glass.h, settle.h), on a display: tests/run
 * gives it one. */
#include "tests/test.h"
#include "ui/widgets/glass.h"
#include "ui/widgets/settle.h"
#include "ui/widgets/still.h"

#include <gtk/gtk.h>
#include <string.h>

enum { WIDE = 40, HIGH = 20, ROOM = 200 };

/* --- a widget of one colour, which counts ------------------------------------- */

#define TEST_TYPE_BLOCK test_block_get_type()
G_DECLARE_FINAL_TYPE(TestBlock, test_block, TEST, BLOCK, GtkWidget)
struct _TestBlock {
    GtkWidget parent_instance;
    GdkRGBA color;
    int wide, drawn;
    int shadow;    /* so far beyond its right edge it paints */
    int painted;   /* on a glass */
    int seen_wide; /* when it was drawn */
};
G_DEFINE_FINAL_TYPE(TestBlock, test_block, GTK_TYPE_WIDGET)

static void
measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *least,
        int *natural, int *least_baseline, int *natural_baseline)
{
    const bool across = orientation == GTK_ORIENTATION_HORIZONTAL;

    *least = *natural = across ? TEST_BLOCK(widget)->wide : HIGH;
    *least_baseline = *natural_baseline = -1;
}

static void
snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    TestBlock *self = TEST_BLOCK(widget);
    const int width = gtk_widget_get_width(widget);

    self->drawn++;
    self->seen_wide = width;
    gtk_snapshot_append_color(
        snapshot, &self->color,
        &GRAPHENE_RECT_INIT(0, 0, (float)(width + self->shadow), HIGH));
}

static void
test_block_class_init(TestBlockClass *class)
{
    GTK_WIDGET_CLASS(class)->measure = measure;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
}

static void
test_block_init(TestBlock *self)
{
    self->wide = WIDE;
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_START);
    gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_START);
}

static TestBlock *
block_new(const char *color)
{
    TestBlock *block = g_object_new(TEST_TYPE_BLOCK, NULL);

    gdk_rgba_parse(&block->color, color);
    return block;
}

static void
recolor(TestBlock *block, const char *color)
{
    gdk_rgba_parse(&block->color, color);
    gtk_widget_queue_draw(GTK_WIDGET(block));
}

/* --- a window, and what it shows ---------------------------------------------- */

static void
on_painted(GdkFrameClock *clock, bool *painted)
{
    *painted = true;
}

/* The next whole frame of the window. */
static void
frame(GtkWidget *window)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock(window);
    bool painted = false;
    const gulong handler = g_signal_connect_after(clock, "after-paint",
                                                  G_CALLBACK(on_painted), &painted);

    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    while (!painted)
        g_main_context_iteration(NULL, TRUE);
    g_signal_handler_disconnect(clock, handler);
}

static GtkWidget *
window_with(GtkWidget *child)
{
    GtkWidget *window = gtk_window_new();

    gtk_window_set_default_size(GTK_WINDOW(window), ROOM, ROOM);
    gtk_window_set_child(GTK_WINDOW(window), child);
    gtk_window_present(GTK_WINDOW(window));
    while (!gtk_window_is_active(GTK_WINDOW(window))
           || gtk_widget_get_width(child) == 0)
        g_main_context_iteration(NULL, TRUE); /* what becomes active is drawn once more */
    frame(window);
    return window;
}

/* What GTK keeps of the widget, to be drawn. */
static GskRenderNode *
node_of(GtkWidget *widget)
{
    GdkPaintable *paintable = gtk_widget_paintable_new(widget);
    GtkSnapshot *snap = gtk_snapshot_new();

    gdk_paintable_snapshot(paintable, snap, gtk_widget_get_width(widget),
                           gtk_widget_get_height(widget));
    g_object_unref(paintable);
    return gtk_snapshot_free_to_node(snap);
}

static uint32_t
pixel_of(GtkWidget *widget, int x, int y)
{
    cairo_surface_t *surface
        = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, ROOM, ROOM);
    cairo_t *cr = cairo_create(surface);
    GskRenderNode *node = node_of(widget);

    if (node) {
        gsk_render_node_draw(node, cr);
        gsk_render_node_unref(node);
    }
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *row
        = cairo_image_surface_get_data(surface)
          + (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
    uint32_t pixel;

    memcpy(&pixel, row + 4 * (ptrdiff_t)x, sizeof pixel);
    cairo_surface_destroy(surface);
    return pixel;
}

static int
count_nodes(GskRenderNode *node, GskRenderNodeType type)
{
    int count = gsk_render_node_get_node_type(node) == type;

    switch (gsk_render_node_get_node_type(node)) {
    case GSK_CONTAINER_NODE:
        for (guint i = 0; i < gsk_container_node_get_n_children(node); i++)
            count += count_nodes(gsk_container_node_get_child(node, i), type);
        return count;
    case GSK_TRANSFORM_NODE:
        return count + count_nodes(gsk_transform_node_get_child(node), type);
    case GSK_CLIP_NODE:
        return count + count_nodes(gsk_clip_node_get_child(node), type);
    default:
        return count;
    }
}

static int
nodes_of(GtkWidget *widget, GskRenderNodeType type)
{
    GskRenderNode *node = node_of(widget);
    const int count = count_nodes(node, type);

    gsk_render_node_unref(node);
    return count;
}

/* --- still -------------------------------------------------------------------- */

static void
what_stands_still_is_one_picture_that_looks_as_it_does(void **state)
{
    TestBlock *block = block_new("#ff8000");
    GtkWidget *still = ui_still_new(GTK_WIDGET(block));
    GtkWidget *window = window_with(still);

    assert_true(ui_by_software(still));
    assert_int_equal(nodes_of(still, GSK_CAIRO_NODE), 1);
    assert_int_equal(nodes_of(still, GSK_COLOR_NODE), 0);
    assert_int_equal(pixel_of(still, 3, 3), 0xffff8000);
    assert_int_equal(pixel_of(still, WIDE - 1, HIGH - 1), 0xffff8000);
    assert_int_equal(pixel_of(still, WIDE, 3), 0);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void
a_picture_is_made_anew_when_something_in_it_changes_and_only_then(void **state)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    TestBlock *inner = block_new("#ff0000"), *beside = block_new("#0000ff");
    GtkWidget *still = ui_still_new(GTK_WIDGET(inner));

    gtk_box_append(GTK_BOX(box), still);
    gtk_box_append(GTK_BOX(box), GTK_WIDGET(beside));
    GtkWidget *window = window_with(box);
    const int before = inner->drawn;

    recolor(beside, "#00ffff");
    frame(window);
    assert_int_equal(inner->drawn, before);
    assert_int_equal(pixel_of(still, 3, 3), 0xffff0000);
    recolor(inner, "#00ff00");
    frame(window);
    assert_int_equal(inner->drawn, before + 1);
    assert_int_equal(pixel_of(still, 3, 3), 0xff00ff00);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void
what_is_painted_beside_a_widget_is_in_its_picture(void **state)
{
    TestBlock *block = block_new("#ff00ff");
    GtkWidget *still = ui_still_new(GTK_WIDGET(block));

    block->shadow = 5;
    GtkWidget *window = window_with(still);

    assert_int_equal(pixel_of(still, WIDE + 4, 3), 0xffff00ff);
    assert_int_equal(pixel_of(still, WIDE + 5, 3), 0);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void
a_frame_is_shown_as_long_as_what_is_in_it_and_takes_as_much_room(void **state)
{
    TestBlock *block = block_new("#ffffff");
    GtkWidget *still = g_object_ref_sink(ui_still_new(GTK_WIDGET(block)));

    assert_false(gtk_widget_compute_expand(still, GTK_ORIENTATION_HORIZONTAL));
    gtk_widget_set_hexpand(GTK_WIDGET(block), TRUE);
    assert_true(gtk_widget_compute_expand(still, GTK_ORIENTATION_HORIZONTAL));
    assert_false(gtk_widget_compute_expand(still, GTK_ORIENTATION_VERTICAL));
    gtk_widget_set_visible(GTK_WIDGET(block), FALSE);
    assert_false(gtk_widget_get_visible(still));
    gtk_widget_set_visible(GTK_WIDGET(block), TRUE);
    assert_true(gtk_widget_get_visible(still));
    g_object_unref(still);
}

/* --- glass -------------------------------------------------------------------- */

static void
paint_block(GtkWidget *widget, cairo_t *cr)
{
    TestBlock *block = TEST_BLOCK(widget);

    block->painted++;
    gdk_cairo_set_source_rgba(cr, &block->color);
    cairo_paint(cr);
}

enum { BLOCKS = 3 };
static const char *const COLORS[BLOCKS] = {"#ff0000", "#00ff00", "#0000ff"};

struct roof {
    GtkWidget *window, *overlay, *box, *glass;
    TestBlock *blocks[BLOCKS];
};

/* Blocks in a row below a glass, on which they are red, green and blue. */
static struct roof
roof_new(guint apart)
{
    struct roof roof = {.overlay = gtk_overlay_new(),
                        .box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0),
                        .glass = ui_glass_new(apart)};

    for (int i = 0; i < BLOCKS; i++) {
        roof.blocks[i] = block_new(COLORS[i]);
        gtk_box_append(GTK_BOX(roof.box), GTK_WIDGET(roof.blocks[i]));
        ui_glass_add(UI_GLASS(roof.glass), GTK_WIDGET(roof.blocks[i]), paint_block);
    }
    gtk_overlay_set_child(GTK_OVERLAY(roof.overlay), roof.box);
    gtk_overlay_add_overlay(GTK_OVERLAY(roof.overlay), roof.glass);
    roof.window = window_with(roof.overlay);
    frame(roof.window); /* places are known after a layout, and are drawn then */
    return roof;
}

static void
each_is_painted_where_its_widget_stands(void **state)
{
    for (guint apart = 0; apart <= BLOCKS; apart += BLOCKS) {
        struct roof roof = roof_new(apart);

        assert_int_equal(pixel_of(roof.glass, 3, 3), 0xffff0000);
        assert_int_equal(pixel_of(roof.glass, WIDE + 3, 3), 0xff00ff00);
        assert_int_equal(pixel_of(roof.glass, 2 * WIDE + 3, HIGH - 1), 0xff0000ff);
        assert_int_equal(pixel_of(roof.glass, 3 * WIDE, 3), 0);
        assert_int_equal(pixel_of(roof.glass, 3, HIGH), 0);
        gtk_window_destroy(GTK_WINDOW(roof.window));
    }
}

static void
few_are_drawn_each_by_itself_and_many_as_one(void **state)
{
    struct roof few = roof_new(BLOCKS), many = roof_new(BLOCKS - 1);

    assert_int_equal(nodes_of(few.glass, GSK_CAIRO_NODE), BLOCKS);
    assert_int_equal(nodes_of(many.glass, GSK_CAIRO_NODE), 1);
    gtk_window_destroy(GTK_WINDOW(few.window));
    gtk_window_destroy(GTK_WINDOW(many.window));
}

static void
one_that_looks_different_is_painted_anew_and_nothing_below(void **state)
{
    struct roof roof = roof_new(BLOCKS);
    const int first = roof.blocks[0]->painted, second = roof.blocks[1]->painted;
    const int below = roof.blocks[0]->drawn;

    gdk_rgba_parse(&roof.blocks[0]->color, "#ffffff");
    ui_glass_redraw(UI_GLASS(roof.glass), GTK_WIDGET(roof.blocks[0]));
    frame(roof.window);
    assert_int_equal(pixel_of(roof.glass, 3, 3), 0xffffffff);
    assert_int_equal(roof.blocks[0]->painted, first + 1);
    assert_int_equal(roof.blocks[1]->painted, second);
    assert_int_equal(roof.blocks[0]->drawn, below);
    gtk_window_destroy(GTK_WINDOW(roof.window));
}

static void
one_that_moves_is_painted_where_it_came_to_stand(void **state)
{
    struct roof roof = roof_new(BLOCKS);

    gtk_widget_set_visible(GTK_WIDGET(roof.blocks[0]), FALSE);
    frame(roof.window);
    frame(roof.window);
    assert_int_equal(pixel_of(roof.glass, 3, 3), 0xff00ff00);
    assert_int_equal(pixel_of(roof.glass, 2 * WIDE + 3, 3), 0);
    gtk_window_destroy(GTK_WINDOW(roof.window));
}

static void
what_is_gone_is_painted_no_more(void **state)
{
    struct roof roof = roof_new(BLOCKS);

    gtk_box_remove(GTK_BOX(roof.box), GTK_WIDGET(roof.blocks[2]));
    frame(roof.window);
    frame(roof.window);
    assert_int_equal(pixel_of(roof.glass, 2 * WIDE + 3, 3), 0);
    assert_int_equal(pixel_of(roof.glass, WIDE + 3, 3), 0xff00ff00);
    gtk_window_destroy(GTK_WINDOW(roof.window));
}

static void
what_an_ancestor_cuts_off_is_not_painted(void **state)
{
    GtkWidget *overlay = gtk_overlay_new(), *glass = ui_glass_new(BLOCKS);
    GtkWidget *scroller = gtk_scrolled_window_new();
    TestBlock *block = block_new("#ff0000");

    block->wide = 2 * ROOM;
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), GTK_WIDGET(block));
    gtk_widget_set_size_request(scroller, WIDE, -1);
    gtk_widget_set_halign(scroller, GTK_ALIGN_START);
    gtk_overlay_set_child(GTK_OVERLAY(overlay), scroller);
    gtk_overlay_add_overlay(GTK_OVERLAY(overlay), glass);
    ui_glass_add(UI_GLASS(glass), GTK_WIDGET(block), paint_block);
    GtkWidget *window = window_with(overlay);

    frame(window);
    assert_int_equal(pixel_of(glass, WIDE - 1, 3), 0xffff0000);
    assert_int_equal(pixel_of(glass, WIDE, 3), 0);
    gtk_window_destroy(GTK_WINDOW(window));
}

/* --- settle ------------------------------------------------------------------- */

static int settled;

static void
count_it(GtkWidget *widget)
{
    settled++;
}

static void
widen(GtkWidget *widget)
{
    settled++;
    TEST_BLOCK(widget)->wide = 3 * WIDE;
    gtk_widget_queue_resize(widget);
}

static void
what_is_asked_often_is_done_once_a_frame(void **state)
{
    TestBlock *block = block_new("#ffffff");

    ui_settle(GTK_WIDGET(block), count_it);
    GtkWidget *window = window_with(GTK_WIDGET(block));

    settled = 0;
    frame(window);
    assert_int_equal(settled, 0); /* nobody has asked */
    for (int i = 0; i < 5; i++)
        ui_settle_ask(GTK_WIDGET(block));
    frame(window);
    assert_int_equal(settled, 1);
    frame(window);
    assert_int_equal(settled, 1);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void
what_is_asked_before_there_is_a_window_is_done_before_it_is_drawn(void **state)
{
    TestBlock *block = block_new("#ffffff");

    settled = 0;
    ui_settle(GTK_WIDGET(block), widen);
    ui_settle_ask(GTK_WIDGET(block));
    GtkWidget *window = window_with(GTK_WIDGET(block));

    assert_int_equal(settled, 1);
    assert_int_equal(block->seen_wide, 3 * WIDE);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void
sizes_that_change_are_laid_out_in_the_same_frame(void **state)
{
    TestBlock *block = block_new("#ffffff");

    ui_settle(GTK_WIDGET(block), widen);
    GtkWidget *window = window_with(GTK_WIDGET(block));
    const int before = block->drawn;

    assert_int_equal(block->seen_wide, WIDE);
    ui_settle_ask(GTK_WIDGET(block));
    frame(window);
    assert_int_equal(block->drawn, before + 1);
    assert_int_equal(block->seen_wide, 3 * WIDE);
    gtk_window_destroy(GTK_WINDOW(window));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_still_is_one_picture_that_looks_as_it_does),
        cmocka_unit_test(
            a_picture_is_made_anew_when_something_in_it_changes_and_only_then),
        cmocka_unit_test(what_is_painted_beside_a_widget_is_in_its_picture),
        cmocka_unit_test(
            a_frame_is_shown_as_long_as_what_is_in_it_and_takes_as_much_room),
        cmocka_unit_test(each_is_painted_where_its_widget_stands),
        cmocka_unit_test(few_are_drawn_each_by_itself_and_many_as_one),
        cmocka_unit_test(
            one_that_looks_different_is_painted_anew_and_nothing_below),
        cmocka_unit_test(one_that_moves_is_painted_where_it_came_to_stand),
        cmocka_unit_test(what_is_gone_is_painted_no_more),
        cmocka_unit_test(what_an_ancestor_cuts_off_is_not_painted),
        cmocka_unit_test(what_is_asked_often_is_done_once_a_frame),
        cmocka_unit_test(
            what_is_asked_before_there_is_a_window_is_done_before_it_is_drawn),
        cmocka_unit_test(sizes_that_change_are_laid_out_in_the_same_frame),
    };

    gtk_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
