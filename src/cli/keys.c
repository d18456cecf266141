/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/keys.h"

#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

/* What the handlers of signals can reach. */
static atomic_bool asked;
static struct termios before;
static atomic_bool changed;

static void
on_signal(int number)
{
    (void)number;
    atomic_store(&asked, true);
}

bool
keys_begin(void)
{
    const struct sigaction action
        = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct termios now;

    sigaction(SIGUSR1, &action, NULL);
    /* A job in the background would be stopped for asking. */
    if (!isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) != getpgrp()
        || tcgetattr(STDIN_FILENO, &before))
        return false;
    now = before;
    now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    atomic_store(&changed, true);
    return tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}

char
keys_get(void)
{
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    char key;

    if (atomic_exchange(&asked, false))
        return 'k';
    if (!atomic_load(&changed) || poll(&terminal, 1, 0) != 1
        || !(terminal.revents & POLLIN) || read(STDIN_FILENO, &key, 1) != 1)
        return 0;
    return key;
}

void
keys_end(void)
{
    if (atomic_exchange(&changed, false))
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
}
