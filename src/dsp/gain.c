/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/gain.h"

#include <math.h>

double
gain_from_db(double db)
{
    return db > GAIN_OFF_DB ? pow(10.0, db / 20.0) : 0.0; /* NaN is silence */
}

double
gain_to_db(double gain)
{
    const double db = 20.0 * log10(fabs(gain));

    return db > GAIN_OFF_DB ? db : GAIN_OFF_DB;
}
