/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h: words that are translated. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

#endif
