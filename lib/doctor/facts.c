/* Questions about what the router said. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct rtx_config_listing *config(const rtx_doctor *d)
{
    return exam_output(d, "show config");
}

bool facts_config(const rtx_doctor *d)
{
    const struct rtx_config_listing *c = config(d);

    return c && c->statements.count > 0;
}

const struct rtx_config_line *facts_next(const rtx_doctor *d,
                                         const char *context, const char *words,
                                         size_t *at)
{
    const struct rtx_config_listing *c = config(d);
    size_t length = strlen(words);

    while (c && *at < c->statements.count) {
        const struct rtx_config_line *line =
            rtx_config_line_at(&c->statements, (*at)++);

        if ((!context || strcmp(line->context, context) == 0) &&
            strncmp(line->text, words, length) == 0 &&
            (line->text[length] == ' ' || line->text[length] == '\0'))
            return line;
    }
    return NULL;
}

const char *facts_values(const rtx_doctor *d, const char *context,
                         const char *words)
{
    size_t at = 0;
    const struct rtx_config_line *line = facts_next(d, context, words, &at);

    if (!line)
        return NULL;
    return line->text + strlen(words) + strspn(line->text + strlen(words), " ");
}

long facts_number(const char *text)
{
    return text ? strtol(text, NULL, 10) : 0;
}

int facts_pp(const rtx_doctor *d)
{
    size_t at = 0;
    const struct rtx_config_line *line = facts_next(d, NULL, "pppoe use", &at);
    const struct rtx_status_pp_list *list;
    size_t index = SIZE_MAX;
    int pp = 0;

    if (line && sscanf(line->context, "pp %9d", &pp) == 1)
        return pp;
    while (!facts_config(d) &&
           (list = exam_next(d, "show status pp", &index)) != NULL)
        if (list->count > 0 && rtx_status_pp_at(list, 0)->interface &&
            sscanf(rtx_status_pp_at(list, 0)->interface, "PP[%9d]", &pp) == 1)
            return pp;
    return 0;
}

const char *facts_pp_context(const rtx_doctor *d, char *ret, size_t size)
{
    snprintf(ret, size, "pp %d", facts_pp(d));
    return ret;
}

const struct rtx_status_pp *facts_pp_status(const rtx_doctor *d)
{
    char command[40];
    const struct rtx_status_pp_list *list;

    snprintf(command, sizeof command, "show status pp %d", facts_pp(d));
    list = exam_output(d, command);
    return list && list->count > 0 ? rtx_status_pp_at(list, 0) : NULL;
}

const char *facts_lan(const rtx_doctor *d, char *ret, size_t size)
{
    const char *address = facts_values(d, "", "ip lan1 address");

    if (!address || strcspn(address, "/ ") >= size)
        return NULL;
    snprintf(ret, size, "%.*s", (int)strcspn(address, "/ "), address);
    return ret;
}

bool facts_l2tp(const rtx_doctor *d)
{
    const struct rtx_status_l2tp *l2tp = exam_output(d, "show status l2tp");
    size_t at = 0;
    const struct rtx_config_line *line =
        facts_next(d, NULL, "tunnel encapsulation l2tp", &at);

    return line || facts_values(d, "", "l2tp service") ||
           facts_values(d, "pp anonymous", "pp bind") ||
           (!facts_config(d) && l2tp);
}

long facts_free(const rtx_doctor *d, const char *words, long from)
{
    char statement[96];

    for (long n = from; n < from + 10000; n++) {
        snprintf(statement, sizeof statement, "%s %ld", words, n);
        if (!facts_values(d, "", statement))
            return n;
    }
    return from;
}

void evidence(struct symptom *s, const char *command, const char *format, ...)
{
    va_list args;
    char text[512];

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->command = command;
    rtx__buf_clear(&s->evidence);
    (void)rtx__buf_text(&s->evidence, text);
}

void setting(struct symptom *s, const char *format, ...)
{
    va_list args;
    char text[1024];

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->kind = RTX_REMEDY_SETTING;
    (void)rtx__buf_format(&s->fix, "%s\n", text);
}
