/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "ui/shell/bounce_private.h"

#include <math.h>
#include <string.h>

static double
to_db(double linear)
{
    return linear > 0.0 ? 20.0 * log10(linear) : -HUGE_VAL;
}

static void
add_figure(GtkWidget *grid, int row, int column, const char *text, bool name)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), name ? 0.0f : 1.0f);
    gtk_widget_add_css_class(label, name ? "dim" : "num");
    if (name)
        gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_hexpand(label, name);
    gtk_grid_attach(GTK_GRID(grid), label, column, row, 1, 1);
}

static void
add_number(GtkWidget *grid, int row, int column, const char *format, double value)
{
    char text[64] = "–";

    if (isfinite(value)) {
        g_strlcpy(text, value < 0 ? "−" : "", sizeof text);
        g_snprintf(text + strlen(text), sizeof text - strlen(text), format,
                   fabs(value));
    }
    add_figure(grid, row, column, text, false);
}

static void
add_made(GtkWidget *grid, int row, const char *path,
         const struct bounce_figures *figures, bool loudness)
{
    g_autofree char *name = g_filename_display_basename(path);
    char clipped[64];

    add_figure(grid, row, 0, name, true);
    add_number(grid, row, 1, _("%.1f LUFS"), loudness ? figures->integrated : NAN);
    add_number(grid, row, 2, _("%.1f LU"), loudness ? figures->range : NAN);
    add_number(grid, row, 3, _("%.1f LUFS"),
               loudness ? figures->max_shortterm : NAN);
    add_number(grid, row, 4, _("%.1f dBTP"),
               loudness ? to_db(figures->true_peak) : NAN);
    add_number(grid, row, 5, _("%.1f dBFS"), to_db(figures->peak));
    g_snprintf(clipped, sizeof clipped, "%lld", (long long)figures->clipped);
    add_figure(grid, row, 6, clipped, false);
}

GtkWidget *
ui_bounce_figures_new(const struct bounce_made *made)
{
    static const char *const HEADS[]
        = {N_("File"),      N_("Loudness"), N_("Range"),  N_("Short-term"),
           N_("True peak"), N_("Peak"),     N_("Clipped")};
    static const char *const ABOUT[G_N_ELEMENTS(HEADS)] = {
        [1] = N_("Integrated loudness"),
        [2] = N_("Loudness range"),
        [3] = N_("Highest short-term loudness"),
    };
    GtkWidget *grid = gtk_grid_new();

    gtk_grid_set_column_spacing(GTK_GRID(grid), 16);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
    for (size_t i = 0; i < G_N_ELEMENTS(HEADS); i++) {
        GtkWidget *head = gtk_label_new(_(HEADS[i]));

        gtk_widget_add_css_class(head, "caps");
        gtk_widget_set_tooltip_text(head, ABOUT[i] ? _(ABOUT[i]) : NULL);
        gtk_label_set_xalign(GTK_LABEL(head), i == 0 ? 0.0f : 1.0f);
        gtk_grid_attach(GTK_GRID(grid), head, (int)i, 0, 1, 1);
    }
    for (unsigned i = 0; i < made->count; i++)
        add_made(grid, (int)i + 1, made->paths[i], &made->figures[i],
                 i == 0 && made->has_master);
    return grid;
}

void
ui_bounce_figures_text(const struct bounce_made *made, char *text, size_t size)
{
    const double seconds = (double)made->result.frames / made->rate;

    g_snprintf(text, size,
               _("%d:%02d of sound in %.1f s, %.0f times faster than it plays"),
               (int)seconds / 60, (int)seconds % 60, made->result.seconds,
               made->result.times);
    if (made->result.offline > 0)
        g_snprintf(text + strlen(text), size - strlen(text),
                   _("; sound files that are missing, and silent: %zu"),
                   made->result.offline);
}
