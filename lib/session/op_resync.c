/*
 * A line that may be in the middle of somebody's session (a serial line, a
 * console server) is brought to an empty prompt or to the login, without
 * executing what stands there and without a Y.
 *
 *   look ─ Ctrl-Q ─ "n" BS ─ Ctrl-C ──a fresh prompt or login──► open
 *                              │ nothing
 *                   Ctrl-U Ctrl-R ──nothing came at all──► Enter
 *                              │ something did
 *                   BS… Ctrl-R, until two redraws are the same prompt ► open
 *                              │ never
 *                        the port is in use
 *
 * The "n" comes first since any other key might be taken for a Y by a question
 * that we cannot see; in a line the BS takes it away again.
 */
#include "session/internal.h"

#include <string.h>

enum probe {
    PROBE_LOOK,
    PROBE_XON,
    PROBE_NO,
    PROBE_STOP,
    PROBE_REDRAW,
    PROBE_ERASE,
    PROBE_ENTER,
    PROBE_BOOT,
};

enum {
    ANSWERS = 8,   /* questions and pages on the way */
    ROUNDS = 3,    /* from the beginning */
    ERASURES = 18, /* of ERASE keys: more than the longest line */
    ERASE = 256,
    ENTERS = 7, /* 0.3, 0.6, … s for each */
    BOOT_QUIET_MS = 2000,
    BOOT_MS = 180000,
};

/* What is typed for a probe, how the transcript calls it. */
static const struct {
    const char *keys;
    const char *name;
} probes[] = {
    [PROBE_LOOK] = {"", ""},
    [PROBE_XON] = {"\x11", "(Ctrl-Q)"},
    [PROBE_NO] = {"n\b", "(n, BS)"},
    [PROBE_STOP] = {"\x03", "(Ctrl-C)"},
    [PROBE_REDRAW] = {"\x15\x12", "(Ctrl-U, Ctrl-R)"},
    [PROBE_ERASE] = {NULL, "(BS…, Ctrl-R)"},
    [PROBE_ENTER] = {"\r", "(Enter)"},
    [PROBE_BOOT] = {"", ""},
};

static int look(rtx_session *s, const char *keys, size_t length,
                const char *name, int64_t quiet_ms)
{
    struct rtx_exchange exchange = {
        .text = keys,
        .length = length,
        .flags =
            RTX_EXCHANGE_LOOK | (length ? RTX_EXCHANGE_KEY : RTX_EXCHANGE_WAIT),
        .timeout_ms = quiet_ms};
    int rc = rtx__console_push(s->console, &exchange, rtx__now_ms());

    if (length)
        transcript_typed(s, name);
    return rc < 0 ? session_fail(s, rc, "%s", rtx_strerror(rc)) : 0;
}

static int probe(rtx_session *s, enum probe what)
{
    struct resync *r = &s->op.resync;
    const char *keys = probes[what].keys;
    int64_t quiet = s->quiet_ms;
    char erase[ERASE + 1];

    r->probe = what;
    if (what == PROBE_ERASE) {
        memset(erase, '\b', ERASE);
        erase[ERASE] = 0x12;
        return look(s, erase, sizeof erase, probes[what].name, quiet);
    }
    if (what == PROBE_ENTER)
        quiet *= ++r->enters;
    if (what == PROBE_BOOT)
        quiet = BOOT_QUIET_MS;
    return look(s, keys, strlen(keys), probes[what].name, quiet);
}

static int start(rtx_session *s)
{
    s->op.resync.heard = false;
    s->op.resync.enters = 0;
    s->op.resync.erasures = 0;
    return probe(s, PROBE_LOOK);
}

/* The login ended in a boot: when that is over it begins anew. */
int resync_boot(rtx_session *s)
{
    bool before = s->op.resync.booting;

    if (!before)
        s->op.resync.begun_at = rtx__now_ms();
    s->op.resync.booting = true;
    return probe(s, PROBE_BOOT);
}

int resync_begin(rtx_session *s)
{
    memset(&s->op.resync, 0, sizeof s->op.resync);
    rtx__buf_clear(&s->op.command);
    s->op.resync.begun_at = rtx__now_ms();
    return start(s);
}

/* ---- giving up ---- */

/* The last line, no more than two words of what somebody typed in it. */
static void note_seen(rtx_session *s, const struct rtx_reply *reply)
{
    struct rtx_reply text = {.output = reply->tail,
                             .length = reply->tail_length};
    struct rtx_buf utf8;
    const char *line;
    size_t at;

    if (rtx__trimmed(text.output, text.length) == 0)
        return;
    rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
    (void)session_decode(s, &text, &utf8);
    line = rtx__buf_str(&utf8);
    at = strcspn(line, "#>");
    at = line[at] ? at + 1 : 0;
    for (int words = 0; words < 2 && line[at]; words++) {
        at += strspn(line + at, " ");
        at += strcspn(line + at, " ");
    }
    rtx__buf_clear(&s->op.command);
    (void)rtx__buf_format(&s->op.command, "%.*s%s", (int)at, line,
                          line[at] && line[at + 1] ? " …" : "");
    rtx__buf_free(&utf8);
}

static int in_use(rtx_session *s)
{
    const char *seen = rtx__buf_str(&s->op.command);

    session_fail(s, RTX_E_PORT_IN_USE,
                 "somebody has left something on this console, and it is not "
                 "known how to take it away without doing it%s%s",
                 seen[0] ? ": " : "", seen);
    RTX_ERROR_SET(&s->error, answer, seen);
    RTX_ERROR_SET(&s->error, hint,
                  "look at the console with a terminal program, and finish or "
                  "cancel what is on it");
    return RTX_E_PORT_IN_USE;
}

static int silent(rtx_session *s)
{
    session_fail(s, RTX_E_TIMEOUT, "the console does not answer the Enter key");
    RTX_ERROR_SET(&s->error, hint,
                  "is the router on, the cable the right one (crossed), the "
                  "rate 9600, and this the router's port?");
    return RTX_E_TIMEOUT;
}

/* ---- going on ---- */

static int press_enter(rtx_session *s)
{
    struct resync *r = &s->op.resync;

    if (r->enters < ENTERS)
        return probe(s, PROBE_ENTER);
    if (!r->booting || rtx__now_ms() - r->begun_at >= BOOT_MS)
        return silent(s);
    r->enters--;
    return probe(s, PROBE_ENTER);
}

static int erase_more(rtx_session *s, const struct rtx_reply *reply)
{
    struct resync *r = &s->op.resync;
    struct rtx_buf *redraw = &s->op.output;
    bool same =
        reply->end == RTX_END_PROMPT && reply->tail_length == redraw->length &&
        memcmp(reply->tail, rtx__buf_str(redraw), reply->tail_length) == 0;

    if (r->probe == PROBE_ERASE && same)
        return open_prompt(s);
    r->erasures++;
    /* what is typed there is unseen, and rubbed out by now: nothing shows it */
    if (r->erasures > 2 && reply->heard == 0 &&
        rtx__starts(rtx__buf_str(&s->op.command), "Password:"))
        return press_enter(s);
    if (r->erasures > ERASURES || (r->erasures > 2 && reply->heard == 0))
        return in_use(s);
    rtx__buf_clear(redraw);
    if (rtx__buf_add(redraw, reply->tail, reply->tail_length) < 0)
        return session_fail(s, RTX_E_NOMEM, "out of memory");
    return probe(s, PROBE_ERASE);
}

/* Nothing that the router waits for can be recognised: what next? */
static int next_probe(rtx_session *s, const struct rtx_reply *reply)
{
    struct resync *r = &s->op.resync;

    switch (r->probe) {
    case PROBE_LOOK:
        return probe(s, PROBE_XON);
    case PROBE_XON:
        return probe(s, PROBE_NO);
    case PROBE_NO:
        return probe(s, PROBE_STOP);
    case PROBE_STOP:
        return probe(s, PROBE_REDRAW);
    case PROBE_REDRAW:
        return r->heard ? erase_more(s, reply) : press_enter(s);
    case PROBE_ERASE:
        return erase_more(s, reply);
    case PROBE_ENTER:
        if (reply->heard == 0)
            return press_enter(s);
        return ++r->rounds > ROUNDS ? in_use(s) : start(s);
    case PROBE_BOOT:
        break;
    }
    return start(s);
}

/* n to a question, q to a page: what is behind them will be seen. */
static int answer_key(rtx_session *s, const struct rtx_reply *reply)
{
    struct resync *r = &s->op.resync;

    if (r->answers++ >= ANSWERS)
        return in_use(s);
    r->probe = PROBE_NO;
    if (reply->end == RTX_END_YESNO)
        return look(s, "n", 1, "n", s->quiet_ms);
    return look(s, "q", 1, "q", s->quiet_ms);
}

static bool is_login(const struct rtx_reply *reply)
{
    return rtx__starts(reply->tail, "Password:") ||
           rtx__starts(reply->tail, "Username:") ||
           rtx__starts(reply->tail, "User name:");
}

/* A console server's line is silent until something is typed: who asks at once
 * is a router itself, and the login is a fresh one. */
static bool greets(const rtx_session *s, const struct rtx_reply *reply)
{
    return s->endpoint.scheme == RTX_TCP && s->op.resync.probe == PROBE_LOOK &&
           s->op.resync.rounds == 0 && s->op.resync.answers == 0 &&
           !s->op.resync.booting && is_login(reply);
}

int resync_answer(rtx_session *s, const struct rtx_reply *reply)
{
    struct resync *r = &s->op.resync;
    /* what came after our own Enter, or on a new line after Ctrl-C */
    bool fresh =
        r->probe == PROBE_ENTER || (r->probe == PROBE_STOP && reply->lines > 0);

    r->heard = r->heard || (reply->heard > 0 && r->probe != PROBE_BOOT);
    note_seen(s, reply);
    switch (reply->end) {
    case RTX_END_BOOT:
        return resync_boot(s);
    case RTX_END_YESNO:
    case RTX_END_PAGER:
        return answer_key(s, reply);
    case RTX_END_PROMPT:
        return fresh ? open_prompt(s) : next_probe(s, reply);
    case RTX_END_PASSWORD:
    case RTX_END_USERNAME:
        if (greets(s, reply))
            return open_login(s, reply);
        if (!fresh)
            return next_probe(s, reply);
        /* New_Password: and the like: an Enter there does something */
        return is_login(reply) ? open_login(s, reply) : in_use(s);
    case RTX_END_TIMEOUT:
        return next_probe(s, reply);
    default:
        return session_unexpected(s, reply);
    }
}
