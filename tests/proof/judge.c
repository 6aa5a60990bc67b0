/* What must hold when all is over, whatever happened. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>

static bool is(const struct round *round, const char *result)
{
    return strcmp(round->verdict.result, result) == 0;
}

/* ---- what a second administrator did ---- */

/* The words by which the line replaces another one. */
static const char *foreign_key(const struct round *round)
{
    return round->kind->meanwhile == CONFLICTS
               ? round->scenario->conflicting_key
               : round->scenario->foreign_key;
}

static const char *foreign_line(const struct round *round)
{
    if (!round->acted)
        return NULL;
    switch (round->kind->meanwhile) {
    case CHANGES:
        return round->scenario->foreign;
    case CONFLICTS:
        return round->scenario->conflicting;
    default:
        return NULL;
    }
}

/* The set without what the second administrator's line is about. */
static struct set *without(const struct set *set, const char *key)
{
    struct set *ret = calloc(1, sizeof *ret);

    ret->items = calloc(set->count + 1, sizeof *ret->items);
    for (size_t i = 0; i < set->count; i++) {
        if (!key || strncmp(set->items[i], key, strlen(key)) != 0)
            ret->items[ret->count++] = text_format("%s", set->items[i]);
    }
    return ret;
}

/* Equal, except for what the second administrator had his hands on. */
static bool same(const struct round *round, const struct set *a,
                 const struct set *b)
{
    const char *key = foreign_line(round) ? foreign_key(round) : NULL;
    struct set *left = without(a, key);
    struct set *right = without(b, key);
    bool equal = set_equal(left, right);

    set_free(left);
    set_free(right);
    return equal;
}

/* How often the router's configuration was read behind the line. */
static int reads_behind(const struct round *round, const char *line)
{
    const char *at = strstr(round->executed, line);
    int count = 0;

    while (at && (at = strstr(at + 1, "\nshow config\n")))
        count++;
    return count;
}

static bool read_before(const struct round *round, const char *line)
{
    const char *at = strstr(round->executed, line);
    const char *read = strstr(round->executed, "\nshow config\n");

    return at && read && read < at;
}

/* Was it overwritten by a line of ours before anybody could read it? */
static bool overwritten_unseen(const struct round *round, const char *line)
{
    const char *key = foreign_key(round);
    const char *at = strstr(round->executed, line);
    const char *ours = at ? strstr(at + strlen(line), key) : NULL;
    const char *read = at ? strstr(at, "\nshow config\n") : NULL;

    return ours && (!read || ours < read);
}

/* Its change is there still, or the program has spoken of it. */
static int judge_foreign(const struct round *round)
{
    const char *line = foreign_line(round);
    bool there;
    bool told;

    if (!line || !strstr(round->executed, line))
        return 0;
    if (!read_before(round, line))
        return 0; /* it belongs to the checkpoint */
    there = set_has(round->running, line);
    told =
        round->verdict.loud && strstr(round->verdict.loud, foreign_key(round));
    if (told)
        return 0;
    if (reads_behind(round, line) == 0) {
        remark("a foreign change behind the last reading");
        return 0;
    }
    if (!there && overwritten_unseen(round, line)) {
        remark("a foreign change overwritten before anybody could read it");
        return 0;
    }
    if (!there) {
        violation(round, "foreign-lost",
                  "\"%s\" of another administrator is gone, without a word",
                  line);
        return 1;
    }
    if (set_has(round->scenario->old, line)) {
        remark("a foreign change to what was there before");
        return 0;
    }
    if (set_has(round->saved, line)) {
        violation(round, "foreign-saved",
                  "\"%s\" of another administrator was saved, without a word",
                  line);
        return 1;
    }
    remark("a foreign change left as it is, without a word");
    return 0;
}

/* ---- the configurations ---- */

static int judge_equal(const struct round *round, const char *what,
                       const struct set *is_there, const struct set *wanted)
{
    char *difference;

    if (same(round, is_there, wanted))
        return 0;
    difference = set_difference(wanted, is_there);
    violation(round, what, "%s but:\n%s", round->verdict.result, difference);
    free(difference);
    return 1;
}

static int judge_startup(const struct round *round, const struct set *saved)
{
    const struct scenario *s = round->scenario;
    char *difference;

    if (same(round, saved, s->old) || (s->new &&same(round, saved, s->new)))
        return 0;
    difference = set_difference(s->old, saved);
    violation(round,
              round->kind->meanwhile == SAVES ? "startup-mixture-by-other"
                                              : "startup-mixture",
              "%s; startup against the old one:\n%s", round->verdict.result,
              difference);
    free(difference);
    return 1;
}

/* ---- what is left, as the program names it ---- */

/* "- a: b: text" → "- text", and secrets as ***, as the program prints. */
static void simplify(char *line, const char *marker)
{
    char *colon = line;
    char *next;

    while ((next = strstr(colon, ": ")) && next < line + 80 &&
           (strncmp(line + 2, "pp ", 3) == 0 ||
            strncmp(line + 2, "tunnel ", 7) == 0 ||
            strncmp(line + 2, "ipsec tunnel", 12) == 0)) {
        memmove(line + 2, next + 2, strlen(next + 2) + 1);
        colon = line + 2;
    }
    while ((next = strstr(line, marker))) {
        size_t length = strcspn(next, " \n");

        memcpy(next, "***", 3);
        memmove(next + 3, next + length, strlen(next + length) + 1);
    }
}

/* Characters that nobody could print are shown in one way or another. */
static void drop_strange(char *line)
{
    char *to = line + (line[0] == '?');

    for (const char *at = to; *at; at++) {
        if (((unsigned char)*at < 0x7F && (unsigned char)*at >= ' ' &&
             *at != '?') ||
            *at == '\n')
            *to++ = *at;
    }
    *to = '\0';
}

/* Nobody typed that: the program may say *** for all of it. */
static void hide_garbled(char *line)
{
    bool garbled = strstr(line, "\xEF\xBF\xBD") != NULL;

    for (const char *at = line; *at && *at != '\n'; at++)
        garbled = garbled || (unsigned char)*at < ' ' || *at == 0x7F;
    if (garbled && strlen(line) > 2)
        strcpy(line + 2, "***\n");
}

static struct set *lines_of(const char *text, const char *marker, bool hidden)
{
    struct set *set;
    char *all = NULL;
    char line[4200];

    text_add(&all, "");
    while (*text) {
        size_t length = strcspn(text, "\n");

        snprintf(line, sizeof line, "%.*s\n", (int)length, text);
        simplify(line, marker);
        if (hidden)
            hide_garbled(line);
        drop_strange(line);
        text_add(&all, line);
        text += length + (text[length] == '\n');
    }
    set = set_parse(all);
    free(all);
    return set;
}

/* Are all lines but those of `?`: "sent, and nobody knows"? */
static bool only_uncertain(const struct set *named)
{
    for (size_t i = 0; i < named->count; i++) {
        if (named->items[i][0] != '?')
            return false;
    }
    return named->count > 0;
}

/* What was sent covers what is there: each new statement is among it, and a
 * lost one was removed or replaced by something among it. */
static bool covered(const struct set *named, const struct set *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        char *line = text_format("%s", wanted->items[i]);
        bool found = line[0] == '-';

        line[0] = '?';
        found = found || set_has(named, line);
        free(line);
        if (!found)
            return false;
    }
    return true;
}

/* What it names as left is the difference to the truth, no more and no less. */
static int judge_named(const struct round *round, const struct set *there)
{
    const struct scenario *s = round->scenario;
    char *truth = set_difference(s->old, there);
    struct set *wanted = lines_of(truth, s->marker, false);
    struct set *hidden = lines_of(truth, s->marker, true);
    struct set *named = lines_of(round->verdict.leftover, s->marker, false);
    int ret = 0;

    if (!named->count) {
        violation(round, "unnamed", "it does not say what is left:\n%s", truth);
        ret = 1;
    } else if (only_uncertain(named) && covered(named, wanted)) {
        remark("needs a person, naming what was sent and may be there");
    } else if (!set_equal(named, wanted) && !set_equal(named, hidden)) {
        char *wrong = set_difference(wanted, named);

        violation(round, "misnamed",
                  "it does not name - and names + wrongly:\n%s", wrong);
        free(wrong);
        ret = 1;
    } else {
        remark("needs a person, rightly");
    }
    set_free(wanted);
    set_free(hidden);
    set_free(named);
    free(truth);
    return ret;
}

static int judge_person(const struct round *round)
{
    const struct scenario *s = round->scenario;

    if (!set_equal(round->running, s->old))
        return judge_named(round, round->running);
    if (!set_equal(round->saved, s->old))
        return judge_named(round, round->saved);
    remark("needs a person although the router is as it was");
    return 0;
}

/* Nobody confirmed: the router has started again, from its startup. */
static int judge_nobody(const struct round *round)
{
    const struct scenario *s = round->scenario;
    const struct set *wanted =
        s->new &&set_equal(round->saved, s->new) ? s->new : s->old;

    return judge_equal(round, "unconfirmed-running", round->running, wanted) +
           judge_equal(round, "unconfirmed-startup", round->saved, wanted);
}

static int judge_result(const struct round *round)
{
    const struct scenario *s = round->scenario;

    if (is(round, "committed") && !s->new) {
        violation(round, "committed-refused",
                  "committed a fragment that the router refuses");
        return 1;
    }
    if (is(round, "committed") || (is(round, "unchanged") && s->new))
        return judge_equal(round, "committed-running", round->running, s->new) +
               judge_equal(round, "committed-startup", round->saved, s->new);
    if (is(round, "rolled_back") || is(round, "refused") ||
        is(round, "connect"))
        return judge_equal(round, "not-rolled-back", round->running, s->old) +
               judge_equal(round, "startup-not-old", round->saved, s->old);
    if (is(round, "needs_person"))
        return judge_person(round);
    if (is(round, "nobody"))
        return judge_nobody(round);
    if (round->verdict.hung)
        return 0;
    violation(round, "no-result", "it ends with \"%s\"", round->verdict.result);
    return 1;
}

/* ---- the rest ---- */

static int judge_secrets(const struct round *round)
{
    const char *texts[] = {round->verdict.loud, round->verdict.said};

    for (int i = 0; i < 2; i++) {
        const char *at =
            texts[i] ? strstr(texts[i], round->scenario->marker) : NULL;

        if (!at)
            continue;
        violation(round, "secret", "…%.*s", 60,
                  at - texts[i] > 30 ? at - 30 : texts[i]);
        return 1;
    }
    return 0;
}

static int judge_exit(const struct round *round)
{
    static const struct {
        const char *result;
        int code;
        int other;
    } rows[] = {
        {"committed", 0, 0},   {"unchanged", 0, 0},
        {"rolled_back", 5, 5}, {"needs_person", 6, 6},
        {"refused", 3, 4},     {"awaiting_confirmation", 7, 7},
        {"connect", 4, 4},
    };

    if (round->verdict.exit < 0)
        return 0;
    /* --rollback was asked for, or it was finished before the kill */
    if ((round->kind->afterwards == ROLLBACK ||
         round->kind->driver == KILLED) &&
        is(round, "rolled_back") && round->verdict.exit == 0)
        return 0;
    /* nothing was left to be gone on with: the killed one had finished */
    if (round->kind->driver == KILLED && round->verdict.exit == 3 &&
        (is(round, "committed") || is(round, "rolled_back")))
        return 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (is(round, rows[i].result) && (round->verdict.exit == rows[i].code ||
                                          round->verdict.exit == rows[i].other))
            return 0;
    }
    violation(round, "exit-status", "%d with result \"%s\"",
              round->verdict.exit, round->verdict.result);
    return 1;
}

int judge(const struct round *round)
{
    int bad = judge_startup(round, round->saved) + judge_result(round) +
              judge_foreign(round) + judge_secrets(round) + judge_exit(round);

    if (round->killed_saved)
        bad += judge_startup(round, round->killed_saved);
    if (round->verdict.exposed) {
        violation(round, "exposed", "a file that others may read");
        bad++;
    }
    if (round->verdict.hung) {
        violation(round, "hang", "not done after %lld ms",
                  (long long)round->verdict.took_ms);
        bad++;
    }
    if (round->verdict.leaked) {
        violation(round, "leak", "descriptors or threads are left");
        bad++;
    }
    return bad;
}
