/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/menu.h"

#include "app/inserts.h"
#include "base/text.h"
#include "ui/mixer/do.h"

#include <stdio.h>

struct acts {
    UiStudio *studio;
    struct menu_host host;
};

/* What each needs to name an insert or a send to a command. */
static const struct row_insert *
insert_of(struct acts *acts, int64_t id)
{
    const struct model *model = ui_studio_model(acts->studio);

    return model ? model_row(model, TABLE_INSERT, id) : NULL;
}

static const struct row_send *
send_of(struct acts *acts, int64_t id)
{
    const struct model *model = ui_studio_model(acts->studio);

    return model ? model_row(model, TABLE_SEND, id) : NULL;
}

static void
run_insert(struct acts *acts, const char *command, int64_t id, const char *word,
           const char *place)
{
    const struct row_insert *insert = insert_of(acts, id);
    char track[NAME_SIZE], name[NAME_SIZE];

    if (insert)
        ui_studio_run(acts->studio, command, do_name(insert->track_id, track),
                      do_name(id, name), word, place, NULL);
}

static void
insert_add(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    const char *device;
    int64_t track;

    g_variant_get(target, "(x&s)", &track, &device);
    do_text(acts->studio, "insert", track, device);
}

static void
insert_open(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;

    acts->host.open(acts->host.user, g_variant_get_int64(target));
}

static void
insert_on(GSimpleAction *action, GVariant *target, gpointer user)
{
    int64_t id;
    gboolean on;

    g_variant_get(target, "(xb)", &id, &on);
    run_insert(user, "insert-on", id, on ? "on" : "off", NULL);
}

static void
insert_remove(GSimpleAction *action, GVariant *target, gpointer user)
{
    run_insert(user, "insert-remove", g_variant_get_int64(target), NULL, NULL);
}

static void
insert_place(GSimpleAction *action, GVariant *target, gpointer user)
{
    int64_t id;
    gboolean after;

    g_variant_get(target, "(xb)", &id, &after);
    run_insert(user, "insert-move", id, "none", after ? "after" : "before");
}

/* One place up or down, across the console too. */
static void
insert_shift(GSimpleAction *action, GVariant *target, gpointer user)
{
    enum { MAX = 64 };
    struct acts *acts = user;
    const struct row_insert *all[MAX];
    char name[NAME_SIZE];
    int64_t id;
    int step;

    g_variant_get(target, "(xi)", &id, &step);
    const struct row_insert *insert = insert_of(acts, id);
    if (!insert)
        return;
    const int count =
        (int)inserts_of(ui_studio_model(acts->studio), insert->track_id, all, MAX);
    int at = 0;

    while (at < count && all[at] != insert)
        at++;
    const int above = step < 0 ? at - 1 : at + 2;
    if (at + step < 0 || at + step >= count)
        run_insert(acts, "insert-move", id, "none", step < 0 ? "before" : "after");
    else if (above >= count)
        run_insert(acts, "insert-move", id, "none", "after");
    else
        run_insert(acts, "insert-move", id, do_name(all[above]->id, name), NULL);
}

static void
insert_above(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    char name[NAME_SIZE];
    int64_t id, above;

    g_variant_get(target, "(xx)", &id, &above);
    if (above)
        run_insert(acts, "insert-move", id, do_name(above, name), NULL);
    else
        run_insert(acts, "insert-move", id, "none", "after");
}

static void
send_add(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    char track[NAME_SIZE], bus[NAME_SIZE];
    int64_t from, to;

    g_variant_get(target, "(xx)", &from, &to);
    ui_studio_run(acts->studio, "send", do_name(from, track), do_name(to, bus),
                  "-12", NULL);
}

/* A name for a bus that no track has yet. */
static void
new_name(const struct model *model, char *out, size_t size)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    for (int number = 1; number < 1000; number++) {
        bool taken = false;

        snprintf(out, size, _("Bus %d"), number);
        for (size_t i = 0; i < count; i++)
            taken = taken || g_ascii_strcasecmp(tracks[i].name, out) == 0;
        if (!taken)
            return;
    }
}

static void
send_new(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    char track[NAME_SIZE], bus[64];
    const struct model *model = ui_studio_model(acts->studio);

    if (!model)
        return;
    new_name(model, bus, sizeof bus);
    const char *const make[] = {"track-add", bus, "bus"};
    const char *const send[]
        = {"send", do_name(g_variant_get_int64(target), track), bus, "-12"};
    const struct command_line lines[] = {{make, 3}, {send, 4}};

    ui_studio_run_all(acts->studio, _("Send to a new bus"), lines,
                      G_N_ELEMENTS(lines));
}

static void
run_send(struct acts *acts, const char *command, int64_t id, const char *word,
         const char *tap)
{
    const struct row_send *send = send_of(acts, id);
    char track[NAME_SIZE], bus[NAME_SIZE];

    if (send)
        ui_studio_run(acts->studio, command, do_name(send->track_id, track),
                      do_name(send->target_id, bus), word, tap, NULL);
}

static void
send_on(GSimpleAction *action, GVariant *target, gpointer user)
{
    int64_t id;
    gboolean on;

    g_variant_get(target, "(xb)", &id, &on);
    run_send(user, "send-on", id, on ? "on" : "off", NULL);
}

static void
send_pre(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    int64_t id;
    gboolean pre;
    char level[32];

    g_variant_get(target, "(xb)", &id, &pre);
    const struct row_send *send = send_of(acts, id);
    if (!send)
        return;
    snprintf(level, sizeof level, "%.6g", send->level_db);
    run_send(acts, "send", id, level, pre ? "pre" : "post");
}

static void
send_remove(GSimpleAction *action, GVariant *target, gpointer user)
{
    run_send(user, "send-remove", g_variant_get_int64(target), NULL, NULL);
}

static void
output(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    char bus[NAME_SIZE];
    int64_t track, to;

    g_variant_get(target, "(xx)", &track, &to);
    do_text(acts->studio, "track-output", track, to ? do_name(to, bus) : "none");
}

static void
input(GSimpleAction *action, GVariant *target, gpointer user)
{
    const char *text;
    int64_t track;

    g_variant_get(target, "(x&s)", &track, &text);
    do_text(((struct acts *)user)->studio, "input", track, text);
}

static void
color(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;
    const char *text;
    int64_t track;

    g_variant_get(target, "(x&s)", &track, &text);
    do_text(acts->studio, "track-color", track, text);
}

static void
polarity(GSimpleAction *action, GVariant *target, gpointer user)
{
    int64_t track;
    gboolean on;

    g_variant_get(target, "(xb)", &track, &on);
    do_switch(((struct acts *)user)->studio, "polarity", track, on);
}

static void
solo_safe(GSimpleAction *action, GVariant *target, gpointer user)
{
    int64_t track;
    gboolean on;

    g_variant_get(target, "(xb)", &track, &on);
    do_switch(((struct acts *)user)->studio, "solo-safe", track, on);
}

static void
on_console(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;

    acts->host.console(acts->host.user, g_variant_get_int64(target));
}

static void
on_rename(GSimpleAction *action, GVariant *target, gpointer user)
{
    struct acts *acts = user;

    acts->host.rename(acts->host.user, g_variant_get_int64(target));
}

static void
duplicate(GSimpleAction *action, GVariant *target, gpointer user)
{
    char name[NAME_SIZE];

    ui_studio_run(((struct acts *)user)->studio, "track-duplicate",
                  do_name(g_variant_get_int64(target), name), NULL);
}

static void
delete(GSimpleAction *action, GVariant *target, gpointer user)
{
    char name[NAME_SIZE];

    ui_studio_run(((struct acts *)user)->studio, "track-delete",
                  do_name(g_variant_get_int64(target), name), NULL);
}

static const GActionEntry ENTRIES[] = {
    {.name = "insert-add", .activate = insert_add, .parameter_type = "(xs)"},
    {.name = "insert-open", .activate = insert_open, .parameter_type = "x"},
    {.name = "insert-on", .activate = insert_on, .parameter_type = "(xb)"},
    {.name = "insert-remove", .activate = insert_remove, .parameter_type = "x"},
    {.name = "insert-place", .activate = insert_place, .parameter_type = "(xb)"},
    {.name = "insert-shift", .activate = insert_shift, .parameter_type = "(xi)"},
    {.name = "insert-above", .activate = insert_above, .parameter_type = "(xx)"},
    {.name = "send-add", .activate = send_add, .parameter_type = "(xx)"},
    {.name = "send-new", .activate = send_new, .parameter_type = "x"},
    {.name = "send-on", .activate = send_on, .parameter_type = "(xb)"},
    {.name = "send-pre", .activate = send_pre, .parameter_type = "(xb)"},
    {.name = "send-remove", .activate = send_remove, .parameter_type = "x"},
    {.name = "input", .activate = input, .parameter_type = "(xs)"},
    {.name = "output", .activate = output, .parameter_type = "(xx)"},
    {.name = "color", .activate = color, .parameter_type = "(xs)"},
    {.name = "polarity", .activate = polarity, .parameter_type = "(xb)"},
    {.name = "solo-safe", .activate = solo_safe, .parameter_type = "(xb)"},
    {.name = "console", .activate = on_console, .parameter_type = "x"},
    {.name = "rename", .activate = on_rename, .parameter_type = "x"},
    {.name = "duplicate", .activate = duplicate, .parameter_type = "x"},
    {.name = "delete", .activate = delete, .parameter_type = "x"},
};

GActionGroup *
menu_actions(UiStudio *studio, const struct menu_host *host)
{
    GSimpleActionGroup *group = g_simple_action_group_new();
    struct acts *acts = g_new(struct acts, 1);

    *acts = (struct acts){studio, *host};
    g_action_map_add_action_entries(G_ACTION_MAP(group), ENTRIES,
                                    G_N_ELEMENTS(ENTRIES), acts);
    g_object_set_data_full(G_OBJECT(group), "acts", acts, g_free);
    return G_ACTION_GROUP(group);
}
