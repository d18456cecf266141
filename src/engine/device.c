/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/device.h"

#include <string.h>

const struct device_type *
device_find(const struct device_table *table, const char *uri)
{
    for (size_t i = 0; table && i < table->count; i++)
        if (strcmp(table->types[i].uri, uri) == 0)
            return &table->types[i];
    return NULL;
}
