/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/labels.h"

#include <pango/pangocairo.h>

/* A name longer than this is not read on a clip; and so many at once are on no
 * screen. */
enum { MOST_WIDTH = 840, MOST_LABELS = 4096, FADE = 10 };

struct label {
    int width, height, stride;
    uint8_t *cover; /* of each pixel */
};

struct labels {
    GHashTable *made; /* text to label */
    PangoContext *context;
    PangoFontDescription *font;
    char *font_name;
    int unit;
};

static void
free_label(void *data)
{
    struct label *label = data;

    g_free(label->cover);
    g_free(label);
}

struct labels *
labels_new(const char *font, int unit)
{
    struct labels *labels = g_new0(struct labels, 1);

    labels->made
        = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_label);
    labels->context
        = pango_font_map_create_context(pango_cairo_font_map_get_default());
    labels->font = pango_font_description_from_string(font);
    labels->font_name = g_strdup(font);
    labels->unit = unit;
    return labels;
}

void
labels_free(struct labels *labels)
{
    if (!labels)
        return;
    g_hash_table_unref(labels->made);
    g_object_unref(labels->context);
    pango_font_description_free(labels->font);
    g_free(labels->font_name);
    g_free(labels);
}

int
labels_unit(const struct labels *labels)
{
    return labels->unit;
}

const char *
labels_font(const struct labels *labels)
{
    return labels->font_name;
}

static PangoLayout *
layout_of(struct labels *labels, const char *text)
{
    PangoLayout *layout = pango_layout_new(labels->context);
    PangoAttrList *attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_font_description(layout, labels->font);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static struct label *
write_label(struct labels *labels, const char *text)
{
    struct label *label = g_new0(struct label, 1);
    PangoLayout *layout = layout_of(labels, text);
    int width, height;

    pango_layout_get_pixel_size(layout, &width, &height);
    label->width = CLAMP(width, 1, MOST_WIDTH) * labels->unit;
    label->height = MAX(height, 1) * labels->unit;
    label->stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, label->width);
    label->cover = g_malloc0_n(label->height, label->stride);

    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        label->cover, CAIRO_FORMAT_A8, label->width, label->height, label->stride);
    cairo_t *cr = cairo_create(surface);

    cairo_scale(cr, labels->unit, labels->unit);
    pango_cairo_show_layout(cr, layout);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    g_object_unref(layout);
    return label;
}

static const struct label *
find(struct labels *labels, const char *text)
{
    struct label *label = g_hash_table_lookup(labels->made, text);

    if (label)
        return label;
    if (g_hash_table_size(labels->made) >= MOST_LABELS)
        g_hash_table_remove_all(labels->made);
    label = write_label(labels, text);
    g_hash_table_insert(labels->made, g_strdup(text), label);
    return label;
}

void
labels_size(struct labels *labels, const char *text, int *width, int *height)
{
    const struct label *label = find(labels, text);

    *width = label->width;
    *height = label->height;
}

void
labels_paint(struct labels *labels, struct pixels *to, const char *text, int x,
             int y, int end, rgb_t color, unsigned alpha)
{
    const struct label *label = find(labels, text);
    const int fade = FADE * labels->unit;
    const bool cut = x + label->width > end;
    const int x0 = MAX(x, 0), x1 = MIN(MIN(x + label->width, end), to->width);
    const int y0 = MAX(y, 0), y1 = MIN(y + label->height, to->height);

    for (int py = y0; py < y1; py++) {
        const uint8_t *cover = label->cover + (py - y) * label->stride - x;
        uint32_t *line = to->at + (intptr_t)py * to->stride;

        for (int px = x0; px < x1; px++) {
            unsigned a = cover[px] * alpha / 255;

            if (cut && end - px < fade)
                a = a * (unsigned)(end - px) / (unsigned)fade;
            if (a)
                line[px] = pixel_blend(line[px], color, a);
        }
    }
}
