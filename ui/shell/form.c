/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/form.h"

#include "base/text.h"
#include "ui/widgets/names.h"

enum { GAP = 12 };

GtkWidget *
ui_form_new(void)
{
    GtkWidget *form = gtk_grid_new();

    gtk_grid_set_column_spacing(GTK_GRID(form), GAP);
    gtk_grid_set_row_spacing(GTK_GRID(form), GAP / 2);
    gtk_widget_add_css_class(form, "form");
    return form;
}

/* The number of the next line; grids do not tell. */
static int
next_row(GtkWidget *form)
{
    const int row = GPOINTER_TO_INT(g_object_get_data(G_OBJECT(form), "rows"));

    g_object_set_data(G_OBJECT(form), "rows", GINT_TO_POINTER(row + 1));
    return row;
}

static GtkWidget *
small(const char *text)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 52);
    gtk_widget_add_css_class(label, "hint");
    return label;
}

void
ui_form_heading(GtkWidget *form, const char *title)
{
    GtkWidget *label = gtk_label_new(title);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_widget_add_css_class(label, "heading");
    gtk_grid_attach(GTK_GRID(form), label, 0, next_row(form), 2, 1);
}

GtkWidget *
ui_form_say(GtkWidget *form, const char *text)
{
    GtkWidget *label = small(text);

    gtk_grid_attach(GTK_GRID(form), label, 1, next_row(form), 1, 1);
    return label;
}

/* The wheel scrolls the form; it never changes a value on the way. */
static void
let_wheel_pass(GtkWidget *control)
{
    g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(control);

    for (guint i = g_list_model_get_n_items(controllers); i > 0; i--) {
        g_autoptr(GtkEventController) one
            = g_list_model_get_item(controllers, i - 1);
        if (GTK_IS_EVENT_CONTROLLER_SCROLL(one))
            gtk_widget_remove_controller(control, one);
    }
}

void
ui_form_add(GtkWidget *form, const char *title, GtkWidget *control,
            const char *hint)
{
    GtkWidget *name = gtk_label_new(title);
    const int row = next_row(form);

    gtk_label_set_xalign(GTK_LABEL(name), 1.0f);
    /* It is what the control is called, too: once, or it is said twice. */
    if (GTK_IS_DROP_DOWN(control))
        ui_name_choice(GTK_DROP_DOWN(control), title);
    else
        gtk_label_set_mnemonic_widget(
            GTK_LABEL(name),
            GTK_IS_BOX(control) ? gtk_widget_get_first_child(control) : control);
    let_wheel_pass(control);
    gtk_widget_add_css_class(name, "dim");
    gtk_widget_set_valign(name, GTK_ALIGN_CENTER);
    if (GTK_IS_SWITCH(control) || GTK_IS_SPIN_BUTTON(control))
        gtk_widget_set_halign(control, GTK_ALIGN_START);
    else
        gtk_widget_set_hexpand(control, TRUE);
    gtk_grid_attach(GTK_GRID(form), name, 0, row, 1, 1);
    gtk_grid_attach(GTK_GRID(form), control, 1, row, 1, 1);
    g_object_set_data(G_OBJECT(control), "form-name", name);
    if (hint)
        g_object_set_data(G_OBJECT(control), "form-hint", ui_form_say(form, hint));
}

GtkWidget *
ui_form_words(const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_widget_add_css_class(label, class);
    return label;
}

void
ui_form_show(GtkWidget *control, bool shown)
{
    GtkWidget *name = g_object_get_data(G_OBJECT(control), "form-name");
    GtkWidget *hint = g_object_get_data(G_OBJECT(control), "form-hint");

    gtk_widget_set_visible(control, shown);
    if (name)
        gtk_widget_set_visible(name, shown);
    if (hint)
        gtk_widget_set_visible(hint, shown);
}

GtkWidget *
ui_choice_new(const char *const *names)
{
    GtkStringList *list = gtk_string_list_new(NULL);

    for (size_t i = 0; names[i]; i++)
        gtk_string_list_append(list, _(names[i]));
    return gtk_drop_down_new(G_LIST_MODEL(list), NULL);
}

void
ui_form_dress(GtkWindow *window, GtkWidget *content, const char *title)
{
    gtk_widget_add_css_class(content, "dialog");
    gtk_widget_add_css_class(GTK_WIDGET(window), "panel");
    gtk_window_set_child(window, content);
    gtk_window_set_title(window, title);
}

/* Not before it is there: GTK 4.8 does not tell a screen reader, then, that the
 * window is active. */
void
ui_form_begin_at(GtkWindow *window, GtkWidget *widget)
{
    g_signal_connect_object(window, "map", G_CALLBACK(gtk_widget_grab_focus),
                            widget, G_CONNECT_SWAPPED);
}

GtkWidget *
ui_form_scrolled(GtkWidget *form)
{
    GtkWidget *scrolled = gtk_scrolled_window_new();

    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scrolled),
                                                     TRUE);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), form);
    gtk_widget_set_focusable(scrolled, FALSE);
    gtk_widget_set_vexpand(scrolled, TRUE);
    return scrolled;
}
