/* Going through the rules. */
#include "doctor/doctor.h"

#include <string.h>

static const struct rule rules[] = {
#define RULE(name, link, level, check, pattern, over, title_en, title_ja, \
             cause_en, cause_ja, remedy_en, remedy_ja, action, source)    \
    {name,                                                                \
     LINK_##link,                                                         \
     RTX_FINDING_##level,                                                 \
     check_##check,                                                       \
     pattern,                                                             \
     over,                                                                \
     {title_en, title_ja},                                                \
     {cause_en, cause_ja},                                                \
     {remedy_en, remedy_ja},                                              \
     action,                                                              \
     source},
#include "doctor/rules.def"
#undef RULE
};
enum { RULES = sizeof rules / sizeof rules[0] };

static const struct {
    unsigned scope;
    const char *name;
    const char *title[2];
} links[LINKS] = {
#define LINK(id, scope, name, english, japanese) \
    {RTX_DOCTOR_##scope, name, {english, japanese}},
#include "doctor/links.def"
#undef LINK
};

static int keep(rtx_doctor *d, const struct rule *rule, struct symptom *s)
{
    struct finding found = {.rule = rule, .kind = s->kind};

    if (s->kind == RTX_REMEDY_ADVICE && rule->action[0]) {
        found.kind = RTX_REMEDY_ACTION;
        (void)rtx__buf_text(&s->fix, rule->action);
    }
    if (rtx__grow(&d->findings, &d->finding_capacity, d->finding_count,
                  sizeof *d->findings) < 0)
        return RTX_E_NOMEM;
    found.command = rtx__strdup(s->command ? s->command : "");
    found.evidence = rtx__strdup(rtx__buf_str(&s->evidence));
    found.fix = rtx__strdup(rtx__buf_str(&s->fix));
    d->findings[d->finding_count++] = found;
    return found.command && found.evidence && found.fix ? 0 : RTX_E_NOMEM;
}

static int try_rule(rtx_doctor *d, const struct rule *rule)
{
    struct symptom s = {0};
    int rc = 0;

    rtx__buf_init(&s.evidence, 4096);
    rtx__buf_init(&s.fix, 8192);
    d->now = rule;
    if (rule->check(d, &s))
        rc = keep(d, rule, &s);
    d->now = NULL;
    rtx__buf_free(&s.evidence);
    rtx__buf_free(&s.fix);
    return rc;
}

static void mark_links(rtx_doctor *d)
{
    for (size_t i = 0; i < d->finding_count; i++) {
        const struct rule *rule = d->findings[i].rule;
        enum rtx_link_state state = rule->level == RTX_FINDING_FAULT
                                        ? RTX_LINK_BROKEN
                                        : RTX_LINK_DOUBTFUL;

        if (d->links[rule->link].state < state)
            d->links[rule->link].state = state;
    }
}

int rtx_doctor_diagnose(rtx_doctor *d, unsigned scope)
{
    int faults = 0;

    if (!d)
        return RTX_E_ARGUMENT;
    exam_forget(d);
    d->scope = scope;
    links_look(d);
    for (size_t i = 0; i < RULES; i++) {
        int rc =
            links[rules[i].link].scope & scope ? try_rule(d, &rules[i]) : 0;

        if (rc < 0)
            return rc;
    }
    mark_links(d);
    for (size_t i = 0; i < d->finding_count; i++)
        faults += d->findings[i].rule->level == RTX_FINDING_FAULT;
    return faults;
}

/* ---- asking ---- */

static void copy_texts(const char **to, const char *const *from)
{
    to[0] = from[0];
    to[1] = from[1];
}

size_t rtx_doctor_count(const rtx_doctor *d)
{
    return d ? d->finding_count : 0;
}

int rtx_doctor_finding(const rtx_doctor *d, size_t index,
                       struct rtx_finding *ret)
{
    struct rtx_finding f = {.size = sizeof f};
    const struct finding *found;

    if (!d || index >= d->finding_count)
        return RTX_E_ARGUMENT;
    found = &d->findings[index];
    f.level = found->rule->level;
    f.remedy_kind = found->kind;
    f.rule = found->rule->name;
    f.link = links[found->rule->link].name;
    f.command = found->command;
    f.evidence = found->evidence;
    copy_texts(f.title, found->rule->title);
    copy_texts(f.cause, found->rule->cause);
    copy_texts(f.remedy, found->rule->remedy);
    f.fix = found->fix;
    f.source = found->rule->source;
    return rtx__fill_sized(ret, &f, sizeof f);
}

int rtx_doctor_link(const rtx_doctor *d, size_t index, struct rtx_link *ret)
{
    struct rtx_link l = {.size = sizeof l};

    if (!d)
        return RTX_E_ARGUMENT;
    for (size_t i = 0; i < LINKS; i++) {
        if (!(links[i].scope & d->scope) || index-- > 0)
            continue;
        l.state = d->links[i].state;
        l.name = links[i].name;
        copy_texts(l.title, links[i].title);
        l.evidence = d->links[i].evidence ? d->links[i].evidence : "";
        return rtx__fill_sized(ret, &l, sizeof l);
    }
    return RTX_E_ARGUMENT;
}

int rtx_doctor_rule(size_t index, struct rtx_doctor_rule *ret)
{
    struct rtx_doctor_rule r = {.size = sizeof r};

    if (index >= RULES)
        return RTX_E_ARGUMENT;
    r.level = rules[index].level;
    r.name = rules[index].name;
    r.link = links[rules[index].link].name;
    copy_texts(r.title, rules[index].title);
    copy_texts(r.cause, rules[index].cause);
    copy_texts(r.remedy, rules[index].remedy);
    r.source = rules[index].source;
    return rtx__fill_sized(ret, &r, sizeof r);
}
