/* Send lines through the window, each in its context; stop at a refusal. */
#include "session/internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dialect/commands.h"

/* The tag of a context's selection: it is no line of the caller's. */
#define TAG_SELECT UINT64_MAX

static bool done(const struct rtx_push_line *line)
{
    return line->status == RTX_LINE_DONE || line->status == RTX_LINE_REFUSED;
}

/* What the prompt shows of a context: "tunnel 1 ipsec tunnel 101" is tunnel 1.
 */
static void shown_context(const char *context, char *ret, size_t size)
{
    const char *nested = strstr(context, " ipsec tunnel");

    rtx__copy(ret, size, context);
    if (nested && (size_t)(nested - context) < size)
        ret[nested - context] = '\0';
}

static unsigned exchange_flags(const struct rtx_push_line *line)
{
    const struct rtx_command *known = rtx__command_find(line->text);
    bool may_cut;
    unsigned flags = 0;

    if (!known)
        return RTX_EXCHANGE_ALONE; /* it might ask or page */
    /* typed into a question that nobody expects it would say yes */
    if (strchr("yY", line->text[strspn(line->text, " ")]))
        return RTX_EXCHANGE_ALONE;
    /* inside a pp or tunnel it is the enabling that changes the path */
    may_cut =
        known->flags & RTX_COMMAND_CUTS &&
        (known->context == RTX_IN_GLOBAL || known->flags & RTX_COMMAND_ENABLES);
    if (may_cut)
        flags |= RTX_EXCHANGE_LAST;
    if (known->kind != RTX_COMMAND_SETTING ||
        known->flags &
            (RTX_COMMAND_ASKS | RTX_COMMAND_CONSOLE | RTX_COMMAND_PASSWORD))
        flags |= RTX_EXCHANGE_ALONE;
    if (known->flags & RTX_COMMAND_PROMPT)
        flags |= RTX_EXCHANGE_RELEARN;
    return flags;
}

/* "pp 1" is reached by pp select 1, "" by leaving what is selected. */
static int select_line(const char *from, const char *to, struct rtx_buf *ret)
{
    size_t kind = strcspn(to, " ");

    if (to[0] == '\0')
        return rtx__buf_format(ret, "%s select none",
                               rtx__starts(from, "tunnel") ? "tunnel" : "pp");
    return rtx__buf_format(ret, "%.*s select%s", (int)kind, to, to + kind);
}

static int queue_select(rtx_session *s, const char *context)
{
    struct rtx_buf line;
    int rc;

    rtx__buf_init(&line, 256);
    rc = select_line(s->op.queued_context, context, &line);
    if (rc == 0) {
        rc = session_type(s, rtx__buf_str(&line), RTX_EXCHANGE_LAST, 0,
                          TAG_SELECT);
        s->op.waiting++;
        s->op.selecting = true;
    }
    rtx__copy(s->op.left_context, sizeof s->op.left_context,
              s->op.queued_context);
    rtx__copy(s->op.queued_context, sizeof s->op.queued_context, context);
    rtx__buf_free(&line);
    return rc;
}

/* Global commands and save want no context. */
static int leave_context(rtx_session *s)
{
    s->op.leaving = true;
    return queue_select(s, "");
}

/* Queue what may follow: the console's window decides when it is sent. */
static int queue_more(rtx_session *s)
{
    struct op *op = &s->op;
    int rc = 0;

    while (rc == 0 && !op->stopped && !op->again && !op->selecting &&
           op->next < op->count) {
        struct rtx_push_line *line = &op->lines[op->next];
        char context[64];

        if (done(line)) {
            op->next++;
            continue;
        }
        shown_context(line->context, context, sizeof context);
        if (strcmp(context, op->queued_context) != 0)
            return queue_select(s, context); /* nothing flies behind it */
        if (op->waiting >= 512)
            return 0;
        line->status = RTX_LINE_UNKNOWN;
        rc = session_type(s, line->text, exchange_flags(line), 0, op->next);
        op->waiting++;
        op->next++;
    }
    if (rc == 0 && op->next == op->count && op->queued_context[0] &&
        !op->selecting && !op->stopped && !op->again)
        rc = leave_context(s);
    return rc;
}

static bool numbered(const char *context)
{
    size_t length = strlen(context);

    return length > 0 && isdigit((unsigned char)context[length - 1]);
}

static void note_shown(rtx_session *s, const char *context)
{
    if (numbered(context))
        *(rtx__starts(context, "pp ") ? &s->shows_pp : &s->shows_tunnel) = true;
}

/* Did it run elsewhere? Not every prompt names its context; ours must not lie,
 * nor be silent where it has named such a one before. */
static bool elsewhere(const rtx_session *s, const struct rtx_reply *reply,
                      const char *expected)
{
    char context[64];

    if (reply->end != RTX_END_PROMPT)
        return false;
    shown_context(expected, context, sizeof context);
    if (!reply->prompt.context[0])
        return numbered(context) &&
               (rtx__starts(context, "pp ") ? s->shows_pp : s->shows_tunnel);
    return strcmp(reply->prompt.context, context) != 0;
}

static void follow_charset(rtx_session *s, const char *text)
{
    struct rtx_word words[4];
    int n = rtx__words(text, words, 4);

    if (n == 3 && strncasecmp(text + words[0].at, "console", 7) == 0 &&
        strncasecmp(text + words[1].at, "character", 9) == 0) {
        char name[16];

        rtx__copy(name, sizeof name, text + words[2].at);
        s->charset = rtx__charset_by_name(name);
    }
}

static void refuse(rtx_session *s, struct rtx_push_line *line,
                   const char *answer)
{
    line->status = RTX_LINE_REFUSED;
    rtx_free(line->answer);
    line->answer = rtx__strdup(answer);
    if (line->answer)
        rtx__mask_secrets(line->text, line->answer);
    s->op.refused = true;
    s->op.stopped = !s->op.all;
}

/* What was typed behind the line has answered a question in our place. */
static void answered_ahead(rtx_session *s, struct rtx_push_line *line,
                           const char *question)
{
    const char *key = strstr(question, "(Y/N)") + strlen("(Y/N)");
    char *text;

    key += strspn(key, " ");
    text = *key && *key != '\n'
               ? rtx__format("%.*s (it took the %c of the line behind for the "
                             "answer)",
                             (int)(key - question), question, *key)
               : rtx__format("%s (and it was answered with what was typed "
                             "behind)",
                             question);
    refuse(s, line, text ? text : question);
    rtx_free(text);
    s->op.stopped = true;
}

static int note_answer(rtx_session *s, struct rtx_push_line *line,
                       const struct rtx_reply *reply)
{
    char error[sizeof s->error.answer];
    struct rtx_buf utf8;
    int rc;

    rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
    rc = session_decode(s, reply, &utf8);
    rtx_free(line->answer);
    line->answer = NULL;
    if (rc == 0 &&
        session_error_line(rtx__buf_str(&utf8), error, sizeof error)) {
        refuse(s, line, error);
    } else if (strstr(rtx__buf_str(&utf8), "(Y/N)")) {
        answered_ahead(s, line, rtx__buf_str(&utf8));
    } else {
        line->status = RTX_LINE_DONE;
        if (utf8.length > 0)
            line->answer = rtx__strdup(rtx__buf_str(&utf8));
        follow_charset(s, line->text);
    }
    s->op.answered++;
    rtx__buf_free(&utf8);
    return rc;
}

/* What is queued but not typed yet stays untyped. */
static void unqueue(rtx_session *s)
{
    struct op *op = &s->op;
    size_t count = rtx__console_discard(s->console);

    op->waiting -= count;
    if (count > 0 && op->selecting) {
        /* it was the last of them */
        count--;
        op->selecting = false;
        op->leaving = false;
        rtx__copy(op->queued_context, sizeof op->queued_context,
                  op->left_context);
    }
    while (count > 0 && op->next > 0) {
        struct rtx_push_line *line = &op->lines[--op->next];

        if (line->status != RTX_LINE_UNKNOWN)
            continue;
        line->status = RTX_LINE_UNSENT;
        count--;
    }
}

static int refused_question(rtx_session *s, struct rtx_push_line *line,
                            const struct rtx_reply *reply)
{
    (void)session_unexpected(s, reply);
    session_concerns(s, line->text);
    refuse(s, line, s->error.message);
    unqueue(s); /* nothing may be typed into the question but its answer */
    s->op.answered++;
    s->op.waiting++;
    if (reply->end == RTX_END_YESNO)
        return session_type(s, "N", RTX_EXCHANGE_KEY, 0, TAG_SELECT);
    return session_type_secret(s, NULL);
}

/* Everything that was sent is answered: what now? */
static int settle(rtx_session *s)
{
    struct op *op = &s->op;

    if (op->again && !op->stopped) {
        if (op->answered > op->answered_before)
            op->tries = 0; /* it does go on */
        op->answered_before = op->answered;
        if (op->tries++ >= DAMAGE_TRIES)
            return session_fail(s, RTX_E_DESYNC,
                                "lines keep arriving damaged at the router");
        op->again = false;
        op->leaving = false;
        op->next = 0;
        rtx__copy(op->queued_context, sizeof op->queued_context, "?");
        return queue_more(s);
    }
    if (op->queued_context[0] && !op->leaving)
        return leave_context(s);
    if (op->interrupted)
        return session_fail(s, RTX_E_INTERRUPTED, "the push was stopped");
    if (op->refused)
        return session_fail(s, RTX_E_REFUSED, "the router refused a line");
    return OP_DONE;
}

static int select_answer(rtx_session *s, const struct rtx_reply *reply)
{
    if (reply->tag == TAG_SELECT)
        s->op.selecting = false;
    if (s->op.leaving && reply->clean)
        return 0;
    if (!reply->clean || elsewhere(s, reply, s->op.queued_context)) {
        s->op.again = true;
        return 0;
    }
    if (reply->length > 0) {
        char line[sizeof s->error.answer];
        struct rtx_buf utf8;

        rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
        (void)session_decode(s, reply, &utf8);
        if (session_error_line(rtx__buf_str(&utf8), line, sizeof line) &&
            s->op.next < s->op.count && !s->op.stopped) {
            refuse(s, &s->op.lines[s->op.next], line);
        }
        rtx__buf_free(&utf8);
    }
    return 0;
}

static int push_answer(rtx_session *s, const struct rtx_reply *reply)
{
    struct op *op = &s->op;
    int rc = 0;

    op->waiting--;
    if (reply->end == RTX_END_PROMPT)
        note_shown(s, reply->prompt.context);
    if (reply->end == RTX_END_CLOSED || reply->end == RTX_END_TIMEOUT ||
        reply->end == RTX_END_LIMIT || reply->end == RTX_END_BOOT ||
        reply->end == RTX_END_LOGOUT)
        return session_unexpected(s, reply);
    if (reply->tag == TAG_SELECT || reply->flags & RTX_EXCHANGE_SECRET) {
        rc = select_answer(s, reply);
    } else if (reply->end != RTX_END_PROMPT) {
        return refused_question(s, &op->lines[reply->tag], reply);
    } else if (!reply->clean ||
               elsewhere(s, reply, op->lines[reply->tag].context)) {
        op->again = true;
        rtx__console_lockstep(s->console);
    } else {
        rc = note_answer(s, &op->lines[reply->tag], reply);
    }
    if (rc < 0)
        return session_fail(s, rc, "%s", rtx_strerror(rc));
    if (op->stopped || op->again)
        unqueue(s);
    rc = op->stopped || op->again ? 0 : queue_more(s);
    return rc < 0 ? rc : op->waiting == 0 ? settle(s) : OP_MORE;
}

int rtx__session_start_push(rtx_session *s, struct rtx_push_line *lines,
                            size_t count, bool all)
{
    int rc = session_start(s, "push", push_answer);

    if (rc < 0)
        return rc;
    s->op.lines = lines;
    s->op.count = count;
    s->op.all = all;
    s->op.refused = false;
    s->op.next = 0;
    s->op.answered = 0;
    s->op.answered_before = 0;
    s->op.waiting = 0;
    s->op.stopped = false;
    s->op.again = false;
    s->op.leaving = false;
    s->op.interrupted = false;
    s->op.selecting = false;
    rtx__copy(s->op.queued_context, sizeof s->op.queued_context, s->context);
    rc = queue_more(s);
    if (rc < 0 || s->op.waiting == 0)
        session_end(s, rc);
    return rc;
}

void rtx__session_stop_push(rtx_session *s)
{
    if (!s->op.running || s->op.answer != push_answer || s->op.stopped)
        return;
    s->op.stopped = true;
    s->op.interrupted = true;
    unqueue(s);
    if (s->op.waiting == 0)
        session_end(s, RTX_E_INTERRUPTED);
}

size_t rtx__session_pushed(const rtx_session *s)
{
    return s->op.answered;
}
