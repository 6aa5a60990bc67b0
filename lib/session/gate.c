/* Logins by SSH that wait until their owner lets them begin. */
#include "session/internal.h"

enum { ASK_MS = 100 };

void rtx_session_set_gate(rtx_session *s, rtx_gate gate, void *user)
{
    if (!s)
        return;
    s->gate.ask = gate;
    s->gate.user = user;
}

bool gate_enter(rtx_session *s)
{
    struct gate *g = &s->gate;

    if (!g->ask || s->endpoint.scheme != RTX_SSH)
        return true;
    g->asked_ms = rtx__now_ms();
    g->inside = g->ask(g->user, s, 1) > 0;
    g->waiting = !g->inside;
    return g->inside;
}

void gate_leave(rtx_session *s)
{
    struct gate *g = &s->gate;

    g->waiting = false;
    if (!g->inside)
        return;
    g->inside = false;
    (void)g->ask(g->user, s, 0);
}

void gate_process(rtx_session *s)
{
    int rc;

    if (!s->gate.waiting)
        return;
    rc = session_connect(s);
    if (rc < 0) {
        s->broken = RTX_E_CLOSED;
        session_end(s, rc);
    }
}

int64_t gate_deadline(const rtx_session *s)
{
    return s->gate.asked_ms + ASK_MS;
}
