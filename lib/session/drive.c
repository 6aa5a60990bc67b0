/* Bytes between wire and console, answers to the operation that waits. */
#include "session/internal.h"

#include <string.h>

#include "dialect/commands.h"

/* ---- typing ---- */

int session_type(rtx_session *s, const char *text, unsigned flags,
                 int64_t timeout_ms, uint64_t tag)
{
    struct rtx_buf bytes;
    struct rtx_exchange exchange = {
        .flags = flags,
        .timeout_ms =
            timeout_ms ? timeout_ms : s->options[RTX_OPTION_SILENCE_MS],
        .tag = tag};
    int rc;

    rtx__buf_init_secret(&bytes, 1 << 16);
    rc = rtx__encode(s->charset < 0 ? RTX_CHARSET_ASCII
                                    : (enum rtx_charset)s->charset,
                     text, strlen(text), &bytes);
    exchange.text = rtx__buf_str(&bytes);
    exchange.length = bytes.length;
    if (rc == 0)
        rc = rtx__console_push(s->console, &exchange, rtx__now_ms());
    if (!(flags & RTX_EXCHANGE_WAIT))
        transcript_typed(s, text);
    rtx__buf_free(&bytes);
    if (rc == RTX_E_CHARSET)
        return session_fail(s, rc,
                            "the console's charset cannot carry this line");
    return rc < 0 ? session_fail(s, rc, "%s", rtx_strerror(rc)) : 0;
}

int session_type_secret(rtx_session *s, const rtx_secret *secret)
{
    struct rtx_exchange exchange = {
        .text = secret ? secret->text : "",
        .length = secret ? secret->length : 0,
        .flags = RTX_EXCHANGE_SECRET,
        .timeout_ms = s->options[RTX_OPTION_SILENCE_MS],
    };
    int rc = rtx__console_push(s->console, &exchange, rtx__now_ms());

    transcript_typed(s, NULL);
    return rc < 0 ? session_fail(s, rc, "%s", rtx_strerror(rc)) : 0;
}

/* ---- reading answers ---- */

/* Wherever a secret of ours stands in what the router said. */
static void hide(struct rtx_buf *utf8, size_t from, const rtx_secret *secret)
{
    char *at;

    if (!secret || secret->length < 3 || utf8->length <= from)
        return;
    at = utf8->data + from;
    while ((at = memmem(at, utf8->length - (size_t)(at - utf8->data),
                        secret->text, secret->length)) != NULL) {
        memset(at, '*', secret->length);
        at += secret->length;
    }
}

int session_decode(rtx_session *s, const struct rtx_reply *reply,
                   struct rtx_buf *utf8)
{
    int guess = rtx__charset_guess(reply->output, reply->length);
    size_t from = utf8->length;
    int rc;

    if (guess > RTX_CHARSET_ASCII && s->charset != guess) {
        size_t bad = 0;
        struct rtx_buf trial;

        /* what was right so far stays right when it fits as well */
        rtx__buf_init_secret(&trial, SIZE_MAX / 4);
        if (s->charset <= RTX_CHARSET_ASCII ||
            rtx__decode((enum rtx_charset)s->charset, reply->output,
                        reply->length, &trial, &bad) < 0 ||
            bad > 0)
            s->charset = guess;
        rtx__buf_free(&trial);
    }
    rc = rtx__decode(s->charset > RTX_CHARSET_ASCII
                         ? (enum rtx_charset)s->charset
                         : RTX_CHARSET_UTF8,
                     reply->output, reply->length, utf8, NULL);
    hide(utf8, from, s->login_password);
    hide(utf8, from, s->admin_password);
    return rc;
}

bool session_error_line(const char *utf8, char *line, size_t size)
{
    while (*utf8) {
        size_t length = strcspn(utf8, "\n");

        if (rtx__is_error_line(utf8, NULL)) {
            char *copy = rtx__strndup(utf8, length);

            rtx__copy(line, size, copy ? copy : "Error:");
            rtx_free(copy);
            return true;
        }
        utf8 += length + (utf8[length] ? 1 : 0);
    }
    return false;
}

/* What a router that floods us says in an error is at its beginning. */
struct rtx_reply session_head(const struct rtx_reply *reply)
{
    struct rtx_reply head = *reply;

    if (head.length > HEAD_MOST)
        head.length = HEAD_MOST;
    return head;
}

/* Put what the router said into the error, on one line. */
void session_answer(rtx_session *s, const struct rtx_reply *reply)
{
    struct rtx_reply head = session_head(reply);
    struct rtx_buf utf8;
    char *text;

    rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
    (void)session_decode(s, &head, &utf8);
    if (!session_error_line(rtx__buf_str(&utf8), s->error.answer,
                            sizeof s->error.answer)) {
        /* what a command printed may hold secrets, and is no answer */
        text = reply->flags & RTX_EXCHANGE_OUTPUT ? NULL : utf8.data;
        for (size_t i = 0; text && text[i]; i++)
            text[i] = text[i] == '\n' ? ' ' : text[i];
        if (text)
            text[rtx__trimmed(text, utf8.length)] = '\0';
        RTX_ERROR_SET(&s->error, answer, text ? text + strspn(text, " ") : "");
    }
    rtx__buf_free(&utf8);
}

void session_concerns(rtx_session *s, const char *line)
{
    struct rtx_buf shown;

    rtx__buf_init_secret(&shown, 1 << 16);
    if (rtx__statement_redact(line, "***", &shown) == 0)
        RTX_ERROR_SET(&s->error, statement, rtx__buf_str(&shown));
    rtx__buf_free(&shown);
    rtx__mask_secrets(line, s->error.answer);
    rtx__mask_secrets(line, s->error.message);
}

int session_unexpected(rtx_session *s, const struct rtx_reply *reply)
{
    session_answer(s, reply);
    switch (reply->end) {
    case RTX_END_CLOSED:
        if (s->broken)
            return s->broken; /* what the wire said says more */
        return session_fail(s, RTX_E_CLOSED,
                            "the router closed the connection");
    case RTX_END_TIMEOUT:
        session_fail(s, RTX_E_TIMEOUT, "no answer for %lld ms",
                     (long long)s->options[RTX_OPTION_SILENCE_MS]);
        s->broken = RTX_E_DESYNC;
        return RTX_E_TIMEOUT;
    case RTX_END_LIMIT:
        session_fail(s, RTX_E_LIMIT, "the answer has more than %lld bytes",
                     (long long)s->options[RTX_OPTION_ANSWER_MAX]);
        s->broken = RTX_E_DESYNC;
        return RTX_E_LIMIT;
    case RTX_END_YESNO:
    case RTX_END_PASSWORD:
    case RTX_END_USERNAME:
        return session_fail(s, RTX_E_QUESTION, "the router asks: %.*s",
                            (int)rtx__trimmed(reply->tail, reply->tail_length),
                            reply->tail);
    case RTX_END_BOOT:
        session_fail(s, RTX_E_CLOSED, "the router restarted");
        RTX_ERROR_SET(&s->error, hint,
                      "connect again: what was not saved is lost");
        return RTX_E_CLOSED;
    case RTX_END_LOGOUT:
        return session_fail(s, RTX_E_IDLE_LOGOUT,
                            "the router logged this session out");
    default:
        return session_fail(s, RTX_E_DESYNC,
                            "the console does not follow any more");
    }
}

void session_end(rtx_session *s, int result)
{
    if (!s->op.running)
        return;
    gate_leave(s);
    s->op.running = false;
    s->op.result = result;
    if (result < 0 && s->console)
        rtx__console_discard(s->console);
    stay_ended(s);
}

/* ---- the wire ---- */

void session_ssh_options(const rtx_session *s, struct rtx_ssh_options *ret)
{
    *ret = (struct rtx_ssh_options){
        .user = s->user,
        .password = s->login_password,
        .passphrase = s->passphrase,
        .known_hosts = s->texts[RTX_TEXT_KNOWN_HOSTS],
        .config = s->texts[RTX_TEXT_SSH_CONFIG],
        .identity = s->texts[RTX_TEXT_IDENTITY],
        .accept_new = s->options[RTX_OPTION_ACCEPT_NEW_HOST_KEY] != 0,
        .legacy = s->options[RTX_OPTION_LEGACY_ALGORITHMS] != 0,
        .keepalive_ms = s->options[RTX_OPTION_SSH_KEEPALIVE_MS],
    };
}

static int open_transport(rtx_session *s)
{
    struct rtx_ssh_options ssh;

    session_ssh_options(s, &ssh);
    if (s->endpoint.scheme == RTX_WIRE)
        return session_own_wire(s);
    return rtx__transport_open(&s->transport, &s->endpoint, &ssh,
                               s->connect_deadline, &s->error);
}

/* What the wire's speed and nature ask of the console. */
static void suit_wire(rtx_session *s, struct rtx_console_options *options)
{
    bool serial = s->endpoint.scheme == RTX_SERIAL;
    /* behind a console server there is a line like that, too */
    long baud = serial ? s->endpoint.baud : USUAL_BAUD;

    s->line = serial || s->endpoint.scheme == RTX_TCP;
    if (s->line) {
        /* USB adapters hand bytes over every 16 ms */
        options->slack_ms = 30 + 300000 / baud;
        s->quiet_ms = LOOK_MS + options->slack_ms;
    }
    if (s->options[RTX_OPTION_WINDOW] < 0)
        options->window_start = s->line ? 1 : 2048;
    if (s->options[RTX_OPTION_WINDOW_MAX] < 0)
        /* half a second of the line: more only makes more to take back */
        options->window_ceiling = !s->line           ? 16384
                                  : baud > MOST_BAUD ? MOST_BAUD / 20
                                                     : (size_t)baud / 20;
}

int session_connect(rtx_session *s)
{
    struct rtx_console_options options;
    int64_t now = rtx__now_ms();

    if (!gate_enter(s))
        return 0;
    rtx__console_defaults(&options);
    options.window_start = (size_t)s->options[RTX_OPTION_WINDOW];
    options.window_ceiling = (size_t)s->options[RTX_OPTION_WINDOW_MAX];
    options.output_ceiling = (size_t)s->options[RTX_OPTION_ANSWER_MAX];
    options.blanks_ahead = s->options[RTX_OPTION_BLANKS_AHEAD] != 0;
    suit_wire(s, &options);
    s->console = rtx__console_new(&options);
    if (!s->console)
        return session_fail(s, RTX_E_NOMEM, "out of memory");
    s->connecting_at = now;
    s->fd_epoch++;
    s->connect_deadline = now + s->options[RTX_OPTION_CONNECT_MS];
    s->last_typed_ms = now;
    return open_transport(s);
}

/* The end of the connection, and what it probably means. */
static void lost(rtx_session *s, int code)
{
    int64_t now = rtx__now_ms();

    if (code == RTX_E_CLOSED &&
        now - s->last_typed_ms >= s->options[RTX_OPTION_IDLE_MS])
        code = session_fail(s, RTX_E_IDLE_LOGOUT,
                            "the router closed the connection after %lld s "
                            "without a key",
                            (long long)((now - s->last_typed_ms) / 1000));
    s->broken = code < 0 ? code : RTX_E_CLOSED;
    if (!RTX_IS_FATAL(s->broken))
        s->broken = RTX_E_DESYNC;
    rtx__console_eof(s->console, now);
}

static bool read_wire(rtx_session *s)
{
    char bytes[16384];
    ptrdiff_t n;
    int64_t now = rtx__now_ms();
    /* so that a flood cannot hold its caller for long; what is left is seen by
     * poll, or the wire wakes us */
    int rounds = s->endpoint.scheme == RTX_TELNET ? 4 : 16;

    /* an operation that begins where another one has just ended */
    if (s->op.fresh && s->drained_at == now)
        return true;
    while (rounds-- > 0 && rtx__now_ms() - now <= READ_MS) {
        n = s->transport->verbs->read(s->transport, bytes, sizeof bytes,
                                      &s->error);
        if (n == 0)
            return true;
        if (n < 0) {
            lost(s, (int)n);
            return false;
        }
        s->bytes_received += (uint64_t)n;
        (void)rtx__console_feed(s->console, bytes, (size_t)n, rtx__now_ms());
        rtx__wipe(bytes, (size_t)n);
        if (s->transport->drained) {
            s->drained_at = now;
            return true;
        }
    }
    return true;
}

static void write_wire(rtx_session *s)
{
    const char *bytes;
    size_t length;

    while (!s->broken &&
           (length = rtx__console_output(s->console, &bytes)) > 0) {
        ptrdiff_t n =
            s->transport->verbs->write(s->transport, bytes, length, &s->error);

        if (n == 0)
            return;
        if (n < 0) {
            lost(s, (int)n);
            return;
        }
        s->bytes_sent += (uint64_t)n;
        s->last_typed_ms = rtx__now_ms();
        rtx__console_sent(s->console, (size_t)n);
    }
}

static void note_prompt(rtx_session *s, const struct rtx_reply *reply)
{
    const char *string;
    size_t length;
    struct rtx_reply text = {0};

    if (reply->end != RTX_END_PROMPT)
        return;
    s->administrator = reply->prompt.administrator;
    rtx__copy(s->context, sizeof s->context, reply->prompt.context);
    if (!rtx__console_prompt(s->console, &string, &length))
        return;
    text.output = string;
    text.length = length;
    rtx__buf_clear(&s->prompt);
    (void)session_decode(s, &text, &s->prompt);
}

static void hand_out(rtx_session *s)
{
    struct rtx_reply reply;

    while (rtx__console_reply(s->console, &reply)) {
        int rc;

        note_prompt(s, &reply);
        transcript_answered(s, &reply);
        if (stay_answer(s, &reply) || !s->op.running)
            continue;
        rc = s->op.answer(s, &reply);
        if (rc != OP_MORE)
            session_end(s, rc == OP_DONE ? 0 : rc);
    }
    rtx__console_resume(s->console, rtx__now_ms());
}

static void connecting(rtx_session *s)
{
    int rc = s->transport->verbs->step(s->transport, rtx__now_ms(), &s->error);

    s->fd_epoch++;
    if (rc == 0)
        return;
    if (rc > 0) {
        s->connected = true;
        /* a console server may be far away */
        if (s->endpoint.scheme == RTX_TCP)
            s->quiet_ms +=
                rtx__least(2 * (rtx__now_ms() - s->connecting_at), FAR_MS);
        rc = open_connected(s);
    }
    if (rc < 0) {
        if (!s->connected)
            s->broken = RTX_E_CLOSED;
        session_end(s, rc);
    }
}

int rtx_session_process(rtx_session *s)
{
    bool was_running = s && s->op.running;

    if (!s)
        return 1;
    cancel_obey(s);
    if (was_running && !s->op.running)
        return 1;
    gate_process(s);
    if (!s->transport || !s->console)
        return s->op.running ? 0 : 1;
    if (!s->connected && !s->broken)
        connecting(s);
    /* read first: a connection that ended is not typed into */
    if (s->connected && !s->broken && read_wire(s))
        (void)rtx__console_tick(s->console, rtx__now_ms());
    s->op.fresh = false;
    hand_out(s);
    if (s->connected && !s->broken) {
        stay_tick(s);
        write_wire(s);
    }
    hand_out(s);
    if (s->op.running && s->broken && rtx__console_idle(s->console))
        session_end(s, s->broken);
    return s->op.running ? 0 : 1;
}

int rtx_session_fd(const rtx_session *s)
{
    return s && s->transport && !s->broken ? s->transport->fd : -1;
}

uint64_t rtx_session_fd_epoch(const rtx_session *s)
{
    return s ? s->fd_epoch : 0;
}

int rtx_session_wants(const rtx_session *s)
{
    const char *bytes;
    int wants;

    if (!s || !s->transport || s->broken)
        return 0;
    wants = s->transport->verbs->wants(s->transport);
    if (s->connected && !s->transport->full &&
        rtx__console_output(s->console, &bytes) > 0)
        wants |= RTX_WANT_WRITE;
    return wants;
}

int64_t rtx_session_deadline(const rtx_session *s)
{
    if (!s)
        return INT64_MAX;
    if (s->gate.waiting)
        return gate_deadline(s);
    if (!s->transport || s->broken)
        return s->op.running ? 0 : INT64_MAX;
    if (!s->connected)
        return rtx__least(s->transport->wake_ms, s->connect_deadline);
    return rtx__least(
        s->transport->wake_ms,
        rtx__least(rtx__console_deadline(s->console), stay_deadline(s)));
}

int rtx_session_result(const rtx_session *s)
{
    if (!s)
        return RTX_E_ARGUMENT;
    return s->op.running ? RTX_E_BUSY : s->op.result;
}

const char *rtx_session_output(const rtx_session *s)
{
    return s ? rtx__buf_str(&s->op.output) : "";
}
