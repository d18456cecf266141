/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/start.h"

#include "app/recent.h"
#include "app/template.h"
#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/form.h"
#include "ui/shell/recents.h"

#include <string.h>

enum { NEW_WIDTH = 440 };

struct _UiStart {
    GtkWidget parent_instance;
    UiWindow *window;
    GtkWidget *page;              /* the one child */
    GtkWidget *recents, *beginning;
    guint parts; /* of it that are made */
    GtkWidget *name, *place, *templates, *rate, *create;
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

static void
add_recents(UiStart *self)
{
    self->page = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 40);
    self->recents = ui_recents_new(self->window);
    gtk_box_append(GTK_BOX(self->page), self->recents);
    gtk_widget_add_css_class(self->page, "beginning");
    gtk_widget_set_parent(self->page, GTK_WIDGET(self));
}

static void
add_new(UiStart *self)
{
    GtkWidget *form = ui_form_new();

    self->beginning = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    self->name = gtk_entry_new();
    self->rate = ui_choice_new(RATES);
    gtk_entry_set_activates_default(GTK_ENTRY(self->name), FALSE);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(self->rate), 1);
    ui_form_add(form, _("Name"), self->name, NULL);
    ui_form_add(form, _("In"), make_place_chooser(self), NULL);
    ui_form_add(form, _("Sample rate"), self->rate, NULL);
    gtk_box_append(GTK_BOX(self->beginning),
                   ui_form_words(_("A new song"), "title"));
    gtk_box_append(GTK_BOX(self->beginning), form);
    gtk_widget_set_hexpand(self->beginning, FALSE); /* the fields would want all */
    gtk_widget_set_size_request(self->beginning, NEW_WIDTH, -1);
    gtk_box_append(GTK_BOX(self->page), self->beginning);
}

static void
add_foot(UiStart *self)
{
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    self->create = gtk_button_new_with_label(_("Create"));
    gtk_widget_add_css_class(self->create, "suggested");
    gtk_box_append(GTK_BOX(foot), self->create);
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("Open a song…"), "win.open"));
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("Preferences…"), "win.preferences"));
    gtk_box_append(GTK_BOX(foot),
                   action_button(self, _("First steps…"), "win.first-steps"));
    gtk_box_append(GTK_BOX(self->beginning), make_templates(self));
    gtk_box_append(GTK_BOX(self->beginning), foot);
    g_signal_connect(self->name, "changed", G_CALLBACK(on_name), self);
    g_signal_connect(self->name, "activate", G_CALLBACK(on_create), self);
    g_signal_connect(self->create, "clicked", G_CALLBACK(on_create), self);
}

/* Whoever opens a song at once never sees this page: it is made when it is
 * needed. */
bool
ui_start_make(UiStart *self)
{
    static void (*const PARTS[])(UiStart *) = {add_recents, add_new, add_foot};

    g_return_val_if_fail(UI_IS_START(self), true);
    if (self->parts < G_N_ELEMENTS(PARTS))
        PARTS[self->parts++](self);
    return self->parts == G_N_ELEMENTS(PARTS);
}

static void
fill(UiStart *self)
{
    while (!ui_start_make(self))
        ;
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
    ui_recents_begin(UI_RECENTS(self->recents));
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
