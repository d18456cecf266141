/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/settle.h"

struct settle {
    GtkWidget *widget;
    void (*then)(GtkWidget *widget);
    gulong handler; /* of its frame clock, while there is one */
    bool asked;
};

static struct settle *
settle_of(GtkWidget *widget)
{
    return g_object_get_data(G_OBJECT(widget), "settle");
}

/* After GTK's own; the clock goes through this phase again where something is
 * resized. */
static void
on_layout(GdkFrameClock *clock, struct settle *settle)
{
    if (!settle->asked)
        return;
    settle->asked = false;
    settle->then(settle->widget);
}

static void
request(GdkFrameClock *clock)
{
    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

static void
on_realize(GtkWidget *widget, struct settle *settle)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock(widget);

    settle->handler
        = g_signal_connect_after(clock, "layout", G_CALLBACK(on_layout), settle);
    if (settle->asked)
        request(clock);
}

static void
on_unrealize(GtkWidget *widget, struct settle *settle)
{
    g_signal_handler_disconnect(gtk_widget_get_frame_clock(widget),
                                settle->handler);
    settle->handler = 0;
}

void
ui_settle(GtkWidget *widget, void (*then)(GtkWidget *widget))
{
    struct settle *settle = g_new0(struct settle, 1);

    g_return_if_fail(!settle_of(widget));
    settle->widget = widget;
    settle->then = then;
    g_object_set_data_full(G_OBJECT(widget), "settle", settle, g_free);
    g_signal_connect_after(widget, "realize", G_CALLBACK(on_realize), settle);
    g_signal_connect(widget, "unrealize", G_CALLBACK(on_unrealize), settle);
}

void
ui_settle_ask(GtkWidget *widget)
{
    struct settle *settle = settle_of(widget);

    g_return_if_fail(settle);
    settle->asked = true;
    if (settle->handler)
        request(gtk_widget_get_frame_clock(widget));
}
