/* Does the router wait? What the last line, not ended yet, looks like. */
#include "console/internal.h"

#include <ctype.h>
#include <string.h>

/* 2026/11/23 09:08:07: … */
static const char notice_shape[] = "dddd/dd/dd dd:dd:dd: ";

static size_t shape_length(const char *line, size_t length)
{
    size_t i = 0;

    while (i < length && notice_shape[i]) {
        bool fits = notice_shape[i] == 'd'
                        ? isdigit((unsigned char)line[i]) != 0
                        : line[i] == notice_shape[i];
        if (!fits)
            break;
        i++;
    }
    return i;
}

bool is_notice(const char *line, size_t length)
{
    return shape_length(line, length) == sizeof notice_shape - 1;
}

bool may_be_notice(const char *line, size_t length)
{
    size_t n = shape_length(line, length);

    return n == length || n == sizeof notice_shape - 1;
}

static bool ends_with(const char *line, size_t length, const char *end)
{
    size_t n = strlen(end);

    return length >= n && memcmp(line + length - n, end, n) == 0;
}

enum rtx_end ends_question(const char *line, size_t length)
{
    size_t trimmed = rtx__trimmed(line, length);

    if (trimmed + 1 < length)
        return RTX_END_NONE;
    if (ends_with(line, trimmed, "(Y/N)"))
        return RTX_END_YESNO;
    if (trimmed > 60 || !isalpha((unsigned char)line[0]))
        return RTX_END_NONE;
    if (ends_with(line, trimmed, "assword:") ||
        ends_with(line, trimmed, "assword(Confirm):"))
        return RTX_END_PASSWORD;
    if (ends_with(line, trimmed, "sername:") ||
        ends_with(line, trimmed, "User name:"))
        return RTX_END_USERNAME;
    return RTX_END_NONE;
}

static size_t surplus(const struct rtx_console *c)
{
    return c->blanks > c->pagers ? c->blanks - c->pagers : 0;
}

static bool in_doubt(const struct rtx_console *c, unsigned flags)
{
    if (!(flags & RTX_EXCHANGE_OUTPUT))
        return false;
    if (surplus(c) > 0)
        return true;
    /* an answer without a line is believed to be one only if it is tested */
    if (flags & RTX_EXCHANGE_MARKLESS && c->flying.first->output.length > 0)
        return false;
    /* behind the header of show config no line begins like a bare prompt */
    return c->string.length == 0 && !(flags & RTX_EXCHANGE_CONFIG);
}

/* A prompt with the string that we know; blanks sent ahead may follow it. */
static bool our_prompt(struct rtx_console *c, const char *line, size_t length,
                       bool key)
{
    size_t extra = surplus(c) + c->fences;

    if (key && length > 0)
        line++, length--;
    for (;;) {
        if (rtx__prompt_match(line, length, rtx__buf_str(&c->string),
                              c->string.length, &c->candidate_prompt))
            return true;
        if (extra == 0 || length == 0 || line[length - 1] != ' ')
            return false;
        extra--;
        length--;
    }
}

bool ends_our_prompt(struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;

    c->settle_ms = 0;
    return c->screen.cursor == line->length &&
           our_prompt(c, rtx__buf_str(line), line->length, false);
}

static enum rtx_end prompt_end(struct rtx_console *c, unsigned flags)
{
    c->candidate = RTX_END_PROMPT;
    c->settle_ms = 0;
    if (flags & RTX_EXCHANGE_CONFIG && !c->body_seen)
        c->settle_ms = FOREIGN_MS;
    else if (in_doubt(c, flags) || c->fences > c->fenced)
        c->settle_ms = SETTLE_MS;
    else
        return RTX_END_PROMPT;
    return RTX_END_NONE;
}

bool ends_may_prompt(const struct rtx_console *c, unsigned char before)
{
    return before == '#' || before == '>' ||
           (before == ' ' && surplus(c) + c->fences > 0);
}

/* Nothing else can be the end of a prompt or of a question. */
static bool may_wait(const struct rtx_console *c, unsigned char before,
                     unsigned char last)
{
    if (last == ':' || last == ')')
        return true;
    return (last == ' ' || last == '\t') &&
           (before == ':' || before == ')' || ends_may_prompt(c, before));
}

enum rtx_end ends_classify(struct rtx_console *c)
{
    const char *line = rtx__buf_str(&c->screen.line);
    size_t length = c->screen.line.length;
    unsigned flags = c->flying.first ? c->flying.first->flags : 0;
    bool key = c->first_line && (flags & RTX_EXCHANGE_KEY) && length > 2;

    c->candidate = RTX_END_NONE;
    if (length < 2 || c->screen.cursor != length ||
        !may_wait(c, (unsigned char)line[length - 2],
                  (unsigned char)line[length - 1]))
        return RTX_END_NONE;
    if (c->learned && !(flags & RTX_EXCHANGE_RELEARN) &&
        (our_prompt(c, line, length, false) ||
         (key && our_prompt(c, line, length, true))))
        return prompt_end(c, flags);
    c->candidate = ends_question(line, length);
    if (c->candidate != RTX_END_NONE) {
        c->settle_ms = QUESTION_MS;
        return c->candidate != RTX_END_YESNO && line[length - 1] == ' ' &&
                       !(flags & RTX_EXCHANGE_OUTPUT)
                   ? c->candidate
                   : RTX_END_NONE;
    }
    if (rtx__prompt_guess(line, length, &c->candidate_prompt)) {
        c->candidate = RTX_END_PROMPT;
        c->settle_ms = !c->learned || (flags & RTX_EXCHANGE_RELEARN)
                           ? GUESS_MS
                           : FOREIGN_MS;
    }
    return RTX_END_NONE;
}

int64_t ends_ripe_at(const struct rtx_console *c)
{
    if (c->candidate == RTX_END_NONE)
        return INT64_MAX;
    return c->changed_at + c->settle_ms +
           (c->settle_ms > 0 ? c->options.slack_ms : 0);
}
