/* The examination: what the router said, output by output. */
#include "doctor/doctor.h"

#include <string.h>

int rtx_doctor_new(rtx_doctor **ret)
{
    if (!ret)
        return RTX_E_ARGUMENT;
    *ret = rtx__calloc(1, sizeof **ret);
    return *ret ? 0 : RTX_E_NOMEM;
}

static void forget_diagnosis(rtx_doctor *d)
{
    for (size_t i = 0; i < d->finding_count; i++) {
        rtx_free(d->findings[i].command);
        rtx_free(d->findings[i].evidence);
        rtx_free(d->findings[i].fix);
    }
    d->finding_count = 0;
    for (size_t i = 0; i < LINKS; i++) {
        rtx_free(d->links[i].evidence);
        d->links[i] = (struct link){0};
    }
}

void exam_forget(rtx_doctor *d)
{
    forget_diagnosis(d);
}

void rtx_doctor_free(rtx_doctor *d)
{
    if (!d)
        return;
    forget_diagnosis(d);
    for (size_t i = 0; i < d->count; i++)
        rtx_free(d->outputs[i]);
    for (size_t i = 0; i < d->shown_count; i++)
        rtx_free(d->commands[i]);
    rtx_free(d->outputs);
    rtx_free(d->shown);
    rtx_free(d->commands);
    rtx_free(d->findings);
    rtx_free(d);
}

static int keep(rtx_doctor *d, void *output)
{
    if (rtx__grow(&d->outputs, &d->capacity, d->count, sizeof *d->outputs) <
        0) {
        rtx_free(output);
        return RTX_E_NOMEM;
    }
    d->outputs[d->count++] = output;
    return 0;
}

static int show(rtx_doctor *d, const void *output)
{
    struct rtx_show_report report = {.size = sizeof report};
    int rc = rtx_show_report(output, &report);

    if (rc < 0)
        return rc;
    if (rtx__grow(&d->shown, &d->shown_capacity, d->shown_count,
                  sizeof *d->shown) < 0 ||
        rtx__grow(&d->commands, &d->commands_capacity, d->shown_count,
                  sizeof *d->commands) < 0)
        return RTX_E_NOMEM;
    d->shown[d->shown_count] = output;
    d->commands[d->shown_count] = rtx__strdup(report.command);
    if (!d->commands[d->shown_count])
        return RTX_E_NOMEM;
    d->shown_count++;
    return 0;
}

int exam_add(rtx_doctor *d, const char *command, const char *text,
             size_t length)
{
    rtx_show *output = NULL;
    int rc = rtx_parse_show(command, text, length, &output, NULL);

    if (rc == 0)
        rc = keep(d, output);
    return rc < 0 ? rc : show(d, output);
}

int rtx_doctor_add_output(rtx_doctor *d, const char *command, const char *text,
                          size_t length)
{
    if (!d)
        return RTX_E_ARGUMENT;
    return exam_add(d, command, text, length);
}

int rtx_doctor_add(rtx_doctor *d, const char *text, size_t length)
{
    struct rtx_show_all *all = NULL;
    int rc = d ? rtx_parse_all(text, length, &all) : RTX_E_ARGUMENT;

    if (rc == 0)
        rc = keep(d, all);
    if (rc == 0 && all->count == 0)
        rc = RTX_E_SYNTAX;
    for (size_t i = 0; rc == 0 && i < all->count; i++)
        rc = show(d, all->items[i]);
    return rc;
}

/* "show status pp 1" begins with "show status pp", not with "show status p". */
static bool begins(const char *command, const char *words)
{
    size_t length = strlen(words);

    return strncmp(command, words, length) == 0 &&
           (command[length] == '\0' || command[length] == ' ');
}

const void *exam_next(const rtx_doctor *d, const char *command, size_t *index)
{
    size_t i = *index > d->shown_count ? d->shown_count : *index;

    while (i-- > 0) {
        if (!begins(d->commands[i], command))
            continue;
        *index = i;
        return d->shown[i];
    }
    return NULL;
}

const void *exam_output(const rtx_doctor *d, const char *command)
{
    size_t index = SIZE_MAX;

    return exam_next(d, command, &index);
}
