/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/place.h"
#include "base/text.h"
#include "ui/shell/application.h"
#include "ui/shell/bounce_private.h"
#include "ui/shell/form.h"
#include "ui/view/view.h"
#include "ui/widgets/names.h"

#include <string.h>

static const char *const FORMATS[]
    = {N_("WAV"),  N_("WAV, any size (RF64)"), N_("AIFF"), N_("FLAC"),
       N_("Opus"), N_("Ogg Vorbis"),           N_("MP3"),  NULL};
static const char *const BITS[]
    = {N_("16 bits"), N_("24 bits"), N_("32 bits, float"), NULL};
static const char *const DITHERS[] = {N_("None"), N_("Triangular (TPDF)"),
                                      N_("Shaped, away from the ear"), NULL};

/* --- ranges ------------------------------------------------------------------- */

static void
add_span(struct bouncing *self, const char *title, frames_t from, frames_t to)
{
    self->spans[self->n_spans++] = (struct bounce_span){title, from, to};
}

static void
find_spans(struct bouncing *self)
{
    const struct model *model = ui_studio_model(self->studio);
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);
    const struct view *view = ui_studio_view(self->studio);
    frames_t from, to;

    add_span(self, N_("The whole song"), frames(0), frames(0));
    if (view && selection_range(view->selection, &from, &to) && to.n > from.n)
        add_span(self, N_("The selected range"), from, to);
    if (song->loop_end.n > song->loop_start.n)
        add_span(self, N_("The loop"), song->loop_start, song->loop_end);
}

static GtkWidget *
make_ranges(struct bouncing *self)
{
    const char *names[BOUNCE_RANGES + 1] = {NULL};

    find_spans(self);
    for (size_t i = 0; i < self->n_spans; i++)
        names[i] = self->spans[i].title;
    return ui_choice_new(names);
}

/* --- what is asked ------------------------------------------------------------ */

static guint
chosen(GtkWidget *choice)
{
    return gtk_drop_down_get_selected(GTK_DROP_DOWN(choice));
}

static const char *
text_of(GtkWidget *entry)
{
    return gtk_editable_get_text(GTK_EDITABLE(entry));
}

static bool
is_lossy(guint format)
{
    return format == SOUNDOUT_OPUS || format == SOUNDOUT_VORBIS
           || format == SOUNDOUT_MP3;
}

void
ui_bounce_form_say(struct bouncing *self, const char *text, bool bad)
{
    gtk_label_set_text(GTK_LABEL(self->told), text);
    gtk_widget_set_visible(self->told, *text != '\0');
    if (bad)
        gtk_widget_add_css_class(self->told, "bad");
    else
        gtk_widget_remove_css_class(self->told, "bad");
}

/* An older file is replaced only by a second press. */
void
ui_bounce_form_file(struct bouncing *self)
{
    const char *path = text_of(self->file);

    gtk_button_set_label(GTK_BUTTON(self->begin), _("Bounce"));
    if (chosen(self->stems) == 0 && g_file_test(path, G_FILE_TEST_EXISTS)) {
        ui_bounce_form_say(
            self, _("That file is there already; it will be replaced"), false);
        gtk_button_set_label(GTK_BUTTON(self->begin), _("Replace and bounce"));
    } else {
        ui_bounce_form_say(self, "", false);
    }
    gtk_widget_set_sensitive(self->begin, *path != '\0');
}

/* The path's ending follows the format. */
static void
set_ending(struct bouncing *self)
{
    const char *path = text_of(self->file);
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const char *ending
        = soundout_extension((enum soundout_format)chosen(self->format));
    const size_t length = dot && (!slash || dot > slash) ? (size_t)(dot - path)
                                                         : strlen(path);
    g_autofree char *text = NULL;

    if (length == 0)
        return;
    text = g_strdup_printf("%.*s.%s", (int)length, path, ending);
    gtk_editable_set_text(GTK_EDITABLE(self->file), text);
}

static void
show_format(struct bouncing *self)
{
    const guint format = chosen(self->format);
    const bool whole = !is_lossy(format) && chosen(self->bits) != SOUNDOUT_FLOAT;

    ui_form_show(self->bits, !is_lossy(format));
    ui_form_show(self->dither, whole);
    ui_form_show(self->quality, is_lossy(format));
}

static void
on_format(GtkWidget *choice, GParamSpec *spec, struct bouncing *self)
{
    set_ending(self);
    show_format(self);
}

/* 16 bits want dither, more do not need it. */
static void
on_bits(GtkWidget *choice, GParamSpec *spec, struct bouncing *self)
{
    gtk_drop_down_set_selected(GTK_DROP_DOWN(self->dither),
                               chosen(self->bits) == SOUNDOUT_16 ? DITHER_TPDF
                                                                 : DITHER_NONE);
    show_format(self);
}

static void
on_file(GtkWidget *entry, struct bouncing *self)
{
    ui_bounce_form_file(self);
}

/* A name that nobody has yet, in the song's own folder for them. */
static char *
first_path(struct bouncing *self)
{
    const struct row_song *song =
        model_row(ui_studio_model(self->studio), TABLE_SONG, SONG_ID);
    g_autofree char *folder = g_canonicalize_filename(
        session_folder(ui_studio_session(self->studio)), NULL);
    g_autofree char *name = g_strdup(*song->name ? song->name : _("Song"));
    const char *ending
        = soundout_extension((enum soundout_format)chosen(self->format));
    char *path = NULL;

    g_strdelimit(name, "/\\:*?\"<>|", '-');
    for (int number = 1; !path || g_file_test(path, G_FILE_TEST_EXISTS); number++) {
        g_autofree char *again
            = number > 1 ? g_strdup_printf(" %d", number) : g_strdup("");
        g_free(path);
        path = g_strdup_printf("%s/bounces/%s%s.%s", folder, name, again, ending);
    }
    return path;
}

static void
on_chosen(GtkNativeDialog *dialog, int answer, struct bouncing *self)
{
    if (answer == GTK_RESPONSE_ACCEPT) {
        g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
        g_autofree char *path = g_file_get_path(file);
        if (path)
            gtk_editable_set_text(GTK_EDITABLE(self->file), path);
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

static void
on_choose(GtkWidget *button, struct bouncing *self)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Bounce to"), self->window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Choose"),
        _("_Cancel"));
    g_autofree char *name = g_path_get_basename(text_of(self->file));

    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
    g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* --- the last time ------------------------------------------------------------ */

/* The choices that are remembered, by their settings; a list has its words in its
 * order. */
static const char *const REMEMBERED[]
    = {"bounce-files", "bounce-format", "bounce-bits", "bounce-dither"};

static GtkWidget *
choice_at(struct bouncing *self, size_t index)
{
    GtkWidget *const choices[]
        = {self->stems, self->format, self->bits, self->dither};

    return choices[index];
}

static const char *const *
words_of(const char *key)
{
    const struct setting *setting;

    for (size_t i = 0; (setting = settings_table(i))->key; i++)
        if (g_str_equal(setting->key, key))
            return setting->choices;
    g_return_val_if_reached(NULL);
}

static struct settings *
settings_of(struct bouncing *self)
{
    return ui_application_settings(
        UI_APPLICATION(gtk_window_get_application(self->parent)));
}

static void
recall(struct bouncing *self)
{
    const struct settings *settings = settings_of(self);

    for (size_t i = 0; i < G_N_ELEMENTS(REMEMBERED); i++) {
        const char *const *words = words_of(REMEMBERED[i]);
        const char *is = settings_text(settings, REMEMBERED[i]);

        for (guint k = 0; words[k]; k++)
            if (g_str_equal(words[k], is))
                gtk_drop_down_set_selected(GTK_DROP_DOWN(choice_at(self, i)), k);
    }
    gtk_range_set_value(GTK_RANGE(self->quality),
                        settings_number(settings, "bounce-quality"));
    gtk_switch_set_active(GTK_SWITCH(self->tail),
                          settings_on(settings, "bounce-tail"));
}

/* What cannot be kept is no reason not to bounce. */
void
ui_bounce_form_keep(struct bouncing *self)
{
    struct settings *settings = settings_of(self);
    struct fault fault;

    if (!settings)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(REMEMBERED); i++)
        (void)!settings_set(settings, REMEMBERED[i],
                            words_of(REMEMBERED[i])[chosen(choice_at(self, i))],
                            &fault);
    (void)!settings_set_number(settings, "bounce-quality",
                               gtk_range_get_value(GTK_RANGE(self->quality)),
                               &fault);
    (void)!settings_set_on(settings, "bounce-tail",
                           gtk_switch_get_active(GTK_SWITCH(self->tail)), &fault);
    ui_application_save_settings(
        UI_APPLICATION(gtk_window_get_application(self->parent)));
}

/* --- the order ---------------------------------------------------------------- */

static const char *
tag(GtkWidget *entry)
{
    const char *text = text_of(entry);

    return *text ? text : NULL;
}

struct bounce_order
ui_bounce_form_order(struct bouncing *self)
{
    const struct bounce_span *span = &self->spans[chosen(self->range)];
    const guint stems = chosen(self->stems);

    return (struct bounce_order){
        .path = text_of(self->file),
        .stems = stems != 0,
        .master = stems != 2,
        .from = span->from,
        .to = span->to,
        .tail = gtk_switch_get_active(GTK_SWITCH(self->tail)),
        .format = words_of("bounce-format")[chosen(self->format)],
        .bits = chosen(self->bits),
        .dither = chosen(self->dither),
        .quality = gtk_range_get_value(GTK_RANGE(self->quality)) / 10.0,
        .tags = {[SOUND_TITLE] = tag(self->title),
                 [SOUND_ARTIST] = tag(self->artist),
                 [SOUND_ALBUM] = tag(self->album),
                 [SOUND_DATE] = tag(self->year)},
        .replace = true,
    };
}

/* --- the form ----------------------------------------------------------------- */

static GtkWidget *
make_file(struct bouncing *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *choose = gtk_button_new_with_label(_("Choose…"));

    gtk_widget_add_css_class(choose, "text");
    g_signal_connect(choose, "clicked", G_CALLBACK(on_choose), self);
    gtk_box_append(GTK_BOX(box), self->file);
    gtk_box_append(GTK_BOX(box), choose);
    gtk_widget_set_hexpand(self->file, TRUE);
    return box;
}

static GtkWidget *
make_quality(void)
{
    GtkWidget *scale
        = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 1, 10, 1);

    gtk_scale_set_draw_value(GTK_SCALE(scale), TRUE);
    gtk_scale_set_value_pos(GTK_SCALE(scale), GTK_POS_RIGHT);
    return scale;
}

static void
add_range(struct bouncing *self)
{
    self->range = make_ranges(self);
    self->tail = gtk_switch_new();
    ui_form_add(self->form, _("What to bounce"), self->range, NULL);
    ui_form_add(self->form, _("Let it ring"), self->tail,
                _("On behind the end until reverbs and delays have died away"));
}

static void
add_files(struct bouncing *self)
{
    static const char *const FILES[] = {
        N_("The mix"), N_("The mix, and each track"), N_("Each track alone"), NULL};

    self->stems = ui_choice_new(FILES);
    ui_form_add(self->form, _("Files"), self->stems, NULL);
}

static void
add_format(struct bouncing *self)
{
    self->format = ui_choice_new(FORMATS);
    ui_form_add(self->form, _("Format"), self->format, NULL);
}

static void
add_bits(struct bouncing *self)
{
    self->bits = ui_choice_new(BITS);
    ui_form_add(self->form, _("Resolution"), self->bits, NULL);
}

static void
add_dither(struct bouncing *self)
{
    self->dither = ui_choice_new(DITHERS);
    ui_form_add(self->form, _("Dither"), self->dither, NULL);
}

static void
add_quality(struct bouncing *self)
{
    self->quality = make_quality();
    self->file = gtk_entry_new();
    ui_form_add(self->form, _("Quality"), self->quality, NULL);
    ui_form_show(self->quality, false); /* until it is known that it is asked for */
    ui_form_add(self->form, _("File"), make_file(self), NULL);
}

static GtkWidget *
add_entry(struct bouncing *self, const char *name, const char *text)
{
    GtkWidget *entry = gtk_entry_new();

    gtk_editable_set_text(GTK_EDITABLE(entry), text);
    ui_form_add(self->form, name, entry, NULL);
    return entry;
}

static void
add_names(struct bouncing *self)
{
    const struct row_song *song =
        model_row(ui_studio_model(self->studio), TABLE_SONG, SONG_ID);

    ui_form_heading(self->form, _("What the file says of itself"));
    self->title = add_entry(self, _("Title"), song->name);
    self->artist = add_entry(self, _("Artist"), song->artist);
}

static void
add_album(struct bouncing *self)
{
    self->album = add_entry(self, _("Album"), "");
    self->year = add_entry(self, _("Date"), "");
    self->told = ui_form_say(self->form, "");
}

static void
add_last_time(struct bouncing *self)
{
    recall(self);
    g_autofree char *path = first_path(self);
    gtk_editable_set_text(GTK_EDITABLE(self->file), path);
    gtk_editable_set_position(GTK_EDITABLE(self->file), -1);
    g_signal_connect(self->format, "notify::selected", G_CALLBACK(on_format), self);
    g_signal_connect(self->bits, "notify::selected", G_CALLBACK(on_bits), self);
    g_signal_connect(self->file, "changed", G_CALLBACK(on_file), self);
    g_signal_connect_swapped(self->stems, "notify::selected",
                             G_CALLBACK(ui_bounce_form_file), self);
    show_format(self);
    ui_bounce_form_file(self);
}

bool
ui_bounce_form_more(struct bouncing *self)
{
    static void (*const LINES[])(struct bouncing *self)
        = {add_range,   add_files, add_format, add_bits,      add_dither,
           add_quality, add_names, add_album,  add_last_time};

    LINES[self->lines++](self);
    return self->lines < G_N_ELEMENTS(LINES);
}
