/* After a damaged echo: wait until the router is quiet and at a prompt. */
#include "console/internal.h"

#include <string.h>

void drain_begin(struct rtx_console *c, int64_t now)
{
    c->phase = PHASE_DRAIN;
    c->drain_at = now;
    c->drain_try = 0;
    c->candidate = RTX_END_NONE;
    c->settle_ms = 0;
    c->stats.damages++;
    rtx__console_lockstep(c);
}

/* When it is given up: the router is silent for the exchange's time, or for
 * twice that there is no prompt. Each key gets its turn before. */
static int64_t limit(const struct rtx_console *c)
{
    int64_t timeout = c->flying.first ? c->flying.first->timeout_ms : DRAIN_MS;
    int64_t round = 5 * console_patience(c, QUIET_MS);
    int64_t silent =
        rtx__most(c->heard_at, c->drain_at) + rtx__most(timeout, round);
    int64_t all =
        c->drain_at + rtx__most(rtx__least(DRAIN_MS, 2 * timeout), 2 * round);

    return rtx__least(silent, all);
}

static int64_t quiet_at(const struct rtx_console *c)
{
    return c->changed_at + console_backoff(c, QUIET_MS, c->drain_try / 4);
}

/* A router that talks all the time: a prompt is one when it stands for a
 * moment, and keys are sent into the talk. */
static int64_t restless_at(const struct rtx_console *c)
{
    struct rtx_prompt ignored;
    const struct rtx_buf *line = &c->screen.line;
    int64_t begun = c->drain_at + console_patience(c, RESTLESS_MS);

    if (rtx__prompt_match(rtx__buf_str(line), line->length,
                          rtx__buf_str(&c->string), c->string.length, &ignored))
        return rtx__most(begun, c->changed_at + GUESS_MS + c->options.slack_ms);
    return rtx__most(begun, c->key_at +
                                console_backoff(c, QUIET_MS, c->drain_try / 4));
}

int64_t drain_deadline(const struct rtx_console *c)
{
    return rtx__least(rtx__least(quiet_at(c), restless_at(c)), limit(c));
}

static bool at_prompt(struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;

    return rtx__prompt_match(rtx__buf_str(line), line->length,
                             rtx__buf_str(&c->string), c->string.length,
                             &c->candidate_prompt);
}

/* What could bring the prompt back, from the harmless to the last resort. */
static void nudge(struct rtx_console *c, int64_t now)
{
    static const char keys[] = {KEY_CTRL_C, KEY_CTRL_U, '\r', '\r'};
    const struct rtx_buf *line = &c->screen.line;
    size_t length = rtx__trimmed(rtx__buf_str(line), line->length);
    bool question =
        length >= 5 && memcmp(line->data + length - 5, "(Y/N)", 5) == 0;

    if (question)
        console_key(c, 'N', now);
    else
        console_key(c, keys[c->drain_try % (int)sizeof keys], now);
    if (ends_question(rtx__buf_str(line), line->length) != RTX_END_NONE)
        screen_clear(&c->screen); /* what stands there then is new */
    c->drain_try++;
}

/* It asks anew after a Ctrl-C: this is no dialogue of a command. */
static bool at_login(const struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;
    enum rtx_end end = ends_question(rtx__buf_str(line), line->length);

    return c->drain_try > 0 &&
           (end == RTX_END_PASSWORD || end == RTX_END_USERNAME);
}

void drain_tick(struct rtx_console *c, int64_t now)
{
    if (now >= limit(c)) {
        while (c->flying.first)
            console_finish(c, RTX_END_TIMEOUT, now);
        c->phase = PHASE_REST;
        return;
    }
    if (now < rtx__least(quiet_at(c), restless_at(c)))
        return;
    if (at_login(c)) {
        console_end_all(c, RTX_END_LOGOUT, now);
        return;
    }
    if (!at_prompt(c)) {
        nudge(c, now);
        return;
    }
    while (c->flying.first) {
        c->flying.first->clean = false;
        console_finish(c, RTX_END_PROMPT, now);
        c->phase = PHASE_DRAIN;
    }
    c->phase = PHASE_REST;
    console_pump(c, now);
}
