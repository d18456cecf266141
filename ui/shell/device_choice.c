/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/device_choice.h"

#include "app/devices.h"
#include "base/text.h"

#include <string.h>

static const int BLOCKS[] = {16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

struct device {
    char *driver, *device; /* NULL: the best one; its first */
    char *title, *about;
};

static void
free_device(gpointer data)
{
    struct device *device = data;

    g_free(device->driver);
    g_free(device->device);
    g_free(device->title);
    g_free(device->about);
    g_free(device);
}

static GPtrArray *
devices_of(GtkWidget *choice)
{
    return g_object_get_data(G_OBJECT(choice), "devices");
}

static const struct device *
chosen(GtkWidget *choice)
{
    const guint at = gtk_drop_down_get_selected(GTK_DROP_DOWN(choice));
    const GPtrArray *devices = devices_of(choice);

    return devices->pdata[at < devices->len ? at : 0];
}

static void
add(GtkWidget *choice, struct device *device)
{
    GtkStringList *list
        = GTK_STRING_LIST(gtk_drop_down_get_model(GTK_DROP_DOWN(choice)));

    g_ptr_array_add(devices_of(choice), device);
    gtk_string_list_append(list, device->title);
}

static char *
about(const struct device_found *found)
{
    GString *text = g_string_new(NULL);

    if (!found->usable)
        g_string_append(text, found->why_not);
    else if (found->held)
        g_string_append_printf(text, _("in use: %s"), found->held);
    else if (*found->name)
        g_string_append_printf(text, _("%u in, %u out"), found->inputs,
                               found->outputs);
    for (size_t i = 0; found->usable && found->rates[i]; i++)
        g_string_append_printf(text, i ? ", %.4g" : _(", at %.4g"),
                               found->rates[i] / 1000.0);
    if (found->usable && found->rates[0])
        g_string_append(text, _(" kHz"));
    return g_string_free(text, FALSE);
}

static void
on_device(void *user, const struct device_found *found)
{
    struct device *device = g_new0(struct device, 1);
    const char *name = *found->title ? found->title : found->name;

    device->driver = g_strdup(found->driver);
    device->device = *found->name ? g_strdup(found->name) : NULL;
    device->title = *name ? g_strdup_printf("%s · %s", found->driver_title, name)
                          : g_strdup(found->driver_title);
    device->about = about(found);
    if (!found->usable || found->held) {
        char *title = g_strdup_printf(_("%s (not now)"), device->title);

        g_free(device->title);
        device->title = title;
    }
    add(user, device);
}

GtkWidget *
ui_device_choice_new(void)
{
    GtkWidget *choice =
        gtk_drop_down_new(G_LIST_MODEL(gtk_string_list_new(NULL)), NULL);
    struct device *best = g_new0(struct device, 1);
    char why[256] = "";

    g_object_set_data_full(G_OBJECT(choice), "devices",
                           g_ptr_array_new_with_free_func(free_device),
                           (GDestroyNotify)g_ptr_array_unref);
    best->title = g_strdup(_("The best one that is there"));
    add(choice, best);
    devices_each(on_device, choice, why, sizeof why);
    best->about = g_strdup(why);
    return choice;
}

static bool
is_it(const struct device *device, const char *driver, const char *name)
{
    return g_strcmp0(device->driver ? device->driver : "", driver) == 0
           && g_strcmp0(device->device ? device->device : "", name) == 0;
}

void
ui_device_choice_set(GtkWidget *choice, const char *driver, const char *name)
{
    GPtrArray *devices = devices_of(choice);
    guint at = 0;

    while (at < devices->len && !is_it(devices->pdata[at], driver, name))
        at++;
    if (at == devices->len) {
        struct device *missing = g_new0(struct device, 1);

        missing->driver = g_strdup(driver);
        missing->device = *name ? g_strdup(name) : NULL;
        missing->title = g_strdup_printf(_("%s · %s (not there)"), driver, name);
        missing->about
            = g_strdup(_("The built-in clock plays in its place, silently"));
        add(choice, missing);
    }
    gtk_drop_down_set_selected(GTK_DROP_DOWN(choice), at);
}

const char *
ui_device_choice_driver(GtkWidget *choice)
{
    return chosen(choice)->driver;
}

const char *
ui_device_choice_device(GtkWidget *choice)
{
    return chosen(choice)->device;
}

char *
ui_device_choice_about(GtkWidget *choice)
{
    const char *text = chosen(choice)->about;

    return g_strdup(text ? text : "");
}

GtkWidget *
ui_block_choice_new(double is)
{
    GtkStringList *list = gtk_string_list_new(NULL);
    guint at = 0;

    for (guint i = 0; i < G_N_ELEMENTS(BLOCKS); i++) {
        g_autofree char *text = g_strdup_printf(_("%d frames, %.1f ms at 48 kHz"),
                                                BLOCKS[i], BLOCKS[i] / 48.0);
        gtk_string_list_append(list, text);
        if (BLOCKS[i] <= is)
            at = i;
    }
    GtkWidget *choice = gtk_drop_down_new(G_LIST_MODEL(list), NULL);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(choice), at);
    return choice;
}

int
ui_block_choice_value(GtkWidget *choice)
{
    return BLOCKS[gtk_drop_down_get_selected(GTK_DROP_DOWN(choice))];
}
