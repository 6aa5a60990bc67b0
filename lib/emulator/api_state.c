/* The public calls about the router's state: what it is, who dials in, what
 * goes wrong. */
#include "emulator/server.h"
#include "emulator/state.h"

#include <stdlib.h>
#include <string.h>

static struct emu_device *focused(struct rtx_emulator *emulator)
{
    pthread_mutex_lock(&emulator->lock);
    emulator->world.now_ms = rtx__now_ms();
    return emulator->devices[emulator->focus];
}

static int release(struct rtx_emulator *emulator, int rc)
{
    if (emulator->running)
        emu_server_kick(emulator);
    pthread_mutex_unlock(&emulator->lock);
    return rc;
}

int rtx_emulator_state(rtx_emulator *emulator, const char *json,
                       struct rtx_error *error)
{
    if (!emulator || !json)
        return rtx__error(error, RTX_E_ARGUMENT, "no state");
    return release(emulator,
                   emu_state_set(focused(emulator), json, strlen(json), error));
}

char *rtx_emulator_state_text(rtx_emulator *emulator, const char *section)
{
    json_t *state;
    char *text;
    char *ret;

    if (!emulator || !section)
        return NULL;
    state = emu_state_of(focused(emulator), section);
    text = state ? json_dumps(state, JSON_INDENT(1)) : NULL;
    ret = text ? rtx__strdup(text) : NULL;
    json_decref(state);
    free(text);
    (void)release(emulator, 0);
    return ret;
}

int rtx_emulator_client(rtx_emulator *emulator, const char *name,
                        const char *address, int dials, struct rtx_error *error)
{
    int rc;

    if (!emulator || !name)
        return rtx__error(error, RTX_E_ARGUMENT, "a client needs a name");
    rc = emu_net_client(focused(emulator), name, address ? address : "", dials);
    if (rc < 0)
        rtx__error(error, rc, "no more than %d clients, each with a name",
                   EMU_CLIENTS);
    return release(emulator, rc);
}

int rtx_emulator_trouble_info(size_t index,
                              struct rtx_emulator_trouble_info *ret)
{
    static const struct rtx_emulator_trouble_info rows[] = {
#define EMU_TROUBLE(name, evidence, meaning, remedy) \
    {0, 0, name, evidence, meaning, remedy},
#include "emulator/trouble.def"
#undef EMU_TROUBLE
    };

    if (index >= sizeof rows / sizeof rows[0])
        return RTX_E_ARGUMENT;
    return rtx__fill_sized(ret, &rows[index], sizeof *ret);
}
