/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/history.h"

#include "app/command.h"
#include "app/history.h"
#include "base/text.h"
#include "ui/shell/rail.h"
#include "ui/widgets/names.h"

/* --- the steps as a list model: what is not seen is not made ------------------ */

#define UI_TYPE_STEP ui_step_get_type()
G_DECLARE_FINAL_TYPE(UiStep, ui_step, UI, STEP, GObject)

struct _UiStep {
    GObject parent_instance;
    guint at;
};

G_DEFINE_FINAL_TYPE(UiStep, ui_step, G_TYPE_OBJECT)

static void
ui_step_class_init(UiStepClass *class)
{
}

static void
ui_step_init(UiStep *self)
{
}

#define UI_TYPE_STEPS ui_steps_get_type()
G_DECLARE_FINAL_TYPE(UiSteps, ui_steps, UI, STEPS, GObject)

struct _UiSteps {
    GObject parent_instance;
    guint count;
};

static GType
steps_type(GListModel *model)
{
    return UI_TYPE_STEP;
}

static guint
steps_count(GListModel *model)
{
    return UI_STEPS(model)->count;
}

static gpointer
steps_item(GListModel *model, guint at)
{
    UiStep *step;

    if (at >= UI_STEPS(model)->count)
        return NULL;
    step = g_object_new(UI_TYPE_STEP, NULL);
    step->at = at;
    return step;
}

static void
steps_interface(GListModelInterface *interface)
{
    interface->get_item_type = steps_type;
    interface->get_n_items = steps_count;
    interface->get_item = steps_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(UiSteps, ui_steps, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL,
                                                    steps_interface))

static void
ui_steps_class_init(UiStepsClass *class)
{
}

static void
ui_steps_init(UiSteps *self)
{
}

/* --- the panel ---------------------------------------------------------------- */

struct _UiHistory {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *page, *list;
    UiSteps *steps;
    /* the GtkListItems of rows that are seen; the list owns them */
    GPtrArray *seen;
    struct history *history;
};

G_DEFINE_FINAL_TYPE(UiHistory, ui_history, GTK_TYPE_WIDGET)

/* The keyboard goes on from the step where the song stands. */
static void
focus_here(UiHistory *self)
{
    const guint here = self->history ? (guint)history_here(self->history) : 0;

    for (guint i = 0; i < self->seen->len; i++)
        if (gtk_list_item_get_position(self->seen->pdata[i]) == here) {
            gtk_widget_grab_focus(gtk_widget_get_parent(
                gtk_list_item_get_child(self->seen->pdata[i])));
            return;
        }
    gtk_widget_grab_focus(self->list);
}

static void dress(UiHistory *self, GtkListItem *item);

/* Every row may have another look after an edit.  Where none came or went they stay
 * where they are, under the pointer that chose one of them. */
static void
show_all(UiHistory *self)
{
    const guint before = self->steps->count;
    const bool focus
        = gtk_widget_get_state_flags(self->list) & GTK_STATE_FLAG_FOCUS_WITHIN;

    self->steps->count = self->history ? (guint)history_count(self->history) : 0;
    if (self->steps->count != before)
        g_list_model_items_changed(G_LIST_MODEL(self->steps), 0, before,
                                   self->steps->count);
    else
        for (guint i = 0; i < self->seen->len; i++)
            dress(self, self->seen->pdata[i]);
    if (self->history)
        gtk_widget_activate_action(self->list, "list.scroll-to-item", "u",
                                   (guint)history_here(self->history));
    if (focus)
        focus_here(self);
}

static void
let_go(UiHistory *self)
{
    g_clear_pointer(&self->history, history_close);
    show_all(self);
}

static void
read_it(UiHistory *self)
{
    struct session *session = ui_studio_session(self->studio);
    struct fault fault;

    if (self->history || !session || !gtk_widget_get_mapped(GTK_WIDGET(self)))
        return;
    if (history_open(&self->history, session, &fault))
        ui_studio_tell(self->studio, &fault);
    show_all(self);
}

static void
on_song(UiStudio *studio, UiHistory *self)
{
    let_go(self);
    read_it(self);
}

static void
on_changed(UiStudio *studio, const struct edit *edit, UiHistory *self)
{
    struct fault fault;

    if (!self->history)
        return;
    if (history_follow(self->history, edit, &fault)) {
        ui_studio_tell(studio, &fault);
        let_go(self);
        return;
    }
    show_all(self);
}

static void
on_activate(GtkListView *list, guint at, UiHistory *self)
{
    struct history_step step;

    if (!self->history || at >= history_count(self->history))
        return;
    history_step(self->history, at, &step);
    if (!step.here)
        ui_studio_goto(self->studio, step.id);
}

/* --- rows --------------------------------------------------------------------- */

static void
on_setup(GtkListItemFactory *factory, GtkListItem *item, UiHistory *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *label = gtk_label_new(NULL), *when = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(label, TRUE);
    gtk_widget_add_css_class(when, "hint");
    gtk_widget_add_css_class(when, "num");
    gtk_box_append(GTK_BOX(box), ui_rail_new());
    gtk_box_append(GTK_BOX(box), label);
    gtk_box_append(GTK_BOX(box), when);
    gtk_list_item_set_child(item, box);
}

static char *
time_of(int64_t microseconds)
{
    g_autoptr(GDateTime) then =
        g_date_time_new_from_unix_local(microseconds / G_USEC_PER_SEC);
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    if (!then)
        return g_strdup("");
    return g_date_time_format(
        then, g_date_time_get_day_of_year(then) == g_date_time_get_day_of_year(now)
                      && g_date_time_get_year(then) == g_date_time_get_year(now)
                  ? "%H:%M:%S"
                  : "%x");
}

static void
dress(UiHistory *self, GtkListItem *item)
{
    GtkWidget *box = gtk_list_item_get_child(item);
    GtkWidget *rail = gtk_widget_get_first_child(box);
    GtkWidget *label = gtk_widget_get_next_sibling(rail);
    GtkWidget *when = gtk_widget_get_next_sibling(label);
    const guint at = UI_STEP(gtk_list_item_get_item(item))->at;
    struct history_step step;
    char title[LABEL_SIZE];

    if (!self->history || at >= history_count(self->history))
        return;
    history_step(self->history, at, &step);
    command_label_told(step.label, title);
    g_autofree char *time = time_of(step.time);
    g_autofree char *name = g_strdup_printf(step.here    ? _("%s, here")
                                            : step.ahead ? _("%s, undone")
                                            : step.aside ? _("%s, another way")
                                                         : "%s",
                                            title);
    ui_rail_show(UI_RAIL(rail), &step, history_columns(self->history));
    gtk_label_set_text(GTK_LABEL(label), title);
    gtk_label_set_text(GTK_LABEL(when), time);
    ui_name(label, name);
    ui_name_row(item, name);
    gtk_widget_set_css_classes(label,
                               (const char *[]){step.here                  ? "here"
                                                : step.aside || step.ahead ? "faint"
                                                                           : "done",
                                                NULL});
}

static void
on_bind(GtkListItemFactory *factory, GtkListItem *item, UiHistory *self)
{
    g_ptr_array_add(self->seen, item);
    dress(self, item);
}

static void
on_unbind(GtkListItemFactory *factory, GtkListItem *item, UiHistory *self)
{
    g_ptr_array_remove_fast(self->seen, item);
}

/* --- the object --------------------------------------------------------------- */

static void
on_map(GtkWidget *widget, gpointer user)
{
    read_it(UI_HISTORY(widget));
}

static gboolean
grab_focus(GtkWidget *widget)
{
    focus_here(UI_HISTORY(widget));
    return TRUE;
}

static void
dispose(GObject *object)
{
    UiHistory *self = UI_HISTORY(object);

    g_clear_pointer(&self->page, gtk_widget_unparent);
    g_clear_pointer(&self->seen, g_ptr_array_unref);
    g_clear_pointer(&self->history, history_close);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_history_parent_class)->dispose(object);
}

static void
ui_history_class_init(UiHistoryClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->grab_focus = grab_focus;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_history_init(UiHistory *self)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
    GtkSingleSelection *selection;

    self->seen = g_ptr_array_new();
    self->steps = g_object_new(UI_TYPE_STEPS, NULL);
    selection = gtk_single_selection_new(G_LIST_MODEL(self->steps));
    gtk_single_selection_set_autoselect(selection, FALSE);
    gtk_single_selection_set_can_unselect(selection, TRUE);
    g_signal_connect(factory, "setup", G_CALLBACK(on_setup), self);
    g_signal_connect(factory, "bind", G_CALLBACK(on_bind), self);
    g_signal_connect(factory, "unbind", G_CALLBACK(on_unbind), self);
    self->list = gtk_list_view_new(GTK_SELECTION_MODEL(selection), factory);
    gtk_list_view_set_single_click_activate(GTK_LIST_VIEW(self->list), TRUE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->list),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("History"), -1);
    g_signal_connect(self->list, "activate", G_CALLBACK(on_activate), self);
    self->page = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->page),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->page), self->list);
    gtk_widget_set_focusable(self->page, FALSE);
    gtk_widget_set_vexpand(self->page, TRUE);
    gtk_widget_set_parent(self->page, GTK_WIDGET(self));
    gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
    g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
}

GtkWidget *
ui_history_new(UiStudio *studio)
{
    UiHistory *self = g_object_new(UI_TYPE_HISTORY, NULL);

    self->studio = g_object_ref(studio);
    g_signal_connect_object(studio, "song", G_CALLBACK(on_song), self, 0);
    g_signal_connect_object(studio, "changed", G_CALLBACK(on_changed), self, 0);
    return GTK_WIDGET(self);
}
