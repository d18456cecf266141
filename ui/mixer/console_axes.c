/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mixer/console_axes.h"

const struct number AXIS_HZ = {NUMBER_HZ, NUMBER_LOG, 20, 20000, 1000};
const struct number AXIS_GAIN = {NUMBER_DB, NUMBER_LINEAR, -18, 18, 0};
const struct number AXIS_LEVEL = {NUMBER_DB, NUMBER_LINEAR, -72, 0, 0};

const struct number TRIM_DB = {NUMBER_DB, NUMBER_LINEAR, -60, 60, 0};
const struct number BAND_HZ = {NUMBER_HZ, NUMBER_LOG, 16, 22000, 1000};
const struct number BAND_DB = {NUMBER_DB, NUMBER_LINEAR, -24, 24, 0};
const struct number BAND_Q = {NUMBER_PLAIN, NUMBER_LOG, 0.1, 40, 1};
const struct number HIGHPASS_HZ = {NUMBER_HZ, NUMBER_LOG, 16, 2000, 80};
const struct number GATE_THRESHOLD = {NUMBER_DB, NUMBER_LINEAR, -96, 0, -50};
const struct number GATE_RANGE = {NUMBER_DB, NUMBER_LINEAR, -96, 0, -40};
const struct number GATE_ATTACK = {NUMBER_MS, NUMBER_LOG, 0.01, 500, 1};
const struct number GATE_HOLD = {NUMBER_MS, NUMBER_LINEAR, 0, 2000, 50};
const struct number GATE_RELEASE = {NUMBER_MS, NUMBER_LOG, 1, 4000, 150};
const struct number COMP_THRESHOLD = {NUMBER_DB, NUMBER_LINEAR, -60, 0, -18};
const struct number COMP_RATIO = {NUMBER_RATIO, NUMBER_LOG, 1, 100, 3};
const struct number COMP_KNEE = {NUMBER_DB, NUMBER_LINEAR, 0, 24, 6};
const struct number COMP_ATTACK = {NUMBER_MS, NUMBER_LOG, 0.01, 500, 10};
const struct number COMP_RELEASE = {NUMBER_MS, NUMBER_LOG, 1, 4000, 120};
const struct number COMP_MAKEUP = {NUMBER_DB, NUMBER_LINEAR, -24, 36, 0};
