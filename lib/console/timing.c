/* What the passing of time means: settled, stalled, timed out. */
#include "console/internal.h"

static void begin_fence(struct rtx_console *c, int64_t now)
{
    c->phase = PHASE_FENCE;
    if (c->fences > c->fenced)
        return; /* one is on its way already */
    c->fences++;
    c->stats.fences++;
    console_key(c, '\r', now);
}

static void ripe(struct rtx_console *c, int64_t now)
{
    const struct node *node = c->flying.first;

    if (c->candidate == RTX_END_PROMPT && node->flags & RTX_EXCHANGE_OUTPUT &&
        c->learned)
        begin_fence(c, now);
    else
        console_finish(c, c->candidate, now);
}

/* When the missing rest of an echo will not come any more. */
static int64_t echo_lost_at(const struct rtx_console *c)
{
    int64_t begun = c->changed_at > c->head_at ? c->changed_at : c->head_at;
    bool astray = c->echo.restarted || c->echo.is_foreign;

    return rtx__least(begun + console_patience(c, astray ? QUIET_MS : ECHO_MS),
                      c->echoed_at + 2 * console_patience(c, ECHO_MS));
}

/* When the router has said nothing for the exchange's time. */
static int64_t timeout_at(const struct rtx_console *c)
{
    const struct node *node = c->flying.first;
    int64_t begun = c->heard_at > c->head_at ? c->heard_at : c->head_at;
    int64_t at = begun + node->timeout_ms;

    /* to be talked to all the time is no answer */
    if (!(node->flags & RTX_EXCHANGE_OUTPUT))
        at = rtx__least(at, c->head_at + RESTLESS_MOST * node->timeout_ms);
    if (c->hidden_at)
        at = rtx__least(at, c->hidden_at + RESTLESS_MOST * node->timeout_ms);
    return at;
}

/* Something came where the prompt stood, and it is not printed again. */
static bool prompt_was_hidden(const struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;

    return c->phase == PHASE_OUTPUT && c->hidden_at &&
           (c->after_notice || c->prompt_passed) &&
           rtx__trimmed(rtx__buf_str(line), line->length) == 0;
}

/* Not when it is quiet: it may never be. */
static int64_t redraw_at(const struct rtx_console *c)
{
    int64_t begun = c->redraws ? c->key_at : c->hidden_at;

    return begun + console_backoff(c, REDRAW_MS, c->redraws);
}

/* When an Enter that tests a prompt is sent again. */
static int64_t fence_lost_at(const struct rtx_console *c)
{
    int64_t wait = console_backoff(c, STALL_MS, c->nudges);

    return rtx__least(c->changed_at + wait, c->key_at + RESTLESS_MOST * wait);
}

/* Quiet, or so long restless that it will not become quiet by itself. */
static int64_t look_until(const struct rtx_console *c)
{
    int64_t at = c->head_at + LOOK_MOST * c->flying.first->timeout_ms;

    return rtx__least(timeout_at(c), at);
}

/* What to do next, and when, if the router says nothing more. */
static int64_t next_action(const struct rtx_console *c)
{
    int64_t at = INT64_MAX;

    if (!c->flying.first)
        return INT64_MAX;
    if (c->phase == PHASE_DRAIN)
        return drain_deadline(c);
    if (c->flying.first->flags & RTX_EXCHANGE_LOOK)
        return look_until(c);
    if (c->phase == PHASE_OUTPUT)
        at = ends_ripe_at(c);
    if (c->phase == PHASE_ECHO)
        at = echo_lost_at(c);
    if (c->phase == PHASE_FENCE || (pager_waits(c) && c->blanks > c->pagers))
        at = fence_lost_at(c);
    if (prompt_was_hidden(c))
        at = redraw_at(c);
    return rtx__least(at, timeout_at(c));
}

static void act(struct rtx_console *c, int64_t now)
{
    if (c->phase == PHASE_DRAIN) {
        drain_tick(c, now);
    } else if (c->flying.first->flags & RTX_EXCHANGE_LOOK) {
        look_finish(c, now);
    } else if (now >= timeout_at(c)) {
        console_finish(c, RTX_END_TIMEOUT, now);
    } else if (c->phase == PHASE_ECHO) {
        console_damaged(c, now);
    } else if (c->phase == PHASE_FENCE) {
        c->fenced = c->fences - 1;
        c->nudges++;
        console_key(c, '\r', now);
    } else if (pager_waits(c) && c->blanks > c->pagers) {
        pager_stalled(c, now);
    } else if (c->candidate != RTX_END_NONE) {
        ripe(c, now);
    } else if (prompt_was_hidden(c)) {
        /* first what the manual names for it, then an empty line */
        console_key(c, c->redraws++ ? '\r' : KEY_CTRL_R, now);
    }
}

/* When an Xoff is over although no Xon came. */
static int64_t xon_at(const struct rtx_console *c)
{
    return c->stopped ? c->stopped_at + XOFF_MS : INT64_MAX;
}

int rtx__console_tick(rtx_console *c, int64_t now)
{
    if (now >= xon_at(c))
        c->stopped = false;
    while (!c->failed && now >= next_action(c))
        act(c, now);
    if (c->failed)
        console_failed(c, now);
    return c->failed;
}

int64_t rtx__console_deadline(const rtx_console *c)
{
    if (c->failed)
        return c->flying.first || c->queued.first ? 0 : INT64_MAX;
    return next_action(c) < xon_at(c) ? next_action(c) : xon_at(c);
}
