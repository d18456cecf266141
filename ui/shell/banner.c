/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/banner.h"

#include "base/text.h"

enum { LINE_SIZE = 1024, GOOD_SECONDS = 6, FAULT_SECONDS = 20, MAX_LINES = 3 };

/* What is told stays readable, whatever else is told meanwhile: lines stand below
 * each other, oldest first.  What somebody can do something about stays for
 * longer. */
struct line {
    UiBanner *banner;
    GtkWidget *revealer, *label, *close;
    guint timer, seconds;
    bool good;
};

struct _UiBanner {
    GtkWidget parent_instance;
    GtkWidget *box;
    GPtrArray *lines; /* that are not on their way out */
};

G_DEFINE_FINAL_TYPE(UiBanner, ui_banner, GTK_TYPE_WIDGET)

static void
on_shown(GtkRevealer *revealer)
{
    GtkWidget *box = gtk_widget_get_parent(GTK_WIDGET(revealer));

    if (box && !gtk_revealer_get_child_revealed(revealer))
        gtk_box_remove(GTK_BOX(box), GTK_WIDGET(revealer));
}

/* It goes from the screen as it came, and from then on is no line of ours. */
static void
free_line(gpointer user)
{
    struct line *line = user;
    GtkRevealer *revealer = GTK_REVEALER(line->revealer);

    g_clear_handle_id(&line->timer, g_source_remove);
    g_signal_handlers_disconnect_by_data(line->close, line);
    gtk_revealer_set_reveal_child(revealer, FALSE);
    if (gtk_revealer_get_child_revealed(revealer))
        g_signal_connect(revealer, "notify::child-revealed", G_CALLBACK(on_shown),
                         NULL);
    else
        on_shown(revealer);
    g_free(line);
}

static void
remove_line(struct line *line)
{
    g_ptr_array_remove(line->banner->lines, line);
}

static gboolean
on_timer(gpointer user)
{
    struct line *line = user;

    line->timer = 0;
    remove_line(line);
    return G_SOURCE_REMOVE;
}

static void
start_timer(struct line *line)
{
    g_clear_handle_id(&line->timer, g_source_remove);
    line->timer = g_timeout_add_seconds(line->seconds, on_timer, line);
}

static GtkWidget *
make_label(const char *text)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
    gtk_label_set_selectable(GTK_LABEL(label), TRUE);
    gtk_widget_set_can_focus(label, FALSE);
    gtk_widget_set_hexpand(label, TRUE);
    return label;
}

static void
add_line(UiBanner *self, const char *text, bool good, guint seconds)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    struct line *line = g_new0(struct line, 1);

    *line = (struct line){.banner = self,
                          .revealer = gtk_revealer_new(),
                          .label = make_label(text),
                          .close = gtk_button_new_with_label(_("Close")),
                          .good = good,
                          .seconds = seconds};
    gtk_widget_add_css_class(line->close, "text");
    g_signal_connect_swapped(line->close, "clicked", G_CALLBACK(remove_line), line);
    gtk_box_append(GTK_BOX(box), line->label);
    gtk_box_append(GTK_BOX(box), line->close);
    gtk_widget_add_css_class(box, "line");
    if (!good)
        gtk_widget_add_css_class(box, "fault");
    gtk_revealer_set_child(GTK_REVEALER(line->revealer), box);
    gtk_box_append(GTK_BOX(self->box), line->revealer);
    gtk_revealer_set_reveal_child(GTK_REVEALER(line->revealer), TRUE);
    g_ptr_array_add(self->lines, line);
    start_timer(line);
}

/* The oldest that told of nothing bad; or else the oldest. */
static struct line *
least(UiBanner *self)
{
    for (guint i = 0; i < self->lines->len; i++) {
        struct line *line = g_ptr_array_index(self->lines, i);

        if (line->good)
            return line;
    }
    return g_ptr_array_index(self->lines, 0);
}

static struct line *
find_line(UiBanner *self, const char *text)
{
    for (guint i = 0; i < self->lines->len; i++) {
        struct line *line = g_ptr_array_index(self->lines, i);

        if (g_str_equal(gtk_label_get_text(GTK_LABEL(line->label)), text))
            return line;
    }
    return NULL;
}

/* A sentence of its own: names, which may stand before it, stay as they are. */
static void
begin_large(char text[LINE_SIZE])
{
    g_autofree char *rest = g_strdup(g_utf8_next_char(text));
    const gunichar first = g_unichar_toupper(g_utf8_get_char(text));
    const int length = g_unichar_to_utf8(first, text);

    g_strlcpy(text + length, rest, LINE_SIZE - (gsize)length);
}

/* That it is this song goes without saying. */
static void
write_line(UiStudio *studio, const struct fault *fault, char text[LINE_SIZE])
{
    struct session *session = ui_studio_session(studio);
    struct fault told = *fault;

    if (session && g_str_equal(told.where, session_folder(session)))
        told.where[0] = '\0';
    fault_line(&told, text, LINE_SIZE);
    if (!told.where[0] && text[0])
        begin_large(text);
}

static void
on_told(UiStudio *studio, const struct fault *fault, UiBanner *self)
{
    char text[LINE_SIZE];

    write_line(studio, fault, text);
    struct line *same = find_line(self, text);

    if (same) {
        start_timer(same);
        return;
    }
    if (self->lines->len == MAX_LINES)
        remove_line(least(self));
    const bool good = fault->status == ST_OK;

    add_line(self, text, good,
             good && !fault->remedy[0] ? GOOD_SECONDS : FAULT_SECONDS);
}

static void
on_settled(UiStudio *studio, const struct fault *fault, UiBanner *self)
{
    char text[LINE_SIZE];

    write_line(studio, fault, text);
    struct line *line = find_line(self, text);

    if (line)
        remove_line(line);
}

/* What was told of a song goes with it; what is told while it is put away stays. */
static void
on_leave(UiStudio *studio, UiBanner *self)
{
    (void)studio;
    g_ptr_array_set_size(self->lines, 0);
}

static void
dispose(GObject *object)
{
    UiBanner *self = UI_BANNER(object);

    g_clear_pointer(&self->lines, g_ptr_array_unref);
    g_clear_pointer(&self->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_banner_parent_class)->dispose(object);
}

static void
ui_banner_class_init(UiBannerClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ui_banner_init(UiBanner *self)
{
    self->lines = g_ptr_array_new_with_free_func(free_line);
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    gtk_widget_add_css_class(GTK_WIDGET(self), "banner");
}

GtkWidget *
ui_banner_new(UiStudio *studio)
{
    UiBanner *self = g_object_new(UI_TYPE_BANNER, NULL);

    g_signal_connect_object(studio, "told", G_CALLBACK(on_told), self, 0);
    g_signal_connect_object(studio, "settled", G_CALLBACK(on_settled), self, 0);
    g_signal_connect_object(studio, "leave", G_CALLBACK(on_leave), self, 0);
    return GTK_WIDGET(self);
}
