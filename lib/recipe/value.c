/* What may stand as a value, and reading addresses. */
#include "recipe/recipe.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 010 is ten to some and eight to others. */
static bool is_padded(const char *text)
{
    for (const char *part = text; part; part = strchr(part, '.')) {
        part += *part == '.';
        if (part[0] == '0' && isdigit((unsigned char)part[1]))
            return true;
    }
    return false;
}

static bool address(const char *text, size_t length, uint32_t *ret)
{
    return !is_padded(text) && rtx__ipv4(text, length, ret);
}

bool recipe_address(const char *text, uint32_t *ret)
{
    return address(text, strlen(text), ret);
}

bool recipe_inside(const struct recipe_net *net, uint32_t address)
{
    uint32_t mask = rtx__ipv4_mask(net->prefix);

    return (net->address & mask) == (address & mask);
}

bool recipe_net(const char *text, struct recipe_net *ret)
{
    return !is_padded(text) &&
           rtx__ipv4_prefix(text, strlen(text), &ret->address, &ret->prefix) &&
           ret->prefix > 0;
}

bool recipe_range(const char *text, uint32_t *first, uint32_t *last)
{
    const char *dash = strchr(text, '-');

    if (!dash)
        return recipe_address(text, first) && (*last = *first, true);
    return address(text, (size_t)(dash - text), first) &&
           recipe_address(dash + 1, last) && *first <= *last;
}

/* ---- faults ---- */

static const char *ascii_fault(const char *text, const struct recipe_key *row,
                               bool blanks, char *room, size_t size)
{
    size_t length = strlen(text);

    if (length < (size_t)row->min || length > (size_t)row->max) {
        snprintf(room, size, "%ld to %ld characters are allowed", row->min,
                 row->max);
        return room;
    }
    for (size_t i = 0; i < length; i++) {
        if (blanks ? !isprint((unsigned char)text[i])
                   : !isgraph((unsigned char)text[i]))
            return blanks ? "only printable ASCII is allowed"
                          : "no blanks, only printable ASCII";
    }
    return NULL;
}

/* A host's address: not the network's own, not its broadcast. */
static const char *host_fault(const char *text)
{
    struct recipe_net net;
    uint32_t host;

    if (!recipe_net(text, &net))
        return "not an address with its prefix, such as 192.168.100.254/24";
    host = net.address & ~rtx__ipv4_mask(net.prefix);
    if (net.prefix < 31 && (host == 0 || host == ~rtx__ipv4_mask(net.prefix)))
        return "this is the network's own or its broadcast address, not a "
               "host's";
    return NULL;
}

static const char *network_fault(const char *text)
{
    struct recipe_net net;

    if (!recipe_net(text, &net))
        return "not a network, such as 192.168.0.0/24";
    return net.address & ~rtx__ipv4_mask(net.prefix)
               ? "a network has no bits behind its prefix"
               : NULL;
}

static const char *number_fault(const struct recipe_key *row, const char *text,
                                size_t length, char *room, size_t size)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (isdigit((unsigned char)text[0]) && end == text + length &&
        n >= row->min && n <= row->max)
        return NULL;
    snprintf(room, size, "not a number from %ld to %ld", row->min, row->max);
    return room;
}

/* Each word of a list, blanks or commas between them. */
static const char *list_fault(const struct recipe_key *row, const char *text,
                              char *room, size_t size)
{
    bool some = false;

    while (*(text += strspn(text, " ,"))) {
        size_t length = strcspn(text, " ,");
        const char *fault = NULL;
        uint32_t one;

        if (row->type == RECIPE_NUMBERS)
            fault = number_fault(row, text, length, room, size);
        else if (!address(text, length, &one))
            fault = "not a list of addresses";
        if (fault)
            return fault;
        some = true;
        text += length;
    }
    return some ? NULL : "an empty list";
}

static const char *choice_fault(const struct recipe_key *row, const char *text,
                                char *room, size_t size)
{
    size_t length = strlen(text);
    const char *at = row->choices;

    while (*at) {
        size_t n = strcspn(at, "|");

        if (n == length && strncmp(at, text, n) == 0)
            return NULL;
        at += n + (at[n] == '|');
    }
    snprintf(room, size, "not one of %s", row->choices);
    return room;
}

static const char *lan_fault(const struct recipe_key *row, const char *text,
                             char *room, size_t size)
{
    if (strncmp(text, "lan", 3) != 0)
        return "not an interface such as lan2";
    return number_fault(row, text + 3, strlen(text + 3), room, size);
}

const char *recipe_value_fault(const struct recipe_key *row, const char *text,
                               char *room, size_t size)
{
    uint32_t a;
    uint32_t b;

    switch (row->type) {
    case RECIPE_NAME:
        return ascii_fault(text, row, false, room, size);
    case RECIPE_ACCOUNT:
        return ascii_fault(text, row, false, room, size);
    case RECIPE_SECRET:
        return ascii_fault(text, row, true, room, size);
    case RECIPE_ADDRESS:
        return recipe_address(text, &a) ? NULL : "not an IPv4 address";
    case RECIPE_INTERFACE:
        return host_fault(text);
    case RECIPE_NETWORK:
        return network_fault(text);
    case RECIPE_RANGE:
        return recipe_range(text, &a, &b)
                   ? NULL
                   : "not a range such as 192.168.0.10-192.168.0.20";
    case RECIPE_NUMBER:
        return number_fault(row, text, strlen(text), room, size);
    case RECIPE_NUMBERS:
    case RECIPE_ADDRESSES:
        return list_fault(row, text, room, size);
    case RECIPE_LAN:
        return lan_fault(row, text, room, size);
    case RECIPE_CHOICE:
        return choice_fault(row, text, room, size);
    }
    return NULL;
}
