/* What each show command prints, against tests/fixtures/emulator-show: a state,
 * then per language the command and its output. */
#include "emulator/state.h"
#include "rig.h"

#define FIXTURES "tests/fixtures/emulator-show/"

/* The next part of a fixture, "== HEAD\nBODY": cut out of the text. */
static char *next_part(char **text, const char **body)
{
    char *head = *text;
    char *end;

    if (!head || strncmp(head, "== ", 3) != 0)
        return NULL;
    end = strchr(head, '\n');
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    *end = '\0';
    *text = end + 1;
    *body = "";
    if (strncmp(end + 1, "== ", 3) != 0) {
        *body = end + 1;
        *text = strstr(end + 1, "\n== ");
        if (*text)
            *(*text)++ = '\0';
    }
    return head + 3;
}

/* Lines without the echo, the prompt and CR. */
static void answer(struct rig *r, const char *command, struct rtx_buf *ret)
{
    char line[128];
    const char *out;
    const char *at;

    snprintf(line, sizeof line, "%s\r", command);
    out = type(r, line);
    at = strchr(out, '\n');
    rtx__buf_clear(ret);
    for (at = at ? at + 1 : ""; *at; at++) {
        if (*at != '\r')
            rtx__buf_char(ret, *at);
    }
    if (ret->length >= 2)
        ret->length -= 2; /* the prompt */
    if (ret->data)
        ret->data[ret->length] = '\0';
}

static void check_part(struct rig *r, const char *head, const char *body,
                       const char *name)
{
    struct rtx_error error = {.size = sizeof error};
    struct rtx_buf actual;
    char *expected;

    if (strcmp(head, "state") == 0) {
        if (emu_state_set(&r->device, body, strlen(body), &error) < 0)
            printf("\n%s: %s\n", name, error.message);
        ASSERT_INT(error.code, 0);
        return;
    }
    if (strncmp(head, "set ", 4) == 0) {
        char *value = strchr(head, '=');

        *value = '\0';
        rig_set(r, head + 4, value + 1);
        return;
    }
    type(r, strncmp(head, "ja ", 3) == 0 ? "console character ja.utf8\r"
                                         : "console character ascii\r");
    rtx__buf_init(&actual, 65536);
    answer(r, head + 3, &actual);
    expected = rtx__format("%s%s", body, *body ? "\n" : "");
    if (strcmp(rtx__buf_str(&actual), expected) != 0)
        printf("\n%s: %s\n", name, head);
    ASSERT_TEXT(rtx__buf_str(&actual), expected);
    rtx_free(expected);
    rtx__buf_free(&actual);
}

static void fixture(const char *name)
{
    char *path = rtx__format(FIXTURES "%s.txt", name);
    size_t length;
    char *text = test_file(path, &length);
    char *rest = text;
    const char *body;
    char *head;
    struct rig r;
    int parts = 0;

    /* the last part ends as all others: its line end is a separator */
    if (length && text[length - 1] == '\n')
        text[length - 1] = '\0';
    rig_user(&r, "console columns 200\nconsole lines infinity\n");
    rig_set(&r, "log-blank-line", "off");
    rig_set(&r, "utf8", "accept");
    while ((head = next_part(&rest, &body)) != NULL) {
        check_part(&r, head, body, name);
        parts++;
    }
    CU_ASSERT(parts >= 3);
    rig_free(&r);
    free(text);
    rtx_free(path);
}

#define FIXTURE(id, name) \
    static void id(void)  \
    {                     \
        fixture(name);    \
    }
FIXTURE(arp, "arp")
FIXTURE(environment, "environment")
FIXTURE(ip_route, "ip-route")
FIXTURE(ipsec_sa, "ipsec-sa")
FIXTURE(ipsec_sa_2, "ipsec-sa-2")
FIXTURE(ipv6_route, "ipv6-route")
FIXTURE(the_log, "log")
FIXTURE(nat, "nat")
FIXTURE(bgp, "status-bgp-neighbor")
FIXTURE(dhcp, "status-dhcp")
FIXTURE(l2tp, "status-l2tp")
FIXTURE(lan, "status-lan")
FIXTURE(pp, "status-pp")
FIXTURE(tunnel, "status-tunnel")
FIXTURE(user, "status-user")

static CU_TestInfo tests[] = {{"show arp", arp},
                              {"show environment", environment},
                              {"show ip route", ip_route},
                              {"show ipsec sa", ipsec_sa},
                              {"show ipsec sa of IKEv2", ipsec_sa_2},
                              {"show ipv6 route", ipv6_route},
                              {"show log", the_log},
                              {"show nat descriptor address", nat},
                              {"show status bgp neighbor", bgp},
                              {"show status dhcp", dhcp},
                              {"show status l2tp", l2tp},
                              {"show status lan", lan},
                              {"show status pp", pp},
                              {"show status tunnel", tunnel},
                              {"show status user", user},
                              CU_TEST_INFO_NULL};
RTX_SUITE(emu_render, tests)
