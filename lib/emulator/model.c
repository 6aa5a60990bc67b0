/* What this model refuses of the family's grammar: commands it has not, values
 * that an RTX810 does not take. */
#include "emulator/model.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool emu_begins(const char *line, const char *words)
{
    size_t length = strlen(words);

    return strncasecmp(line, words, length) == 0 &&
           (line[length] == ' ' || line[length] == '\0');
}

const char *emu_behind_no(const char *line)
{
    if (!emu_begins(line, "no"))
        return line;
    line += 2;
    return line + strspn(line, " ");
}

/* An RTX810 has LAN1 and LAN2. */
static bool is_third_lan(const char *line)
{
    const char *at = strchr(line, ' ');

    if ((!emu_begins(line, "ip") && !emu_begins(line, "ipv6")) || !at)
        return false;
    at += strspn(at, " ");
    return strncasecmp(at, "lan", 3) == 0 && at[3] >= '3' && at[3] <= '9';
}

bool emu_model_lacks(const struct emu_world *world, const char *line,
                     const struct rtx_command *command)
{
    const char *rest = emu_behind_no(line);

    /* what is done once is not undone by `no` */
    if (rest != line && command && command->kind == RTX_COMMAND_ACTION)
        return true;
    return emu_is(world, EMU_FAMILY, "rtx810") &&
           (emu_begins(rest, "load") || emu_begins(rest, "rollback") ||
            is_third_lan(rest));
}

static bool is_prefix_length(const char *text)
{
    char *end;
    long bits = strtol(text, &end, 10);

    return *text >= '0' && *text <= '9' && *end == '\0' && bits <= 32;
}

/* ADDRESS/LENGTH or ADDRESS/MASK */
static bool is_address(const char *text)
{
    struct in_addr address;
    char host[64];
    const char *slash = strchr(text, '/');

    rtx__copy(host, sizeof host, text);
    host[strcspn(host, "/")] = '\0';
    if (inet_pton(AF_INET, host, &address) != 1)
        return false;
    return !slash || is_prefix_length(slash + 1) ||
           inet_pton(AF_INET, slash + 1, &address) == 1;
}

static int check_address(const struct emu_args *args)
{
    const char *value = args->count > 3 ? args->word[3] : NULL;

    if (!value || rtx__same_word(value, "dhcp") ||
        rtx__same_word(value, "pdhcp") || is_address(value))
        return EMU_APPLIED;
    return RTX_MESSAGE_ADDRESS;
}

/* Older models let it be shorter. */
static int check_timer(const struct emu_args *args)
{
    const char *value = args->count > 2 ? args->word[2] : "clear";

    if (rtx__same_word(value, "clear") || strtol(value, NULL, 10) >= 120)
        return EMU_APPLIED;
    return RTX_MESSAGE_RANGE;
}

static int check_attributes(const struct emu_args *args)
{
    static const char administrator[] = "administrator=";
    size_t length = strlen(administrator);

    for (int i = 3; i < args->count; i++) {
        const char *value = args->word[i] + length;

        if (strncasecmp(args->word[i], administrator, length) == 0 &&
            !rtx__same_word(value, "on") && !rtx__same_word(value, "off"))
            return RTX_MESSAGE_KEYWORD;
    }
    return EMU_APPLIED;
}

static int check_ciphers(const struct emu_args *args)
{
    static const char known[] =
        " aes128-ctr aes192-ctr aes256-ctr aes128-cbc aes192-cbc aes256-cbc "
        "3des-cbc blowfish-cbc cast128-cbc arcfour ";

    for (int i = 3; i < args->count; i++) {
        char *word = rtx__format(" %s ", args->word[i]);
        bool found = word && strcasestr(known, word);

        rtx_free(word);
        if (!found)
            return RTX_MESSAGE_KEYWORD;
    }
    return EMU_APPLIED;
}

/* snmp community read-only NAME, snmp trap community NAME */
static int check_community(const struct emu_args *args)
{
    enum { COMMUNITY_MAX = 16 };
    int last = args->count - 1;

    if (last < 3 || strlen(args->word[last]) <= COMMUNITY_MAX)
        return EMU_APPLIED;
    return RTX_MESSAGE_COMMUNITY;
}

int emu_model_check(const struct emu_world *world, const char *line)
{
    struct emu_args args;
    int ret = EMU_APPLIED;

    if (emu_begins(line, "schedule at"))
        return emu_schedule_check(line);
    if (emu_args_init(&args, line) < 0)
        return RTX_MESSAGE_ARITY;
    if (emu_begins(line, "ip lan1 address") ||
        emu_begins(line, "ip lan2 address"))
        ret = check_address(&args);
    else if (emu_begins(line, "snmp community") ||
             emu_begins(line, "snmp trap community"))
        ret = check_community(&args);
    else if (emu_begins(line, "login timer"))
        ret = check_timer(&args);
    else if (emu_begins(line, "user attribute") &&
             emu_is(world, EMU_FAMILY, "rtx810"))
        ret = check_attributes(&args);
    else if (emu_begins(line, "sshd encrypt algorithm"))
        ret = check_ciphers(&args);
    emu_args_free(&args);
    return ret;
}
