/* user attribute NAME WORD=VALUE ...: what it means for those who log in. */
#include "emulator/model.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of one word; false: nothing is said of it. */
static bool value_of(const struct emu_device *device, const char *user,
                     const char *word, char *ret, size_t size)
{
    char *key = rtx__format("user attribute %s", user);
    const char *said = key ? emu_device_value(device, "", key) : NULL;
    struct emu_args args;
    size_t length = strlen(word);
    bool found = false;

    rtx_free(key);
    if (!user[0] || !said || emu_args_init(&args, said) < 0)
        return false;
    for (int i = 0; i < args.count; i++) {
        if (strncasecmp(args.word[i], word, length) != 0)
            continue;
        rtx__copy(ret, size, args.word[i] + length);
        found = true;
    }
    emu_args_free(&args);
    return found;
}

bool emu_may_administer(const struct emu_device *device, const char *user)
{
    char value[16];

    return !value_of(device, user, "administrator=", value, sizeof value) ||
           !rtx__same_word(value, "off");
}

int64_t emu_user_idle(const struct emu_device *device, const char *user)
{
    char value[16];

    if (device->world->options.number[EMU_IDLE_TIMER] ||
        !value_of(device, user, "login-timer=", value, sizeof value))
        return 0;
    return strtol(value, NULL, 10) * (int64_t)1000;
}
