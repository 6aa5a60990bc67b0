/* Whom `telnetd host`, `sshd host` and `sftpd host` let in. */
#include "emulator/model.h"

#include <arpa/inet.h>
#include <string.h>

static bool parse4(const char *text, uint32_t *ret)
{
    struct in_addr address;

    if (inet_pton(AF_INET, text, &address) != 1)
        return false;
    *ret = ntohl(address.s_addr);
    return true;
}

/* "ADDRESS" or "ADDRESS-ADDRESS"; interfaces: all of them lead here. */
static bool host_fits(const char *word, const char *peer)
{
    char low[64];
    const char *dash = strchr(word, '-');
    uint32_t from;
    uint32_t to;
    uint32_t is;

    if (strcmp(word, "any") == 0)
        return true;
    if (strcmp(word, "none") == 0)
        return false;
    if (rtx__starts(word, "lan") || rtx__starts(word, "bridge"))
        return true;
    if (!dash)
        return strcmp(word, peer) == 0;
    if ((size_t)(dash - word) >= sizeof low)
        return false;
    memcpy(low, word, (size_t)(dash - word));
    low[dash - word] = '\0';
    return parse4(low, &from) && parse4(dash + 1, &to) && parse4(peer, &is) &&
           from <= is && is <= to;
}

bool emu_hosts_fit(const char *value, const char *peer)
{
    struct emu_args args;
    bool fits = false;

    if (emu_args_init(&args, value) < 0)
        return false;
    for (int i = 0; i < args.count; i++)
        fits = fits || host_fits(args.word[i], peer);
    emu_args_free(&args);
    return fits;
}
