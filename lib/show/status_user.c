/* show status user: rows of columns. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_user)
#define FIELD(member) RTX_FIELD_status_user_##member

enum { WORDS = 24 };

/* *+@ before the name: this session, administrator, let in by RADIUS */
static const struct {
    char mark;
    int field;
} marks[] = {
    {'*', FIELD(self)},
    {'+', FIELD(administrator)},
    {'@', FIELD(radius)},
};

enum { MARKS = sizeof marks / sizeof marks[0] };

/* 09/16 | 10:21 */
static bool is_pair(const struct rtx__word *word, char middle)
{
    return word->length == 5 && word->text[2] == middle &&
           strspn(word->text, "0123456789") == 2 &&
           strspn(word->text + 3, "0123456789") == 2;
}

/* The word with the date of the login; its connection stands before; 0: none */
static int date_at(const struct rtx__word *words, int count)
{
    for (int i = 1; i + 2 < count; i++) {
        int64_t idle;

        if (is_pair(&words[i], '/') && is_pair(&words[i + 1], ':') &&
            rtx__to_duration(words[i + 2].text, words[i + 2].length, &idle))
            return i;
    }
    return 0;
}

/* Behind the marks at the start of the text. */
static const char *behind_marks(const char *text, bool *seen)
{
    memset(seen, 0, MARKS * sizeof *seen);
    for (;; text++) {
        int i = 0;

        while (i < MARKS && marks[i].mark != *text)
            i++;
        if (i < MARKS)
            seen[i] = true;
        else if (*text != ' ')
            return text;
    }
}

static int set(struct rtx__parse *show, void *record, int field,
               const struct rtx__word *word)
{
    return rtx__record_set(show, record, SCHEMA, field, word->text,
                           word->length);
}

static int take_row(struct rtx__parse *show, const bool *seen,
                    const struct rtx__word *words, int count, int date)
{
    void *record = rtx__record_add(show, &show->records, SCHEMA);
    struct rtx__word login = rtx__between(&words[date], &words[date + 1]);
    int rc = record ? 1 : RTX_E_NOMEM;

    for (int i = 0; i < MARKS && rc > 0; i++)
        rc = rtx__record_flag(record, SCHEMA, marks[i].field, seen[i]);
    if (rc > 0 && date > 1) {
        struct rtx__word name = rtx__between(&words[0], &words[date - 2]);

        rc = set(show, record, FIELD(name), &name);
    }
    if (rc > 0)
        rc = set(show, record, FIELD(connection), &words[date - 1]);
    if (rc > 0)
        rc = set(show, record, FIELD(login), &login);
    if (rc > 0)
        rc = set(show, record, FIELD(idle_s), &words[date + 2]);
    if (rc > 0 && count > date + 3) {
        struct rtx__word address =
            rtx__between(&words[date + 3], &words[count - 1]);

        rc = set(show, record, FIELD(address), &address);
    }
    return rc;
}

/* The legend and the headings. */
static bool is_heading(const char *text, bool *japanese)
{
    text += strspn(text, " ");
    *japanese =
        rtx__starts(text, "(*: 自分") || rtx__starts(text, "ユーザー名");
    return *japanese || rtx__starts(text, "(*: ") ||
           (rtx__starts(text, "username ") && strstr(text, "connection"));
}

static bool begins(const char *line)
{
    struct rtx__word words[WORDS];
    bool seen[MARKS];
    bool japanese;

    return is_heading(line, &japanese) || rtx__is_rule(line) ||
           date_at(words, rtx__split(behind_marks(line, seen), words, WORDS));
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__word words[WORDS];
    bool seen[MARKS];
    bool japanese;
    int count;
    int date;

    if (rtx__is_rule(text))
        return 1;
    if (is_heading(text, &japanese))
        return rtx__known(show, japanese);
    count = rtx__split(behind_marks(text, seen), words, WORDS);
    date = date_at(words, count);
    return date ? take_row(show, seen, words, count, date) : 0;
}

const struct rtx__command rtx__status_user = {
    .name = "show status user",
    .output = "status_user",
    .form = "show status user",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
