/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/devices.h"
#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

static void
print_device(void *user, const struct device_found *found)
{
    (void)user;
    if (!found->usable)
        printf("%-10s %s: %s\n", found->driver, found->driver_title, found->why_not);
    else
        printf(_("%-10s %-28s %u in, %u out  %s\n"), found->driver, found->name,
               found->inputs, found->outputs, found->title);
}

static void
json_device(void *user, const struct device_found *found)
{
    struct json *json = user;

    json_open(json, NULL, '{');
    json_text(json, "driver", found->driver);
    json_bool(json, "usable", found->usable);
    if (!found->usable)
        json_text(json, "why_not", found->why_not);
    json_text(json, "name", found->name);
    json_text(json, "title", found->title);
    json_int(json, "inputs", found->inputs);
    json_int(json, "outputs", found->outputs);
    json_close(json, '}');
}

static enum exit_code
run(const struct args *args)
{
    char why[256] = "";
    struct json json = {0};

    if (arg_given(args, "json")) {
        json_open(&json, NULL, '{');
        json_open(&json, "devices", '[');
        devices_each(json_device, &json, why, sizeof why);
        json_close(&json, ']');
        json_text(&json, "choice", why);
        json_close(&json, '}');
    } else {
        devices_each(print_device, NULL, why, sizeof why);
        printf("%s\n", why);
    }
    return EXIT_GOOD;
}

const struct verb VERB_DEVICES = {
    .name = "devices",
    .words = "[--json]",
    .summary = N_("list what this machine can play through"),
    .min_words = 0,
    .max_words = 0,
    .options = {{"json", NULL, N_("answer in JSON")}},
    .run = run,
};
