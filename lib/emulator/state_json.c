/* Reading JSON without fear of what is not there, and letting time pass in it.
 */
#include "emulator/state.h"

#include <string.h>

const char *emu_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

long long emu_number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

double emu_real(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

bool emu_has(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return value && !json_is_null(value);
}

bool emu_says(const json_t *object, const char *name, const char *text)
{
    return strcmp(emu_text(object, name), text) == 0;
}

const json_t *emu_list(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_array(value) ? value : NULL;
}

/* What the clock does to a member: +1, -1, or -2: gone when it has run out. */
static int pace_of(const char *name)
{
    static const struct {
        const char *name;
        int pace;
    } paces[] = {{"connected_s", 1}, {"uptime_s", 1}, {"idle_s", 1},
                 {"life_s", -2},     {"ttl_s", -2},   {"remaining_s", -2},
                 {"duration_s", -1}};

    for (size_t i = 0; i < sizeof paces / sizeof paces[0]; i++) {
        if (strcmp(paces[i].name, name) == 0)
            return paces[i].pace;
    }
    return 0;
}

/* @return false: it has run out */
static bool age_object(json_t *object, int64_t seconds)
{
    const char *name;
    json_t *value;
    bool ret = true;

    json_object_foreach(object, name, value)
    {
        int pace = pace_of(name);
        int64_t then;

        if (pace == 0 || !json_is_integer(value)) {
            emu_state_age(value, seconds);
            continue;
        }
        then = json_integer_value(value) + (pace > 0 ? seconds : -seconds);
        json_integer_set(value, then < 0 ? 0 : then);
        if (pace == -2 && then <= 0)
            ret = false;
    }
    return ret;
}

void emu_state_age(json_t *state, int64_t seconds)
{
    if (seconds <= 0)
        return;
    if (json_is_object(state))
        (void)age_object(state, seconds);
    for (size_t i = json_array_size(state); i > 0; i--) {
        json_t *item = json_array_get(state, i - 1);

        if (!json_is_object(item))
            emu_state_age(item, seconds);
        else if (!age_object(item, seconds))
            json_array_remove(state, i - 1);
    }
}
