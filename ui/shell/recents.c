/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/recents.h"

#include "app/recent.h"
#include "app/thumbnail.h"
#include "base/text.h"
#include "ui/shell/form.h"
#include "ui/shell/job.h"
#include "ui/shell/stamp.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/tip.h"

struct _UiRecents {
    GtkWidget parent_instance;
    UiWindow *window;
    GtkWidget *box;               /* the one child */
    GtkWidget *songs, *none;      /* cards; or a word that there are none */
    struct recent recent;         /* of those the cards … */
    size_t made;                  /* … so many of which are there, and … */
    guint making;                 /* … the next one comes with this; 0: all are */
    UiJob *looking;               /* at a song whose stamp is old */
    GtkWidget *looked;            /* its stamp */
};

G_DEFINE_FINAL_TYPE(UiRecents, ui_recents, GTK_TYPE_WIDGET)

/* --- cards -------------------------------------------------------------------- */

/* «Today, 14:03», «Yesterday, 9:12», or the day. */
static char *
day_of(int64_t opened)
{
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_local(opened);
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autoptr(GDateTime) today = NULL;
    gint64 days;

    if (!then)
        return g_strdup("");
    today = g_date_time_new_local(g_date_time_get_year(now),
                                  g_date_time_get_month(now),
                                  g_date_time_get_day_of_month(now), 0, 0, 0);
    days = (g_date_time_difference(today, then) + G_TIME_SPAN_DAY - 1)
           / G_TIME_SPAN_DAY;
    if (days <= 0)
        return g_date_time_format(then, _("Today, %H:%M"));
    if (days == 1)
        return g_date_time_format(then, _("Yesterday, %H:%M"));
    return g_date_time_format(then, "%x");
}

static char *
length_of(double seconds)
{
    const int whole = (int)seconds;

    if (whole >= 3600)
        return g_strdup_printf("%d:%02d:%02d", whole / 3600, whole / 60 % 60,
                               whole % 60);
    return g_strdup_printf("%d:%02d", whole / 60, whole % 60);
}

static void
on_card(GtkWidget *card, UiRecents *self)
{
    ui_studio_open(ui_window_studio(self->window),
                   g_object_get_data(G_OBJECT(card), "folder"));
}

static void fill_cards(UiRecents *self);

static void
on_forget(GtkWidget *button, UiRecents *self)
{
    struct fault fault;

    if (recent_forget(g_object_get_data(G_OBJECT(button), "folder"), &fault))
        ui_studio_tell(ui_window_studio(self->window), &fault);
    fill_cards(self);
}

static GtkWidget *
line(const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 24);
    gtk_widget_add_css_class(label, class);
    return label;
}

static GtkWidget *
make_card(UiRecents *self, const struct recent_song *song)
{
    GtkWidget *card = gtk_button_new(),
              *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
    GtkWidget *stamp = ui_stamp_new(song->folder);
    g_autofree char *day = day_of(song->opened), *length = length_of(song->seconds);
    g_autofree char *about = song->there ? g_strdup_printf("%s · %s", length, day)
                                         : g_strdup(_("not there any more"));
    g_autofree char *name = g_strdup_printf(_("Open %s, %s"), song->title, about);

    gtk_box_append(GTK_BOX(box), stamp);
    gtk_box_append(GTK_BOX(box), line(song->title, "project"));
    gtk_box_append(GTK_BOX(box), line(about, "hint"));
    gtk_button_set_child(GTK_BUTTON(card), box);
    gtk_widget_add_css_class(card, "card");
    ui_tip_set(card, song->folder);
    gtk_accessible_update_property(GTK_ACCESSIBLE(card),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    g_object_set_data_full(G_OBJECT(card), "folder", g_strdup(song->folder),
                           g_free);
    g_object_set_data(G_OBJECT(card), "stamp", stamp);
    g_signal_connect(card, "clicked", G_CALLBACK(on_card), self);
    return card;
}

/* A card, and a button in its corner that strikes it out of the list. */
static GtkWidget *
make_place(UiRecents *self, const struct recent_song *song)
{
    GtkWidget *over = gtk_overlay_new(), *card = make_card(self, song);
    g_autofree char *name
        = g_strdup_printf(_("Strike %s out of this list"), song->title);
    GtkWidget *forget = ui_icon_button("close", name);

    gtk_widget_add_css_class(forget, "corner");
    gtk_widget_set_halign(forget, GTK_ALIGN_END);
    gtk_widget_set_valign(forget, GTK_ALIGN_START);
    g_object_set_data_full(G_OBJECT(forget), "folder", g_strdup(song->folder),
                           g_free);
    g_signal_connect(forget, "clicked", G_CALLBACK(on_forget), self);
    gtk_overlay_set_child(GTK_OVERLAY(over), card);
    gtk_overlay_add_overlay(GTK_OVERLAY(over), forget);
    g_object_set_data(G_OBJECT(over), "card", card);
    gtk_widget_set_valign(over, GTK_ALIGN_START);
    return over;
}

static void
add_card(UiRecents *self)
{
    GtkWidget *place = gtk_flow_box_child_new();

    gtk_flow_box_child_set_child(
        GTK_FLOW_BOX_CHILD(place),
        make_place(self, &self->recent.songs[self->made++]));
    gtk_widget_set_focusable(place, FALSE); /* the card within is */
    gtk_flow_box_append(GTK_FLOW_BOX(self->songs), place);
}

static void
forget_cards(UiRecents *self)
{
    g_clear_handle_id(&self->making, g_source_remove);
    recent_clear(&self->recent);
    self->made = 0;
    self->looked = NULL;
}

static void
load_cards(UiRecents *self)
{
    struct fault fault;
    GtkWidget *child;

    forget_cards(self);
    while ((child = gtk_widget_get_first_child(self->songs)))
        gtk_flow_box_remove(GTK_FLOW_BOX(self->songs), child);
    if (!recent_load(&self->recent, &fault))
        gtk_widget_set_visible(self->none, self->recent.count == 0);
}

/* All of them in one: a card that goes leaves no page without the others. */
static void
fill_cards(UiRecents *self)
{
    load_cards(self);
    while (self->made < self->recent.count)
        add_card(self);
}

static void look_at_next(UiRecents *self);

static gboolean
make_next(gpointer user)
{
    UiRecents *self = user;

    if (self->made < self->recent.count) {
        add_card(self);
        return G_SOURCE_CONTINUE;
    }
    self->making = 0;
    look_at_next(self);
    return G_SOURCE_REMOVE;
}

/* --- stamps ------------------------------------------------------------------- */

static void
on_looked(UiJob *job, UiRecents *self)
{
    const bool good = ui_job_state(job)->status == ST_OK;

    if (self->looked && good)
        ui_stamp_reload(UI_STAMP(self->looked));
    g_clear_object(&self->looking);
    if (good) /* one that cannot be written would be looked at for ever */
        look_at_next(self);
}

static bool
look_at(UiRecents *self, GtkWidget *card)
{
    const char *folder = g_object_get_data(G_OBJECT(card), "folder");
    struct fault ignored;
    struct job *job;

    if (!thumbnail_is_stale(folder) || !g_file_test(folder, G_FILE_TEST_IS_DIR)
        || thumbnail_begin(&job, folder, &ignored))
        return false;
    self->looked = g_object_get_data(G_OBJECT(card), "stamp");
    self->looking = ui_job_new(job, folder);
    g_signal_connect_object(self->looking, "over", G_CALLBACK(on_looked), self, 0);
    return true;
}

static void
look_at_next(UiRecents *self)
{
    UiStudio *studio = ui_window_studio(self->window);

    if (self->looking || ui_studio_session(studio) || ui_studio_awaits(studio))
        return;
    for (GtkWidget *at = gtk_widget_get_first_child(self->songs); at;
         at = gtk_widget_get_next_sibling(at)) {
        GtkWidget *over = gtk_flow_box_child_get_child(GTK_FLOW_BOX_CHILD(at));

        if (look_at(self, g_object_get_data(G_OBJECT(over), "card")))
            return;
    }
}

/* --- the widget --------------------------------------------------------------- */

static GtkWidget *
make_recent(UiRecents *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *inner = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *scrolled = gtk_scrolled_window_new();

    self->songs = gtk_flow_box_new();
    self->none = ui_form_words(_("Songs that you open will stand here."), "hint");
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(self->songs), GTK_SELECTION_NONE);
    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(self->songs), 8);
    gtk_flow_box_set_row_spacing(GTK_FLOW_BOX(self->songs), 10);
    gtk_flow_box_set_column_spacing(GTK_FLOW_BOX(self->songs), 10);
    gtk_widget_set_valign(self->songs, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(inner), self->songs);
    gtk_box_append(GTK_BOX(inner), self->none);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), inner);
    gtk_widget_set_vexpand(scrolled, TRUE);
    gtk_box_append(GTK_BOX(box), ui_form_words(_("Recent songs"), "title"));
    gtk_box_append(GTK_BOX(box), scrolled);
    return box;
}

static void
dispose(GObject *object)
{
    UiRecents *self = UI_RECENTS(object);

    forget_cards(self);
    g_clear_object(&self->looking);
    g_clear_pointer(&self->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_recents_parent_class)->dispose(object);
}

static void
ui_recents_class_init(UiRecentsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_recents_init(UiRecents *self)
{
    self->box = make_recent(self);
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE); /* cards stand side by side */
}

GtkWidget *
ui_recents_new(UiWindow *window)
{
    UiRecents *self = g_object_new(UI_TYPE_RECENTS, NULL);

    self->window = window;
    return GTK_WIDGET(self);
}

/* One at a time, but before the page is drawn. */
void
ui_recents_begin(UiRecents *self)
{
    load_cards(self);
    self->making = g_idle_add_full(G_PRIORITY_HIGH_IDLE, make_next, self, NULL);
}
