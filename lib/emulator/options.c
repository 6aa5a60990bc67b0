/* The table of options and their values. */
#include "emulator/emulator.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *initial;
    const char *values;
    const char *meaning;
    const char *standing;
} table[] = {
#define EMU_OPTION(id, name, initial, values, meaning, standing) \
    [EMU_##id] = {name, initial, values, meaning, standing},
#include "emulator/options.def"
#undef EMU_OPTION
};

int rtx_emulator_option_info(size_t index, struct rtx_emulator_option_info *ret)
{
    struct rtx_emulator_option_info info = {.size = sizeof info};

    if (index >= EMU_OPTIONS)
        return RTX_E_ARGUMENT;
    info.name = table[index].name;
    info.initial = table[index].initial;
    info.values = table[index].values;
    info.meaning = table[index].meaning;
    info.standing = table[index].standing;
    return rtx__fill_sized(ret, &info, sizeof info);
}

static bool among(const char *values, const char *value)
{
    size_t length = strlen(value);

    for (const char *at = values;; at++) {
        if (length && strncmp(at, value, length) == 0 &&
            (at[length] == '|' || at[length] == '\0'))
            return true;
        at = strchr(at, '|');
        if (!at)
            return false;
    }
}

/* values: "LOW..HIGH" */
static bool in_range(const char *values, const char *value, long *number)
{
    char *end;
    long low = strtol(values, &end, 10);
    long high = strtol(end + 2, NULL, 10);

    errno = 0;
    *number = strtol(value, &end, 10);
    return errno == 0 && end != value && *end == '\0' && *number >= low &&
           *number <= high;
}

static int find(const char *name)
{
    for (int i = 0; i < EMU_OPTIONS; i++) {
        if (strcmp(table[i].name, name) == 0)
            return i;
    }
    return -1;
}

int emu_options_set(struct emu_options *options, const char *name,
                    const char *value, struct rtx_error *error)
{
    int i = find(name);
    long number = 0;
    bool good;
    char *copy;

    if (i < 0)
        return rtx__error(error, RTX_E_ARGUMENT, "no such option: %s", name);
    if (strcmp(table[i].values, "text") == 0)
        good = true;
    else if (strstr(table[i].values, ".."))
        good = in_range(table[i].values, value, &number);
    else
        good = among(table[i].values, value);
    if (!good)
        return rtx__error(error, RTX_E_ARGUMENT, "option %s takes %s, not '%s'",
                          name, table[i].values, value);
    copy = rtx__strdup(value);
    if (!copy)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    rtx_free(options->text[i]);
    options->text[i] = copy;
    options->number[i] = number;
    return 0;
}

int emu_options_init(struct emu_options *options)
{
    memset(options, 0, sizeof *options);
    for (int i = 0; i < EMU_OPTIONS; i++) {
        int rc =
            emu_options_set(options, table[i].name, table[i].initial, NULL);

        if (rc < 0)
            return rc;
    }
    return 0;
}

void emu_options_free(struct emu_options *options)
{
    for (int i = 0; i < EMU_OPTIONS; i++)
        rtx_free(options->text[i]);
    memset(options, 0, sizeof *options);
}

bool emu_is(const struct emu_world *world, enum emu_option option,
            const char *value)
{
    return strcmp(world->options.text[option], value) == 0;
}

bool emu_on(const struct emu_world *world, enum emu_option option)
{
    return emu_is(world, option, "on");
}

uint32_t emu_random(struct emu_world *world)
{
    /* xorshift32: the same run from the same seed on every machine */
    uint32_t x = world->random ? world->random : 0x9E3779B9u;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    world->random = x;
    return x;
}
