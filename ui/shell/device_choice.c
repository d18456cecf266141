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

/* What the list shows, and whom it tells. */
struct choice {
    GPtrArray *devices;
    bool listed;  /* all that there are are known */
    bool filling; /* what is selected changes, but not by hand */
    void (*chosen)(gpointer user);
    void (*known)(gpointer user);
    gpointer user;
};

static struct choice *
data_of(GtkWidget *choice)
{
    return g_object_get_data(G_OBJECT(choice), "choice");
}

static void
free_choice(gpointer data)
{
    struct choice *choice = data;

    g_ptr_array_unref(choice->devices);
    g_free(choice);
}

static const struct device *
chosen(GtkWidget *choice)
{
    const guint at = gtk_drop_down_get_selected(GTK_DROP_DOWN(choice));
    const GPtrArray *devices = data_of(choice)->devices;

    return devices->pdata[at < devices->len ? at : 0];
}

static GtkStringList *
titles_of(GtkWidget *choice)
{
    return GTK_STRING_LIST(gtk_drop_down_get_model(GTK_DROP_DOWN(choice)));
}

static void
add(GtkWidget *choice, struct device *device)
{
    g_ptr_array_add(data_of(choice)->devices, device);
    gtk_string_list_append(titles_of(choice), device->title);
}

/* --- what there is ------------------------------------------------------------ */

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
    g_ptr_array_add(user, device);
}

static struct device *
best_one(const char *about)
{
    struct device *best = g_new0(struct device, 1);

    best->title = g_strdup(_("The best one that is there"));
    best->about = g_strdup(about);
    return best;
}

/* A server that does not answer, or a card, may keep whoever asks: a thread of its
 * own, which nobody waits for. */
static void
look(GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(free_device);
    char why[256] = "";

    g_ptr_array_add(found, best_one(NULL));
    devices_each(on_device, found, why, sizeof why);
    ((struct device *)found->pdata[0])->about = g_strdup(why);
    g_task_return_pointer(task, found, (GDestroyNotify)g_ptr_array_unref);
}

static void
fill(GtkWidget *widget, GPtrArray *found)
{
    struct choice *choice = data_of(widget);
    const struct device *is = chosen(widget);
    g_autofree char *driver = g_strdup(is->driver), *name = g_strdup(is->device);
    g_autoptr(GPtrArray) titles = g_ptr_array_new();

    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(titles, ((struct device *)found->pdata[i])->title);
    g_ptr_array_add(titles, NULL);
    choice->filling = choice->listed = true;
    gtk_string_list_splice(titles_of(widget), 0, choice->devices->len,
                           (const char *const *)titles->pdata);
    g_ptr_array_unref(choice->devices);
    choice->devices = found;
    ui_device_choice_set(widget, driver ? driver : "", name ? name : "");
    choice->filling = false;
}

/* The page that it stood on may be gone by now. */
static void
on_looked(GObject *object, GAsyncResult *result, gpointer user)
{
    GPtrArray *found = g_task_propagate_pointer(G_TASK(result), NULL);
    GtkWidget *widget = GTK_WIDGET(object);

    if (!gtk_widget_get_root(widget)) {
        g_ptr_array_unref(found);
        return;
    }
    fill(widget, found);
    if (data_of(widget)->known)
        data_of(widget)->known(data_of(widget)->user);
}

static void
on_selected(GtkWidget *widget, GParamSpec *spec, gpointer user)
{
    struct choice *choice = data_of(widget);

    if (!choice->filling && choice->chosen)
        choice->chosen(choice->user);
}

GtkWidget *
ui_device_choice_new(void)
{
    GtkWidget *widget =
        gtk_drop_down_new(G_LIST_MODEL(gtk_string_list_new(NULL)), NULL);
    struct choice *choice = g_new0(struct choice, 1);
    g_autoptr(GTask) task = g_task_new(widget, NULL, on_looked, NULL);

    choice->devices = g_ptr_array_new_with_free_func(free_device);
    g_object_set_data_full(G_OBJECT(widget), "choice", choice, free_choice);
    add(widget, best_one(_("Looking for devices…")));
    g_signal_connect(widget, "notify::selected", G_CALLBACK(on_selected), NULL);
    g_task_run_in_thread(task, look);
    return widget;
}

void
ui_device_choice_watch(GtkWidget *widget, void (*on_chosen)(gpointer user),
                       void (*on_known)(gpointer user), gpointer user)
{
    struct choice *choice = data_of(widget);

    choice->chosen = on_chosen;
    choice->known = on_known;
    choice->user = user;
}

/* --- the one that is chosen --------------------------------------------------- */

static bool
is_it(const struct device *device, const char *driver, const char *name)
{
    return g_strcmp0(device->driver ? device->driver : "", driver) == 0
           && g_strcmp0(device->device ? device->device : "", name) == 0;
}

/* Until all are known, nobody can tell. */
static struct device *
missing(const char *driver, const char *name, bool known)
{
    struct device *device = g_new0(struct device, 1);

    device->driver = g_strdup(driver);
    device->device = *name ? g_strdup(name) : NULL;
    if (known) {
        device->title = g_strdup_printf(_("%s · %s (not there)"), driver, name);
        device->about
            = g_strdup(_("The built-in clock plays in its place, silently"));
    } else {
        device->title = *name ? g_strdup_printf("%s · %s", driver, name)
                              : g_strdup(driver);
        device->about = g_strdup(_("Looking for devices…"));
    }
    return device;
}

void
ui_device_choice_set(GtkWidget *choice, const char *driver, const char *name)
{
    const GPtrArray *devices = data_of(choice)->devices;
    guint at = 0;

    while (at < devices->len && !is_it(devices->pdata[at], driver, name))
        at++;
    if (at == devices->len)
        add(choice, missing(driver, name, data_of(choice)->listed));
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
