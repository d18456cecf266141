/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/devices.h"
#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

/* «44100 48000 Hz, 256 frames» */
static void
print_terms(const struct device_found *found)
{
    const uint32_t *rate = found->rates;

    if (*rate) {
        for (fputs("  ", stdout); *rate; rate++)
            printf("%u ", *rate);
        fputs(_("Hz"), stdout);
    } else {
        fputs(_("  any rate"), stdout);
    }
    if (found->block)
        printf(_(", blocks of %u"), found->block);
}

static void
print_device(void *user, const struct device_found *found)
{
    (void)user;
    if (!found->usable) {
        printf("%-10s %s: %s\n", found->driver, found->driver_title,
               found->why_not);
        return;
    }
    if (!*found->name) {
        printf(_("%-10s %s: no device\n"), found->driver, found->driver_title);
        return;
    }
    printf(_("%-10s %-28s %u in, %u out"), found->driver, found->name,
           found->inputs, found->outputs);
    print_terms(found);
    printf("  %s", found->title);
    if (found->held)
        printf("; %s", found->held);
    putchar('\n');
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
    if (found->held)
        json_text(json, "held", found->held);
    json_int(json, "inputs", found->inputs);
    json_int(json, "outputs", found->outputs);
    json_open(json, "rates", '[');
    for (const uint32_t *rate = found->rates; *rate; rate++)
        json_int(json, NULL, *rate);
    json_close(json, ']');
    if (found->block)
        json_int(json, "block", found->block);
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
