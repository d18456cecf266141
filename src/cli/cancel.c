/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cancel.h"

#include "cli/cli.h"
#include "cli/keys.h"

#include <signal.h>
#include <unistd.h>

/* The one thing that a signal's handler can reach. */
static atomic_bool cancelled;

static void
on_signal(int number)
{
    if (atomic_exchange(&cancelled, true) && number == SIGINT) {
        keys_end();
        _exit(EXIT_INTERRUPTED);
    }
}

const atomic_bool *
cancel_flag(void)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

    /* What is ignored stays so: nohup, and jobs that a script leaves in the
     * background. */
    for (size_t i = 0; i < COUNT(SIGNALS); i++) {
        struct sigaction before;

        if (sigaction(SIGNALS[i], NULL, &before) == 0
            && before.sa_handler != SIG_IGN)
            sigaction(SIGNALS[i], &action, NULL);
    }
    return &cancelled;
}
