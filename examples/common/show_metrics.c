/* An exposition for Prometheus: samples gathered, then printed by family. */
#include "common/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/show_metrics.h"

struct family {
    const char *name;
    const char *type;
    const char *help;
};

#define FAMILY(id, name, type, help) {name, type, help},
static const struct family families[] = {SHOW_FAMILIES(FAMILY)};
#undef FAMILY

struct sample {
    enum show_family family;
    char *labels; /* "", or with its braces */
    double value;
};

struct show_metrics {
    struct sample *items;
    size_t count;
    size_t capacity;
    bool failed; /* no memory */
};

struct show_metrics *show_metrics_new(void)
{
    return calloc(1, sizeof(struct show_metrics));
}

void show_metrics_free(struct show_metrics *metrics)
{
    for (size_t i = 0; metrics && i < metrics->count; i++)
        free(metrics->items[i].labels);
    if (metrics)
        free(metrics->items);
    free(metrics);
}

static void put_value(FILE *out, const char *value)
{
    fputc('"', out);
    for (; *value; value++) {
        if (*value == '\n')
            fputs("\\n", out);
        else if (*value == '"' || *value == '\\')
            fprintf(out, "\\%c", *value);
        else
            fputc(*value, out);
    }
    fputc('"', out);
}

/* {name="value",…} of pairs; owned; NULL: no memory. */
static char *labels_of(const char *const *pairs)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    for (size_t i = 0; pairs && pairs[i]; i += 2) {
        fprintf(out, "%c%s=", i ? ',' : '{', pairs[i]);
        put_value(out, pairs[i + 1] ? pairs[i + 1] : "");
    }
    if (pairs && pairs[0])
        fputc('}', out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static struct sample *find(struct show_metrics *metrics,
                           enum show_family family, const char *labels)
{
    for (size_t i = 0; i < metrics->count; i++) {
        if (metrics->items[i].family == family &&
            strcmp(metrics->items[i].labels, labels) == 0)
            return &metrics->items[i];
    }
    return NULL;
}

static struct sample *append(struct show_metrics *metrics)
{
    if (metrics->count == metrics->capacity) {
        size_t capacity = metrics->capacity ? metrics->capacity * 2 : 64;
        struct sample *items =
            realloc(metrics->items, capacity * sizeof *items);

        if (!items)
            return NULL;
        metrics->items = items;
        metrics->capacity = capacity;
    }
    return &metrics->items[metrics->count++];
}

void show_metrics_put(struct show_metrics *metrics, enum show_family family,
                      double value, const char *const *pairs)
{
    char *labels = labels_of(pairs);
    struct sample *sample = labels ? find(metrics, family, labels) : NULL;

    if (sample) { /* a command that was asked twice: the later answer */
        sample->value = value;
        free(labels);
        return;
    }
    sample = labels ? append(metrics) : NULL;
    if (!sample) {
        free(labels);
        metrics->failed = true;
        return;
    }
    *sample = (struct sample){family, labels, value};
}

static void print_family(const struct show_metrics *metrics, size_t family,
                         FILE *out)
{
    const struct family *this = &families[family];
    bool headed = false;

    for (size_t i = 0; i < metrics->count; i++) {
        const struct sample *sample = &metrics->items[i];

        if ((size_t)sample->family != family)
            continue;
        if (!headed)
            fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", this->name, this->help,
                    this->name, this->type);
        headed = true;
        fprintf(out, "%s%s %.*g\n", this->name, sample->labels,
                sample->value < 1 ? 10 : 17, sample->value);
    }
}

int show_metrics_print(const struct show_metrics *metrics, FILE *out)
{
    if (metrics->failed)
        return RTX_E_NOMEM;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        print_family(metrics, i, out);
    return 0;
}
