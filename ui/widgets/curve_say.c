/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen reader sees widgets only.  So the point that is picked lends its words
 * to a child of the curve; and as a reader speaks when the focus goes to another
 * widget, there are two of them, in turn. */
#include "ui/widgets/curve_private.h"

#include "ui/widgets/names.h"

static void
place(UiCurve *self, GtkWidget *proxy)
{
    const struct curve_point *point = &self->points[MAX(0, self->picked)];
    int width, height;

    gtk_widget_measure(proxy, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                       NULL);
    gtk_widget_measure(proxy, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL,
                       NULL);
    width = MAX(width, 2 * CURVE_POINT);
    height = MAX(height, 2 * CURVE_POINT);
    gtk_widget_size_allocate(
        proxy,
        &(GtkAllocation){(int)curve_x(self, point->x) - width / 2,
                         (int)curve_y(self, point->y) - height / 2, width, height},
        -1);
}

/* It is the curve that draws, and that a pointer means. */
static GtkWidget *
proxy_new(UiCurve *self)
{
    GtkWidget *proxy = g_object_new(GTK_TYPE_BOX, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_LIST_ITEM, "can-target",
                                    FALSE, "focusable", FALSE, NULL);

    gtk_widget_set_parent(proxy, GTK_WIDGET(self));
    return proxy;
}

void
curve_say_places(UiCurve *self)
{
    for (int i = 0; i < 2; i++)
        if (self->proxies[i])
            place(self, self->proxies[i]);
}

/* The one that spoke last. */
static GtkWidget *
speaker(UiCurve *self)
{
    return self->proxies[!self->turn];
}

void
curve_say_again(UiCurve *self)
{
    const char *text = self->picked < 0 ? NULL : self->says[self->picked];

    if (!speaker(self) || !text)
        return;
    ui_name(speaker(self), text);
    place(self, speaker(self));
}

void
curve_say_picked(UiCurve *self)
{
    const char *text = self->picked < 0 ? NULL : self->says[self->picked];

    if (!text)
        return;
    for (int i = 0; i < 2; i++)
        if (!self->proxies[i])
            self->proxies[i] = proxy_new(self);
    self->turn = !self->turn;
    curve_say_again(self);
    gtk_widget_set_focusable(speaker(self), TRUE);
    gtk_widget_grab_focus(speaker(self));
    gtk_widget_set_focusable(self->proxies[self->turn], FALSE);
}

void
ui_curve_set_says(UiCurve *self, int point, const char *text)
{
    g_return_if_fail(UI_IS_CURVE(self) && point >= 0 && point < CURVE_POINTS);
    if (g_strcmp0(text, self->says[point]) == 0)
        return;
    g_free(self->says[point]);
    self->says[point] = g_strdup(text);
    if (point == self->picked)
        curve_say_again(self);
}

void
curve_say_end(UiCurve *self)
{
    for (int i = 0; i < 2; i++)
        g_clear_pointer(&self->proxies[i], gtk_widget_unparent);
    for (int i = 0; i < CURVE_POINTS; i++)
        g_clear_pointer(&self->says[i], g_free);
}
