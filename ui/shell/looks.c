/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/looks.h"

#include "ui/shell/portal.h"

#include <string.h>

enum { SHEETS_MAX = 12 };
#define NOTHING "Empty" /* a theme of GTK's own, without a line */

struct _UiLooks {
    GObject parent_instance;
    GtkCssProvider *sheets[SHEETS_MAX]; /* that are in force */
    guint count;
    char *asked;   /* what is in force, in words: is_other() */
    bool animated; /* as the desktop has it */
    bool dark;
    bool moved;    /* whether things glide was once set by the user */
    struct portal *portal;           /* NULL: «system» was never asked for */
    const struct settings *settings; /* that were applied last */
};

G_DEFINE_FINAL_TYPE(UiLooks, ui_looks, G_TYPE_OBJECT)

static GtkSettings *
desktop(void)
{
    return gtk_settings_get_default();
}

void
ui_looks_wait(void)
{
    g_setenv("GTK_THEME", NOTHING, FALSE);
}

void
ui_looks_begin(void)
{
    (void)desktop(); /* which has read it by now */
    if (g_strcmp0(g_getenv("GTK_THEME"), NOTHING) == 0)
        g_unsetenv("GTK_THEME");
}

static void
take(UiLooks *self, GtkCssProvider *provider)
{
    g_assert(self->count < SHEETS_MAX);
    gtk_style_context_add_provider_for_display(
        gdk_display_get_default(), GTK_STYLE_PROVIDER(provider),
        GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    self->sheets[self->count++] = provider;
}

static void
drop_all(UiLooks *self)
{
    while (self->count > 0) {
        GtkCssProvider *provider = self->sheets[--self->count];
        gtk_style_context_remove_provider_for_display(gdk_display_get_default(),
                                                      GTK_STYLE_PROVIDER(provider));
        g_object_unref(provider);
    }
}

static void
add_sheet(UiLooks *self, const char *name)
{
    GtkCssProvider *provider = gtk_css_provider_new();
    g_autofree char *path = g_strdup_printf("/org/remanence/ui/style/%s.css", name);

    gtk_css_provider_load_from_resource(provider, path);
    take(self, provider);
}

static void
add_text(UiLooks *self, const char *text)
{
    GtkCssProvider *provider = gtk_css_provider_new();

    gtk_css_provider_load_from_data(provider, text, -1);
    take(self, provider);
}

/* Of «dark», «light» and «contrast» the one that the desktop wants. */
static const char *
of_system(UiLooks *self)
{
    g_autofree char *name = NULL;

    g_object_get(desktop(), "gtk-theme-name", &name, NULL);
    if (portal_contrast(self->portal)
        || (name && g_str_has_prefix(name, "HighContrast")))
        return "contrast";
    if (portal_scheme(self->portal) != PORTAL_NONE)
        return portal_scheme(self->portal) == PORTAL_DARK ? "dark" : "light";
    return self->dark || (name && g_str_has_suffix(name, "-dark")) ? "dark"
                                                                   : "light";
}

static void
apply_colors(UiLooks *self, const char *theme)
{
    const char *palette = strcmp(theme, "system") == 0 ? of_system(self) : theme;
    g_autofree char *colors = g_strdup_printf("colors-%s", palette);
    static const char *const SHEETS[] = {"controls", "shell", "dialogs",
                                         "timeline", "mixer"};

    g_object_set(desktop(), "gtk-application-prefer-dark-theme",
                 strcmp(palette, "light") != 0, NULL);
    add_sheet(self, colors);
    for (size_t i = 0; i < G_N_ELEMENTS(SHEETS); i++)
        add_sheet(self, SHEETS[i]);
    /* No compositor draws a shadow around a popover: what should be clear would be
     * black. */
    if (!gdk_display_is_composited(gdk_display_get_default()))
        add_text(self, "popover > contents { box-shadow: none; border-radius: 0; "
                       "margin: 0; }");
}

static void
apply_size(UiLooks *self, double percent)
{
    g_autofree char *text = g_strdup_printf("window { font-size: %.3fem; }",
                                            0.9 * percent / 100.0);

    add_text(self, text);
}

/* Whether the settings ask for other sheets than are in force; most that are saved
 * are about something else. */
static bool
is_other(UiLooks *self, const struct settings *settings)
{
    const char *theme = settings_text(settings, "theme");
    char *asked = g_strdup_printf(
        "%s %s %g", theme, strcmp(theme, "system") == 0 ? of_system(self) : "",
        settings_number(settings, "font-percent"));
    const bool other = g_strcmp0(asked, self->asked) != 0;

    g_free(self->asked);
    self->asked = asked;
    return other;
}

/* The desktop says another thing. */
static void
on_desktop(gpointer user)
{
    UiLooks *self = user;

    if (self->settings)
        ui_looks_apply(self, self->settings);
}

/* What was never set goes on as the desktop has it, whenever that changes. */
static void
apply_motion(UiLooks *self, const char *motion)
{
    const bool system = strcmp(motion, "system") == 0;

    if (system && !self->moved)
        return;
    self->moved = true;
    g_object_set(desktop(), "gtk-enable-animations",
                 system ? self->animated : strcmp(motion, "full") == 0, NULL);
}

void
ui_looks_apply(UiLooks *self, const struct settings *settings)
{
    self->settings = settings;
    if (!self->portal && strcmp(settings_text(settings, "theme"), "system") == 0)
        self->portal = portal_new(on_desktop, self);
    if (is_other(self, settings)) {
        drop_all(self);
        apply_colors(self, settings_text(settings, "theme"));
        apply_size(self, settings_number(settings, "font-percent"));
    }
    apply_motion(self, settings_text(settings, "motion"));
}

static void
finalize(GObject *object)
{
    drop_all(UI_LOOKS(object));
    portal_free(UI_LOOKS(object)->portal);
    g_free(UI_LOOKS(object)->asked);
    G_OBJECT_CLASS(ui_looks_parent_class)->finalize(object);
}

static void
ui_looks_class_init(UiLooksClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
}

static void
ui_looks_init(UiLooks *self)
{
    gboolean animated, dark;

    g_object_get(desktop(), "gtk-enable-animations", &animated,
                 "gtk-application-prefer-dark-theme", &dark, NULL);
    self->animated = animated;
    self->dark = dark;
    g_signal_connect_object(desktop(), "notify::gtk-theme-name",
                            G_CALLBACK(on_desktop), self, G_CONNECT_SWAPPED);
}

UiLooks *
ui_looks_new(void)
{
    return g_object_new(UI_TYPE_LOOKS, NULL);
}
