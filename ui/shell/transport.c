/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/transport.h"

#include "app/command.h"
#include "base/text.h"
#include "ui/shell/lcd.h"
#include "ui/shell/menu.h"
#include "ui/widgets/forward.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/shedding.h"
#include "ui/widgets/still.h"
#include "ui/widgets/tip.h"

struct _UiTransport {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *scroller, *bar, *lcd, *title, *below, *tools, *panels, *play,
        *record;
    GtkWidget *undo, *redo;
};

G_DEFINE_FINAL_TYPE(UiTransport, ui_transport, GTK_TYPE_WIDGET)

/* --- what it tells ------------------------------------------------------------ */

static void
show_title(UiTransport *self)
{
    const struct model *model = ui_studio_model(self->studio);
    const struct row_song *song
        = model ? model_row(model, TABLE_SONG, SONG_ID) : NULL;

    gtk_label_set_text(GTK_LABEL(self->title), song ? song->name : "");
    gtk_label_set_text(GTK_LABEL(self->below),
                       !song ? ""
                       : session_read_only(ui_studio_session(self->studio))
                           ? _("read only")
                           : song->artist);
    gtk_widget_set_visible(self->scroller, song != NULL);
}

static void
set_class(GtkWidget *widget, const char *class, bool on)
{
    if (on)
        gtk_widget_add_css_class(widget, class);
    else
        gtk_widget_remove_css_class(widget, class);
}

static void
on_tick(UiStudio *studio, UiTransport *self)
{
    const struct deck_state *state = ui_studio_state(studio);

    set_class(self->play, "on", state->player.rolling);
    set_class(self->record, "on", state->recording);
    set_class(self->record, "waiting",
              (state->waiting || state->ready) && !state->recording);
    set_class(self->bar, "recording", state->recording);
}

/* «Undo: Move clip  (Ctrl+Z)» */
static void
dress_step(UiTransport *self, GtkWidget *button, const char *action,
           const char *label)
{
    const bool some = label[0] != '\0';
    char step[LABEL_SIZE];
    g_autofree char *plain
        = ui_actions_tip(self->actions, ui_actions_find(self->actions, action));

    command_label_told(label, step);
    g_autofree char *tip
        = some ? g_strdup_printf("%s\n%s", plain, step) : g_strdup(plain);

    gtk_widget_set_sensitive(button, some);
    if (g_strcmp0(tip, ui_tip(button)) == 0)
        return;
    ui_tip_set(button, tip);
    if (some)
        gtk_accessible_update_property(GTK_ACCESSIBLE(button),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, step, -1);
}

static void
show_steps(UiTransport *self)
{
    char undo[LABEL_SIZE], redo[LABEL_SIZE];

    if (!ui_studio_session(self->studio))
        return;
    session_next(ui_studio_session(self->studio), undo, redo);
    dress_step(self, self->undo, "undo", undo);
    dress_step(self, self->redo, "redo", redo);
}

/* --- built -------------------------------------------------------------------- */

static GtkWidget *
make_button(UiTransport *self, const char *action, const char *icon,
            const char *class)
{
    const struct ui_action *what = ui_actions_find(self->actions, action);
    GtkWidget *button = what->state ? gtk_toggle_button_new() : gtk_button_new();

    gtk_button_set_child(GTK_BUTTON(button), ui_icon_new(icon));
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_add_css_class(button, class);
    ui_actions_dress(self->actions, button, action);
    return button;
}

static GtkWidget *
make_group(const char *class)
{
    GtkWidget *group = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2);

    gtk_widget_add_css_class(group, class);
    gtk_widget_set_valign(group, GTK_ALIGN_CENTER);
    return group;
}

static GtkWidget *
make_title(UiTransport *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    self->title = gtk_label_new(NULL);
    self->below = gtk_label_new(NULL);
    gtk_label_set_xalign(GTK_LABEL(self->title), 0.0f);
    gtk_label_set_xalign(GTK_LABEL(self->below), 0.0f);
    gtk_label_set_ellipsize(GTK_LABEL(self->title), PANGO_ELLIPSIZE_END);
    gtk_label_set_ellipsize(GTK_LABEL(self->below), PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars(GTK_LABEL(self->title), 14);
    gtk_label_set_max_width_chars(GTK_LABEL(self->title), 22);
    gtk_label_set_max_width_chars(GTK_LABEL(self->below), 22);
    gtk_widget_add_css_class(self->title, "project");
    gtk_widget_add_css_class(self->below, "dim");
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(box), self->title);
    gtk_box_append(GTK_BOX(box), self->below);
    return box;
}

static GtkWidget *
make_history(UiTransport *self)
{
    GtkWidget *history = make_group("group");

    self->undo = make_button(self, "undo", "undo", "tool");
    self->redo = make_button(self, "redo", "redo", "tool");
    gtk_box_append(GTK_BOX(history), self->undo);
    gtk_box_append(GTK_BOX(history), self->redo);
    return history;
}

static GtkWidget *
make_roll(UiTransport *self)
{
    GtkWidget *roll = make_group("transport");

    gtk_widget_add_css_class(roll, "group");
    gtk_box_append(GTK_BOX(roll),
                   make_button(self, "to-start", "to-start", "roll"));
    gtk_box_append(GTK_BOX(roll), make_button(self, "rewind", "rewind", "roll"));
    gtk_box_append(GTK_BOX(roll), make_button(self, "forward", "forward", "roll"));
    gtk_box_append(GTK_BOX(roll), make_button(self, "stop", "stop", "roll"));
    self->play = make_button(self, "play", "play", "play");
    self->record = make_button(self, "record", "record", "rec");
    gtk_box_append(GTK_BOX(roll), self->play);
    gtk_box_append(GTK_BOX(roll), self->record);
    gtk_box_append(GTK_BOX(roll), make_button(self, "loop", "loop", "loop"));
    return roll;
}

static GtkWidget *
make_how(UiTransport *self)
{
    GtkWidget *how = make_group("group");

    gtk_box_append(GTK_BOX(how), make_button(self, "punch", "punch", "tool"));
    gtk_box_append(GTK_BOX(how), make_button(self, "click", "metronome", "tool"));
    gtk_box_append(GTK_BOX(how), make_button(self, "count-in", "count-in", "tool"));
    return how;
}

/* On a very small screen, or with large letters, what is left of the bar may be
 * wider than the window: its end is reached by the wheel and by the keyboard's
 * focus. */
static GtkWidget *
scroller_new(GtkWidget *bar)
{
    GtkWidget *scroller = gtk_scrolled_window_new();

    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), bar);
    gtk_widget_set_focusable(scroller, FALSE);
    return scroller;
}

static GtkWidget *
make_spring(void)
{
    GtkWidget *spring = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

    gtk_widget_set_hexpand(spring, TRUE);
    return spring;
}

/* What goes first where the window is narrow: the name, which the title has too,
 * then the panels' and the tools' buttons, which have keys. */
static void
build(UiTransport *self)
{
    self->bar = ui_shedding_new(GTK_ORIENTATION_HORIZONTAL, 10);
    self->panels = make_group("group");
    self->tools = make_group("tools");
    self->lcd = ui_lcd_new(self->studio, self->actions);

    UiShedding *bar = UI_SHEDDING(self->bar);
    gtk_widget_add_css_class(self->bar, "topbar");
    ui_shedding_append(bar, ui_menu_button_new(self->actions), 0);
    ui_shedding_append(bar, ui_still_new(make_title(self)), 5);
    ui_shedding_append(bar, ui_still_new(make_history(self)), 1);
    ui_shedding_append(bar, ui_still_new(self->tools), 3);
    ui_shedding_append(bar, make_spring(), 0);
    ui_shedding_append(bar, ui_still_new(make_roll(self)), 0);
    ui_shedding_append(bar, self->lcd, 0);
    ui_shedding_append(bar, ui_still_new(make_how(self)), 2);
    ui_shedding_append(bar, make_spring(), 0);
    ui_shedding_append(bar, ui_still_new(self->panels), 4);
    self->scroller = scroller_new(self->bar);
    gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
}

/* --- its own actions ---------------------------------------------------------- */

static void
run_face(gpointer user, GVariant *parameter)
{
    static const char *const FACES[]
        = {"bars", "time", "timecode", "samples", NULL};
    UiTransport *self = user;
    const char *wanted = g_variant_get_string(parameter, NULL);

    for (int i = 0; FACES[i]; i++)
        if (g_str_equal(FACES[i], wanted))
            ui_lcd_set_face(UI_LCD(self->lcd), i);
}

static void
run_next_face(gpointer user, GVariant *parameter)
{
    UiTransport *self = user;

    ui_lcd_set_face(UI_LCD(self->lcd),
                    (ui_lcd_face(UI_LCD(self->lcd)) + 1) % UI_LCD_FACES);
}

static void
run_type_place(gpointer user, GVariant *parameter)
{
    ui_lcd_type_place(UI_LCD(((UiTransport *)user)->lcd));
}

#define SUBJECT N_("Transport")
static const struct ui_action TABLE[] = {
    {"type-place", N_("Type a place to go to"), SUBJECT, "g", run_type_place},
    {"clock", N_("What the clock tells"), SUBJECT, NULL, run_face, "s", NULL,
     "'bars'"},
    {"clock-next", N_("The clock tells something else"), SUBJECT, "<Shift>c",
     run_next_face},
};

void
ui_transport_add_tool(UiTransport *self, GtkWidget *widget)
{
    gtk_box_append(GTK_BOX(self->tools), widget);
    ui_forward(widget);
}

void
ui_transport_add_panel(UiTransport *self, const char *action, const char *icon)
{
    gtk_box_append(GTK_BOX(self->panels), make_button(self, action, icon, "tool"));
    ui_forward(self->panels);
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_TRANSPORT(object)->scroller, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_transport_parent_class)->dispose(object);
}

static void
ui_transport_class_init(UiTransportClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_transport_init(UiTransport *self)
{
    (void)self;
}

GtkWidget *
ui_transport_new(UiStudio *studio, UiActions *actions)
{
    UiTransport *self = g_object_new(UI_TYPE_TRANSPORT, NULL);

    self->studio = studio;
    self->actions = actions;
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), self);
    build(self);
    ui_forward(GTK_WIDGET(self));
    show_title(self);
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(show_title), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(studio, "changed", G_CALLBACK(show_title), self,
                            G_CONNECT_SWAPPED);
    /* after the window, with whose actions buttons become sensitive */
    g_signal_connect_object(studio, "song", G_CALLBACK(show_steps), self,
                            G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    g_signal_connect_object(studio, "changed", G_CALLBACK(show_steps), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(actions, "keys", G_CALLBACK(show_steps), self,
                            G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
