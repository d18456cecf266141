/* SPDX-License-Identifier: GPL-3.0-or-later */
/* template.h: what a new song can begin with.
 *
 * A template is a text of commands (app/command.h), one a line, in a file
 * NAME.template; an empty line ends a step of the history.  «# title:» and «#
 * about:» at its head say what it is.  They lie in
 * $XDG_DATA_HOME/remanence/templates, which are the user's, and where the program
 * was installed.
 *
 * Main thread. */
#ifndef APP_TEMPLATE_H
#define APP_TEMPLATE_H

#include "app/session.h"
#include "base/fault.h"

struct template_found {
    const char *path;
    const char *title; /* in the user's language, where it came with the program */
    const char *about; /* likewise; may be empty */
};

/* Call back for each template that there is, the user's own first, by the files'
 * names; the text stands until the callback returns. */
void template_each(void (*each)(void *user, const struct template_found *found),
                   void *user);

/* Let a new song begin with it.  Fails as home_read() and the commands do, in
 * `where` the line; what was done before it stays. */
NODISCARD enum status template_apply(struct session *session, const char *path,
                                     struct fault *fault);

#endif
