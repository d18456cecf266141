/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/start.h"

#include "app/recent.h"
#include "app/template.h"
#include "app/thumbnail.h"
#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/form.h"
#include "ui/shell/job.h"
#include "ui/shell/stamp.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/tip.h"

#include <string.h>

enum { NEW_WIDTH = 440 };

struct _UiStart {
    GtkWidget parent_instance;
    UiWindow *window;
    GtkWidget *page;              /* the one child */
    /* cards of recent songs; or a word that there are none */
    GtkWidget *songs, *none;
    struct recent recent;         /* of those the cards … */
    size_t made;                  /* … so many of which are there, and … */
    guint making;                 /* … the next one comes with this; 0: all are */
    GtkWidget *name, *place, *templates, *rate, *create;
    UiJob *looking;               /* at a song whose stamp is old */
    GtkWidget *looked;            /* its stamp */
};

G_DEFINE_FINAL_TYPE(UiStart, ui_start, GTK_TYPE_WIDGET)

static const char *const RATES[]
    = {"44 100 Hz", "48 000 Hz", "88 200 Hz", "96 000 Hz", "192 000 Hz", NULL};
static const int RATES_HZ[] = {44100, 48000, 88200, 96000, 192000};

static struct settings *
settings_of(UiStart *self)
{
    GtkApplication *application
        = gtk_window_get_application(GTK_WINDOW(self->window));

    return application ? ui_application_settings(UI_APPLICATION(application))
                       : NULL;
}

/* --- recent songs ------------------------------------------------------------- */

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
on_card(GtkWidget *card, UiStart *self)
{
    ui_studio_open(ui_window_studio(self->window),
                   g_object_get_data(G_OBJECT(card), "folder"));
}

static void fill_cards(UiStart *self);

static void
on_forget(GtkWidget *button, UiStart *self)
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
make_card(UiStart *self, const struct recent_song *song)
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
make_place(UiStart *self, const struct recent_song *song)
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
add_card(UiStart *self)
{
    GtkWidget *place = gtk_flow_box_child_new();

    gtk_flow_box_child_set_child(
        GTK_FLOW_BOX_CHILD(place),
        make_place(self, &self->recent.songs[self->made++]));
    gtk_widget_set_focusable(place, FALSE); /* the card within is */
    gtk_flow_box_append(GTK_FLOW_BOX(self->songs), place);
}

static void
forget_cards(UiStart *self)
{
    g_clear_handle_id(&self->making, g_source_remove);
    recent_clear(&self->recent);
    self->made = 0;
    self->looked = NULL;
}

static void
load_cards(UiStart *self)
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
fill_cards(UiStart *self)
{
    load_cards(self);
    while (self->made < self->recent.count)
        add_card(self);
}

static void look_at_next(UiStart *self);

static gboolean
make_next(gpointer user)
{
    UiStart *self = user;

    if (self->made < self->recent.count) {
        add_card(self);
        return G_SOURCE_CONTINUE;
    }
    self->making = 0;
    look_at_next(self);
    return G_SOURCE_REMOVE;
}

/* One at a time, but before the page is drawn. */
static void
make_cards(UiStart *self)
{
    load_cards(self);
    self->making = g_idle_add_full(G_PRIORITY_HIGH_IDLE, make_next, self, NULL);
}

/* --- stamps ------------------------------------------------------------------- */

static void
on_looked(UiJob *job, UiStart *self)
{
    const bool good = ui_job_state(job)->status == ST_OK;

    if (self->looked && good)
        ui_stamp_reload(UI_STAMP(self->looked));
    g_clear_object(&self->looking);
    if (good) /* one that cannot be written would be looked at for ever */
        look_at_next(self);
}

static bool
look_at(UiStart *self, GtkWidget *card)
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
look_at_next(UiStart *self)
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

static void fill(UiStart *self);

/* --- a new song --------------------------------------------------------------- */

static char *
songs_folder(UiStart *self)
{
    const char *set = settings_text(settings_of(self), "songs");
    const char *music = g_get_user_special_dir(G_USER_DIRECTORY_MUSIC);

    return g_strdup(*set ? set : music ? music : g_get_home_dir());
}

static const char *
text_of(GtkWidget *entry)
{
    return gtk_editable_get_text(GTK_EDITABLE(entry));
}

static char *
folder_of(UiStart *self)
{
    g_autofree char *name = g_strstrip(g_strdup(text_of(self->name)));

    if (*name == '\0')
        return NULL;
    g_strdelimit(name, "/", '-');
    return g_strdup_printf("%s/%s.rem", text_of(self->place), name);
}

/* A name that nobody has yet. */
static void
propose(UiStart *self)
{
    g_autofree char *folder = songs_folder(self);

    gtk_editable_set_text(GTK_EDITABLE(self->place), folder);
    for (int number = 1;; number++) {
        g_autofree char *name = number > 1
                                    ? g_strdup_printf(_("New song %d"), number)
                                    : g_strdup(_("New song"));
        g_autofree char *path = g_strdup_printf("%s/%s.rem", folder, name);

        if (g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        gtk_editable_set_text(GTK_EDITABLE(self->name), name);
        return;
    }
}

static void
on_name(GtkWidget *entry, UiStart *self)
{
    g_autofree char *folder = folder_of(self);

    gtk_widget_set_sensitive(self->create, folder != NULL);
}

static uint32_t
rate_of(UiStart *self)
{
    return (
        uint32_t)RATES_HZ[gtk_drop_down_get_selected(GTK_DROP_DOWN(self->rate))];
}

/* The folder for songs is made where it is not there yet. */
static void
create(UiStart *self, const char *folder, const char *template)
{
    g_autofree char *parent = g_path_get_dirname(folder);

    fill(self);
    g_mkdir_with_parents(parent, 0777);
    ui_studio_create(ui_window_studio(self->window), folder, rate_of(self),
                     *template ? template : NULL);
}

static void
on_create(GtkWidget *widget, UiStart *self)
{
    GtkListBoxRow *row
        = gtk_list_box_get_selected_row(GTK_LIST_BOX(self->templates));
    const char *template = row ? g_object_get_data(G_OBJECT(row), "path") : NULL;
    g_autofree char *folder = folder_of(self);

    if (folder)
        create(self, folder, template ? template : "");
}

static void
on_chosen(GtkNativeDialog *dialog, int answer, UiStart *self)
{
    if (answer == GTK_RESPONSE_ACCEPT) {
        g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
        g_autofree char *path = g_file_get_path(file);
        if (path)
            gtk_editable_set_text(GTK_EDITABLE(self->place), path);
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

static void
on_choose(GtkWidget *button, UiStart *self)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("A folder for songs"), GTK_WINDOW(self->window),
        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));

    g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
add_template(void *user, const struct template_found *found)
{
    UiStart *self = user;
    GtkWidget *row = gtk_list_box_row_new(),
              *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 1);
    GtkWidget *title = gtk_label_new(found->title),
              *about = gtk_label_new(found->about);

    gtk_label_set_xalign(GTK_LABEL(title), 0.0f);
    gtk_label_set_xalign(GTK_LABEL(about), 0.0f);
    gtk_label_set_wrap(GTK_LABEL(about), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(about), 44);
    gtk_widget_add_css_class(about, "hint");
    gtk_box_append(GTK_BOX(box), title);
    if (*found->about)
        gtk_box_append(GTK_BOX(box), about);
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, found->title,
        GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, found->about, -1);
    g_object_set_data_full(G_OBJECT(row), "path", g_strdup(found->path), g_free);
    gtk_list_box_append(GTK_LIST_BOX(self->templates), row);
}

/* --- the page ----------------------------------------------------------------- */

static GtkWidget *
heading(const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_widget_add_css_class(label, class);
    return label;
}

static GtkWidget *
make_recent(UiStart *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *inner = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *scrolled = gtk_scrolled_window_new();

    self->songs = gtk_flow_box_new();
    self->none = heading(_("Songs that you open will stand here."), "hint");
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
    gtk_widget_set_hexpand(box, TRUE);
    gtk_box_append(GTK_BOX(box), heading(_("Recent songs"), "title"));
    gtk_box_append(GTK_BOX(box), scrolled);
    return box;
}

static GtkWidget *
make_templates(UiStart *self)
{
    const struct template_found empty
        = {.path = "",
           .title = _("Empty"),
           .about = _("A master, and nothing else yet")};

    self->templates = gtk_list_box_new();
    gtk_list_box_set_selection_mode(GTK_LIST_BOX(self->templates),
                                    GTK_SELECTION_BROWSE);
    gtk_list_box_set_activate_on_single_click(GTK_LIST_BOX(self->templates), FALSE);
    gtk_widget_add_css_class(self->templates, "templates");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->templates),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Begin with"),
                                   -1);
    add_template(self, &empty);
    template_each(add_template, self);
    gtk_list_box_select_row(
        GTK_LIST_BOX(self->templates),
        gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->templates), 0));
    g_signal_connect(self->templates, "row-activated", G_CALLBACK(on_create), self);
    return self->templates;
}

static GtkWidget *
make_place_chooser(UiStart *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *choose = gtk_button_new_with_label(_("Choose…"));

    self->place = gtk_entry_new();
    gtk_widget_set_hexpand(self->place, TRUE);
    gtk_widget_add_css_class(choose, "text");
    g_signal_connect(choose, "clicked", G_CALLBACK(on_choose), self);
    gtk_box_append(GTK_BOX(box), self->place);
    gtk_box_append(GTK_BOX(box), choose);
    return box;
}

static GtkWidget *
action_button(UiStart *self, const char *title, const char *action)
{
    GtkWidget *made = gtk_button_new_with_label(title);

    gtk_widget_add_css_class(made, "text");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(made), action);
    return made;
}

static GtkWidget *
make_new(UiStart *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10),
              *form = ui_form_new();
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    self->name = gtk_entry_new();
    self->rate = ui_choice_new(RATES);
    self->create = gtk_button_new_with_label(_("Create"));
    gtk_entry_set_activates_default(GTK_ENTRY(self->name), FALSE);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(self->rate), 1);
    gtk_widget_add_css_class(self->create, "suggested");
    ui_form_add(form, _("Name"), self->name, NULL);
    ui_form_add(form, _("In"), make_place_chooser(self), NULL);
    ui_form_add(form, _("Sample rate"), self->rate, NULL);
    gtk_box_append(GTK_BOX(foot), self->create);
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("Open a song…"), "win.open"));
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("Preferences…"), "win.preferences"));
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("First steps…"), "win.first-steps"));
    gtk_box_append(GTK_BOX(box), heading(_("A new song"), "title"));
    gtk_box_append(GTK_BOX(box), form);
    gtk_box_append(GTK_BOX(box), make_templates(self));
    gtk_box_append(GTK_BOX(box), foot);
    gtk_widget_set_hexpand(box, FALSE); /* the fields would want all there is */
    gtk_widget_set_size_request(box, NEW_WIDTH, -1);
    g_signal_connect(self->name, "changed", G_CALLBACK(on_name), self);
    g_signal_connect(self->name, "activate", G_CALLBACK(on_create), self);
    g_signal_connect(self->create, "clicked", G_CALLBACK(on_create), self);
    return box;
}

/* Whoever opens a song at once never sees this page: it is made when it is
 * needed. */
static void
fill(UiStart *self)
{
    if (self->page)
        return;
    self->page = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 40);
    gtk_box_append(GTK_BOX(self->page), make_recent(self));
    gtk_box_append(GTK_BOX(self->page), make_new(self));
    gtk_widget_add_css_class(self->page, "beginning");
    gtk_widget_set_parent(self->page, GTK_WIDGET(self));
}

static void
show_rate(UiStart *self)
{
    const double rate = settings_number(settings_of(self), "rate");

    for (guint i = 0; i < G_N_ELEMENTS(RATES_HZ); i++)
        if (RATES_HZ[i] == (int)rate)
            gtk_drop_down_set_selected(GTK_DROP_DOWN(self->rate), i);
}

/* The window has its application, and its settings, only when it is made. */
static void
on_map(GtkWidget *widget, UiStart *self)
{
    fill(self);
    propose(self);
    show_rate(self);
    make_cards(self);
}

static void
on_song(UiStudio *studio, UiStart *self)
{
    struct session *session = ui_studio_session(studio);
    struct fault fault;

    if (session && recent_note(session, &fault))
        ui_studio_tell(studio, &fault);
}

static void
dispose(GObject *object)
{
    UiStart *self = UI_START(object);

    forget_cards(self);
    g_clear_object(&self->looking);
    g_clear_pointer(&self->page, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_start_parent_class)->dispose(object);
}

static void
ui_start_class_init(UiStartClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_start_init(UiStart *self)
{
    g_signal_connect(self, "map", G_CALLBACK(on_map), self);
}

GtkWidget *
ui_start_new(UiWindow *window)
{
    UiStart *self = g_object_new(UI_TYPE_START, NULL);

    self->window = window;
    g_signal_connect_object(ui_window_studio(window), "song", G_CALLBACK(on_song),
                            self, 0);
    return GTK_WIDGET(self);
}

/* --- actions ------------------------------------------------------------------ */

static void
run_new(gpointer user, GVariant *parameter)
{
    UiStart *self = user;

    ui_window_close_song(self->window);
    ui_window_show_start(self->window);
    fill(self);
    gtk_widget_grab_focus(self->name);
}

static void
run_create(gpointer user, GVariant *parameter)
{
    const char *folder, *template;

    g_variant_get(parameter, "(&s&s)", &folder, &template);
    create(user, folder, template);
}

static const struct ui_action TABLE[] = {
    {"new", N_("A new song…"), N_("Song"), "<Control>n", run_new},
    {"create", N_("Create a song in a folder"), N_("Song"), NULL, run_create, NULL,
     "(ss)"},
};

void
ui_actions_add_start(UiActions *actions, UiStart *start)
{
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), start);
}
