/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/lcd.h"

#include "base/text.h"
#include "time/timecode.h"
#include "ui/shell/typed.h"
#include "ui/widgets/shedding.h"
#include "ui/widgets/still.h"
#include "ui/widgets/tip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 64 };

/* A figure that turns into an entry when it is clicked. */
struct figure {
    GtkWidget *stack, *button, *label, *entry;
    char *said; /* to a screen reader */
};

struct _UiLcd {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *box, *small, *caption, *small_caption;
    struct figure place, tempo, metre, speed;
    enum ui_lcd_face face;
};

G_DEFINE_FINAL_TYPE(UiLcd, ui_lcd, GTK_TYPE_WIDGET)

/* --- what it tells ------------------------------------------------------------ */

static void
set_text(GtkWidget *label, const char *text)
{
    if (strcmp(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
}

/* What it says is its description; of what runs nothing is said on the way. */
static void
set_figure(UiLcd *self, struct figure *figure, const char *text)
{
    set_text(figure->label, text);
    if (ui_studio_rolling(self->studio) || g_strcmp0(figure->said, text) == 0)
        return;
    g_free(figure->said);
    figure->said = g_strdup(text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(figure->button),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
bars_text(const struct tempo_map *map, frames_t at, char *text)
{
    const struct bbt place = tempo_bbt(map, tempo_ticks(map, at));

    g_snprintf(text, TEXT, "%lld|%d|%03d", (long long)place.bar, place.beat,
               place.tick / TYPED_TICKS);
}

static void
code_text(frames_t at, uint32_t rate, char *text)
{
    const int64_t seconds = at.n / rate;
    const int64_t rest = (at.n % rate) * TYPED_CODE_FRAMES / rate;

    g_snprintf(text, TEXT, "%02lld:%02lld:%02lld:%02lld",
               (long long)(seconds / 3600), (long long)(seconds / 60 % 60),
               (long long)(seconds % 60), (long long)rest);
}

static void
face_text(enum ui_lcd_face face, const struct tempo_map *map, frames_t at,
          uint32_t rate, char *text)
{
    switch (face) {
    case UI_LCD_BARS: bars_text(map, at, text); break;
    case UI_LCD_TIME: timecode_clock(at, rate, text); break;
    case UI_LCD_TIMECODE: code_text(at, rate, text); break;
    case UI_LCD_SAMPLES: g_snprintf(text, TEXT, "%lld", (long long)at.n); break;
    case UI_LCD_FACES: break;
    }
}

static void
show_state_colour(UiLcd *self)
{
    const struct deck_state *state = ui_studio_state(self->studio);

    if (state->recording)
        gtk_widget_add_css_class(self->box, "recording");
    else
        gtk_widget_remove_css_class(self->box, "recording");
    if (ui_studio_speed(self->studio) != 1.0)
        gtk_widget_add_css_class(self->speed.label, "off");
    else
        gtk_widget_remove_css_class(self->speed.label, "off");
}

static void
show(UiLcd *self)
{
    const struct model *model = ui_studio_model(self->studio);
    char text[TEXT];

    if (!model)
        return;
    const struct tempo_map *map = model_tempo(model);
    const frames_t at = frames(MAX(ui_studio_position(self->studio).n, 0));
    const uint32_t rate = session_rate(ui_studio_session(self->studio));
    const struct metre_point metre = tempo_metre(map, tempo_ticks(map, at));

    face_text(self->face, map, at, rate, text);
    set_figure(self, &self->place, text);
    face_text(self->face == UI_LCD_BARS ? UI_LCD_TIME : UI_LCD_BARS, map, at, rate,
              text);
    set_text(self->small, text);
    g_snprintf(text, sizeof text, "%.2f", tempo_bpm(map, tempo_ticks(map, at)));
    set_figure(self, &self->tempo, text);
    g_snprintf(text, sizeof text, "%d/%d", metre.num, metre.den);
    set_figure(self, &self->metre, text);
    g_snprintf(text, sizeof text, "%.1f", ui_studio_speed(self->studio) * 100.0);
    set_figure(self, &self->speed, text);
    show_state_colour(self);
}

/* Faster than can be read; each time the bar is laid out anew. */
static void
on_tick(UiStudio *studio, UiLcd *self)
{
    if (ui_studio_turn(studio, 3, 4))
        show(self);
}

/* --- what is typed ------------------------------------------------------------ */

/* The keys are the window's again. */
static void
leave(struct figure *figure)
{
    GtkRoot *root = gtk_widget_get_root(figure->entry);

    if (root
        && gtk_stack_get_visible_child(GTK_STACK(figure->stack)) == figure->entry)
        gtk_root_set_focus(root, NULL);
    gtk_stack_set_visible_child(GTK_STACK(figure->stack), figure->button);
}

static void
type(struct figure *figure)
{
    gtk_editable_set_text(GTK_EDITABLE(figure->entry),
                          gtk_label_get_text(GTK_LABEL(figure->label)));
    gtk_stack_set_visible_child(GTK_STACK(figure->stack), figure->entry);
    gtk_widget_grab_focus(figure->entry);
}

static void
on_place(GtkWidget *entry, UiLcd *self)
{
    g_autofree char *text = g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry)));

    leave(&self->place);
    const struct session *session = ui_studio_session(self->studio);
    g_autofree char *place
        = session ? typed_place(self->face, text, session_rate(session)) : NULL;
    if (place)
        ui_actions_run(self->actions, "locate", g_variant_new_string(place));
}

static void
on_tempo(GtkWidget *entry, UiLcd *self)
{
    const double bpm = typed_number(gtk_editable_get_text(GTK_EDITABLE(entry)));

    leave(&self->tempo);
    if (bpm > 0.0)
        ui_actions_run(self->actions, "tempo", g_variant_new_double(bpm));
}

static void
on_metre(GtkWidget *entry, UiLcd *self)
{
    g_autofree char *text = g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry)));

    leave(&self->metre);
    if (*g_strstrip(text))
        ui_actions_run(self->actions, "metre", g_variant_new_string(text));
}

static void
on_speed(GtkWidget *entry, UiLcd *self)
{
    const double percent = typed_number(gtk_editable_get_text(GTK_EDITABLE(entry)));

    leave(&self->speed);
    if (percent > 0.0)
        ui_actions_run(self->actions, "speed",
                       g_variant_new_double(percent / 100.0));
}

static gboolean
on_key(GtkEventControllerKey *controller, guint key, guint code,
       GdkModifierType state, struct figure *figure)
{
    if (key != GDK_KEY_Escape)
        return FALSE;
    leave(figure);
    return TRUE;
}

/* --- built -------------------------------------------------------------------- */

static void
name(GtkWidget *widget, const char *text)
{
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    ui_tip_set(widget, text);
}

static void
make_figure(struct figure *figure, const char *title, const char *class, int chars)
{
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *focus = gtk_event_controller_focus_new();

    figure->label = gtk_label_new("");
    gtk_label_set_width_chars(GTK_LABEL(figure->label), chars);
    gtk_widget_add_css_class(figure->label, class);
    gtk_widget_add_css_class(figure->label, "num");
    figure->button = gtk_button_new();
    gtk_button_set_child(GTK_BUTTON(figure->button), figure->label);
    gtk_widget_set_focus_on_click(figure->button, FALSE);
    figure->entry = gtk_entry_new();
    gtk_editable_set_width_chars(GTK_EDITABLE(figure->entry), chars);
    gtk_editable_set_max_width_chars(GTK_EDITABLE(figure->entry), chars);
    gtk_widget_add_css_class(figure->entry, class);
    gtk_widget_add_css_class(figure->entry, "num");
    figure->stack = gtk_stack_new();
    gtk_stack_add_child(GTK_STACK(figure->stack), figure->button);
    gtk_stack_add_child(GTK_STACK(figure->stack), figure->entry);
    g_signal_connect_swapped(figure->button, "clicked", G_CALLBACK(type), figure);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), figure);
    g_signal_connect_swapped(focus, "leave", G_CALLBACK(leave), figure);
    gtk_widget_add_controller(figure->entry, keys);
    gtk_widget_add_controller(figure->entry, focus);
    name(figure->button, title);
    name(figure->entry, title);
}

/* A figure with its name in small letters below; where there is little room, that
 * of the highest rank goes first. */
static void
add(UiLcd *self, GtkWidget *figure, const char *caption, GtkWidget **label,
    int rank)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0),
              *below = gtk_label_new(caption);

    gtk_widget_add_css_class(below, "caps");
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(box), figure);
    gtk_box_append(GTK_BOX(box), below);
    if (gtk_widget_get_first_child(self->box))
        ui_shedding_append(UI_SHEDDING(self->box),
                           gtk_separator_new(GTK_ORIENTATION_VERTICAL), rank);
    ui_shedding_append(UI_SHEDDING(self->box), ui_still_new(box), rank);
    if (label)
        *label = below;
}

static GtkWidget *
make_plain(int chars)
{
    GtkWidget *label = gtk_label_new("");

    gtk_label_set_width_chars(GTK_LABEL(label), chars);
    gtk_widget_add_css_class(label, "mid");
    gtk_widget_add_css_class(label, "num");
    return label;
}

static void
dispose(GObject *object)
{
    g_clear_pointer(&UI_LCD(object)->box, gtk_widget_unparent);
    G_OBJECT_CLASS(ui_lcd_parent_class)->dispose(object);
}

static void
finalize(GObject *object)
{
    UiLcd *self = UI_LCD(object);

    g_free(self->place.said);
    g_free(self->tempo.said);
    g_free(self->metre.said);
    g_free(self->speed.said);
    G_OBJECT_CLASS(ui_lcd_parent_class)->finalize(object);
}

static void
ui_lcd_class_init(UiLcdClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    G_OBJECT_CLASS(class)->finalize = finalize;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class),
                                             GTK_TYPE_BIN_LAYOUT);
}

static void
ui_lcd_init(UiLcd *self)
{
    self->box = ui_shedding_new(GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_add_css_class(self->box, "lcd");
    gtk_widget_set_parent(self->box, GTK_WIDGET(self));
    make_figure(&self->place, _("Place of the playhead"), "big", 12);
    make_figure(&self->tempo, _("Tempo"), "mid", 7);
    make_figure(&self->metre, _("Metre"), "mid", 5);
    make_figure(&self->speed, _("Speed of the tape, in per cent"), "mid", 5);
    self->small = make_plain(11);
    add(self, self->place.stack, _("BAR"), &self->caption, 0);
    add(self, self->small, _("TIME"), &self->small_caption, 2);
    add(self, self->tempo.stack, _("BPM"), NULL, 1);
    add(self, self->metre.stack, _("METRE"), NULL, 3);
    add(self, self->speed.stack, _("SPEED %"), NULL, 4);
    g_signal_connect(self->place.entry, "activate", G_CALLBACK(on_place), self);
    g_signal_connect(self->tempo.entry, "activate", G_CALLBACK(on_tempo), self);
    g_signal_connect(self->metre.entry, "activate", G_CALLBACK(on_metre), self);
    g_signal_connect(self->speed.entry, "activate", G_CALLBACK(on_speed), self);
}

void
ui_lcd_set_face(UiLcd *self, enum ui_lcd_face face)
{
    const char *const CAPTIONS[]
        = {_("BAR"), _("TIME"), _("TIMECODE"), _("SAMPLES")};

    self->face = face;
    set_text(self->caption, CAPTIONS[face]);
    set_text(self->small_caption,
             CAPTIONS[face == UI_LCD_BARS ? UI_LCD_TIME : UI_LCD_BARS]);
    show(self);
}

enum ui_lcd_face
ui_lcd_face(UiLcd *self)
{
    return self->face;
}

void
ui_lcd_type_place(UiLcd *self)
{
    type(&self->place);
}

GtkWidget *
ui_lcd_new(UiStudio *studio, UiActions *actions)
{
    UiLcd *self = g_object_new(UI_TYPE_LCD, NULL);

    self->studio = studio;
    self->actions = actions;
    g_signal_connect_object(studio, "tick", G_CALLBACK(on_tick), self, 0);
    g_signal_connect_object(studio, "song", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(studio, "changed", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    return GTK_WIDGET(self);
}
