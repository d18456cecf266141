/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/bounce.h"

#include "app/bounce.h"
#include "app/place.h"
#include "base/text.h"
#include "ui/shell/form.h"
#include "ui/shell/show_folder.h"
#include "ui/view/view.h"
#include "ui/widgets/names.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 560, TEXT = 512, MAX_RANGES = 4 };

static const char *const FORMATS[] = {N_("WAV"),  N_("WAV, any size (RF64)"), N_("AIFF"),
                                      N_("FLAC"), N_("Opus"), N_("Ogg Vorbis"), N_("MP3"),
                                      NULL};
static const char *const BITS[] = {N_("16 bits"), N_("24 bits"), N_("32 bits, float"),
                                   NULL};
static const char *const DITHERS[] = {N_("None"), N_("Triangular (TPDF)"),
                                      N_("Shaped, away from the ear"), NULL};

/* What can be bounced of the song just now. */
struct span {
    const char *title;
    frames_t from, to; /* to <= from: all of it */
};

struct asking {
    GtkWindow *window, *parent;
    UiStudio *studio;
    UiJobs *jobs;
    UiJob *job; /* that goes on, or NULL */
    struct span spans[MAX_RANGES];
    size_t n_spans;
    GtkWidget *pages;

    /* «ask» */
    GtkWidget *range, *tail, *format, *bits, *dither, *quality, *file, *stems, *master;
    GtkWidget *title, *artist, *album, *year, *told, *begin;

    /* «wait» and «made» */
    GtkWidget *doing, *bar, *left, *figures;
    char *made; /* the first file's path */
};

/* --- ranges ---------------------------------------------------------------------------- */

static void
add_span(struct asking *self, const char *title, frames_t from, frames_t to)
{
    self->spans[self->n_spans++] = (struct span){title, from, to};
}

static void
find_spans(struct asking *self)
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
make_ranges(struct asking *self)
{
    const char *names[MAX_RANGES + 1] = {NULL};

    find_spans(self);
    for (size_t i = 0; i < self->n_spans; i++)
        names[i] = self->spans[i].title;
    return ui_choice_new(names);
}

/* --- what is asked ---------------------------------------------------------------------- */

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
    return format == SOUNDOUT_OPUS || format == SOUNDOUT_VORBIS || format == SOUNDOUT_MP3;
}

static void
say(struct asking *self, const char *text, bool bad)
{
    gtk_label_set_text(GTK_LABEL(self->told), text);
    gtk_widget_set_visible(self->told, *text != '\0');
    if (bad)
        gtk_widget_add_css_class(self->told, "bad");
    else
        gtk_widget_remove_css_class(self->told, "bad");
}

/* An older file is replaced only by a second press. */
static void
show_file(struct asking *self)
{
    const char *path = text_of(self->file);

    gtk_button_set_label(GTK_BUTTON(self->begin), _("Bounce"));
    if (chosen(self->stems) == 0 && g_file_test(path, G_FILE_TEST_EXISTS)) {
        say(self, _("That file is there already; it will be replaced"), false);
        gtk_button_set_label(GTK_BUTTON(self->begin), _("Replace and bounce"));
    } else {
        say(self, "", false);
    }
    gtk_widget_set_sensitive(self->begin, *path != '\0');
}

/* The path's ending follows the format. */
static void
set_ending(struct asking *self)
{
    const char *path = text_of(self->file);
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const char *ending = soundout_extension((enum soundout_format)chosen(self->format));
    const size_t length = dot && (!slash || dot > slash) ? (size_t)(dot - path)
                                                         : strlen(path);
    g_autofree char *text = NULL;

    if (length == 0)
        return;
    text = g_strdup_printf("%.*s.%s", (int)length, path, ending);
    gtk_editable_set_text(GTK_EDITABLE(self->file), text);
}

static void
show_format(struct asking *self)
{
    const guint format = chosen(self->format);
    const bool whole = !is_lossy(format) && chosen(self->bits) != SOUNDOUT_FLOAT;

    ui_form_show(self->bits, !is_lossy(format));
    ui_form_show(self->dither, whole);
    ui_form_show(self->quality, is_lossy(format));
}

static void
on_format(GtkWidget *choice, GParamSpec *spec, struct asking *self)
{
    set_ending(self);
    show_format(self);
}

/* 16 bits want dither, more do not need it. */
static void
on_bits(GtkWidget *choice, GParamSpec *spec, struct asking *self)
{
    gtk_drop_down_set_selected(GTK_DROP_DOWN(self->dither),
                               chosen(self->bits) == SOUNDOUT_16 ? DITHER_TPDF
                                                                 : DITHER_NONE);
    show_format(self);
}

static void
on_file(GtkWidget *entry, struct asking *self)
{
    show_file(self);
}

/* A name that nobody has yet, in the song's own folder for them. */
static char *
first_path(struct asking *self)
{
    const struct row_song *song =
        model_row(ui_studio_model(self->studio), TABLE_SONG, SONG_ID);
    g_autofree char *folder = g_canonicalize_filename(
        session_folder(ui_studio_session(self->studio)), NULL);
    g_autofree char *name = g_strdup(*song->name ? song->name : _("Song"));
    char *path = NULL;

    g_strdelimit(name, "/\\:*?\"<>|", '-');
    for (int number = 1; !path || g_file_test(path, G_FILE_TEST_EXISTS); number++) {
        g_autofree char *again = number > 1 ? g_strdup_printf(" %d", number) : g_strdup("");
        g_free(path);
        path = g_strdup_printf("%s/bounces/%s%s.wav", folder, name, again);
    }
    return path;
}

static void
on_chosen(GtkNativeDialog *dialog, int answer, struct asking *self)
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
on_choose(GtkWidget *button, struct asking *self)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Bounce to"), self->window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Choose"),
        _("_Cancel"));
    g_autofree char *name = g_path_get_basename(text_of(self->file));

    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
    g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* --- what came of it ------------------------------------------------------------------- */

static double
to_db(double linear)
{
    return linear > 0.0 ? 20.0 * log10(linear) : -HUGE_VAL;
}

static void
add_figure(GtkWidget *grid, int row, int column, const char *text, bool name)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), name ? 0.0f : 1.0f);
    gtk_widget_add_css_class(label, name ? "dim" : "num");
    if (name)
        gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_hexpand(label, name);
    gtk_grid_attach(GTK_GRID(grid), label, column, row, 1, 1);
}

static void
add_number(GtkWidget *grid, int row, int column, const char *format, double value)
{
    char text[64] = "–";

    if (isfinite(value))
        g_snprintf(text, sizeof text, format, value);
    add_figure(grid, row, column, text, false);
}

static void
add_made(GtkWidget *grid, int row, const char *path, const struct bounce_figures *figures,
         bool loudness)
{
    g_autofree char *name = g_filename_display_basename(path);
    char clipped[64];

    add_figure(grid, row, 0, name, true);
    add_number(grid, row, 1, _("%.1f LUFS"), loudness ? figures->integrated : NAN);
    add_number(grid, row, 2, _("%.1f dBTP"), loudness ? to_db(figures->true_peak) : NAN);
    add_number(grid, row, 3, _("%.1f dBFS"), to_db(figures->peak));
    g_snprintf(clipped, sizeof clipped, "%lld", (long long)figures->clipped);
    add_figure(grid, row, 4, clipped, false);
}

static void
fill_figures(struct asking *self, const struct bounce_made *made)
{
    static const char *const HEADS[] = {N_("File"), N_("Loudness"), N_("True peak"),
                                        N_("Peak"), N_("Clipped")};
    GtkWidget *grid = gtk_grid_new();

    gtk_grid_set_column_spacing(GTK_GRID(grid), 16);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
    for (size_t i = 0; i < G_N_ELEMENTS(HEADS); i++) {
        GtkWidget *head = gtk_label_new(_(HEADS[i]));

        gtk_widget_add_css_class(head, "caps");
        gtk_label_set_xalign(GTK_LABEL(head), i == 0 ? 0.0f : 1.0f);
        gtk_grid_attach(GTK_GRID(grid), head, (int)i, 0, 1, 1);
    }
    for (unsigned i = 0; i < made->count; i++)
        add_made(grid, (int)i + 1, made->paths[i], &made->figures[i],
                 i == 0 && made->has_master);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->figures), grid);
}

static void
summarize(const struct bounce_made *made, char *text, size_t size)
{
    const double seconds = (double)made->result.frames / made->rate;

    g_snprintf(text, size, _("%d:%02d of sound in %.1f s, %.0f times faster than it plays"),
               (int)seconds / 60, (int)seconds % 60, made->result.seconds,
               made->result.times);
    if (made->result.offline > 0)
        g_snprintf(text + strlen(text), size - strlen(text),
                   _("; sound files that are missing, and silent: %zu"),
                   made->result.offline);
}

/* Called by the job, whether or not the window is still there. */
static void
on_made(gpointer user, struct bounce_made *made)
{
    struct asking *self = user;
    char text[TEXT];

    summarize(made, text, sizeof text);
    gtk_label_set_text(GTK_LABEL(self->doing), text);
    fill_figures(self, made);
    g_free(self->made);
    self->made = g_strdup(made->paths[0]);
    if (!gtk_widget_get_visible(GTK_WIDGET(self->window)))
        ui_studio_say(self->studio, text);
    bounce_made_clear(made);
}

/* --- the job --------------------------------------------------------------------------- */

static void
show_page(struct asking *self, const char *name)
{
    gtk_stack_set_visible_child_name(GTK_STACK(self->pages), name);
}

static void
on_moved(UiJob *job, struct asking *self)
{
    g_autofree char *left = ui_job_time_left(job);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), ui_job_state(job)->part);
    gtk_label_set_text(GTK_LABEL(self->left), left);
}

static void
let_go(struct asking *self)
{
    if (self->job)
        g_signal_handlers_disconnect_by_data(self->job, self);
    g_clear_object(&self->job);
}

static void
on_over(UiJob *job, struct asking *self)
{
    const struct job_state *state = ui_job_state(job);
    char line[TEXT * 2];

    fault_line(&state->fault, line, sizeof line);
    if (state->status) {
        show_page(self, "ask");
        show_file(self);
        if (state->status != ST_CANCELLED)
            say(self, line, true);
        gtk_widget_grab_focus(self->begin);
    } else {
        show_page(self, "made");
    }
    let_go(self);
    if (!gtk_widget_get_visible(GTK_WIDGET(self->window)))
        gtk_window_destroy(self->window);
}

static const char *
tag(GtkWidget *entry)
{
    const char *text = text_of(entry);

    return *text ? text : NULL;
}

static struct bounce_order
order_of(struct asking *self)
{
    static const char *const NAMES[] = {"wav", "rf64", "aiff", "flac",
                                        "opus", "vorbis", "mp3"};
    const struct span *span = &self->spans[chosen(self->range)];
    const guint stems = chosen(self->stems);

    return (struct bounce_order){
        .path = text_of(self->file),
        .stems = stems != 0,
        .master = stems != 2,
        .from = span->from,
        .to = span->to,
        .tail = gtk_switch_get_active(GTK_SWITCH(self->tail)),
        .format = NAMES[chosen(self->format)],
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

static void
on_begin(GtkWidget *button, struct asking *self)
{
    const struct bounce_order order = order_of(self);
    g_autofree char *name = g_filename_display_basename(order.path);
    g_autofree char *title = g_strdup_printf(_("Bouncing %s"), name);
    struct fault fault;
    struct job *job;
    char line[TEXT * 2];

    if (self->job || !ui_studio_session(self->studio))
        return;
    if (bounce_begin(&job, ui_studio_session(self->studio), &order, on_made, self, &fault)) {
        fault_line(&fault, line, sizeof line);
        say(self, line, true);
        return;
    }
    self->job = ui_job_new(job, title);
    g_signal_connect(self->job, "moved", G_CALLBACK(on_moved), self);
    g_signal_connect(self->job, "over", G_CALLBACK(on_over), self);
    ui_jobs_add(self->jobs, self->job, false);
    gtk_label_set_text(GTK_LABEL(self->doing), title);
    on_moved(self->job, self);
    show_page(self, "wait");
}

static void
on_cancel(GtkWidget *button, struct asking *self)
{
    if (self->job)
        ui_job_cancel(self->job);
}

static void
on_again(GtkWidget *button, struct asking *self)
{
    show_page(self, "ask");
    show_file(self);
}

static void
on_show(GtkWidget *button, struct asking *self)
{
    if (self->made)
        ui_show_in_folder(self->window, self->made);
}

/* --- the window ------------------------------------------------------------------------ */

/* A bounce that goes on needs no window: it is told when it is over. */
static gboolean
on_close(GtkWindow *window, struct asking *self)
{
    if (!self->job)
        return FALSE;
    gtk_widget_set_visible(GTK_WIDGET(window), FALSE);
    return TRUE;
}

static void
close_it(GtkWidget *button, struct asking *self)
{
    gtk_window_close(self->window);
}

static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
       struct asking *self)
{
    if (key == GDK_KEY_Escape)
        gtk_window_close(self->window);
    return key == GDK_KEY_Escape;
}

static GtkWidget *
button(const char *title, const char *class, GCallback clicked, struct asking *self)
{
    GtkWidget *made = gtk_button_new_with_label(title);

    gtk_widget_add_css_class(made, class);
    g_signal_connect(made, "clicked", clicked, self);
    return made;
}

static GtkWidget *
make_foot(GtkWidget *first, GtkWidget *second, GtkWidget *third)
{
    GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    gtk_widget_add_css_class(foot, "foot");
    gtk_widget_set_halign(foot, GTK_ALIGN_END);
    gtk_box_append(GTK_BOX(foot), first);
    gtk_box_append(GTK_BOX(foot), second);
    if (third)
        gtk_box_append(GTK_BOX(foot), third);
    return foot;
}

static GtkWidget *
make_file(struct asking *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    gtk_box_append(GTK_BOX(box), self->file);
    gtk_box_append(GTK_BOX(box), button(_("Choose…"), "text", G_CALLBACK(on_choose), self));
    gtk_widget_set_hexpand(self->file, TRUE);
    return box;
}

static GtkWidget *
make_quality(void)
{
    GtkWidget *scale = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 1, 10, 1);

    gtk_range_set_value(GTK_RANGE(scale), 7);
    gtk_scale_set_draw_value(GTK_SCALE(scale), TRUE);
    gtk_scale_set_value_pos(GTK_SCALE(scale), GTK_POS_RIGHT);
    return scale;
}

static void
make_controls(struct asking *self)
{
    static const char *const FILES[] = {N_("The mix"), N_("The mix, and each track"),
                                        N_("Each track alone"), NULL};
    const struct row_song *song =
        model_row(ui_studio_model(self->studio), TABLE_SONG, SONG_ID);
    g_autofree char *path = first_path(self);

    self->range = make_ranges(self);
    self->tail = gtk_switch_new();
    self->format = ui_choice_new(FORMATS);
    self->bits = ui_choice_new(BITS);
    self->dither = ui_choice_new(DITHERS);
    self->quality = make_quality();
    self->stems = ui_choice_new(FILES);
    self->file = gtk_entry_new();
    self->title = gtk_entry_new();
    self->artist = gtk_entry_new();
    self->album = gtk_entry_new();
    self->year = gtk_entry_new();
    gtk_switch_set_active(GTK_SWITCH(self->tail), TRUE);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(self->bits), SOUNDOUT_24);
    gtk_editable_set_text(GTK_EDITABLE(self->file), path);
    gtk_editable_set_position(GTK_EDITABLE(self->file), -1);
    gtk_editable_set_text(GTK_EDITABLE(self->title), song->name);
    gtk_editable_set_text(GTK_EDITABLE(self->artist), song->artist);
}

static GtkWidget *
make_ask(struct asking *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8), *form = ui_form_new();

    make_controls(self);
    ui_form_add(form, _("What to bounce"), self->range, NULL);
    ui_form_add(form, _("Let it ring"), self->tail,
                _("On behind the end until reverbs and delays have died away"));
    ui_form_add(form, _("Files"), self->stems, NULL);
    ui_form_add(form, _("Format"), self->format, NULL);
    ui_form_add(form, _("Resolution"), self->bits, NULL);
    ui_form_add(form, _("Dither"), self->dither, NULL);
    ui_form_add(form, _("Quality"), self->quality, NULL);
    ui_form_add(form, _("File"), make_file(self), NULL);
    ui_form_heading(form, _("What the file says of itself"));
    ui_form_add(form, _("Title"), self->title, NULL);
    ui_form_add(form, _("Artist"), self->artist, NULL);
    ui_form_add(form, _("Album"), self->album, NULL);
    ui_form_add(form, _("Date"), self->year, NULL);
    self->told = ui_form_say(form, "");
    self->begin = button(_("Bounce"), "suggested", G_CALLBACK(on_begin), self);
    gtk_box_append(GTK_BOX(box), ui_form_scrolled(form));
    gtk_box_append(GTK_BOX(box),
                   make_foot(button(_("Close"), "text", G_CALLBACK(close_it), self),
                             self->begin, NULL));
    g_signal_connect(self->format, "notify::selected", G_CALLBACK(on_format), self);
    g_signal_connect(self->bits, "notify::selected", G_CALLBACK(on_bits), self);
    g_signal_connect(self->file, "changed", G_CALLBACK(on_file), self);
    g_signal_connect_swapped(self->stems, "notify::selected", G_CALLBACK(show_file), self);
    show_format(self);
    show_file(self);
    return box;
}

static GtkWidget *
make_wait(struct asking *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *about = gtk_label_new(_("The song can be played and edited meanwhile."));

    self->bar = gtk_progress_bar_new();
    self->left = gtk_label_new(NULL);
    gtk_widget_add_css_class(self->left, "num");
    gtk_widget_add_css_class(about, "hint");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Bounce"), -1);
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(box), self->bar);
    gtk_box_append(GTK_BOX(box), self->left);
    gtk_box_append(GTK_BOX(box), about);
    gtk_box_append(GTK_BOX(box),
                   make_foot(button(_("Hide"), "text", G_CALLBACK(close_it), self),
                             button(_("Cancel"), "text", G_CALLBACK(on_cancel), self), NULL));
    return box;
}

static GtkWidget *
make_made(struct asking *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);

    self->doing = gtk_label_new(NULL);
    self->figures = gtk_scrolled_window_new();
    ui_name(self->figures, _("Figures"));
    gtk_label_set_wrap(GTK_LABEL(self->doing), TRUE);
    gtk_label_set_xalign(GTK_LABEL(self->doing), 0.0f);
    gtk_widget_set_vexpand(self->figures, TRUE);
    gtk_box_append(GTK_BOX(box), self->doing);
    gtk_box_append(GTK_BOX(box), self->figures);
    gtk_box_append(
        GTK_BOX(box),
        make_foot(button(_("Bounce again…"), "text", G_CALLBACK(on_again), self),
                  button(_("Show in folder"), "text", G_CALLBACK(on_show), self),
                  button(_("Close"), "suggested", G_CALLBACK(close_it), self)));
    return box;
}

static void
free_asking(gpointer data)
{
    struct asking *self = data;

    let_go(self);
    g_object_set_data(G_OBJECT(self->parent), "bounce", NULL);
    g_object_unref(self->parent);
    g_free(self->made);
    g_free(self);
}

static GtkWindow *
build(struct asking *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    self->window = GTK_WINDOW(gtk_window_new());
    self->pages = gtk_stack_new();
    gtk_stack_add_named(GTK_STACK(self->pages), make_ask(self), "ask");
    gtk_stack_add_named(GTK_STACK(self->pages), make_wait(self), "wait");
    gtk_stack_add_named(GTK_STACK(self->pages), make_made(self), "made");
    gtk_stack_set_vhomogeneous(GTK_STACK(self->pages), FALSE);
    ui_form_dress(self->window, self->pages, _("Bounce"));
    gtk_window_set_default_size(self->window, WIDTH, -1);
    gtk_window_set_transient_for(self->window, self->parent);
    gtk_window_set_destroy_with_parent(self->window, TRUE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self->window), keys);
    g_signal_connect(self->window, "close-request", G_CALLBACK(on_close), self);
    g_object_set_data_full(G_OBJECT(self->window), "asking", self, free_asking);
    gtk_window_set_default_widget(self->window, self->begin);
    return self->window;
}

struct bouncer {
    UiStudio *studio;
    UiJobs *jobs;
    GtkWindow *window;
};

/* What was asked about another song is not asked any more. */
static void
on_song(GtkWindow *window)
{
    struct asking *self = g_object_get_data(G_OBJECT(window), "asking");

    if (!self->job)
        gtk_window_destroy(window);
}

/* One at a time: while one goes on, it is shown again. */
static void
run_bounce(gpointer user, GVariant *parameter)
{
    struct bouncer *bouncer = user;
    GtkWindow *shown = g_object_get_data(G_OBJECT(bouncer->window), "bounce");

    if (!shown && ui_studio_session(bouncer->studio)) {
        struct asking *self = g_new0(struct asking, 1);

        self->studio = bouncer->studio;
        self->jobs = bouncer->jobs;
        self->parent = g_object_ref(bouncer->window);
        shown = build(self);
        g_signal_connect_object(self->studio, "song", G_CALLBACK(on_song), shown,
                                G_CONNECT_SWAPPED);
        g_object_set_data(G_OBJECT(bouncer->window), "bounce", shown);
    }
    if (shown)
        gtk_window_present(shown);
}

static const struct ui_action TABLE[] = {
    {"bounce", N_("Bounce…"), N_("Song"), "<Control>b", run_bounce},
};

void
ui_actions_add_bounce(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                      GtkWindow *window)
{
    struct bouncer *bouncer = g_new0(struct bouncer, 1);

    *bouncer = (struct bouncer){studio, jobs, window};
    g_object_set_data_full(G_OBJECT(actions), "bouncer", bouncer, g_free);
    ui_actions_add(actions, TABLE, G_N_ELEMENTS(TABLE), bouncer);
}
