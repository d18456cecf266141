/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A driver for PipeWire's graph, which the daemon loads as a plug-in: «test.clock».
 *
 * PipeWire's own go on by time, whoever is late.  This one begins a cycle when the one before
 * has ended, and no earlier than by time.  What it tells is the time that a device would
 * have had: so nobody is late, on any machine, and a frame that is not where it should be was
 * put there by us.  It counts as PipeWire's null sink does, which is: the cycle in which the
 * block changes as one of the new block, though it lasted as long as the one before. */
#include <spa/node/io.h>
#include <spa/node/node.h>
#include <spa/node/utils.h>
#include <spa/support/loop.h>
#include <spa/support/plugin.h>
#include <spa/utils/names.h>
#include <spa/utils/result.h>

#include <stdbool.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Who was taken out of the graph in the midst of a cycle does not end it. */
static const uint64_t SECOND = 1000000000, PATIENCE = 3000000000;

struct clockwork {
    struct spa_handle handle;
    struct spa_node node;
    struct spa_loop *loop;
    struct spa_hook_list hooks;
    struct spa_callbacks callbacks;
    struct spa_io_position *position;
    struct spa_io_clock *clock;
    struct spa_source timer;
    bool started;
    bool runs;      /* a cycle does */
    uint64_t next;  /* what it will tell for the next cycle, ns … */
    uint64_t due;   /* … and when that may begin */
};

static uint64_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* 0: never. */
static void
wake_at(struct clockwork *self, uint64_t when)
{
    const struct itimerspec time = {.it_value = {.tv_sec = (time_t)(when / SECOND),
                                                 .tv_nsec = (long)(when % SECOND)}};

    timerfd_settime(self->timer.fd, TFD_TIMER_ABSTIME, &time, NULL);
}

static bool
drives(const struct clockwork *self)
{
    return self->started && self->clock && self->position
           && self->position->clock.id == self->clock->id;
}

static void
begin(struct clockwork *self)
{
    struct spa_io_clock *clock = self->clock;
    const uint64_t duration = clock->duration, time = now();
    const uint64_t period = duration * SECOND / clock->rate.denom;

    clock->nsec = self->next;
    clock->position += duration;
    clock->delay = 0;
    clock->rate_diff = 1;
    clock->next_nsec = self->next + period;
    self->next += period;
    self->due = (self->due > time ? self->due : time) + period;
    self->runs = true;
    wake_at(self, time + PATIENCE);
    spa_node_call_ready(&self->callbacks, SPA_STATUS_HAVE_DATA | SPA_STATUS_NEED_DATA);
}

static void
on_timer(struct spa_source *source)
{
    struct clockwork *self = source->data;
    uint64_t times;

    if (read(source->fd, &times, sizeof times) == sizeof times && drives(self))
        begin(self);
}

/* All that the cycle is made of has run. */
static int
process(void *object)
{
    struct clockwork *self = object;

    if (self->runs && drives(self))
        wake_at(self, self->due);
    self->runs = false;
    return SPA_STATUS_HAVE_DATA | SPA_STATUS_NEED_DATA;
}

static int
set_going(struct spa_loop *loop, bool async, uint32_t seq, const void *data, size_t size,
          void *user)
{
    struct clockwork *self = user;

    (void)loop, (void)async, (void)seq, (void)data, (void)size;
    self->runs = false;
    self->next = self->due = now();
    wake_at(self, drives(self) ? self->due : 0);
    return 0;
}

static void
look_again(struct clockwork *self)
{
    spa_loop_invoke(self->loop, set_going, 0, NULL, 0, true, self);
}

static int
set_io(void *object, uint32_t id, void *data, size_t size)
{
    struct clockwork *self = object;

    (void)size;
    if (id == SPA_IO_Clock)
        self->clock = data;
    else if (id == SPA_IO_Position)
        self->position = data;
    else
        return -ENOENT;
    if (self->clock && id == SPA_IO_Clock)
        snprintf(self->clock->name, sizeof self->clock->name, "test.clock");
    look_again(self);
    return 0;
}

static int
send_command(void *object, const struct spa_command *command)
{
    struct clockwork *self = object;
    const uint32_t id = SPA_NODE_COMMAND_ID(command);

    if (id != SPA_NODE_COMMAND_Start && id != SPA_NODE_COMMAND_Suspend
        && id != SPA_NODE_COMMAND_Pause)
        return -ENOTSUP;
    self->started = id == SPA_NODE_COMMAND_Start;
    look_again(self);
    return 0;
}

static int
add_listener(void *object, struct spa_hook *listener, const struct spa_node_events *events,
             void *data)
{
    struct clockwork *self = object;
    const struct spa_dict_item items[] = {SPA_DICT_ITEM_INIT("node.driver", "true")};
    struct spa_dict props = SPA_DICT_INIT_ARRAY(items);
    const struct spa_node_info info = {
        .change_mask = SPA_NODE_CHANGE_MASK_FLAGS | SPA_NODE_CHANGE_MASK_PROPS,
        .flags = SPA_NODE_FLAG_RT,
        .props = &props,
    };
    struct spa_hook_list others;

    spa_hook_list_isolate(&self->hooks, &others, listener, events, data);
    spa_node_emit_info(&self->hooks, &info);
    spa_hook_list_join(&self->hooks, &others);
    return 0;
}

static int
set_callbacks(void *object, const struct spa_node_callbacks *callbacks, void *data)
{
    struct clockwork *self = object;

    self->callbacks = SPA_CALLBACKS_INIT(callbacks, data);
    return 0;
}

static const struct spa_node_methods METHODS = {
    SPA_VERSION_NODE_METHODS,
    .add_listener = add_listener,
    .set_callbacks = set_callbacks,
    .set_io = set_io,
    .send_command = send_command,
    .process = process,
};

/* --- what the daemon finds it by ------------------------------------------------------- */

static int
get_interface(struct spa_handle *handle, const char *type, void **interface)
{
    if (strcmp(type, SPA_TYPE_INTERFACE_Node) != 0)
        return -ENOENT;
    *interface = &((struct clockwork *)handle)->node;
    return 0;
}

static int
forget_timer(struct spa_loop *loop, bool async, uint32_t seq, const void *data, size_t size,
             void *user)
{
    struct clockwork *self = user;

    (void)async, (void)seq, (void)data, (void)size;
    return spa_loop_remove_source(loop, &self->timer);
}

static int
clear(struct spa_handle *handle)
{
    struct clockwork *self = (struct clockwork *)handle;

    spa_loop_invoke(self->loop, forget_timer, 0, NULL, 0, true, self);
    close(self->timer.fd);
    return 0;
}

static size_t
get_size(const struct spa_handle_factory *factory, const struct spa_dict *params)
{
    (void)factory, (void)params;
    return sizeof(struct clockwork);
}

static int
init(const struct spa_handle_factory *factory, struct spa_handle *handle,
     const struct spa_dict *info, const struct spa_support *support, uint32_t n_support)
{
    struct clockwork *self = (struct clockwork *)handle;

    (void)factory, (void)info;
    memset(self, 0, sizeof *self);
    handle->version = SPA_VERSION_HANDLE;
    handle->get_interface = get_interface;
    handle->clear = clear;
    self->loop = spa_support_find(support, n_support, SPA_TYPE_INTERFACE_DataLoop);
    if (!self->loop)
        return -EINVAL;
    spa_hook_list_init(&self->hooks);
    self->node.iface = SPA_INTERFACE_INIT(SPA_TYPE_INTERFACE_Node, SPA_VERSION_NODE,
                                          &METHODS, self);
    self->timer.func = on_timer;
    self->timer.data = self;
    self->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    self->timer.mask = SPA_IO_IN;
    return self->timer.fd < 0 ? -errno : spa_loop_add_source(self->loop, &self->timer);
}

static int
enum_interface_info(const struct spa_handle_factory *factory,
                    const struct spa_interface_info **info, uint32_t *index)
{
    static const struct spa_interface_info NODE = {SPA_TYPE_INTERFACE_Node};

    (void)factory;
    *info = &NODE;
    return (*index)++ == 0;
}

static const struct spa_handle_factory FACTORY = {
    .version = SPA_VERSION_HANDLE_FACTORY,
    .name = "test.clock",
    .get_size = get_size,
    .init = init,
    .enum_interface_info = enum_interface_info,
};

SPA_EXPORT int
spa_handle_factory_enum(const struct spa_handle_factory **factory, uint32_t *index)
{
    *factory = &FACTORY;
    return (*index)++ == 0;
}
