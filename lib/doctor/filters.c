/* What a list of packet filters does with a packet from outside. */
#include "dialect/ipv4.h"
#include "doctor/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packet {
    uint32_t address;
    const char *protocol;
    int port;
};

enum verdict { NO_MATCH, PASS, REJECT };

static bool in_words(const char *list, size_t length, const char *word)
{
    size_t wanted = strlen(word);
    const char *end = list + length;

    while (list < end) {
        size_t n = strcspn(list, ", ");

        n = n > (size_t)(end - list) ? (size_t)(end - list) : n;
        if ((n == 1 && *list == '*') ||
            (n == wanted && strncmp(list, word, n) == 0))
            return true;
        list += n + 1;
    }
    return false;
}

/* Ports: numbers, lists, ranges; names are not ours. */
static bool port_fits(const char *list, size_t length, int port)
{
    const char *end = list + length;

    while (list < end) {
        size_t n = strcspn(list, ", ");
        const char *dash = memchr(list, '-', n);
        long first = strtol(list, NULL, 10);
        long last = dash ? strtol(dash + 1, NULL, 10) : first;

        if (*list == '*' || (first <= port && port <= (last ? last : 65535)))
            return true;
        list += n + 1;
    }
    return false;
}

/* The next word of a filter; *length gets its length. */
static const char *word(const char *text, int index, size_t *length)
{
    for (;;) {
        text += strspn(text, " ");
        *length = strcspn(text, " ");
        if (index-- == 0 || *length == 0)
            return text;
        text += *length;
    }
}

/* ip filter N pass|reject… SOURCE DESTINATION [PROTOCOL [SPORT [DPORT]]] */
static enum verdict judge(const char *body, const struct packet *packet)
{
    size_t n[6];
    const char *w[6];
    bool esp = strcmp(packet->protocol, "esp") == 0;

    for (int i = 0; i < 6; i++)
        w[i] = word(body, i, &n[i]);
    /* a source that is not everybody says nothing of a client somewhere */
    if (n[1] != 1 || w[1][0] != '*')
        return NO_MATCH;
    if (n[2] > 0 && !rtx__ipv4_among(packet->address, w[2], n[2]))
        return NO_MATCH;
    if (n[3] > 0 && !in_words(w[3], n[3], packet->protocol) &&
        !(esp && in_words(w[3], n[3], "50")) &&
        !(!esp && in_words(w[3], n[3], "17")))
        return NO_MATCH;
    /* nor is a source port that not everybody has */
    if (!esp && n[4] > 0 && (n[4] != 1 || w[4][0] != '*'))
        return NO_MATCH;
    if (!esp && n[5] > 0 && !port_fits(w[5], n[5], packet->port))
        return NO_MATCH;
    return strncmp(w[0], "pass", 4) == 0     ? PASS
           : strncmp(w[0], "reject", 6) == 0 ? REJECT
                                             : NO_MATCH;
}

enum passes filters_pass(const rtx_doctor *d, const char *context,
                         const char *address, const char *protocol, int port,
                         long *which)
{
    const char *list = facts_values(d, context, "ip pp secure filter in");
    struct packet packet = {0, protocol, port};

    *which = 0;
    if (!facts_config(d) ||
        !rtx__ipv4(address, strlen(address), &packet.address))
        return PASSES_UNKNOWN;
    if (!list)
        return PASSES_YES; /* no list: everything passes */
    while (*list >= '0' && *list <= '9') {
        char *end;
        char key[40];
        const char *body;
        enum verdict verdict;

        *which = strtol(list, &end, 10);
        list = end + strspn(end, " ");
        snprintf(key, sizeof key, "ip filter %ld", *which);
        body = facts_values(d, "", key);
        verdict = body ? judge(body, &packet) : NO_MATCH;
        if (verdict != NO_MATCH)
            return verdict == PASS ? PASSES_YES : PASSES_NO;
    }
    *which = 0;
    return PASSES_NO;
}
