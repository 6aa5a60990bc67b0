/*
 * What the plan did, and what others did meanwhile. A statement that the plan
 * is about goes where we want it; any other stays as the router has it now.
 */
#include "transaction/transaction.h"

#include <ctype.h>
#include <string.h>

static const struct rtx_statement *find(const rtx_config *config,
                                        const struct rtx_statement *s)
{
    return rtx__config_find(config, s->context, s->key);
}

static bool same(const struct rtx_statement *a, const struct rtx_statement *b)
{
    if (!a || !b)
        return a == b;
    return (a->flags | b->flags) & RTX_STATEMENT_MASKED ||
           rtx__statement_same(a->text, b->text);
}

/* Are the characters of `part` in `whole`, in this order? */
static bool within(const char *part, const char *whole)
{
    for (; *part && *whole; whole++) {
        if (*part == *whole)
            part++;
    }
    return *part == '\0';
}

/* Equal but for one stretch of noise? */
static bool but_for_noise(const char *text, const char *line)
{
    size_t length = strlen(line);
    size_t n = strlen(text);
    size_t least = n < length ? n : length;
    size_t front = 0;
    size_t back = 0;

    while (front < least && text[front] == line[front])
        front++;
    while (back < least - front &&
           text[n - 1 - back] == line[length - 1 - back])
        back++;
    return (front + back) * 3 >= length * 2 && (front + back) * 3 >= n * 2;
}

/* Can a line of ours have become `text` on its way? */
static bool became(const char *line, const char *next, const char *text)
{
    char *both = rtx__format("%s%s", line, next); /* a lost Enter joins two */
    bool found = both && (within(text, both) || within(line, text) ||
                          but_for_noise(text, line));

    if (both)
        rtx__wipe(both, strlen(both));
    rtx_free(both);
    return found;
}

static bool within_lines(const rtx_plan *plan, const char *text)
{
    size_t count = plan ? rtx_plan_count(plan) : 0;
    bool found = false;

    for (size_t i = 0; i < count && !found; i++) {
        struct rtx_change one = {.size = sizeof one};
        struct rtx_change next = {.size = sizeof next};

        if (rtx_plan_change(plan, i, &one) < 0)
            continue;
        if (rtx_plan_change(plan, i + 1, &next) < 0)
            next.text = "";
        found = became(one.text, next.text, text);
    }
    return found;
}

/* After damage on the line, what we sent may have run as something else. */
static bool our_damage(const rtx_transaction *t,
                       const struct rtx_statement *before,
                       const struct rtx_statement *now)
{
    char *taken = NULL;
    const char *text = now ? now->text : NULL;
    bool ours;

    if (!t->damaged)
        return false;
    if (!now && before)
        text = taken = rtx__format("no %s", before->key);
    ours = text && (within_lines(t->plan, text) || within_lines(t->back, text));
    rtx_free(taken);
    return ours;
}

static void name(rtx_transaction *t, char mark, const struct rtx_statement *s)
{
    if (!s)
        return;
    (void)rtx__buf_format(&t->foreign, "%c %s%s", mark, s->context,
                          s->context[0] ? ": " : "");
    (void)rtx__statement_redact(s->text, "***", &t->foreign);
    (void)rtx__buf_char(&t->foreign, '\n');
}

static int add(rtx_config *target, const struct rtx_statement *s)
{
    return rtx__config_add(target, s->context, s->text, s->file, s->line);
}

/* Equal but for their numbers? */
static bool alike(const char *a, const char *b)
{
    while (*a && *b) {
        bool number = isdigit((unsigned char)*a) && isdigit((unsigned char)*b);

        if (!number && *a != *b)
            return false;
        a++;
        b++;
        while (number && isdigit((unsigned char)*a))
            a++;
        while (number && isdigit((unsigned char)*b))
            b++;
    }
    return *a == *b;
}

/* What nobody explains and is the same command as `key`. */
static int add_alike(rtx_transaction *t, const char *context, const char *key)
{
    struct rtx_statement s = {.size = sizeof s};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < rtx_config_count(t->now); i++) {
        if (rtx_config_statement(t->now, i, &s) == 0 &&
            strcmp(s.context, context) == 0 && alike(s.key, key) &&
            !same(find(t->checkpoint, &s), &s) &&
            !same(find(t->expected, &s), &s) && !find(t->strays, &s))
            rc = add(t->strays, &s);
    }
    return rc;
}

/*
 * The router may file a line of ours under another key. Where one that it
 * accepted does not read back, unexplained statements of the same command are
 * ours. Told before a rollback's lines only, which take ours away.
 */
static int find_strays(rtx_transaction *t)
{
    struct rtx_change change = {.size = sizeof change};
    int rc = 0;

    rtx_config_free(t->strays);
    t->strays = rtx__config_new();
    if (!t->strays)
        return RTX_E_NOMEM;
    for (size_t i = 0; t->plan && rc == 0 && i < rtx_plan_count(t->plan); i++) {
        const struct rtx_statement *found;
        struct rtx_statement s = {.size = sizeof s};
        rtx_config *one;

        if (rtx_transaction_change_state(t, i) != RTX_CHANGE_ACCEPTED ||
            rtx_plan_change(t->plan, i, &change) < 0 ||
            change.op == RTX_CHANGE_REMOVE ||
            decide_holds(t, &change, &found) || found)
            continue;
        one = rtx__config_new();
        if (!one)
            return RTX_E_NOMEM;
        if (rtx__config_apply(one, change.context, change.text) >= 0 &&
            rtx_config_statement(one, 0, &s) == 0)
            rc = add_alike(t, s.context, s.key);
        rtx_config_free(one);
    }
    return rc;
}

/* Is this key the plan's business? */
static bool ours(const rtx_transaction *t, const struct rtx_statement *s)
{
    const struct rtx_statement *before = find(t->checkpoint, s);
    const struct rtx_statement *now = find(t->now, s);
    const struct rtx_statement *wanted = t->target ? find(t->target, s) : NULL;

    if (!same(before, find(t->expected, s)) || our_damage(t, before, now) ||
        find(t->strays, s))
        return true;
    if (t->target) /* a rollback's lines take more along than they say, but
                      give nothing a value that nobody wanted */
        return (before || wanted) &&
               (!now || same(now, before) || same(now, wanted));
    return t->half_back && before && !now;
}

static void warn_of(rtx_transaction *t, const char *what,
                    const struct rtx_statement *s)
{
    struct rtx_buf shown;

    rtx__buf_init(&shown, 8192);
    (void)rtx__statement_redact(s->text, "***", &shown);
    (void)decide_warn(t, "%s: %s", what, rtx__buf_str(&shown));
    rtx__buf_free(&shown);
}

/* Did the router take all of the rollback's lines, as they were typed? */
static bool went_through(const rtx_transaction *t)
{
    bool all = t->target && t->back && t->sending == t->back && !t->damaged;

    for (size_t i = 0; all && i < t->count; i++)
        all = t->lines[i].status == RTX_LINE_DONE;
    return all;
}

/* Somebody else set once more what we had set: that is lost in a rollback. */
static void note_conflict(rtx_transaction *t, const rtx_config *base,
                          const struct rtx_statement *now)
{
    const struct rtx_statement *before = find(t->checkpoint, now);
    const struct rtx_statement *after = find(t->expected, now);

    if (base == t->expected || t->damaged || same(before, after) ||
        same(now, before) || (same(now, after) && !went_through(t)) ||
        (t->target && same(now, find(t->target, now))))
        return;
    warn_of(t,
            "somebody else changed meanwhile what the plan is about; that is "
            "taken back with it",
            now);
}

/* By whose hand nobody can tell. */
static void note_gone(rtx_transaction *t, const struct rtx_statement *s)
{
    if (!find(t->now, s) && went_through(t) &&
        same(find(t->checkpoint, s), find(t->expected, s)))
        warn_of(t, "what went away while the plan was taken back was set again",
                s);
}

int decide_target(rtx_transaction *t, const rtx_config *base, rtx_config **ret)
{
    rtx_config *target = rtx__config_new();
    struct rtx_statement s = {.size = sizeof s};
    int rc = target ? 0 : RTX_E_NOMEM;

    if (!t->target) {
        rtx__buf_clear(&t->foreign);
        if (rc == 0)
            rc = find_strays(t);
    }
    for (size_t i = 0; rc == 0 && i < rtx_config_count(base); i++) {
        (void)rtx_config_statement(base, i, &s);
        if (ours(t, &s)) {
            note_gone(t, &s);
            rc = add(target, &s);
        } else if (!find(t->now, &s))
            name(t, '-', &s);
    }
    for (size_t i = 0; rc == 0 && i < rtx_config_count(t->now); i++) {
        const struct rtx_statement *before;

        (void)rtx_config_statement(t->now, i, &s);
        if (ours(t, &s)) {
            note_conflict(t, base, &s);
            continue;
        }
        rc = add(target, &s);
        before = find(t->checkpoint, &s);
        if (same(before, &s))
            continue;
        name(t, '-', before);
        name(t, '+', &s);
    }
    if (rc < 0) {
        rtx_config_free(target);
        return rc;
    }
    rtx__config_sort(target);
    *ret = target;
    return 0;
}
