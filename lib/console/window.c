/* The queue of exchanges, and how many lines may be in flight at once. */
#include "console/internal.h"

#include <string.h>

static struct node *last_flying(struct rtx_console *c)
{
    return c->flying.last;
}

static bool alone(const struct node *node)
{
    return node->flags &
           (RTX_EXCHANGE_ALONE | RTX_EXCHANGE_SECRET | RTX_EXCHANGE_KEY |
            RTX_EXCHANGE_WAIT | RTX_EXCHANGE_OUTPUT | RTX_EXCHANGE_RELEARN);
}

static bool may_send(struct rtx_console *c, const struct node *node)
{
    if (!c->flying.first)
        return c->phase == PHASE_REST;
    if (alone(node) || alone(last_flying(c)) || c->stats.lockstep ||
        last_flying(c)->flags & RTX_EXCHANGE_LAST)
        return false;
    if (c->phase == PHASE_DRAIN || c->phase == PHASE_FENCE)
        return false;
    return c->flying_bytes + node->length + 1 <= c->window;
}

static void type(struct rtx_console *c, struct node *node, int64_t now)
{
    node->sent_at = now;
    node->measured = !c->flying.first;
    if (node->flags & RTX_EXCHANGE_WAIT)
        return;
    console_keep(c, rtx__buf_add(&c->out, node->text, node->length));
    if (!(node->flags & RTX_EXCHANGE_KEY))
        console_keep(c, rtx__buf_char(&c->out, '\r'));
    if (node->flags & RTX_EXCHANGE_SECRET) {
        rtx__wipe(node->text, node->length);
        node->length = 0;
    }
    c->stats.lines_sent++;
}

void console_pump(struct rtx_console *c, int64_t now)
{
    while (c->queued.first && !c->closed && !c->failed && !c->held &&
           may_send(c, c->queued.first)) {
        struct node *node = c->queued.first;
        bool head = !c->flying.first;

        c->queued.first = node->next;
        if (!c->queued.first)
            c->queued.last = NULL;
        node->next = NULL;
        type(c, node, now);
        if (head)
            c->flying.first = node;
        else
            c->flying.last->next = node;
        c->flying.last = node;
        c->flying_bytes += node->length + 1;
        if (head)
            console_enter_head(c, now);
    }
}

void console_key(struct rtx_console *c, char key, int64_t now)
{
    console_keep(c, rtx__buf_char(&c->out, key));
    c->changed_at = c->key_at = now;
}

void rtx__console_lockstep(rtx_console *c)
{
    c->stats.lockstep = true;
}
