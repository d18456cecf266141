/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/devices.h"

#include "base/text.h"
#include "drivers/driver.h"

struct walk {
    void (*each)(void *user, const struct device_found *found);
    void *user;
    struct device_found found;
    size_t count;
};

static void
on_device(void *user, const struct driver_device *device)
{
    struct walk *walk = user;

    walk->count++;
    walk->found.usable = true; /* by its name, whatever the driver's first one is */
    walk->found.name = device->name;
    walk->found.title = device->title;
    walk->found.held = device->held;
    walk->found.inputs = device->inputs;
    walk->found.outputs = device->outputs;
    walk->found.rates = device->rates;
    walk->found.block = device->block;
    walk->each(walk->user, &walk->found);
}

void
devices_each(void (*each)(void *user, const struct device_found *found), void *user,
             char *why, size_t size)
{
    static const uint32_t any[] = {0};
    size_t count;
    const struct driver_kind *const *kinds = driver_kinds(&count);

    for (size_t i = 0; i < count; i++) {
        char why_not[256] = "";
        struct walk walk = {.each = each, .user = user};

        if (!kinds[i]->automatic)
            continue;
        walk.found = (struct device_found){
            .driver = kinds[i]->name,
            .driver_title = _(kinds[i]->title),
            .usable = kinds[i]->usable(why_not, sizeof why_not),
            .why_not = why_not,
            .name = "",
            .title = "",
            .rates = any,
        };
        kinds[i]->devices(on_device, &walk);
        if (walk.count == 0)
            each(user, &walk.found);
    }
    (void)driver_choose(why, size);
}
