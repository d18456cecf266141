/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/fade.h"

/* sin(x pi/2) for x from 0 to 1, wrong by 4e-9 before rounding: x p(x^2), p being
 * the minimax polynomial (Remez), the weight being x. */
INLINE float
quarter_sine(float x)
{
    const float u = x * x;

    float p = 0.000150820772f * u - 0.00467222842f;

    p = p * u + 0.079688481f;
    p = p * u - 0.64596336f;
    p = p * u + 1.57079629f;
    return x * p;
}

INLINE float
curve_at(enum fade_curve curve, float x)
{
    switch (curve) {
    case FADE_CURVE_EQUAL_POWER:
        return quarter_sine(x);
    case FADE_CURVE_SLOW:
        return x * x * x;
    case FADE_CURVE_FAST:
        return 1.0f - (1.0f - x) * (1.0f - x) * (1.0f - x);
    case FADE_CURVE_S:
        return x * x * (3.0f - 2.0f * x);
    case FADE_CURVE_LINEAR:
    default:
        return x;
    }
}

RT float
fade_gain(enum fade_curve curve, double x)
{
    return curve_at(curve, x > 0.0 ? x < 1.0 ? x : 1.0 : 0.0);
}

/* Frame i of the call is frame `at + way i` of a fade-in. */
INLINE void
fade_along(enum fade_curve curve, float *x, uint32_t n, int32_t at, int32_t way,
           int32_t length)
{
    const float scale = 1.0f / (float)length;

    for (uint32_t i = 0; i < n; i++)
        x[i] *= curve_at(curve, ((float)(at + way * (int32_t)i) + 0.5f) * scale);
}

INLINE void
fade(enum fade_curve curve, float *x, uint32_t n, int32_t at, int32_t way,
     int32_t length)
{
    switch (curve) {
    case FADE_CURVE_EQUAL_POWER:
        fade_along(FADE_CURVE_EQUAL_POWER, x, n, at, way, length);
        break;
    case FADE_CURVE_SLOW:
        fade_along(FADE_CURVE_SLOW, x, n, at, way, length);
        break;
    case FADE_CURVE_FAST:
        fade_along(FADE_CURVE_FAST, x, n, at, way, length);
        break;
    case FADE_CURVE_S:
        fade_along(FADE_CURVE_S, x, n, at, way, length);
        break;
    case FADE_CURVE_LINEAR:
    default:
        fade_along(FADE_CURVE_LINEAR, x, n, at, way, length);
        break;
    }
}

RT_CLONES void
fade_in(enum fade_curve curve, float *x, uint32_t n, int32_t at, int32_t length)
{
    fade(curve, x, n, at, 1, length);
}

RT_CLONES void
fade_out(enum fade_curve curve, float *x, uint32_t n, int32_t at, int32_t length)
{
    fade(curve, x, n, length - 1 - at, -1, length);
}
