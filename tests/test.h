/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

/* cmocka, and the four headers it needs before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
