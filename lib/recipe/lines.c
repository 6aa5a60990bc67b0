/* Statements that several recipes share. */
#include "recipe/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *lines_numbers(const char *list)
{
    char *copy = rtx__strdup(list);

    for (char *c = copy; c && *c; c++)
        *c = *c == ',' ? ' ' : *c;
    return copy;
}

/* Another interface with an address in the same network. */
void lines_check_lan(rtx_recipe *r, const struct recipe_net *lan)
{
    size_t count = r->running ? rtx_config_count(r->running) : 0;
    const char *had = survey_values(r, "", "ip lan1 address");

    if (had && strcmp(had, recipe_get(r, "lan")) != 0)
        recipe_warn(r, "changes lan1's address from %s to %s", had,
                    recipe_get(r, "lan"));
    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};
        struct recipe_net other;
        char name[16];
        char address[40];

        if (rtx_config_statement(r->running, i, &s) < 0 ||
            sscanf(s.text, "ip lan%15s address %39s", name, address) != 2 ||
            strcmp(name, "1") == 0 || !recipe_net(address, &other))
            continue;
        if (recipe_inside(lan, other.address) ||
            recipe_inside(&other, lan->address))
            recipe_fail(r, RTX_E_CONFLICT, "lan",
                        "lan%s has an address in the same network: %s", name,
                        address);
    }
}

static void check_range(rtx_recipe *r, const struct recipe_net *lan,
                        uint32_t first, uint32_t last)
{
    uint32_t mask = rtx__ipv4_mask(lan->prefix);

    if (!recipe_inside(lan, first) || !recipe_inside(lan, last))
        recipe_fail(r, RTX_E_ARGUMENT, "dhcp", "the range leaves the LAN");
    else if (first <= lan->address && lan->address <= last)
        recipe_fail(r, RTX_E_ARGUMENT, "dhcp",
                    "the range holds the router's own address");
    else if ((first & ~mask) == 0 || (last & ~mask) == ~mask)
        recipe_fail(r, RTX_E_ARGUMENT, "dhcp",
                    "the range holds the network's own or its broadcast "
                    "address");
}

void lines_dhcp(rtx_recipe *r, const struct recipe_net *lan)
{
    const char *range = recipe_get(r, "dhcp");
    uint32_t first;
    uint32_t last;
    char from[20];
    char to[20];
    char key[40];
    char text[96];

    if (!range || !recipe_range(range, &first, &last))
        return;
    check_range(r, lan, first, last);
    snprintf(key, sizeof key, "dhcp scope %ld", recipe_number(r, "scope"));
    snprintf(text, sizeof text, "%s %s-%s/%d", key,
             rtx__ipv4_text(first, from, sizeof from),
             rtx__ipv4_text(last, to, sizeof to), lan->prefix);
    survey_unused(r, "", key, text, "scope");
    recipe_comment(r, "addresses for the LAN");
    recipe_line(r, 0, "dhcp service server");
    recipe_line(r, 0, "dhcp server rfc2131 compliant except remain-silent");
    recipe_line(r, 0, "%s", text);
}

void lines_dns(rtx_recipe *r)
{
    const char *servers = recipe_get(r, "dns");
    char *list = servers ? lines_numbers(servers) : NULL;

    if (list) {
        recipe_comment(r, "name servers");
        recipe_line(r, 0, "dns server %s", list);
    }
    rtx_free(list);
}

void lines_pre_shared_key(rtx_recipe *r, long id, const char *key)
{
    char *quoted = recipe_quoted(key);

    if (quoted)
        recipe_line(r, 2, "ipsec ike pre-shared-key %ld text %s", id, quoted);
    else
        recipe_fail(r, RTX_E_NOMEM, NULL, "out of memory");
    recipe_quoted_free(quoted);
}
