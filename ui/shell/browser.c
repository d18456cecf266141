/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser.h"

#include "app/browse.h"
#include "base/text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/names.h"

#include <string.h>

enum { ABOUT = 160 };

struct _UiBrowser {
    GtkWidget parent_instance;
    UiStudio *studio;
    GtkWidget *page, *where, *filter, *list, *none;
    GtkStringList *names; /* of a folder with a slash behind it */
    char *folder;
};

G_DEFINE_FINAL_TYPE(UiBrowser, ui_browser, GTK_TYPE_WIDGET)

static bool
is_folder(const char *name)
{
    return g_str_has_suffix(name, "/");
}

static char *
path_of(UiBrowser *self, const char *name)
{
    return g_build_filename(self->folder, name, NULL);
}

/* --- the folder --------------------------------------------------------------------------- */

static bool
fits(UiBrowser *self, const struct browse_entry *entry)
{
    const char *filter = gtk_editable_get_text(GTK_EDITABLE(self->filter));
    g_autofree char *name = g_utf8_make_valid(entry->name, -1);
    g_autofree char *folded = g_utf8_casefold(name, -1);
    g_autofree char *wanted = g_utf8_casefold(filter, -1);

    /* What is no UTF-8 could not be found again by the name that is shown. */
    return strcmp(name, entry->name) == 0 && strstr(folded, wanted);
}

static void
fill(UiBrowser *self)
{
    const guint before = g_list_model_get_n_items(G_LIST_MODEL(self->names));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    struct browse_entry *entries;
    struct fault fault;
    size_t count;

    if (browse_folder(self->folder, &entries, &count, &fault))
        ui_studio_tell(self->studio, &fault);
    for (size_t i = 0; i < count; i++)
        if (fits(self, &entries[i]))
            g_ptr_array_add(names, g_strconcat(entries[i].name,
                                               entries[i].folder ? "/" : "", NULL));
    browse_clear(entries, count);
    gtk_widget_set_visible(self->none, names->len == 0);
    g_ptr_array_add(names, NULL);
    gtk_string_list_splice(self->names, 0, before, (const char *const *)names->pdata);
    gtk_label_set_text(GTK_LABEL(self->where), self->folder);
    gtk_widget_set_tooltip_text(self->where, self->folder);
}

static void
go_to(UiBrowser *self, const char *folder)
{
    char *whole = g_canonicalize_filename(folder, NULL);

    g_free(self->folder);
    self->folder = whole;
    gtk_editable_set_text(GTK_EDITABLE(self->filter), "");
    fill(self);
}

static void
on_up(GtkWidget *button, UiBrowser *self)
{
    g_autofree char *up = g_path_get_dirname(self->folder);

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

/* --- what is done with a file --------------------------------------------------------------- */

static void
import(UiBrowser *self, const char *path)
{
    const char *paths[] = {path, NULL};

    gtk_widget_activate_action(GTK_WIDGET(self), "win.import-files", "(^asxx)", paths,
                               (gint64)0, (gint64)ui_studio_position(self->studio).n);
}

static void
on_activate(GtkListView *list, guint at, UiBrowser *self)
{
    const char *name = gtk_string_list_get_string(self->names, at);
    g_autofree char *path = name ? path_of(self, name) : NULL;

    if (!path)
        return;
    if (is_folder(name))
        go_to(self, path);
    else
        import(self, path);
}

/* --- rows ----------------------------------------------------------------------------------- */

static void
on_setup(GtkListItemFactory *factory, GtkListItem *item, UiBrowser *self)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    for (int i = 0; i < 2; i++) {
        GtkWidget *label = gtk_label_new(NULL);

        gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
        gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
        gtk_box_append(GTK_BOX(words), label);
        if (i == 1)
            gtk_widget_add_css_class(label, "hint");
    }
    gtk_box_append(GTK_BOX(row), ui_icon_new("audio"));
    gtk_box_append(GTK_BOX(row), words);
    gtk_list_item_set_child(item, row);
}

/* The head of a file is read when its row is seen. */
static void
on_bind(GtkListItemFactory *factory, GtkListItem *item, UiBrowser *self)
{
    GtkWidget *row = gtk_list_item_get_child(item);
    GtkWidget *icon = gtk_widget_get_first_child(row);
    GtkWidget *title = gtk_widget_get_first_child(gtk_widget_get_next_sibling(icon));
    GtkWidget *below = gtk_widget_get_next_sibling(title);
    const char *name =
        gtk_string_object_get_string(GTK_STRING_OBJECT(gtk_list_item_get_item(item)));
    g_autofree char *path = path_of(self, name);
    g_autofree char *shown = g_strndup(name, strlen(name) - is_folder(name));
    char about[ABOUT] = "";

    if (!is_folder(name))
        browse_about(path, about, sizeof about);
    ui_icon_set(GTK_IMAGE(icon), is_folder(name) ? "folder" : "audio");
    gtk_label_set_text(GTK_LABEL(title), shown);
    gtk_label_set_text(GTK_LABEL(below), about);
    gtk_widget_set_visible(below, *about != '\0');
    ui_name_row(item, shown);
}

/* --- the panel ------------------------------------------------------------------------------- */

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
    GtkWidget *scrolled = gtk_scrolled_window_new();

    self->names = gtk_string_list_new(NULL);
    g_signal_connect(factory, "setup", G_CALLBACK(on_setup), self);
    g_signal_connect(factory, "bind", G_CALLBACK(on_bind), self);
    self->list = gtk_list_view_new(
        GTK_SELECTION_MODEL(gtk_single_selection_new(G_LIST_MODEL(self->names))), factory);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->list),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _("Files"), -1);
    g_signal_connect(self->list, "activate", G_CALLBACK(on_activate), self);
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

    if (self->folder)
        fill(self);
    else
        on_music(NULL, self);
}

static void
on_filter(GtkWidget *entry, UiBrowser *self)
{
    if (self->folder)
        fill(self);
}

static void
dispose(GObject *object)
{
    UiBrowser *self = UI_BROWSER(object);

    g_clear_pointer(&self->page, gtk_widget_unparent);
    g_clear_pointer(&self->folder, g_free);
    g_clear_object(&self->studio);
    G_OBJECT_CLASS(ui_browser_parent_class)->dispose(object);
}

static void
ui_browser_class_init(UiBrowserClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void
ui_browser_init(UiBrowser *self)
{
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
}

GtkWidget *
ui_browser_new(UiStudio *studio)
{
    UiBrowser *self = g_object_new(UI_TYPE_BROWSER, NULL);

    self->studio = g_object_ref(studio);
    return GTK_WIDGET(self);
}
