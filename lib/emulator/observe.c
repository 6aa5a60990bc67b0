/* The public calls of tests: what the router has and did, and what befalls it.
 */
#include "emulator/server.h"
#include "emulator/state.h"

#include <string.h>

static struct emu_device *focused(struct rtx_emulator *emulator)
{
    pthread_mutex_lock(&emulator->lock);
    emulator->world.now_ms = rtx__now_ms();
    return emulator->devices[emulator->focus];
}

static void release(struct rtx_emulator *emulator)
{
    pthread_mutex_unlock(&emulator->lock);
}

int rtx_emulator_focus(rtx_emulator *emulator, size_t index)
{
    int rc = RTX_E_ARGUMENT;

    if (!emulator)
        return RTX_E_ARGUMENT;
    (void)focused(emulator);
    if (index < emulator->device_count) {
        emulator->focus = index;
        rc = 0;
    }
    release(emulator);
    return rc;
}

void rtx_emulator_advance(rtx_emulator *emulator, int64_t seconds)
{
    if (!emulator)
        return;
    (void)focused(emulator);
    for (size_t i = 0; i < emulator->device_count; i++) {
        emu_net_look(emulator->devices[i]);
        emu_clock_advance(emulator->devices[i], seconds * 1000);
    }
    emulator->world.rescheduled = true;
    emu_server_kick(emulator);
    release(emulator);
}

int rtx_emulator_inject(rtx_emulator *emulator, const char *message,
                        struct rtx_error *error)
{
    if (!emulator || !message)
        return rtx__error(error, RTX_E_ARGUMENT, "no message");
    emu_log(focused(emulator), "%s", message);
    emu_server_kick(emulator);
    release(emulator);
    return 0;
}

void rtx_emulator_cut(rtx_emulator *emulator)
{
    if (!emulator)
        return;
    (void)focused(emulator);
    for (struct emu_session *s = emulator->sessions; s; s = s->next) {
        s->cut = true;
        s->ended = !s->serial;
    }
    emu_sshd_drop(emulator, NULL);
    emu_server_kick(emulator);
    release(emulator);
}

void rtx_emulator_power_cycle(rtx_emulator *emulator)
{
    struct emu_device *device;

    if (!emulator)
        return;
    device = focused(emulator);
    if (emulator->running)
        emu_restart(device, "Power-on boot");
    emu_server_kick(emulator);
    release(emulator);
}

void rtx_emulator_counters(rtx_emulator *emulator,
                           struct rtx_emulator_counters *ret)
{
    if (!emulator || !rtx__size_is_set(ret))
        return;
    (void)focused(emulator);
    emulator->world.counters.ssh_logins =
        atomic_load(&emulator->ssh_logins.now);
    emulator->world.counters.ssh_logins_most =
        atomic_load(&emulator->ssh_logins.most);
    (void)rtx__fill_sized(ret, &emulator->world.counters, sizeof *ret);
    release(emulator);
}

static char *config_text(struct rtx_emulator *emulator, bool saved)
{
    struct emu_device *device = focused(emulator);
    char *text = rtx_config_text(
        saved ? device->startup : emu_device_running(device), 0);

    release(emulator);
    return text;
}

char *rtx_emulator_running(rtx_emulator *emulator)
{
    if (!emulator)
        return NULL;
    return config_text(emulator, false);
}

char *rtx_emulator_saved(rtx_emulator *emulator)
{
    if (!emulator)
        return NULL;
    return config_text(emulator, true);
}

int rtx_emulator_dirty(rtx_emulator *emulator)
{
    int dirty;

    if (!emulator)
        return 0;
    dirty = emu_device_unsaved(focused(emulator));
    release(emulator);
    return dirty;
}

char *rtx_emulator_log(rtx_emulator *emulator)
{
    struct emu_device *device;
    struct rtx_buf text;

    if (!emulator)
        return NULL;
    device = focused(emulator);
    emu_net_look(device);
    rtx__buf_init(&text, (size_t)1 << 24);
    emu_log_text(device, false, &text);
    release(emulator);
    return rtx__buf_take(&text);
}

char *rtx_emulator_executed(rtx_emulator *emulator)
{
    char *text;

    if (!emulator)
        return NULL;
    text = rtx__strdup(rtx__buf_str(&focused(emulator)->executed));
    release(emulator);
    return text;
}
