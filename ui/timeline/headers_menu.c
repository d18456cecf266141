/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/headers_menu.h"

#include "base/text.h"
#include "ui/inputs.h"
#include "ui/timeline/tools.h"
#include "ui/view/view.h"

static const char *const MENU[] = {"track-rename",
                                   "track-duplicate",
                                   "track-delete",
                                   NULL,
                                   "track-arm",
                                   "track-mute",
                                   "track-solo",
                                   "lanes",
                                   NULL,
                                   "track-up",
                                   "track-down",
                                   "track-in",
                                   "track-out",
                                   NULL,
                                   "track-add-audio",
                                   "track-add-stereo",
                                   "track-add-midi",
                                   "track-add-bus",
                                   "track-add-folder"};

static void
add_folder(GMenu *menu, const char *title, const char *word)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(title, NULL);

    g_menu_item_set_action_and_target(item, "win.track-folder", "s", word);
    g_menu_append_item(menu, item);
}

/* Where the selected tracks can lie: NULL where the song has no folder for them. */
static GMenu *
folders_menu(UiStudio *studio)
{
    const struct selection *selection = ui_studio_view(studio)->selection;
    size_t count;
    const struct row_track *track
        = model_rows(ui_studio_model(studio), TABLE_TRACK, &count);
    g_autoptr(GMenu) menu = g_menu_new();

    for (size_t i = 0; i < count; i++) {
        g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, track[i].id);

        if (track[i].kind == TRACK_FOLDER
            && !selection_has(selection, SELECT_TRACK, track[i].id))
            add_folder(menu, track[i].name, id);
    }
    if (g_menu_model_get_n_items(G_MENU_MODEL(menu)) == 0)
        return NULL;
    add_folder(menu, _("No folder"), "none");
    return g_steal_pointer(&menu);
}

/* The id of the one that the focused track lies in, as the menu has it. */
static char *
folder_of(UiStudio *studio)
{
    const struct row_track *track = model_row(
        ui_studio_model(studio), TABLE_TRACK,
        selection_focus(ui_studio_view(studio)->selection, SELECT_TRACK));

    return track && track->folder_id
               ? g_strdup_printf("%" G_GINT64_FORMAT, track->folder_id)
               : g_strdup("none");
}

GMenuModel *
ui_headers_menu(UiStudio *studio, UiActions *actions)
{
    GMenuModel *menu
        = ui_tool_menu_of(actions, MENU, G_N_ELEMENTS(MENU), "win.track-color");
    g_autoptr(GMenu) inputs = ui_inputs_menu(studio, 0, "win.track-input");
    g_autofree char *input = ui_inputs_choice(
        studio, selection_focus(ui_studio_view(studio)->selection, SELECT_TRACK));

    ui_actions_set_choice(actions, "track-input", input);
    g_menu_insert_submenu(G_MENU(menu), 2, _("Input"), G_MENU_MODEL(inputs));
    g_autoptr(GMenu) folders = folders_menu(studio);
    g_autofree char *folder = folder_of(studio);

    ui_actions_set_choice(actions, "track-folder", folder);
    if (folders)
        g_menu_insert_submenu(G_MENU(menu), 3, _("Folder"), G_MENU_MODEL(folders));
    return menu;
}
