/* A fixed-address PPPoE line with NAT, filters and DHCP. */
#include <stdio.h>
#include <string.h>

#include "recipe/lines.h"

enum { DYNAMIC_FIRST = 200080 };

static const struct {
    int number;
    const char *service;
} dynamics[] = {
    {200080, "ftp"},  {200081, "domain"}, {200082, "www"}, {200083, "smtp"},
    {200084, "pop3"}, {200098, "tcp"},    {200099, "udp"},
};

/* Another account's peer is somebody else's line. */
static void check_account(rtx_recipe *r, const char *context)
{
    const char *had = survey_values(r, context, "pp auth myname");
    char *account = recipe_quoted(recipe_get(r, "account"));
    size_t length = account ? strlen(account) : 0;

    if (had && account &&
        (strncmp(had, account, length) != 0 || had[length] != ' '))
        survey_unused(r, context, "pp auth myname", "", "pp");
    rtx_free(account);
}

/* Other lines' peers, descriptors and scopes are not overwritten. */
static void check(rtx_recipe *r, const char *context,
                  const struct recipe_net *lan)
{
    char key[64];
    char text[160];
    long nat = recipe_number(r, "nat");
    uint32_t outer;

    snprintf(text, sizeof text, "pppoe use %s", recipe_get(r, "wan"));
    survey_unused(r, context, "pppoe use", text, "pp");
    check_account(r, context);
    snprintf(key, sizeof key, "nat descriptor type %ld", nat);
    snprintf(text, sizeof text, "%s masquerade", key);
    survey_unused(r, "", key, text, "nat");
    snprintf(key, sizeof key, "nat descriptor address outer %ld", nat);
    snprintf(text, sizeof text, "%s %s", key, recipe_get(r, "address"));
    survey_unused(r, "", key, text, "nat");
    lines_check_lan(r, lan);
    if (recipe_address(recipe_get(r, "address"), &outer) &&
        recipe_inside(lan, outer))
        recipe_fail(r, RTX_E_ARGUMENT, "address",
                    "the line's address lies in the LAN");
}

static void write_provider(rtx_recipe *r)
{
    const char *provider = recipe_get(r, "provider");
    long pp = recipe_number(r, "pp");

    recipe_comment(r, "the names that the router's own pages show");
    recipe_line(r, 0, "provider filter routing connection");
    recipe_line(r, 0, "provider lan1 name LAN:");
    recipe_line(r, 0, "provider %s name PPPoE/0/1/3/0/0:%s",
                recipe_get(r, "wan"), provider);
    recipe_line(r, 0, "provider set %ld %s", pp, provider);
    if (!recipe_get(r, "dns"))
        recipe_line(r, 0, "provider dns server pp %ld %ld", pp, pp);
    recipe_line(r, 0, "provider select %ld", pp);
}

static void write_out_list(rtx_recipe *r)
{
    struct rtx_buf list;
    char *words = lines_numbers(recipe_get(r, "out"));

    rtx__buf_init(&list, 4096);
    (void)rtx__buf_text(&list, words ? words : "");
    if (strcmp(recipe_get(r, "dynamic"), "on") == 0) {
        (void)rtx__buf_text(&list, " dynamic");
        for (size_t i = 0; i < sizeof dynamics / sizeof dynamics[0]; i++)
            (void)rtx__buf_format(&list, " %d", dynamics[i].number);
    }
    recipe_line(r, 1, "ip pp secure filter out %s", rtx__buf_str(&list));
    rtx__buf_free(&list);
    rtx_free(words);
}

static void write_peer(rtx_recipe *r, const char *context)
{
    char *account = recipe_quoted(recipe_get(r, "account"));
    char *password = recipe_quoted(recipe_get(r, "password"));
    char *words = lines_numbers(recipe_get(r, "in"));
    char *in =
        words ? survey_extended(r, context, "ip pp secure filter in", words)
              : NULL;
    long pp = recipe_number(r, "pp");

    recipe_comment(r, "the line: always on, its own address shown by NAT");
    recipe_line(r, 0, "pp select %ld", pp);
    recipe_line(r, 1, "pp name PRV/1/1/3/0/0:%s", recipe_get(r, "provider"));
    recipe_line(r, 1, "pp keepalive interval 30 retry-interval=30 count=12");
    recipe_line(r, 1, "pppoe use %s", recipe_get(r, "wan"));
    recipe_line(r, 1, "pppoe auto disconnect off");
    recipe_line(r, 1, "pp auth accept pap chap");
    if (account && password)
        recipe_line(r, 1, "pp auth myname %s %s", account, password);
    recipe_line(r, 1, "ppp lcp mru on %s", recipe_get(r, "mtu"));
    recipe_line(r, 1, "ppp ipcp ipaddress on");
    recipe_line(r, 1, "ppp ipcp msext on");
    recipe_line(r, 1, "ppp ccp type none");
    if (in)
        recipe_line(r, 1, "ip pp secure filter in %s", in);
    write_out_list(r);
    recipe_line(r, 1, "ip pp nat descriptor %ld", recipe_number(r, "nat"));
    recipe_line(r, 1, "pp enable %ld", pp);
    recipe_line(r, 0, "pp select none");
    rtx_free(account);
    recipe_quoted_free(password);
    rtx_free(words);
    rtx_free(in);
    if (!account || !password || !words)
        recipe_fail(r, RTX_E_NOMEM, NULL, "out of memory");
}

/* A number that stands for another filter on this router is not touched. */
static void filter(rtx_recipe *r, long number, const char *body)
{
    char key[64];
    char text[160];

    snprintf(key, sizeof key, "ip filter %ld", number);
    snprintf(text, sizeof text, "%s %s", key, body);
    survey_unused(r, "", key, text, NULL);
    recipe_line(r, 0, "%s", text);
}

static void write_filters(rtx_recipe *r, const struct recipe_net *lan)
{
    char net[20];
    char body[96];

    rtx__ipv4_text(lan->address & rtx__ipv4_mask(lan->prefix), net, sizeof net);
    recipe_comment(r, "what must never come from outside, and never leave");
    filter(r, 200000, "reject 10.0.0.0/8 * * * *");
    filter(r, 200001, "reject 172.16.0.0/12 * * * *");
    filter(r, 200002, "reject 192.168.0.0/16 * * * *");
    snprintf(body, sizeof body, "reject %s/%d * * * *", net, lan->prefix);
    filter(r, 200003, body);
    snprintf(body, sizeof body, "reject * %s/%d * * *", net, lan->prefix);
    filter(r, 200013, body);
    filter(r, 200020, "reject * * udp,tcp 135 *");
    snprintf(body, sizeof body, "pass * %s/%d icmp * *", net, lan->prefix);
    filter(r, 200030, body);
    filter(r, 200099, "pass * * * * *");
    if (strcmp(recipe_get(r, "dynamic"), "on") != 0)
        return;
    recipe_comment(r, "answers to what went out");
    for (size_t i = 0; i < sizeof dynamics / sizeof dynamics[0]; i++)
        recipe_line(r, 0, "ip filter dynamic %d * * %s", dynamics[i].number,
                    dynamics[i].service);
}

void recipe_pppoe(rtx_recipe *r)
{
    struct recipe_net lan;
    char context[32];

    if (!recipe_net(recipe_get(r, "lan"), &lan))
        return;
    snprintf(context, sizeof context, "pp %ld", recipe_number(r, "pp"));
    check(r, context, &lan);
    recipe_comment(r, "A PPPoE line with a fixed address.");
    recipe_line(r, 0, "ip route default gateway pp %ld",
                recipe_number(r, "pp"));
    recipe_line(r, 0, "ip lan1 address %s", recipe_get(r, "lan"));
    write_provider(r);
    write_peer(r, context);
    write_filters(r, &lan);
    recipe_comment(r, "the LAN behind the line's address");
    recipe_line(r, 0, "nat descriptor type %ld masquerade",
                recipe_number(r, "nat"));
    recipe_line(r, 0, "nat descriptor address outer %ld %s",
                recipe_number(r, "nat"), recipe_get(r, "address"));
    lines_dhcp(r, &lan);
    lines_dns(r);
}
