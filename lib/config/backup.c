/* A configuration as a file that brings it back, and what is missing in it. */
#include "config/internal.h"

#include <string.h>

/* The lines that bring one statement back, from the global context. */
static int write_lines(const char *context, const char *text,
                       struct rtx_buf *ret)
{
    char outer[RTX_CONTEXT_MAX];
    int rc = 0;

    rtx__context_outer(context, outer, sizeof outer);
    if (outer[0]) {
        rc = rtx__context_line("", outer, ret);
        rc = rc ? rc : rtx__buf_char(ret, '\n');
    }
    if (rc == 0 && rtx__context_nested(context)) {
        rc = rtx__context_line(outer, context, ret);
        rc = rc ? rc : rtx__buf_char(ret, '\n');
    }
    return rc ? rc : rtx__buf_text(ret, text);
}

/* Read as a fragment, does the text say what the entry says? */
static bool comes_back(const struct rtx_entry *e, const char *text)
{
    struct rtx_buf lines;
    rtx_config *again = NULL;
    bool same = false;

    rtx__buf_init_secret(&lines, RTX_TEXT_MAX);
    if (write_lines(e->s.context, text, &lines) == 0 &&
        rtx_config_parse_fragment(&again, "", rtx__buf_str(&lines),
                                  lines.length, "utf-8", NULL) == 0 &&
        again->count > 0) {
        const struct rtx_entry *last = &again->items[again->count - 1];

        same = strcmp(last->same, e->same) == 0 &&
               strcmp(last->s.context, e->s.context) == 0;
    }
    rtx_config_free(again);
    rtx__buf_free(&lines);
    return same;
}

/* A word with characters that the console would take for itself, in quotes. */
static int add_quoted(struct rtx_buf *ret, const char *word, size_t length)
{
    int rc = rtx__buf_char(ret, '"');

    for (size_t i = 0; rc == 0 && i < length; i++) {
        if (word[i] == '"' || word[i] == '\\')
            rc = rtx__buf_char(ret, '\\');
        rc = rc ? rc : rtx__buf_char(ret, word[i]);
    }
    return rc ? rc : rtx__buf_char(ret, '"');
}

/* The router prints some values bare that it reads in quotes only. */
static int quote(const char *text, struct rtx_buf *ret)
{
    int rc = 0;

    while (rc == 0 && *text) {
        size_t length = strcspn(text, " ");
        size_t special = strcspn(text, "#?|>\"'\\ ");

        rc = special < length ? add_quoted(ret, text, length)
                              : rtx__buf_add(ret, text, length);
        text += length;
        if (rc == 0 && *text == ' ') {
            rc = rtx__buf_char(ret, ' ');
            text++;
        }
    }
    return rc;
}

static int note(struct rtx_buf *missing, const struct rtx_entry *e)
{
    return rtx__buf_format(missing, "%s%s%s\n", e->s.context,
                           e->s.context[0] ? ": " : "", e->shown);
}

static int keep(rtx_config *kept, const struct rtx_entry *e)
{
    struct rtx_entry copy;
    int rc = rtx__entry_copy(&copy, e);

    return rc ? rc : rtx__config_take(kept, kept->count, &copy);
}

/* Part the statements into those that come back and those that do not. */
static int part(const rtx_config *config, rtx_config *kept,
                struct rtx_buf *missing)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < config->count; i++) {
        const struct rtx_entry *e = &config->items[i];
        struct rtx_buf quoted;

        rtx__buf_init_secret(&quoted, RTX_TEXT_MAX);
        if (e->s.flags & RTX_STATEMENT_MASKED)
            rc = note(missing, e);
        else if (comes_back(e, e->s.text))
            rc = keep(kept, e);
        else if (quote(e->s.text, &quoted) == 0 &&
                 comes_back(e, rtx__buf_str(&quoted)))
            rc = rtx__config_add(kept, e->s.context, rtx__buf_str(&quoted), "",
                                 0);
        else
            rc = note(missing, e);
        rtx__buf_free(&quoted);
    }
    return rc;
}

/* Each line of `lines` behind a mark of a comment. */
static int add_comments(struct rtx_buf *ret, const char *mark,
                        const char *lines)
{
    int rc = 0;

    while (rc == 0 && *lines) {
        size_t length = strcspn(lines, "\n");

        rc = rtx__buf_format(ret, "%s%.*s\n", mark, (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
    return rc;
}

static int write_all(const rtx_config *config, const rtx_config *kept,
                     const char *missing, struct rtx_buf *ret)
{
    char *text = rtx_config_text(kept, 0);
    int rc = text ? add_comments(ret, "", config->header) : RTX_E_NOMEM;

    if (rc == 0 && missing[0])
        rc = add_comments(ret, "# not in this file: ", missing);
    if (rc == 0)
        rc = rtx__buf_text(ret, text);
    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
    return rc;
}

char *rtx_config_backup(const rtx_config *config, char **missing)
{
    rtx_config *kept;
    struct rtx_buf all;
    struct rtx_buf lacks;
    char *text = NULL;

    if (!config)
        return NULL;
    kept = rtx__config_new();
    rtx__buf_init_secret(&all, RTX_TEXT_MAX);
    rtx__buf_init(&lacks, RTX_TEXT_MAX);
    if (kept && part(config, kept, &lacks) == 0) {
        /* what is unknown must not slip into the block above it */
        kept->none_lines = true;
        if (write_all(config, kept, rtx__buf_str(&lacks), &all) == 0)
            text = rtx__buf_take(&all);
    }
    if (missing)
        *missing = text ? rtx__buf_take(&lacks) : NULL;
    rtx__buf_free(&all);
    rtx__buf_free(&lacks);
    rtx_config_free(kept);
    return text;
}
