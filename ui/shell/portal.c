/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/portal.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define SETTINGS "org.freedesktop.portal.Settings"
#define APPEARANCE "org.freedesktop.appearance"

struct portal {
    void (*changed)(gpointer user);
    gpointer user;
    GCancellable *gone;
    GDBusConnection *bus;
    guint heard;
    guint32 scheme, contrast;
};

static void
take(struct portal *self, const char *key, GVariant *value)
{
    guint32 *kept = g_str_equal(key, "color-scheme") ? &self->scheme
                    : g_str_equal(key, "contrast")   ? &self->contrast
                                                     : NULL;

    if (!kept || !g_variant_is_of_type(value, G_VARIANT_TYPE_UINT32)
        || *kept == g_variant_get_uint32(value))
        return;
    *kept = g_variant_get_uint32(value);
    self->changed(self->user);
}

static void
on_signal(GDBusConnection *bus, const char *sender, const char *path,
          const char *interface, const char *signal, GVariant *words, gpointer user)
{
    const char *space, *key;
    g_autoptr(GVariant) value = NULL;

    if (!g_variant_is_of_type(words, G_VARIANT_TYPE("(ssv)")))
        return;
    g_variant_get(words, "(&s&sv)", &space, &key, &value);
    if (g_str_equal(space, APPEARANCE))
        take(user, key, value);
}

/* Where there is no portal, that is no fault. */
static void
on_answer(GObject *bus, GAsyncResult *result, gpointer user)
{
    g_autoptr(GVariant) answer
        = g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, NULL);
    g_autoptr(GVariantIter) spaces = NULL;
    GVariant *value;
    GVariantIter *keys;
    const char *space, *key;

    if (!answer)
        return;
    g_variant_get(answer, "(a{sa{sv}})", &spaces);
    while (g_variant_iter_loop(spaces, "{&sa{sv}}", &space, &keys))
        while (g_variant_iter_loop(keys, "{&sv}", &key, &value))
            if (g_str_equal(space, APPEARANCE))
                take(user, key, value);
}

static void
on_bus(GObject *source, GAsyncResult *result, gpointer user)
{
    static const char *const SPACES[] = {APPEARANCE, NULL};
    GDBusConnection *bus = g_bus_get_finish(result, NULL);
    struct portal *self = user;

    if (!bus) /* it has none, or the portal is freed */
        return;
    self->bus = bus;
    self->heard = g_dbus_connection_signal_subscribe(
        bus, NAME, SETTINGS, "SettingChanged", PATH, APPEARANCE,
        G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
    g_dbus_connection_call(bus, NAME, PATH, SETTINGS, "ReadAll",
                           g_variant_new("(^as)", SPACES),
                           G_VARIANT_TYPE("(a{sa{sv}})"), G_DBUS_CALL_FLAGS_NONE,
                           -1, self->gone, on_answer, self);
}

struct portal *
portal_new(void (*changed)(gpointer user), gpointer user)
{
    struct portal *self = g_new0(struct portal, 1);

    self->changed = changed;
    self->user = user;
    self->gone = g_cancellable_new();
    g_bus_get(G_BUS_TYPE_SESSION, self->gone, on_bus, self);
    return self;
}

void
portal_free(struct portal *self)
{
    if (!self)
        return;
    g_cancellable_cancel(self->gone);
    g_object_unref(self->gone);
    if (self->heard)
        g_dbus_connection_signal_unsubscribe(self->bus, self->heard);
    g_clear_object(&self->bus);
    g_free(self);
}

enum portal_scheme
portal_scheme(const struct portal *self)
{
    return self->scheme == PORTAL_DARK || self->scheme == PORTAL_LIGHT
               ? (enum portal_scheme)self->scheme
               : PORTAL_NONE;
}

bool
portal_contrast(const struct portal *self)
{
    return self->contrast == 1;
}
