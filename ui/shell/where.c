/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/where.h"

#include "ui/shell/window.h"

static const char INTERFACE[] = "<node>"
                                "<interface name='org.remanence.Window'>"
                                "<method name='Where'>"
                                "<arg type='a{sv}' direction='out'/>"
                                "</method>"
                                "</interface>"
                                "</node>";

static void
add(GVariantBuilder *out, const char *key, GVariant *value)
{
    g_variant_builder_add(out, "{sv}", key, value);
}

static void
add_state(GVariantBuilder *out, UiStudio *studio)
{
    const struct deck_state *state = ui_studio_state(studio);
    struct player_latency device = {.device = ""};

    if (ui_studio_player(studio))
        player_latency(ui_studio_player(studio), &device);
    add(out, "sound", g_variant_new_string(device.device));
    add(out, "position", g_variant_new_int64(ui_studio_position(studio).n));
    add(out, "rolling", g_variant_new_boolean(state->player.rolling));
    add(out, "recording", g_variant_new_boolean(state->recording));
    add(out, "waiting", g_variant_new_boolean(state->waiting));
    add(out, "armed", g_variant_new_uint32(state->armed));
}

static GVariant *
tell(GtkApplication *application)
{
    UiWindow *window = ui_window_of(application);
    UiStudio *studio = window ? ui_window_studio(window) : NULL;
    struct session *session = studio ? ui_studio_session(studio) : NULL;
    GVariantBuilder out;

    g_variant_builder_init(&out, G_VARIANT_TYPE_VARDICT);
    if (session) {
        add(&out, "song", g_variant_new_string(session_folder(session)));
        add(&out, "read-only", g_variant_new_boolean(session_read_only(session)));
        add_state(&out, studio);
    }
    return g_variant_builder_end(&out);
}

static void
on_call(GDBusConnection *connection, const char *sender, const char *path,
        const char *interface, const char *method, GVariant *words,
        GDBusMethodInvocation *call, gpointer user)
{
    GVariant *answer = tell(user);

    g_dbus_method_invocation_return_value(call, g_variant_new_tuple(&answer, 1));
}

bool
ui_where_offer(GtkApplication *application, GDBusConnection *connection,
               const char *path, GError **error)
{
    static const GDBusInterfaceVTable TABLE = {.method_call = on_call};
    GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(INTERFACE, error);

    if (!node)
        return false;
    const guint id = g_dbus_connection_register_object(
        connection, path, node->interfaces[0], &TABLE, application, NULL, error);
    g_dbus_node_info_unref(node);
    return id != 0;
}
