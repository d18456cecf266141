/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void
print_verb_help(const struct verb *verb)
{
    printf(_("usage: remanence %s %s\n"), verb->name, verb->words);
    printf("\n%s\n", _(verb->summary));
    if (verb->more)
        printf("\n%s\n", _(verb->more));
    puts("");
    for (int i = 0; i < OPTIONS_MAX && verb->options[i].name; i++) {
        const struct option_spec *option = &verb->options[i];
        char left[64];

        snprintf(left, sizeof left, "--%s%s%s", option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        printf("  %-24s %s\n", left, _(option->help));
    }
    printf("  %-24s %s\n", "--help", _("this"));
}

void
print_help(const struct verb *verb)
{
    if (verb) {
        print_verb_help(verb);
        return;
    }
    printf("%s\n\n",
           _("remanence: a multitrack studio in which nothing is ever lost"));
    printf("%s\n", _("usage: remanence VERB …, remanence VERB --help"));
    printf("%s\n\n", _("       remanence [SONG]    opens the window"));
    for (size_t i = 0; VERBS[i]; i++)
        printf("  %-10s %s\n", VERBS[i]->name, _(VERBS[i]->summary));
    printf(
        "\n%s\n",
        _("A TIME is 12.5s, 1:23.456, 48000f (frames) or 17|1|0 (bar|beat|tick)."));
    printf("%s\n", _("The manual: man remanence; the project's format: "
                     "man remanence-project."));
}
