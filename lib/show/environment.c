/* show environment: a record of labelled lines. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

#define SCHEMA (&rtx__schema_environment)
#define FIELD(member) RTX_FIELD_environment_##member

static const char board_mark[] = "main:";

/* <model> Rev. | <model> BootROM Ver. | <model> FlashROM Table Ver. */
static bool is_version_line(const char *text, struct rtx__match *match)
{
    size_t model = rtx__model_length(text);

    return model && text[model] == ' ' &&
           rtx__match_label(SCHEMA, text + model + 1, match) &&
           (match->field == FIELD(revision) ||
            match->field == FIELD(boot_rom) ||
            match->field == FIELD(flash_rom_table));
}

/*
 * Something before a colon that a table of later firmware may hold: it starts
 * with a capital or with Japanese, and has no gap of two blanks.
 */
static bool looks_labelled(const char *text)
{
    const char *colon = strstr(text, ": ");
    const char *gap = strstr(text, "  ");
    const char *equals = strchr(text, '=');

    if (!colon || (gap && gap < colon) || (equals && equals < colon))
        return false;
    return isupper((unsigned char)text[0]) || (unsigned char)text[0] >= 0x80;
}

static bool begins(const char *line)
{
    struct rtx__match match;

    line += strspn(line, " ");
    if (rtx__starts(line, board_mark) || is_version_line(line, &match))
        return true;
    if (rtx__match_label(SCHEMA, line, &match))
        return !match.value_only;
    return looks_labelled(line);
}

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, rtx__list_at(&show->records, 0), SCHEMA, field,
                           text, length);
}

/* 11.01.21 (Mon Jun 30 15:21:35 2014) */
static int take_revision(struct rtx__parse *show, const char *text)
{
    size_t length = strcspn(text, " (");
    const char *open = text + length + strspn(text + length, " ");
    size_t rest = strlen(open);
    int rc = set(show, FIELD(revision), text, length);

    if (rc <= 0 || rest == 0)
        return rc;
    if (rest < 2 || open[0] != '(' || open[rest - 1] != ')')
        return 0;
    return set(show, FIELD(built), open + 1, rest - 2);
}

static int take_version(struct rtx__parse *show, const char *text,
                        const struct rtx__match *match)
{
    size_t model = rtx__model_length(text);
    const char *value = text + model + 1 + match->length;
    int rc = set(show, FIELD(model), text, model);

    if (rc <= 0)
        return rc;
    value += strspn(value, " ");
    if (match->field == FIELD(revision))
        return take_revision(show, value);
    return set(show, match->field, value, strlen(value));
}

/* The end of a word of the board's line; a range of addresses is one word. */
static size_t word_length(const char *text)
{
    size_t n = strcspn(text, " ");

    if (strncmp(text + n, " - ", 3) == 0)
        n += 3 + strcspn(text + n + 3, " ");
    return n;
}

/* main:  RTX810 ver=00 serial=S… MAC-Address=… MAC-Address=… */
static int take_board(struct rtx__parse *show, const char *text)
{
    bool again =
        rtx__record_has(rtx__list_at(&show->records, 0), FIELD(mac_addresses));
    int understood = 1;

    text += strspn(text, " ");
    for (size_t n; *text; text += n + strspn(text + n, " ")) {
        struct rtx__match match;
        int rc = 0;

        n = word_length(text);
        if (rtx__match_label(SCHEMA, text, &match) && match.value_only &&
            match.length <= n &&
            !(again && match.field == FIELD(mac_addresses)))
            rc = set(show, match.field, text + match.length, n - match.length);
        else if (rtx__model_length(text) == n)
            rc = set(show, FIELD(model), text, n);
        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    return understood;
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__match match;

    text += strspn(text, " ");
    if (rtx__starts(text, board_mark))
        return take_board(show, text + sizeof board_mark - 1);
    if (is_version_line(text, &match))
        return take_version(show, text, &match);
    if (rtx__match_label(SCHEMA, text, &match) && match.value_only)
        return 0;
    return rtx__match_line(show, rtx__list_at(&show->records, 0), SCHEMA, text);
}

/* The board's line alone names the model too. */
static int finish(struct rtx__parse *show)
{
    const struct rtx_environment *env = rtx__list_at(&show->records, 0);

    if (!show->model)
        show->model = env->model;
    return 0;
}

const struct rtx__command rtx__environment = {
    .name = "show environment",
    .output = "environment",
    .form = "show environment [detail]",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = finish,
};
