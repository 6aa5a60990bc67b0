/* See template.h. */
#include "fleet/template.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool template_has_variables(const char *text)
{
    return strstr(text, "{{") != NULL;
}

/* The name in {{ name }}; the length of all of it, 0 when it is none. */
static size_t variable(const char *at, char *name, size_t size)
{
    const char *from = at + 2 + strspn(at + 2, " \t");
    size_t length = 0;
    const char *end;

    while (isalnum((unsigned char)from[length]) || from[length] == '_')
        length++;
    end = from + length + strspn(from + length, " \t");
    if (length == 0 || length >= size || strncmp(end, "}}", 2) != 0)
        return 0;
    snprintf(name, size, "%.*s", (int)length, from);
    return (size_t)(end + 2 - at);
}

static void complain(struct rtx_error *error, const char *file,
                     const char *text, const char *at, const char *router,
                     const char *name, const char *why)
{
    int line = 1;
    const char *start = text;

    for (const char *c = text; c < at; c++) {
        if (*c == '\n') {
            line++;
            start = c + 1;
        }
    }
    rtx_error_init(error);
    error->code = RTX_E_FRAGMENT;
    error->line = line;
    error->column = (int32_t)(at - start) + 1;
    snprintf(error->file, sizeof error->file, "%s", file);
    snprintf(error->router, sizeof error->router, "%s", router);
    snprintf(error->step, sizeof error->step, "fragment");
    if (!name[0])
        snprintf(error->message, sizeof error->message,
                 "between {{ and }} stands the name of a variable, no more");
    else if (!why)
        snprintf(error->message, sizeof error->message,
                 "the inventory has no variable '%s' for %s", name, router);
    else
        snprintf(error->message, sizeof error->message,
                 "the variable '%s' of %s: %s", name, router, why);
}

/* May it stand in a line of a fragment? NULL: it may. */
static const char *unfit(const char *value)
{
    if (strstr(value, "{{"))
        return "it is a template itself, which is not worked out";
    if (strncmp(value, "$ANSIBLE_VAULT", 14) == 0)
        return "it is encrypted by ansible-vault: write @cmd:…";
    for (; *value; value++) {
        if ((unsigned char)*value < ' ' || *value == 0x7f)
            return "it is more than one line, or has control characters";
    }
    return NULL;
}

char *template_fill(const char *file, const char *text, const char *router,
                    const json_t *variables, template_resolve resolve,
                    void *user, struct rtx_error *error)
{
    char *filled = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&filled, &length);

    for (const char *at = text; out && *at;) {
        char name[128] = "";
        const char *open = strstr(at, "{{");
        const char *why = NULL;
        const char *value;
        size_t skip;

        if (!open) {
            fputs(at, out);
            break;
        }
        fwrite(at, 1, (size_t)(open - at), out);
        skip = variable(open, name, sizeof name);
        value = json_string_value(json_object_get(variables, name));
        if (value && value[0] == '@' && resolve)
            value = resolve(user, value, &why);
        why = value ? unfit(value) : why;
        if (!skip || !value || why) {
            complain(error, file, text, open, router, name, why);
            fclose(out);
            explicit_bzero(filled, length);
            free(filled);
            return NULL;
        }
        fputs(value, out);
        at = open + skip;
    }
    if (out)
        fclose(out);
    return filled;
}

static bool alone(const char *text, const char *at, size_t length)
{
    return (at == text || !isalnum((unsigned char)at[-1])) &&
           !isalnum((unsigned char)at[length]);
}

static char *replace(char *text, const char *value, const char *name)
{
    size_t length = strlen(value);
    char *done = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&done, &size);

    if (!out)
        return text;
    for (const char *at = text; *at;) {
        if (strncmp(at, value, length) == 0 && alone(text, at, length)) {
            fprintf(out, "{{ %s }}", name);
            at += length;
        } else {
            fputc(*at++, out);
        }
    }
    fclose(out);
    free(text);
    return done;
}

char *template_generalise(const char *text, const char *used,
                          const json_t *variables)
{
    char *done = strdup(text);

    while (done && (used = strstr(used, "{{")) != NULL) {
        char name[128] = "";
        size_t skip = variable(used, name, sizeof name);
        const char *value = json_string_value(json_object_get(variables, name));

        if (skip && value && value[0])
            done = replace(done, value, name);
        used += skip ? skip : 2;
    }
    return done;
}
