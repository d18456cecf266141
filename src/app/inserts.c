/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/inserts.h"

#include "base/text.h"
#include "plugins/built_in.h"

#include <stdlib.h>
#include <string.h>

const char *
inserts_device(size_t index)
{
    const struct device_table *table = plugins_built_in();

    return index < table->count ? table->types[index].uri : NULL;
}

const char *
inserts_name(const char *device)
{
    const struct device_type *type = device_find(plugins_built_in(), device);

    return type ? _(type->name) : device;
}

bool
inserts_is_here(const char *device)
{
    return device_find(plugins_built_in(), device) != NULL;
}

bool
inserts_control(const char *device, size_t index, struct insert_control *out)
{
    const struct device_type *type = device_find(plugins_built_in(), device);

    if (!type || index >= type->n_controls)
        return false;
    const struct control *control = &type->controls[index];

    *out = (struct insert_control){
        .symbol = control->symbol,
        .name = _(control->name),
        .unit = control->unit,
        .low = control->min,
        .high = control->max,
        .start = control->initial,
        .by_ratio = control->scale == CONTROL_LOG,
    };
    return true;
}

double
inserts_value(const struct model *model, int64_t insert,
              const struct insert_control *control)
{
    const struct row_param *param = model_first(model, TABLE_PARAM, insert);

    for (; param; param = model_next(model, TABLE_PARAM, param))
        if (strcmp(param->symbol, control->symbol) == 0)
            return param->value;
    return control->start;
}

static int
by_place(const void *a, const void *b)
{
    const struct row_insert *x = *(const struct row_insert *const *)a;
    const struct row_insert *y = *(const struct row_insert *const *)b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->sort != y->sort)
        return x->sort < y->sort ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

size_t
inserts_of(const struct model *model, int64_t track, const struct row_insert **out,
           size_t max)
{
    const struct row_insert *row = model_first(model, TABLE_INSERT, track);
    size_t count = 0;

    for (; row && count < max; row = model_next(model, TABLE_INSERT, row))
        out[count++] = row;
    qsort(out, count, sizeof *out, by_place);
    return count;
}

static int
by_sort(const void *a, const void *b)
{
    const struct row_send *x = *(const struct row_send *const *)a;
    const struct row_send *y = *(const struct row_send *const *)b;

    if (x->sort != y->sort)
        return x->sort < y->sort ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

size_t
inserts_sends_of(const struct model *model, int64_t track,
                 const struct row_send **out, size_t max)
{
    const struct row_send *row = model_first(model, TABLE_SEND, track);
    size_t count = 0;

    for (; row && count < max; row = model_next(model, TABLE_SEND, row))
        out[count++] = row;
    qsort(out, count, sizeof *out, by_sort);
    return count;
}
