/* May the plan be carried out? By which path it is sent, and what it risks. */
#include "transaction/transaction.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The address at one end of the connection, as numbers; "" when it has none. */
static int address(int fd,
                   int (*name)(int, struct sockaddr *restrict,
                               socklen_t *restrict),
                   char *text, size_t size)
{
    struct sockaddr_storage at;
    socklen_t length = sizeof at;
    char port[16] = "";

    text[0] = '\0';
    if (fd < 0 || name(fd, (struct sockaddr *)&at, &length) < 0 ||
        getnameinfo((struct sockaddr *)&at, length, text, (socklen_t)size, port,
                    sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        text[0] = '\0';
        return 0;
    }
    return (int)strtol(port, NULL, 10);
}

static int transport_of(const char *endpoint)
{
    static const struct {
        const char *scheme;
        int transport;
    } all[] = {
        {"serial:", RTX_PATH_SERIAL},
        {"tcp:", RTX_PATH_SERIAL}, /* a console server */
        {"telnet:", RTX_PATH_TELNET},
        {"ssh:", RTX_PATH_SSH},
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (rtx__starts(endpoint, all[i].scheme))
            return all[i].transport;
    }
    return RTX_PATH_UNKNOWN;
}

int allow_make_plan(rtx_transaction *t)
{
    char there[NI_MAXHOST];
    char here[NI_MAXHOST];
    struct rtx_path path = {.size = sizeof path};
    struct rtx_plan_options options = {
        .size = sizeof options,
        .mode = t->replace ? RTX_PLAN_REPLACE : RTX_PLAN_MERGE,
        .path = &path,
    };
    int fd = rtx_session_fd(t->session);

    path.transport = transport_of(rtx_session_endpoint(t->session));
    path.user = rtx__session_user(t->session);
    if (path.transport == RTX_PATH_TELNET || path.transport == RTX_PATH_SSH) {
        path.port = address(fd, getpeername, there, sizeof there);
        (void)address(fd, getsockname, here, sizeof here);
        path.address = there[0] ? there : NULL;
        path.source = here[0] ? here : NULL;
    }
    return rtx_plan_make(&t->plan, t->checkpoint, t->fragment, &options,
                         &t->error);
}

static int lockout(rtx_transaction *t, long index)
{
    struct rtx_risk risk = {.size = sizeof risk};
    struct rtx_change change = {.size = sizeof change};
    int rc;

    if (rtx_plan_risk(t->plan, (size_t)index, &risk) < 0 ||
        rtx_plan_change(t->plan, risk.change, &change) < 0)
        return RTX_E_LOCKOUT;
    rc = rtx__error(&t->error, RTX_E_LOCKOUT, "%s", risk.text);
    rtx__error_place(&t->error, change.file, change.line, 0);
    RTX_ERROR_SET(&t->error, statement, change.shown);
    RTX_ERROR_SET(&t->error, hint,
                  "push it with confirm, over another path, or allow it "
                  "explicitly; nothing was sent");
    return rc;
}

static int unsaved(rtx_transaction *t)
{
    int rc = rtx__error(&t->error, RTX_E_UNSAVED,
                        "the router holds changes that nobody saved; this push "
                        "would save them, too");

    RTX_ERROR_SET(&t->error, step, "checkpoint");
    RTX_ERROR_SET(&t->error, answer, rtx__buf_str(&t->unsaved));
    RTX_ERROR_SET(&t->error, hint,
                  "look at them and save or discard them, or allow them: "
                  "include unsaved, save first, or no save");
    return rc;
}

int allow_fragment(rtx_transaction *t)
{
    int rc;

    if (!t->replace || t->allow_empty || rtx_config_count(t->fragment) > 0)
        return 0;
    rc = rtx__error(&t->error, RTX_E_FRAGMENT,
                    "what is to replace the whole configuration says nothing");
    RTX_ERROR_SET(&t->error, hint,
                  "is it the right file? an empty one must be allowed "
                  "explicitly; nothing was sent");
    return rc;
}

int allow_push(rtx_transaction *t)
{
    long risk = rtx_plan_first_risk(t->plan);

    if (t->only_save)
        return t->own_unsaved || t->include_unsaved || t->save_first
                   ? 0
                   : unsaved(t);
    if (risk >= 0 && !t->allow_lockout && !t->confirm_s)
        return lockout(t, risk);
    if (t->confirm_s)
        return confirm_check(t);
    if (t->dirty == DIRTY_DIFFERENT && t->save && !t->include_unsaved &&
        !t->save_first)
        return unsaved(t);
    return 0;
}
