/* Become administrator, run a command, save, log out. */
#include "session/internal.h"

#include <string.h>
#include <strings.h>

#include "dialect/commands.h"

/* ---- administrator ---- */

static int admin_answer(rtx_session *s, const struct rtx_reply *reply)
{
    switch (reply->end) {
    case RTX_END_PROMPT:
        if (reply->prompt.administrator)
            return OP_DONE;
        if (!reply->clean && s->op.tries++ < DAMAGE_TRIES)
            return session_type(s, "administrator", RTX_EXCHANGE_ALONE, 0, 0);
        session_answer(s, reply);
        return session_fail(s, RTX_E_ADMINISTRATOR,
                            s->op.state
                                ? "the router refused the administrator "
                                  "password"
                                : "the router refused administrator");
    case RTX_END_PASSWORD:
        if (s->op.state++ == 0)
            return session_type_secret(s, s->admin_password);
        session_answer(s, reply);
        return session_fail(s, RTX_E_ADMINISTRATOR,
                            "the router refused the administrator password");
    default:
        return session_unexpected(s, reply);
    }
}

int rtx_session_start_administrator(rtx_session *s)
{
    int rc;

    if (!s)
        return RTX_E_ARGUMENT;
    if (stay_wanted(s))
        return stay_begin(s, STAY_ADMINISTRATOR, NULL);
    rc = session_start(s, "administrator", admin_answer);
    if (rc < 0)
        return rc;
    if (s->administrator) {
        session_end(s, 0);
        return 0;
    }
    rc = session_type(s, "administrator", RTX_EXCHANGE_ALONE, 0, 0);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}

/* ---- run ---- */

static unsigned run_flags(const struct rtx_command *known, const char *command)
{
    unsigned flags = RTX_EXCHANGE_OUTPUT | RTX_EXCHANGE_ALONE;

    command += strspn(command, " ");
    if (strncasecmp(command, "show config", 11) == 0)
        flags |= RTX_EXCHANGE_CONFIG;
    if (strncasecmp(command, "show ", 5) == 0 &&
        strncasecmp(command, "show config", 11) != 0)
        flags |= RTX_EXCHANGE_STAMPED;
    if (known && known->flags & RTX_COMMAND_MARKLESS)
        flags |= RTX_EXCHANGE_MARKLESS;
    if (known && known->kind != RTX_COMMAND_SHOW &&
        known->flags & RTX_COMMAND_PROMPT)
        flags |= RTX_EXCHANGE_RELEARN;
    return flags;
}

static int run_done(rtx_session *s)
{
    char line[sizeof s->error.answer];

    if (s->op.asked)
        return s->error.code;
    if (!session_error_line(rtx__buf_str(&s->op.output), line, sizeof line))
        return OP_DONE;
    RTX_ERROR_SET(&s->error, answer, line);
    session_concerns(s, rtx__buf_str(&s->op.command));
    return session_fail(s, RTX_E_REFUSED, "the router refused the command");
}

/* A question nobody expects is answered with No, or with nothing. */
static int decline(rtx_session *s, const struct rtx_reply *reply)
{
    int rc;

    if (!s->op.asked) {
        s->op.asked = true;
        (void)session_unexpected(s, reply);
        session_concerns(s, rtx__buf_str(&s->op.command));
    }
    if (s->op.tries++ >= DAMAGE_TRIES)
        return session_fail(s, RTX_E_DESYNC, "the router keeps asking");
    if (reply->end == RTX_END_YESNO)
        rc = session_type(s, "N", RTX_EXCHANGE_KEY, 0, 0);
    else
        rc = session_type_secret(s, NULL);
    return rc;
}

static int run_answer(rtx_session *s, const struct rtx_reply *reply)
{
    int rc;

    if (reply->end == RTX_END_PROMPT && !reply->clean &&
        s->op.tries++ < DAMAGE_TRIES &&
        strncasecmp(rtx__buf_str(&s->op.command), "show ", 5) == 0)
        return session_type(s, rtx__buf_str(&s->op.command),
                            s->op.command_flags, 0, 0);
    if (!s->op.asked) {
        struct rtx_reply head = session_head(reply);

        rc = session_decode(s, reply->end == RTX_END_PROMPT ? reply : &head,
                            &s->op.output);
        if (rc < 0)
            return session_fail(s, rc, "%s", rtx_strerror(rc));
    }
    switch (reply->end) {
    case RTX_END_PROMPT:
        return run_done(s);
    case RTX_END_YESNO:
    case RTX_END_PASSWORD:
    case RTX_END_USERNAME:
        return decline(s, reply);
    default:
        return session_unexpected(s, reply);
    }
}

/* One line of plain text is all that may be typed. */
static int check_command(rtx_session *s, const char *command)
{
    const char *help = rtx__find_bare(command, "?");

    if (help)
        return session_fail(s, RTX_E_ARGUMENT,
                            "a bare ? calls up the router's help, column %d: "
                            "quote it or put a backslash before it",
                            (int)(help - command) + 1);
    for (const char *c = command; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return session_fail(s, RTX_E_ARGUMENT,
                                "a control character in a command, column %d",
                                (int)(c - command) + 1);
    }
    if (strlen(command) > 4095)
        return session_fail(s, RTX_E_ARGUMENT,
                            "a command of more than 4095 bytes");
    return 0;
}

/* What the console speaks shows in an answer that is in its language. */
static const char language_probe[] = "show environment";

static int type_command(rtx_session *s)
{
    s->op.answer = run_answer;
    rtx__buf_clear(&s->op.output);
    return session_type(s, rtx__buf_str(&s->op.command), s->op.command_flags, 0,
                        0);
}

static int type_probe(rtx_session *s)
{
    const struct rtx_command *known = rtx__command_find(language_probe);

    return session_type(s, language_probe, run_flags(known, language_probe), 0,
                        0);
}

static int language_answer(rtx_session *s, const struct rtx_reply *reply)
{
    int rc;

    if (reply->end != RTX_END_PROMPT)
        return session_unexpected(s, reply);
    if (!reply->clean && s->op.tries++ < DAMAGE_TRIES)
        return type_probe(s);
    rc = session_decode(s, reply, &s->op.output);
    return rc < 0 ? session_fail(s, rc, "%s", rtx_strerror(rc))
                  : type_command(s);
}

/* Not every console can be told everything; which one it is may be unknown. */
static int run_begin(rtx_session *s)
{
    const char *command = rtx__buf_str(&s->op.command);

    if (s->charset > RTX_CHARSET_ASCII ||
        rtx__ascii_length(command, s->op.command.length) ==
            s->op.command.length)
        return type_command(s);
    s->op.answer = language_answer;
    return type_probe(s);
}

static int check_words(rtx_session *s, const char *command)
{
    struct rtx_buf whole;
    int rc = rtx__command_written_out(command, &whole);

    if (rc > 0)
        rc = session_fail(s, RTX_E_ARGUMENT, RTX_ABBREVIATED,
                          rtx__buf_str(&whole));
    rtx__buf_free(&whole);
    return rc;
}

int rtx_session_start_run(rtx_session *s, const char *command)
{
    const struct rtx_command *known;
    int rc;

    if (!s)
        return RTX_E_ARGUMENT;
    if (!command)
        return session_reject(s, "no command");
    if (stay_wanted(s))
        return stay_begin(s, STAY_RUN, command);
    rc = session_start(s, "run", run_answer);
    if (rc < 0)
        return rc;
    rc = check_command(s, command);
    known = rtx__command_find(command);
    if (rc == 0 && !known)
        rc = check_words(s, command);
    rtx__buf_clear(&s->op.command);
    if (rc == 0)
        rc = rtx__buf_add(&s->op.command, command,
                          rtx__trimmed(command, strlen(command)));
    s->op.command_flags = run_flags(known, command);
    if (rc == 0)
        rc = run_begin(s);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}

/* ---- save ---- */

static int save_answer(rtx_session *s, const struct rtx_reply *reply)
{
    const char *text;
    int rc;

    if (reply->end == RTX_END_PROMPT && !reply->clean &&
        s->op.tries++ < DAMAGE_TRIES)
        return session_type(s, "save", RTX_EXCHANGE_ALONE,
                            s->options[RTX_OPTION_SAVE_MS], 0);
    if (reply->end == RTX_END_YESNO && s->op.tries++ < DAMAGE_TRIES) {
        (void)session_unexpected(s, reply);
        return session_type(s, "N", RTX_EXCHANGE_KEY, 0, 0);
    }
    if (reply->end != RTX_END_PROMPT)
        return session_unexpected(s, reply);
    rc = session_decode(s, reply, &s->op.output);
    if (rc < 0)
        return session_fail(s, rc, "%s", rtx_strerror(rc));
    text = rtx__buf_str(&s->op.output);
    if (!rtx__is_error_line(text, NULL) && !strstr(text, "\nError") &&
        (strstr(text, rtx__message(RTX_MESSAGE_SAVED, true)) ||
         strstr(text, rtx__message(RTX_MESSAGE_SAVED, false))))
        return OP_DONE;
    session_answer(s, reply);
    return session_fail(s, RTX_E_SAVE, "the router did not say that it saved");
}

int rtx_session_start_save(rtx_session *s)
{
    int rc;

    if (!s)
        return RTX_E_ARGUMENT;
    if (stay_wanted(s))
        return stay_begin(s, STAY_SAVE, NULL);
    rc = session_start(s, "save", save_answer);
    if (rc < 0)
        return rc;
    rc = session_type(s, "save", RTX_EXCHANGE_ALONE,
                      s->options[RTX_OPTION_SAVE_MS], 0);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}

/* ---- close ---- */

/* Nothing tells a line that it was left. */
static int type_quit(rtx_session *s)
{
    int64_t wait = s->line && !s->administrator ? LOGOUT_MS + s->quiet_ms : 0;

    return session_type(s, "quit", RTX_EXCHANGE_ALONE, wait, 0);
}

static int close_answer(rtx_session *s, const struct rtx_reply *reply)
{
    switch (reply->end) {
    case RTX_END_CLOSED:
        s->broken = RTX_E_CLOSED;
        return OP_DONE;
    case RTX_END_YESNO:
        s->op.asked = true;
        return session_type(s, "N", RTX_EXCHANGE_KEY, 0, 0);
    case RTX_END_PROMPT:
        if (s->op.tries++ >= DAMAGE_TRIES)
            return session_unexpected(s, reply);
        return type_quit(s);
    case RTX_END_PASSWORD:
    case RTX_END_USERNAME:
        s->broken = RTX_E_CLOSED; /* a serial line's login stage */
        return OP_DONE;
    case RTX_END_TIMEOUT:
        if (!s->line || s->administrator || reply->heard == 0)
            return session_unexpected(s, reply);
        s->broken = RTX_E_CLOSED; /* the same, and it waits for Enter */
        return OP_DONE;
    default:
        return session_unexpected(s, reply);
    }
}

int rtx_session_start_close(rtx_session *s)
{
    int rc = s ? session_start(s, "close", close_answer) : RTX_E_ARGUMENT;

    if (rc < 0)
        return rc;
    rc = type_quit(s);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}
