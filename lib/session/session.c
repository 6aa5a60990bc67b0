/* The life of a session, its options and what it knows. */
#include "session/internal.h"

#include <stdio.h>
#include <string.h>

static const int64_t defaults[SESSION_OPTIONS] = {
    [RTX_OPTION_SILENCE_MS] = 15000, [RTX_OPTION_CONNECT_MS] = 15000,
    [RTX_OPTION_WINDOW] = -1,        [RTX_OPTION_WINDOW_MAX] = -1, /* by wire */
    [RTX_OPTION_BLANKS_AHEAD] = 1,   [RTX_OPTION_ANSWER_MAX] = 16 << 20,
    [RTX_OPTION_SAVE_MS] = 60000,    [RTX_OPTION_IDLE_MS] = 100000,
    [RTX_OPTION_KEEP_MS] = 60000,    [RTX_OPTION_SSH_KEEPALIVE_MS] = 60000,
};

rtx_session *session_make(const char *name, struct rtx_error *error)
{
    rtx_session *s = rtx__calloc(1, sizeof *s);

    if (!s) {
        rtx__error(error, RTX_E_NOMEM, "out of memory");
        return NULL;
    }
    memcpy(s->options, defaults, sizeof defaults);
    s->charset = -1;
    s->op.result = RTX_E_ARGUMENT;
    rtx_error_init(&s->error);
    rtx__buf_init(&s->prompt, 1024);
    rtx__buf_init_secret(&s->op.command, 1 << 16);
    rtx__buf_init_secret(&s->op.output, SIZE_MAX / 4);
    s->endpoint_text = rtx__strdup(name);
    if (cancel_init(s) < 0 || !s->endpoint_text) {
        rtx_session_free(s);
        rtx__error(error, RTX_E_NOMEM,
                   "out of memory or descriptors for a session");
        return NULL;
    }
    RTX_ERROR_SET(&s->error, router, name);
    return s;
}

int rtx_session_new(rtx_session **ret, const char *endpoint,
                    struct rtx_error *error)
{
    rtx_session *s;
    int rc;

    if (!ret || !endpoint)
        return rtx__error(error, RTX_E_ARGUMENT, "no endpoint");
    s = session_make(endpoint, error);
    if (!s)
        return RTX_E_NOMEM;
    rc = rtx__endpoint_parse(&s->endpoint, endpoint, error);
    if (rc == 0 && s->endpoint.user)
        rc = rtx_session_set_user(s, s->endpoint.user);
    if (rc < 0) {
        rtx_session_free(s);
        return rc;
    }
    *ret = s;
    return 0;
}

void rtx__session_reset(rtx_session *s)
{
    if (s->transport)
        s->transport->verbs->close(s->transport);
    gate_leave(s);
    rtx__console_free(s->console);
    s->transport = NULL;
    s->console = NULL;
    s->opened = false;
    s->connected = false;
    s->broken = 0;
    s->administrator = false;
    s->context[0] = '\0';
    s->op.running = false;
    s->stay.typed = false;
    s->stay.then = STAY_NOTHING;
}

const char *rtx__session_user(const rtx_session *s)
{
    return s->user ? s->user : "";
}

const rtx_secret *rtx__session_admin_password(const rtx_session *s)
{
    return s->admin_password;
}

int rtx__session_redirect(rtx_session *s, const char *endpoint,
                          struct rtx_error *error)
{
    struct rtx_endpoint other = {0};
    char *text = rtx__strdup(endpoint);
    int rc = text ? rtx__endpoint_parse(&other, endpoint, error) : RTX_E_NOMEM;

    if (rc == 0 && other.user)
        rc = rtx_session_set_user(s, other.user);
    if (rc < 0) {
        rtx__endpoint_free(&other);
        rtx_free(text);
        return rc;
    }
    rtx__endpoint_free(&s->endpoint);
    rtx_free(s->endpoint_text);
    s->endpoint = other;
    s->endpoint_text = text;
    return 0;
}

void rtx_session_free(rtx_session *s)
{
    if (!s)
        return;
    rtx__session_reset(s);
    if (s->ready)
        s->ready->verbs->close(s->ready);
    cancel_close(s);
    rtx__endpoint_free(&s->endpoint);
    transcript_close(s);
    dialogue_free(s);
    stay_free(s);
    rtx_free(s->endpoint_text);
    rtx_free(s->user);
    rtx_secret_free(s->login_password);
    rtx_secret_free(s->admin_password);
    rtx_secret_free(s->passphrase);
    for (size_t i = 0; i < SESSION_TEXTS; i++)
        rtx_free(s->texts[i]);
    rtx__buf_free(&s->prompt);
    rtx__buf_free(&s->op.command);
    rtx__buf_free(&s->op.output);
    rtx_free(s);
}

/* What is asked for anew whenever it is needed. */
static bool any_time(enum rtx_option option)
{
    return option == RTX_OPTION_SILENCE_MS || option == RTX_OPTION_CONNECT_MS ||
           option == RTX_OPTION_SAVE_MS || option == RTX_OPTION_IDLE_MS ||
           option == RTX_OPTION_LOGIN_TIMER || option == RTX_OPTION_KEEP_MS;
}

int rtx_session_set(rtx_session *s, enum rtx_option option, int64_t value)
{
    if (!s)
        return RTX_E_ARGUMENT;
    if (option < RTX_OPTION_SILENCE_MS ||
        option > RTX_OPTION_SSH_KEEPALIVE_MS || value < 0 ||
        (option == RTX_OPTION_LOGIN_TIMER && value > RTX_LOGIN_TIMER_AGAIN))
        return session_reject(s, "there is no such option or value");
    if (s->opened && !any_time(option))
        return session_reject(s, "this option is set before the session is "
                                 "opened");
    s->options[option] = value;
    return 0;
}

int rtx_session_set_text(rtx_session *s, enum rtx_text_option option,
                         const char *text)
{
    if (!s)
        return RTX_E_ARGUMENT;
    if (option < RTX_TEXT_KNOWN_HOSTS || option > RTX_TEXT_IDENTITY)
        return session_reject(s, "there is no such option");
    if (s->opened)
        return session_reject(s, "this option is set before the session is "
                                 "opened");
    return rtx__replace(&s->texts[option], text && *text ? text : NULL);
}

int rtx_session_set_user(rtx_session *s, const char *user)
{
    if (!s)
        return RTX_E_ARGUMENT;
    return rtx__replace(&s->user, user);
}

static int set_secret(rtx_secret **slot, const rtx_secret *secret)
{
    rtx_secret *copy = rtx_secret_copy(secret);

    if (secret && !copy)
        return RTX_E_NOMEM;
    rtx_secret_free(*slot);
    *slot = copy;
    return 0;
}

int rtx_session_set_login_password(rtx_session *s, const rtx_secret *password)
{
    if (!s)
        return RTX_E_ARGUMENT;
    return set_secret(&s->login_password, password);
}

int rtx_session_set_admin_password(rtx_session *s, const rtx_secret *password)
{
    if (!s)
        return RTX_E_ARGUMENT;
    return set_secret(&s->admin_password, password);
}

int rtx_session_set_passphrase(rtx_session *s, const rtx_secret *passphrase)
{
    if (!s)
        return RTX_E_ARGUMENT;
    return set_secret(&s->passphrase, passphrase);
}

int rtx__session_twin(rtx_session **ret, const rtx_session *s)
{
    rtx_session *twin = NULL;
    int rc;

    if (s->endpoint.scheme == RTX_WIRE)
        return RTX_E_UNSUPPORTED; /* the caller's wire leads to one session */
    rc = rtx_session_new(&twin, s->endpoint_text, NULL);
    if (rc < 0 || !twin)
        return rc;
    memcpy(twin->options, s->options, sizeof twin->options);
    rc = rtx_session_set_user(twin, s->user);
    if (rc == 0)
        rc = set_secret(&twin->login_password, s->login_password);
    if (rc == 0)
        rc = set_secret(&twin->admin_password, s->admin_password);
    if (rc == 0)
        rc = set_secret(&twin->passphrase, s->passphrase);
    for (size_t i = 0; rc == 0 && i < SESSION_TEXTS; i++)
        rc = rtx__replace(&twin->texts[i], s->texts[i]);
    if (rc == 0) {
        *ret = twin;
        return 0;
    }
    rtx_session_free(twin);
    return rc;
}

const struct rtx_error *rtx_session_error(const rtx_session *s)
{
    static const struct rtx_error nobody = {
        .size = sizeof nobody,
        .code = RTX_E_ARGUMENT,
        .message = "no session was given",
    };

    return s ? &s->error : &nobody;
}

const char *rtx_session_endpoint(const rtx_session *s)
{
    return s ? s->endpoint_text : "";
}

static int fail(rtx_session *s, int code, const char *format, va_list args)
    RTX_PRINTF(3, 0);

static int fail(rtx_session *s, int code, const char *format, va_list args)
{
    char text[sizeof s->error.message];

    vsnprintf(text, sizeof text, format, args);
    return rtx__error(&s->error, code, "%s", text);
}

int session_reject(rtx_session *s, const char *format, ...)
{
    va_list args;

    session_clear_error(s, s->op.step ? s->op.step : "");
    va_start(args, format);
    (void)fail(s, RTX_E_ARGUMENT, format, args);
    va_end(args);
    return RTX_E_ARGUMENT;
}

int session_limit(rtx_session *s, int64_t timeout_ms)
{
    if (!s)
        return RTX_E_ARGUMENT;
    if (timeout_ms < 0)
        return session_reject(s, "a negative time limit");
    return 0;
}

int session_fail(rtx_session *s, int code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)fail(s, code, format, args);
    va_end(args);
    if (RTX_IS_FATAL(code))
        s->broken = code;
    return code;
}

void session_clear_error(rtx_session *s, const char *step)
{
    rtx_error_init(&s->error);
    RTX_ERROR_SET(&s->error, router, s->endpoint_text);
    RTX_ERROR_SET(&s->error, step, step);
}

int session_begin(rtx_session *s, const char *step,
                  int (*answer)(rtx_session *, const struct rtx_reply *))
{
    if (s->op.running)
        return RTX_E_BUSY;
    if (s->console)
        rtx__console_abandon(s->console, TAG_STAY);
    session_clear_error(s, step);
    s->op.step = step;
    s->op.answer = answer;
    s->op.running = true;
    s->op.fresh = true;
    s->op.result = RTX_E_BUSY;
    s->op.tries = 0;
    s->op.state = 0;
    s->op.asked = false;
    rtx__buf_clear(&s->op.output);
    return 0;
}

static int not_startable(rtx_session *s)
{
    if (s->broken)
        return session_fail(s, s->broken, "the session has ended: %s",
                            rtx_strerror(s->broken));
    if (!s->connected)
        return session_fail(s, RTX_E_ARGUMENT, "the session is not open");
    return 0;
}

int session_start(rtx_session *s, const char *step,
                  int (*answer)(rtx_session *, const struct rtx_reply *))
{
    int rc;

    if (s->op.running)
        return RTX_E_BUSY;
    session_clear_error(s, s->op.step ? s->op.step : "");
    rc = not_startable(s);
    if (rc < 0)
        s->op.result = rc;
    return rc < 0 ? rc : session_begin(s, step, answer);
}

int rtx_session_info(const rtx_session *s, struct rtx_session_info *ret)
{
    struct rtx_session_info info = {.size = sizeof info};
    struct rtx_console_stats stats = {.rtt_ms = -1};

    if (!s)
        return RTX_E_ARGUMENT;
    if (s->console)
        rtx__console_stats(s->console, &stats);
    info.administrator = s->administrator;
    info.lockstep = stats.lockstep;
    info.rtt_ms = stats.rtt_ms;
    info.lines_sent = stats.lines_sent;
    info.bytes_sent = s->bytes_sent;
    info.bytes_received = s->bytes_received;
    info.pagers = stats.pagers;
    info.damages = stats.damages;
    return rtx__fill_sized(ret, &info, sizeof info);
}

const char *rtx_session_prompt(const rtx_session *s)
{
    return s ? rtx__buf_str(&s->prompt) : "";
}

const char *rtx_session_notices(const rtx_session *s)
{
    return s && s->console ? rtx__console_notices(s->console) : "";
}

void rtx__session_set_charset(rtx_session *s, int charset)
{
    s->charset = charset;
}

int rtx__session_charset(const rtx_session *s)
{
    return s->charset;
}
