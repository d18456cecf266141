/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser.h"

#include "base/text.h"
#include "ui/shell/browser_file.h"
#include "ui/shell/browser_foot.h"
#include "ui/shell/browser_row.h"
#include "ui/shell/browser_wave.h"
#include "ui/shell/keys.h"
#include "ui/view/view.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/names.h"
#include "ui/widgets/tip.h"

struct _UiBrowser {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *page, *where, *filter, *list, *none, *wave, *foot;
    GListStore *files;
    GPtrArray *rows; /* those that are seen; the list owns them */
    char *folder;
    char *from;           /* the folder that was left upwards: it is chosen there */
    GFileMonitor *watch;   /* of the folder, while it is seen */
    guint again;        /* it is read again, once what happens there has happened */
    GCancellable *reading; /* of the folder */
    bool filling;          /* what is chosen now, nobody has chosen */
    bool wanted;           /* the focus, when the folder has been read */
};

G_DEFINE_FINAL_TYPE(UiBrowser, ui_browser, GTK_TYPE_WIDGET)

static GtkSingleSelection *
selection_of(UiBrowser *self)
{
    return GTK_SINGLE_SELECTION(gtk_list_view_get_model(GTK_LIST_VIEW(self->list)));
}

static UiBrowserFile *
chosen(UiBrowser *self)
{
    return gtk_single_selection_get_selected_item(selection_of(self));
}

/* --- the folder --------------------------------------------------------------- */

/* The row of the folder that was left, or the first one. */
static guint
place_of(const char *path, const GPtrArray *files)
{
    for (guint i = 0; path && i < files->len; i++)
        if (g_str_equal(ui_browser_file_path(files->pdata[i]), path))
            return i;
    return 0;
}

static void
choose(UiBrowser *self, guint at)
{
    gtk_single_selection_set_selected(selection_of(self), at);
    gtk_widget_activate_action(self->list, "list.scroll-to-item", "u", at);
}

static bool
has_focus(UiBrowser *self)
{
    return gtk_widget_get_state_flags(self->list) & GTK_STATE_FLAG_FOCUS_WITHIN;
}

/* Where the chosen row is not there yet, the list finds one. */
static void
focus_chosen(UiBrowser *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        if (ui_browser_row_file(self->rows->pdata[i]) == chosen(self)) {
            gtk_widget_grab_focus(gtk_widget_get_parent(self->rows->pdata[i]));
            return;
        }
    gtk_widget_grab_focus(self->list);
}

/* Whoever looks again finds what was there: rows stay under the hand. */
static bool
is_same(UiBrowser *self, const GPtrArray *files)
{
    GListModel *model = G_LIST_MODEL(self->files);

    if (g_list_model_get_n_items(model) != files->len)
        return false;
    for (guint i = 0; i < files->len; i++) {
        g_autoptr(UiBrowserFile) file = g_list_model_get_item(model, i);
        bool content;

        if (!ui_browser_file_is(file, files->pdata[i], &content))
            return false;
    }
    return true;
}

/* Of the same names: those that have other sound in them now get a new row. */
static void
show_replaced(UiBrowser *self, const GPtrArray *files)
{
    self->filling = true;
    for (guint i = 0; i < files->len; i++) {
        g_autoptr(UiBrowserFile) file
            = g_list_model_get_item(G_LIST_MODEL(self->files), i);
        bool content;

        if (ui_browser_file_is(file, files->pdata[i], &content) && !content)
            g_list_store_splice(self->files, i, 1, &files->pdata[i], 1);
    }
    self->filling = false;
    ui_browser_wave_show(UI_BROWSER_WAVE(self->wave), chosen(self));
}

static void
show_files(UiBrowser *self, const GPtrArray *files)
{
    const guint before = g_list_model_get_n_items(G_LIST_MODEL(self->files));

    self->filling = true;
    g_list_store_splice(self->files, 0, before, files->pdata, files->len);
    if (files->len > 0)
        choose(self, place_of(self->from, files));
    self->filling = false;
    ui_browser_wave_show(UI_BROWSER_WAVE(self->wave), chosen(self));
    gtk_widget_set_visible(self->none, files->len == 0);
}

static void
on_files(gpointer user, GPtrArray *files, const struct fault *fault)
{
    UiBrowser *self = user;
    const bool focus = has_focus(self) || self->wanted;

    g_clear_object(&self->reading);
    if (files->len == 0 || !is_same(self, files))
        show_files(self, files);
    else
        show_replaced(self, files);
    if (focus)
        focus_chosen(self);
    self->wanted = false;
    g_clear_pointer(&self->from, g_free);
    if (fault)
        ui_studio_tell(self->studio, fault);
    g_ptr_array_unref(files);
}

static void
stop_reading(UiBrowser *self)
{
    if (self->reading)
        g_cancellable_cancel(self->reading);
    g_clear_object(&self->reading);
}

static void
fill(UiBrowser *self)
{
    stop_reading(self);
    self->reading = g_cancellable_new();
    gtk_label_set_text(GTK_LABEL(self->where), self->folder);
    ui_tip_set(self->where, self->folder);
    ui_browser_files(self->folder,
                     gtk_editable_get_text(GTK_EDITABLE(self->filter)),
                     self->reading, on_files, self);
}

static void
on_filter(GtkWidget *entry, UiBrowser *self)
{
    if (self->folder)
        fill(self);
}

/* --- what others do in it ----------------------------------------------------- */

enum { SETTLED_MS = 250 };

static gboolean
read_again(gpointer user)
{
    UiBrowser *self = user;
    UiBrowserFile *file = chosen(self);

    if (self->reading) /* a slow disk, on which much happens */
        return G_SOURCE_CONTINUE;
    self->again = 0;
    if (!self->from && file)
        self->from = g_strdup(ui_browser_file_path(file));
    fill(self);
    return G_SOURCE_REMOVE;
}

static void
on_happened(GFileMonitor *watch, GFile *file, GFile *other, GFileMonitorEvent event,
            UiBrowser *self)
{
    if (!self->again && event != G_FILE_MONITOR_EVENT_PRE_UNMOUNT)
        self->again = g_timeout_add(SETTLED_MS, read_again, self);
}

static void
stop_watching(UiBrowser *self)
{
    g_clear_handle_id(&self->again, g_source_remove);
    if (self->watch)
        g_signal_handlers_disconnect_by_data(self->watch, self);
    g_clear_object(&self->watch);
}

/* Where it cannot be watched, it is read when it is seen the next time. */
static void
watch(UiBrowser *self)
{
    g_autoptr(GFile) folder = g_file_new_for_path(self->folder);

    stop_watching(self);
    self->watch
        = g_file_monitor_directory(folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (self->watch)
        g_signal_connect(self->watch, "changed", G_CALLBACK(on_happened), self);
}

static void
go_to(UiBrowser *self, const char *folder)
{
    char *whole = g_canonicalize_filename(folder, NULL);

    g_free(self->folder);
    self->folder = whole;
    watch(self);
    g_signal_handlers_block_by_func(self->filter, on_filter, self);
    gtk_editable_set_text(GTK_EDITABLE(self->filter), "");
    g_signal_handlers_unblock_by_func(self->filter, on_filter, self);
    fill(self);
}

static void
on_up(GtkWidget *button, UiBrowser *self)
{
    g_autofree char *up = g_path_get_dirname(self->folder);

    g_free(self->from);
    self->from = g_strdup(self->folder);
    go_to(self, up);
}

static void
on_home(GtkWidget *button, UiBrowser *self)
{
    go_to(self, g_get_home_dir());
}

static void
on_music(GtkWidget *button, UiBrowser *self)
{
    const char *music = g_get_user_special_dir(G_USER_DIRECTORY_MUSIC);

    go_to(self, music ? music : g_get_home_dir());
}

static void
on_bounces(GtkWidget *button, UiBrowser *self)
{
    struct session *session = ui_studio_session(self->studio);
    g_autofree char *folder =
        session ? g_build_filename(session_folder(session), "bounces", NULL) : NULL;

    if (folder)
        go_to(self, folder);
}

/* --- what is done with a file ------------------------------------------------- */

/* The selected track, if it takes sound; 0: a new one. */
static int64_t
target(UiBrowser *self)
{
    const struct view *view = ui_studio_view(self->studio);
    const struct model *model = ui_studio_model(self->studio);
    const int64_t id = selection_focus(view->selection, SELECT_TRACK);
    const struct row_track *track
        = model ? model_row(model, TABLE_TRACK, id) : NULL;

    return track && track->kind == TRACK_AUDIO
                   && selection_has(view->selection, SELECT_TRACK, id)
               ? id
               : 0;
}

static void
import(UiBrowser *self, const char *path)
{
    const char *paths[] = {path, NULL};

    gtk_widget_activate_action(GTK_WIDGET(self), "win.import-files", "(^asxx)",
                               paths, (gint64)target(self),
                               (gint64)ui_studio_position(self->studio).n);
}

static void
on_activate(GtkListView *list, guint at, UiBrowser *self)
{
    g_autoptr(UiBrowserFile) file
        = g_list_model_get_item(G_LIST_MODEL(self->files), at);

    if (!file)
        return;
    if (ui_browser_file_is_folder(file))
        go_to(self, ui_browser_file_path(file));
    else
        import(self, ui_browser_file_path(file));
}

/* Another row: what sounds is not that one any more. */
static void
on_chosen(GtkSingleSelection *selection, GParamSpec *spec, UiBrowser *self)
{
    UiBrowserFile *file = chosen(self);

    if (self->filling || !file)
        return;
    ui_studio_audition_stop(self->studio);
    ui_browser_wave_show(UI_BROWSER_WAVE(self->wave), file);
    if (ui_browser_foot_is_auto(UI_BROWSER_FOOT(self->foot)))
        ui_browser_hear(self->studio, file);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       UiBrowser *self)
{
    UiBrowserFile *file = chosen(self);

    if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
        return FALSE;
    if ((key == GDK_KEY_Left || key == GDK_KEY_Right) && (state & GDK_SHIFT_MASK))
        ui_browser_wave_step(UI_BROWSER_WAVE(self->wave),
                             key == GDK_KEY_Left ? -1 : 1);
    else if (key == GDK_KEY_space && file)
        ui_browser_hear(self->studio, file);
    else if (key == GDK_KEY_BackSpace || key == GDK_KEY_Left)
        on_up(NULL, self);
    else if (key == GDK_KEY_Right && file && ui_browser_file_is_folder(file))
        go_to(self, ui_browser_file_path(file));
    else
        return FALSE;
    return TRUE;
}

static gboolean
on_escape(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
          UiBrowser *self)
{
    if (key != GDK_KEY_Escape || !ui_studio_auditioned(self->studio)->sounding)
        return FALSE;
    ui_studio_audition_stop(self->studio);
    return TRUE;
}

/* --- rows --------------------------------------------------------------------- */

static void
on_setup(GtkListItemFactory *factory, GtkListItem *item, UiBrowser *self)
{
    gtk_list_item_set_child(item, ui_browser_row_new(self->studio));
}

static void
on_bind(GtkListItemFactory *factory, GtkListItem *item, UiBrowser *self)
{
    GtkWidget *row = gtk_list_item_get_child(item);
    UiBrowserFile *file = gtk_list_item_get_item(item);

    ui_browser_row_show(UI_BROWSER_ROW(row), file);
    ui_name_row(item, ui_browser_file_name(file));
    g_ptr_array_add(self->rows, row);
}

static void
on_unbind(GtkListItemFactory *factory, GtkListItem *item, UiBrowser *self)
{
    GtkWidget *row = gtk_list_item_get_child(item);

    g_ptr_array_remove_fast(self->rows, row);
    ui_browser_row_show(UI_BROWSER_ROW(row), NULL);
}

static void
on_tick(UiStudio *studio, UiBrowser *self)
{
    for (guint i = 0; i < self->rows->len; i++)
        ui_browser_row_tick(self->rows->pdata[i]);
    ui_browser_wave_tick(UI_BROWSER_WAVE(self->wave));
}

/* --- the panel ---------------------------------------------------------------- */

static void
add_place(UiBrowser *self, GtkWidget *box, const char *title, GCallback clicked)
{
    GtkWidget *button = gtk_button_new_with_label(title);

    gtk_widget_add_css_class(button, "text");
    g_signal_connect(button, "clicked", clicked, self);
    gtk_box_append(GTK_BOX(box), button);
}

static GtkWidget *
make_places(UiBrowser *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *up = ui_icon_button("chevron-up", _("One folder up"));

    g_signal_connect(up, "clicked", G_CALLBACK(on_up), self);
    gtk_box_append(GTK_BOX(box), up);
    add_place(self, box, _("Home"), G_CALLBACK(on_home));
    add_place(self, box, _("Music"), G_CALLBACK(on_music));
    add_place(self, box, _("Bounces"), G_CALLBACK(on_bounces));
    return box;
}

static GtkWidget *
make_list(UiBrowser *self)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkWidget *scrolled = gtk_scrolled_window_new();
    GtkSingleSelection *selection;

    self->files = g_list_store_new(UI_TYPE_BROWSER_FILE);
    g_signal_connect(factory, "setup", G_CALLBACK(on_setup), self);
    g_signal_connect(factory, "bind", G_CALLBACK(on_bind), self);
    g_signal_connect(factory, "unbind", G_CALLBACK(on_unbind), self);
    selection = gtk_single_selection_new(G_LIST_MODEL(self->files));
    g_signal_connect(selection, "notify::selected-item", G_CALLBACK(on_chosen),
                     self);
    self->list = gtk_list_view_new(GTK_SELECTION_MODEL(selection), factory);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->list),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Files"), -1);
    g_signal_connect(self->list, "activate", G_CALLBACK(on_activate), self);
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(self->list, keys);
    ui_keys_own_space(self->list);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), self->list);
    gtk_widget_set_focusable(scrolled, FALSE);
    gtk_widget_set_vexpand(scrolled, TRUE);
    return scrolled;
}

/* The first look at a disk is when the panel is seen first. */
static void
on_map(GtkWidget *widget, gpointer user)
{
    UiBrowser *self = UI_BROWSER(widget);

    if (self->folder) {
        watch(self);
        self->again = g_idle_add(read_again, self);
    } else {
        on_music(NULL, self);
    }
}

/* What is not seen any more is not heard. */
static void
on_unmap(GtkWidget *widget, gpointer user)
{
    ui_studio_audition_stop(UI_BROWSER(widget)->studio);
    stop_watching(UI_BROWSER(widget));
}

static gboolean
grab_focus(GtkWidget *widget)
{
    UiBrowser *self = UI_BROWSER(widget);

    self->wanted = true;
    focus_chosen(self);
    return TRUE;
}

static void
dispose(GObject *object)
{
    UiBrowser *self = UI_BROWSER(object);

    stop_reading(self);
    stop_watching(self);
    if (self->list)
        g_signal_handlers_disconnect_by_data(selection_of(self), self);
    self->list = NULL;
    g_clear_pointer(&self->page, gtk_widget_unparent);
    g_clear_pointer(&self->rows, g_ptr_array_unref);
    g_clear_pointer(&self->folder, g_free);
    g_clear_pointer(&self->from, g_free);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_browser_parent_class)->dispose(object);
}

static void
ui_browser_class_init(UiBrowserClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->grab_focus = grab_focus;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_browser_init(UiBrowser *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    self->rows = g_ptr_array_new();
    self->page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    self->where = gtk_label_new(NULL);
    self->none = gtk_label_new(_("No sound files here"));
    self->filter = gtk_entry_new();
    gtk_entry_set_placeholder_text(GTK_ENTRY(self->filter), _("Filter"));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->filter),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Filter"), -1);
    gtk_label_set_xalign(GTK_LABEL(self->where), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(self->where), PANGO_ELLIPSIZE_START);
    gtk_widget_add_css_class(self->where, "hint");
    gtk_widget_add_css_class(self->none, "hint");
    gtk_widget_add_css_class(self->page, "browser");
    gtk_box_append(GTK_BOX(self->page), make_places(self));
    gtk_box_append(GTK_BOX(self->page), self->where);
    gtk_box_append(GTK_BOX(self->page), self->filter);
    gtk_box_append(GTK_BOX(self->page), self->none);
    gtk_box_append(GTK_BOX(self->page), make_list(self));
    gtk_widget_set_parent(self->page, GTK_WIDGET(self));
    gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
    g_signal_connect(self->filter, "changed", G_CALLBACK(on_filter), self);
    g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
    g_signal_connect(self, "unmap", G_CALLBACK(on_unmap), NULL);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_escape), self);
    gtk_widget_add_controller(GTK_WIDGET(self), keys);
}

GtkWidget *
ui_browser_new(UiStudio *studio)
{
    UiBrowser *self = g_object_new(UI_TYPE_BROWSER, NULL);

    self->studio = g_object_ref(studio);
    self->wave = ui_browser_wave_new(studio);
    self->foot = ui_browser_foot_new(studio);
    gtk_box_append(GTK_BOX(self->page), self->wave);
    gtk_box_append(GTK_BOX(self->page), self->foot);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    return GTK_WIDGET(self);
}
