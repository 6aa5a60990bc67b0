/* What a transaction decides from what it has read. No I/O. */
#include "transaction/transaction.h"

#include <string.h>

#include "dialect/commands.h"

int decide_warn(rtx_transaction *t, const char *format, ...)
{
    va_list args;
    int rc;

    va_start(args, format);
    rc = rtx__notes_vformat(&t->warnings, format, args);
    va_end(args);
    return rc;
}

/* What typed text is sent in: the router's setting, or its factory's. */
void decide_charset(rtx_transaction *t)
{
    const struct rtx_statement *s =
        rtx__config_find(t->checkpoint, "", "console character");
    int charset = RTX_CHARSET_SJIS;

    if (s && rtx__starts(s->text, "console character "))
        charset = rtx__charset_by_name(s->text + strlen("console character "));
    rtx__session_set_charset(t->session, charset);
}

static int check_charset(rtx_transaction *t, const struct rtx_change *change)
{
    int charset = rtx__session_charset(t->session);
    struct rtx_buf bytes;
    int rc;

    rtx__buf_init(&bytes, 1 << 16);
    bytes.secret = true;
    rc =
        rtx__encode(charset < 0 ? RTX_CHARSET_ASCII : (enum rtx_charset)charset,
                    change->text, strlen(change->text), &bytes);
    rtx__buf_free(&bytes);
    if (rc == 0)
        return 0;
    rc = rtx__error(&t->error, rc,
                    "the router's console character (%s) cannot carry this "
                    "text",
                    rtx__charset_name(charset < 0 ? RTX_CHARSET_ASCII
                                                  : (enum rtx_charset)charset));
    rtx__error_place(&t->error, change->file, change->line, 0);
    RTX_ERROR_SET(&t->error, statement, change->shown);
    return rc;
}

/* A word as the router understands it: without quotes and backslashes. */
static size_t plain_word(const char *text, size_t length, char *ret,
                         size_t size)
{
    char quote = 0;
    size_t n = 0;

    for (size_t i = 0; i < length && n < size; i++) {
        bool other = text[i] == '"' || text[i] == '\'';

        if (text[i] == '\\' && i + 1 < length)
            ret[n++] = text[++i];
        else if (quote ? text[i] == quote : other)
            quote = quote ? 0 : text[i];
        else
            ret[n++] = text[i];
    }
    return n;
}

/* `console prompt pp1`: nobody could tell it from the prompt in pp 1. */
static int check_prompt(rtx_transaction *t, const struct rtx_change *change)
{
    struct rtx_prompt prompt;
    struct rtx_word words[4];
    char string[256];
    size_t length;

    if (change->op == RTX_CHANGE_REMOVE ||
        !rtx__starts(change->text, "console prompt ") ||
        rtx__words(change->text, words, 4) != 3)
        return 0;
    length = plain_word(change->text + words[2].at, words[2].length, string,
                        sizeof string - 3);
    memcpy(string + length, "# ", 3);
    if (!rtx__prompt_guess(string, strlen(string), &prompt) ||
        !prompt.context[0])
        return 0;
    rtx__error(&t->error, RTX_E_FRAGMENT,
               "a prompt that ends as if %s were selected cannot be told from "
               "it",
               prompt.context);
    rtx__error_place(&t->error, change->file, change->line, 0);
    RTX_ERROR_SET(&t->error, statement, change->shown);
    RTX_ERROR_SET(&t->error, hint, "choose another prompt; nothing was sent");
    return RTX_E_FRAGMENT;
}

int decide_plan(rtx_transaction *t)
{
    for (size_t i = 0; i < rtx_plan_count(t->plan); i++) {
        struct rtx_change change = {.size = sizeof change};
        int rc = rtx_plan_change(t->plan, i, &change);

        if (rc == 0)
            rc = check_charset(t, &change);
        if (rc == 0)
            rc = check_prompt(t, &change);
        if (rc < 0)
            return rc;
        if (change.undo[0] || t->irreversible)
            continue;
        rc = rtx__error(&t->error, RTX_E_IRREVERSIBLE,
                        "this change could not be taken back");
        rtx__error_place(&t->error, change.file, change.line, 0);
        RTX_ERROR_SET(&t->error, statement, change.shown);
        return rc;
    }
    return 0;
}

bool decide_holds(const rtx_transaction *t, const struct rtx_change *change,
                  const struct rtx_statement **found)
{
    rtx_config *one = rtx__config_new();
    struct rtx_statement s = {.size = sizeof s};
    bool ok = false;

    *found = NULL;
    if (!one)
        return false;
    if (change->op == RTX_CHANGE_REMOVE) {
        if (rtx__config_apply(one, change->context, change->before) >= 0 &&
            rtx_config_statement(one, 0, &s) == 0) {
            *found = rtx__config_find(t->now, s.context, s.key);
            /* another line of the plan may have set it anew elsewhere */
            ok = *found == NULL ||
                 rtx__config_find(t->expected, (*found)->context,
                                  (*found)->key) != NULL;
        }
    } else if (rtx__config_apply(one, change->context, change->text) >= 0 &&
               rtx_config_statement(one, 0, &s) == 0) {
        *found = rtx__config_find(t->now, s.context, s.key);
        ok = *found && ((*found)->flags & RTX_STATEMENT_MASKED ||
                        rtx__statement_same((*found)->text, s.text));
    }
    rtx_config_free(one);
    return ok;
}

static int not_there(rtx_transaction *t, const struct rtx_change *change,
                     const struct rtx_statement *found)
{
    struct rtx_buf shown;

    rtx__buf_init(&shown, 8192);
    rtx__error(&t->error, RTX_E_VERIFY,
               change->op == RTX_CHANGE_REMOVE
                   ? "the router still has what was to be removed"
               : found ? "the router has something else than what was pushed"
                       : "the router does not have what was pushed");
    rtx__error_place(&t->error, change->file, change->line, 0);
    RTX_ERROR_SET(&t->error, statement, change->shown);
    if (found && rtx__statement_redact(found->text, "***", &shown) == 0)
        RTX_ERROR_SET(&t->error, answer, rtx__buf_str(&shown));
    rtx__buf_free(&shown);
    return RTX_E_VERIFY;
}

/* The fragment once more, on what is there now: nothing may be left to do. */
static int check_again(rtx_transaction *t)
{
    struct rtx_change change = {.size = sizeof change};
    struct rtx_plan_options options = {
        .size = sizeof options,
        .mode = t->replace ? RTX_PLAN_REPLACE : RTX_PLAN_MERGE,
    };
    rtx_plan *rest = NULL;
    int rc;

    if (t->resuming)
        return 0;
    rc = rtx_plan_make(&rest, t->now, t->fragment, &options, &t->error);
    if (rc == 0 && !rtx_plan_is_empty(rest) && !t->foreign.length) {
        rc = rtx__error(&t->error, RTX_E_VERIFY,
                        "the router does not have all of the fragment");
        RTX_ERROR_SET(&t->error, step, "verify");
        if (rtx_plan_change(rest, 0, &change) == 0) {
            rtx__error_place(&t->error, change.file, change.line, 0);
            RTX_ERROR_SET(&t->error, statement, change.shown);
        }
    }
    rtx_plan_free(rest);
    return rc;
}

int decide_verified(rtx_transaction *t)
{
    rtx_config *target = NULL;
    struct rtx_buf difference;
    int rc = 0;

    for (size_t i = 0; i < rtx_plan_count(t->plan); i++) {
        struct rtx_change change = {.size = sizeof change};
        const struct rtx_statement *found;

        if (rtx_plan_change(t->plan, i, &change) == 0 &&
            !decide_holds(t, &change, &found))
            return not_there(t, &change, found);
    }
    if (decide_target(t, t->expected, &target) < 0)
        return rtx__error(&t->error, RTX_E_NOMEM, "out of memory");
    rtx__buf_init(&difference, 1 << 20);
    if (!rtx__config_equal(target, t->now, &difference)) {
        rc = rtx__error(&t->error, RTX_E_VERIFY,
                        "the router's configuration is not what was planned");
        RTX_ERROR_SET(&t->error, step, "verify");
        RTX_ERROR_SET(&t->error, answer, rtx__buf_str(&difference));
    }
    rtx__buf_free(&difference);
    rtx_config_free(target);
    return rc ? rc : check_again(t);
}

void decide_perhaps(rtx_transaction *t)
{
    decide_keep_states(t);
    rtx__buf_clear(&t->leftover);
    for (size_t i = 0; t->plan && i < rtx_plan_count(t->plan); i++) {
        struct rtx_change change = {.size = sizeof change};

        if (rtx_transaction_change_state(t, i) == RTX_CHANGE_UNSENT ||
            rtx_plan_change(t->plan, i, &change) < 0)
            continue;
        (void)rtx__buf_format(&t->leftover, "? %s%s%s\n", change.context,
                              change.context[0] ? ": " : "", change.shown);
    }
}

void decide_talk(rtx_transaction *t)
{
    const struct rtx_statement *s =
        t->checkpoint ? rtx__config_find(t->checkpoint, "", "console info")
                      : NULL;

    if (s && strcmp(s->text, "console info on") == 0)
        (void)decide_warn(t, "the router has `console info on`: what it says "
                             "unasked may have been taken for its answers; "
                             "turn it off and push again");
}

void decide_keep_states(rtx_transaction *t)
{
    if (t->sending != t->plan || !t->lines)
        return;
    if (!t->states)
        t->states = rtx__calloc(t->count ? t->count : 1, 1);
    for (size_t i = 0; t->states && i < t->count; i++)
        t->states[i] = (unsigned char)t->lines[i].status;
}

void decide_free_lines(rtx_transaction *t)
{
    for (size_t i = 0; i < t->count; i++)
        rtx_free(t->lines[i].answer);
    rtx_free(t->lines);
    t->lines = NULL;
    t->count = 0;
}

int decide_lines(rtx_transaction *t, const rtx_plan *plan)
{
    size_t count = rtx_plan_count(plan);

    decide_keep_states(t);
    decide_free_lines(t);
    t->lines = rtx__calloc(count ? count : 1, sizeof *t->lines);
    if (!t->lines)
        return RTX_E_NOMEM;
    t->count = count;
    t->sending = plan;
    for (size_t i = 0; i < count; i++) {
        struct rtx_change change = {.size = sizeof change};

        if (rtx_plan_change(plan, i, &change) < 0)
            return RTX_E_ARGUMENT;
        t->lines[i].context = change.context;
        t->lines[i].text = change.text;
    }
    return 0;
}

int decide_blind(rtx_transaction *t)
{
    size_t count = rtx_config_count(t->blind);

    decide_keep_states(t);
    decide_free_lines(t);
    t->sending = NULL;
    t->lines = rtx__calloc(count ? count : 1, sizeof *t->lines);
    if (!t->lines)
        return RTX_E_NOMEM;
    t->count = count;
    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};

        (void)rtx_config_statement(t->blind, i, &s);
        t->lines[i].context = s.context;
        t->lines[i].text = s.text;
    }
    return 0;
}

int decide_line(rtx_transaction *t, const char *text)
{
    char *copy = rtx__strdup(text);

    decide_keep_states(t);
    decide_free_lines(t);
    rtx_free(t->own_line);
    t->own_line = copy;
    t->sending = NULL;
    t->lines = rtx__calloc(1, sizeof *t->lines);
    if (!t->lines || !copy)
        return RTX_E_NOMEM;
    t->count = 1;
    t->lines[0].context = "";
    t->lines[0].text = copy;
    return 0;
}

void decide_refused(rtx_transaction *t)
{
    const struct rtx_error *cause = rtx_session_error(t->session);

    t->error = *cause;
    if (!t->sending && t->count == 1 && t->own_line) {
        RTX_ERROR_SET(&t->error, statement, t->own_line);
        RTX_ERROR_SET(&t->error, answer,
                      t->lines[0].answer ? t->lines[0].answer : "");
    }
    for (size_t i = 0; t->sending && i < t->count; i++) {
        struct rtx_change change = {.size = sizeof change};

        if (t->lines[i].status != RTX_LINE_REFUSED ||
            rtx_plan_change(t->sending, i, &change) < 0)
            continue;
        rtx__error(&t->error, RTX_E_REFUSED, "the router refused %s",
                   change.line ? "a line of the fragment"
                               : "a line of the plan");
        rtx__error_place(&t->error, change.file, change.line, 0);
        RTX_ERROR_SET(&t->error, statement, change.shown);
        RTX_ERROR_SET(&t->error, answer,
                      t->lines[i].answer ? t->lines[i].answer : "");
        return;
    }
}
