/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/browser_file.h"

#include "app/browse.h"

#include <string.h>

enum { ABOUT = 160 };

struct _UiBrowserFile {
    GObject parent_instance;
    char *name, *path;
    bool folder;
    int64_t stamp;
    char *about; /* NULL: not known yet */
};

G_DEFINE_FINAL_TYPE(UiBrowserFile, ui_browser_file, G_TYPE_OBJECT)

static guint told;

static void
finalize(GObject *object)
{
    UiBrowserFile *self = UI_BROWSER_FILE(object);

    g_free(self->name);
    g_free(self->path);
    g_free(self->about);
    G_OBJECT_CLASS(ui_browser_file_parent_class)->finalize(object);
}

static void
ui_browser_file_class_init(UiBrowserFileClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
    told = g_signal_new("told", UI_TYPE_BROWSER_FILE, G_SIGNAL_RUN_LAST, 0, NULL,
                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_browser_file_init(UiBrowserFile *self)
{
    (void)self;
}

const char *
ui_browser_file_name(UiBrowserFile *self)
{
    return self->name;
}

const char *
ui_browser_file_path(UiBrowserFile *self)
{
    return self->path;
}

bool
ui_browser_file_is_folder(UiBrowserFile *self)
{
    return self->folder;
}

bool
ui_browser_file_is(UiBrowserFile *self, UiBrowserFile *other, bool *content)
{
    *content = self->stamp == other->stamp;
    return g_str_equal(self->path, other->path) && self->folder == other->folder;
}

const char *
ui_browser_file_about(UiBrowserFile *self)
{
    return self->about ? self->about : "";
}

/* --- what it is --------------------------------------------------------------- */

static void
read_head(GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
    char about[ABOUT];

    if (g_task_return_error_if_cancelled(task))
        return;
    browse_about(data, about, sizeof about);
    g_task_return_pointer(task, g_strdup(about), g_free);
}

static void
on_head(GObject *object, GAsyncResult *result, gpointer user)
{
    UiBrowserFile *self = UI_BROWSER_FILE(object);
    char *about = g_task_propagate_pointer(G_TASK(result), NULL);

    if (!about)
        return;
    g_free(self->about);
    self->about = about;
    g_signal_emit(self, told, 0);
}

void
ui_browser_file_ask(UiBrowserFile *self, GCancellable *cancel)
{
    if (self->about || self->folder)
        return;
    g_autoptr(GTask) task = g_task_new(self, cancel, on_head, NULL);

    g_task_set_task_data(task, g_strdup(self->path), g_free);
    g_task_run_in_thread(task, read_head);
}

/* --- a folder ----------------------------------------------------------------- */

struct asked {
    char *folder, *filter; /* the filter's case is folded */
    void (*done)(gpointer user, GPtrArray *files, const struct fault *fault);
    gpointer user;
    struct fault fault;
};

static void
free_asked(gpointer data)
{
    struct asked *asked = data;

    g_free(asked->folder);
    g_free(asked->filter);
    g_free(asked);
}

/* What is no UTF-8 could not be found again by the name that is shown. */
static bool
fits(const struct browse_entry *entry, const char *filter)
{
    g_autofree char *folded = NULL;

    if (!g_utf8_validate(entry->name, -1, NULL))
        return false;
    folded = g_utf8_casefold(entry->name, -1);
    return strstr(folded, filter);
}

static UiBrowserFile *
new_file(const char *folder, const struct browse_entry *entry)
{
    UiBrowserFile *self = g_object_new(UI_TYPE_BROWSER_FILE, NULL);

    self->name = g_strdup(entry->name);
    self->path = g_build_filename(folder, entry->name, NULL);
    self->folder = entry->folder;
    self->stamp = entry->stamp;
    return self;
}

static void
read_folder(GTask *task, gpointer source, gpointer data, GCancellable *cancel)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_object_unref);
    struct asked *asked = data;
    struct browse_entry *entries;
    size_t count;

    asked->fault.status = ST_OK;
    if (browse_folder(asked->folder, &entries, &count, &asked->fault))
        count = 0;
    for (size_t i = 0; i < count; i++)
        if (fits(&entries[i], asked->filter))
            g_ptr_array_add(files, new_file(asked->folder, &entries[i]));
    browse_clear(entries, count);
    g_task_return_pointer(task, files, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_folder(GObject *object, GAsyncResult *result, gpointer user)
{
    const struct asked *asked = g_task_get_task_data(G_TASK(result));
    GPtrArray *files = g_task_propagate_pointer(G_TASK(result), NULL);

    if (files)
        asked->done(asked->user, files, asked->fault.status ? &asked->fault : NULL);
}

void
ui_browser_files(const char *folder, const char *filter, GCancellable *cancel,
                 void (*done)(gpointer user, GPtrArray *files,
                              const struct fault *fault),
                 gpointer user)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancel, on_folder, NULL);
    struct asked *asked = g_new0(struct asked, 1);

    asked->folder = g_strdup(folder);
    asked->filter = g_utf8_casefold(filter, -1);
    asked->done = done;
    asked->user = user;
    g_task_set_task_data(task, asked, free_asked);
    g_task_run_in_thread(task, read_folder);
}
