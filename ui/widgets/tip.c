/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/tip.h"

static G_DEFINE_QUARK(ui-tip, ui_tip)

static gboolean
on_query(GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
    gtk_tooltip_set_text(tooltip, ui_tip(widget));
    return TRUE;
}

const char *
ui_tip(GtkWidget *widget)
{
    return g_object_get_qdata(G_OBJECT(widget), ui_tip_quark());
}

/* What the pointer is on just now is worth the asking. */
void
ui_tip_set(GtkWidget *widget, const char *text)
{
    const char *before = ui_tip(widget);

    if (before && g_str_equal(before, text))
        return;
    if (!before) {
        gtk_widget_set_has_tooltip(widget, TRUE);
        g_signal_connect(widget, "query-tooltip", G_CALLBACK(on_query), NULL);
    }
    g_object_set_qdata_full(G_OBJECT(widget), ui_tip_quark(), g_strdup(text),
                            g_free);
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    if (gtk_widget_get_mapped(widget)
        && gtk_widget_get_state_flags(widget) & GTK_STATE_FLAG_PRELIGHT)
        gtk_widget_trigger_tooltip_query(widget);
}
