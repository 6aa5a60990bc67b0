/* Changes that decide who may log in, and how. */
#include "config/risk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* `telnetd …` and `sshd …` only matter to who uses them. */
static bool is_mine(const struct rtx_case *c)
{
    return rtx__case_word_is(
        c, 0, c->v->transport == RTX_PATH_SSH ? "sshd" : "telnetd");
}

static const char *service_name(const struct rtx_case *c)
{
    return c->v->transport == RTX_PATH_SSH ? "SSH" : "TELNET";
}

int rtx__risk_service(const struct rtx_case *c)
{
    bool removes = rtx__case_removes(c);

    /* without a setting telnetd runs, and sshd does not */
    if (!is_mine(c) || (removes && c->v->transport == RTX_PATH_TELNET) ||
        (!removes && rtx__case_word_is(c, 2, "on")))
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_CUT,
                         "you are connected by %s, this stops its server",
                         service_name(c));
}

int rtx__risk_hosts(const struct rtx_case *c)
{
    enum rtx_verdict verdict = RTX_NO;

    if (!is_mine(c) || rtx__case_removes(c))
        return RTX_HARMLESS;
    for (int i = 2; i < c->m.count; i++) {
        size_t length;
        const char *word = rtx__case_word(c, i, &length);
        enum rtx_verdict one = rtx__vantage_admits(c->v, word, length);

        if (one == RTX_YES)
            return RTX_HARMLESS;
        if (one == RTX_PERHAPS)
            verdict = RTX_PERHAPS;
    }
    return rtx__case_say(
        c, RTX_RISK_LOCKOUT,
        verdict == RTX_PERHAPS
            ? "your next login by %s may fail: it is not known whether this "
              "lets your address in"
            : "your next login by %s fails: this does not let your address in",
        service_name(c));
}

int rtx__risk_listen(const struct rtx_case *c)
{
    size_t length;
    const char *word = rtx__case_word(c, 2, &length);
    long port = rtx__case_removes(c)
                    ? (c->v->transport == RTX_PATH_SSH ? 22 : 23)
                    : strtol(word, NULL, 10);

    if (!is_mine(c) || port == c->v->port)
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_LOCKOUT,
                         "you are connected to port %d, this moves the %s "
                         "server to port %ld",
                         (int)c->v->port, service_name(c), port);
}

int rtx__risk_sessions(const struct rtx_case *c)
{
    if (!is_mine(c) || rtx__case_removes(c) || !rtx__case_word_is(c, 2, "1"))
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_POSSIBLE,
                         "while you are connected nobody else can log in by "
                         "%s, nor you a second time",
                         service_name(c));
}

int rtx__risk_login_user(const struct rtx_case *c)
{
    const char *user = c->v->user;

    if (c->change->op == RTX_CHANGE_ADD || (user && user[0] == '\0') ||
        (user && !rtx__case_word_is(c, 2, user)))
        return RTX_HARMLESS;
    return rtx__case_say(
        c, user ? RTX_RISK_LOCKOUT : RTX_RISK_POSSIBLE, "%s, this %s",
        user ? "you are logged in as this user" : "if you log in as this user",
        rtx__case_removes(c) ? "removes it" : "changes its password");
}

/* The word by which an attribute names this way in. */
static const char *connection_word(const struct rtx_vantage *v)
{
    return v->transport == RTX_PATH_SSH      ? "ssh"
           : v->transport == RTX_PATH_TELNET ? "telnet"
                                             : "serial";
}

/* Is the word in a list with commas? */
static bool listed(const char *list, size_t length, const char *word)
{
    const char *end = list + length;

    while (list < end) {
        const char *comma = memchr(list, ',', (size_t)(end - list));
        const char *stop = comma ? comma : end;

        if ((size_t)(stop - list) == strlen(word) &&
            strncasecmp(list, word, strlen(word)) == 0)
            return true;
        list = stop + 1;
    }
    return false;
}

/* What one `name=value` takes from who is meant by it; NULL: nothing. */
static const char *attribute_takes(const struct rtx_case *c, const char *word,
                                   size_t length)
{
    const char *equal = memchr(word, '=', length);
    size_t name = equal ? (size_t)(equal - word) : length;
    const char *value = equal ? equal + 1 : "";
    size_t size = equal ? length - name - 1 : 0;

    if (name == 13 && strncasecmp(word, "administrator", name) == 0)
        return size == 3 && strncasecmp(value, "off", 3) == 0
                   ? "does not let this user become administrator"
                   : NULL;
    if (name == 10 && strncasecmp(word, "connection", name) == 0)
        return listed(value, size, "all") ||
                       listed(value, size, connection_word(c->v))
                   ? NULL
                   : "does not let this user in on the way you came";
    if (name == 4 && strncasecmp(word, "host", name) == 0 &&
        rtx__vantage_network(c->v))
        return rtx__vantage_admits(c->v, value, size) == RTX_YES
                   ? NULL
                   : "does not let this user in from your address";
    return NULL;
}

int rtx__risk_attribute(const struct rtx_case *c)
{
    const char *user = c->v->user;
    size_t length;
    const char *name = rtx__case_word(c, 2, &length);
    bool all = memchr(name, '=', length) || (length == 1 && name[0] == '*');
    const char *takes = NULL;

    if (rtx__case_removes(c) ||
        (!all && user && !rtx__case_word_is(c, 2, user)))
        return RTX_HARMLESS;
    for (int i = 2; i < c->m.count && !takes; i++) {
        const char *word = rtx__case_word(c, i, &length);

        takes = attribute_takes(c, word, length);
    }
    if (!takes)
        return RTX_HARMLESS;
    return rtx__case_say(c, user || all ? RTX_RISK_LOCKOUT : RTX_RISK_POSSIBLE,
                         "at your next login this %s", takes);
}

int rtx__risk_security(const struct rtx_case *c)
{
    if (rtx__case_removes(c) || !rtx__case_word_is(c, 2, "3") ||
        !rtx__vantage_network(c->v))
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_LOCKOUT,
                         "your next login by %s fails: security class 3 lets "
                         "people in on the serial port only",
                         service_name(c));
}

int rtx__risk_radius(const struct rtx_case *c)
{
    if (rtx__case_removes(c) || rtx__case_word_is(c, 3, "off"))
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_POSSIBLE,
                         "a RADIUS server then decides who may log in or "
                         "become administrator");
}

int rtx__risk_host_key(const struct rtx_case *c)
{
    if (c->v->transport != RTX_PATH_SSH || c->change->op == RTX_CHANGE_ADD)
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_LOCKOUT,
                         "you are connected by SSH, this changes the host key: "
                         "the known one will not fit any more");
}

int rtx__risk_algorithm(const struct rtx_case *c)
{
    if (c->v->transport != RTX_PATH_SSH)
        return RTX_HARMLESS;
    return rtx__case_say(c, RTX_RISK_POSSIBLE,
                         "you are connected by SSH, this changes the ciphers "
                         "that it offers");
}
