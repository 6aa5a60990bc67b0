/* What a plan costs: time, and memory at its highest. */
#include "bench/plan.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rtx/rtx.h>

static size_t held;
static size_t highest;

static void *count_malloc(size_t size)
{
    void *memory = malloc(size);

    held += memory ? malloc_usable_size(memory) : 0;
    highest = held > highest ? held : highest;
    return memory;
}

static void *count_realloc(void *memory, size_t size)
{
    size_t before = memory ? malloc_usable_size(memory) : 0;
    void *grown = realloc(memory, size);

    if (grown)
        held += malloc_usable_size(grown) - before;
    highest = held > highest ? held : highest;
    return grown;
}

static void count_free(void *memory)
{
    held -= memory ? malloc_usable_size(memory) : 0;
    free(memory);
}

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* it waits for nothing */
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Statement `i` of a large site: filters, addresses kept, routes, names. */
static void write_statement(FILE *file, int i, int value)
{
    int id = i / 10 + 1;

    switch (i % 10) {
    case 6:
        fprintf(file,
                "nat descriptor masquerade static 1000 %d 192.168.%d.%d tcp "
                "%d\n",
                id, id / 250 % 250, id % 250, value + 1);
        break;
    case 7:
        fprintf(file, "ip route 172.%d.%d.0/24 gateway 192.168.100.%d\n",
                16 + id / 250, id % 250, value);
        break;
    case 8:
        fprintf(file, "dhcp scope bind 1 10.0.%d.%d ethernet %02x:%02x\n",
                id / 250, id % 250, id % 250, value);
        break;
    case 9:
        fprintf(file, "dns static a host%d.example.jp 10.0.%d.%d\n", id,
                id / 250 % 250, value);
        break;
    default:
        fprintf(file, "ip filter %d pass 10.%d.%d.0/24 * tcp * %d\n", i + 1,
                i / 250 % 250, i % 250, 1000 + value);
        break;
    }
}

/* The first `count` statements; every second one is another in `changed`. */
static char *write_text(int count, int step, int changed, size_t *length)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, length);

    if (!file)
        return NULL;
    fputs("dhcp scope 1 10.0.0.1-10.0.255.254/16\n", file);
    for (int i = 0; i < count; i++)
        write_statement(file, i * step, changed && i % 2 ? 7 : 1);
    fclose(file);
    return text;
}

/* Median of some, so that one unlucky one says nothing. */
static int compare(const void *a, const void *b)
{
    double one = *(const double *)a;
    double two = *(const double *)b;

    return (one > two) - (one < two);
}

static int measure(const rtx_config *running, const rtx_config *fragment,
                   int32_t mode, double *us, size_t *bytes, size_t *changes)
{
    enum { RUNS = 5 };
    struct rtx_plan_options options = {.size = sizeof options, .mode = mode};
    double times[RUNS];

    for (int i = 0; i < RUNS; i++) {
        double begun = now_us();
        size_t before = held;
        rtx_plan *plan = NULL;

        highest = held;
        if (rtx_plan_make(&plan, running, fragment, &options, NULL) < 0)
            return -1;
        times[i] = now_us() - begun;
        *bytes = highest - before;
        *changes = rtx_plan_count(plan);
        rtx_plan_free(plan);
    }
    qsort(times, RUNS, sizeof times[0], compare);
    *us = times[RUNS / 2];
    return 0;
}

int bench_plan(char **argv)
{
    int whole = (int)strtol(argv[0], NULL, 10);
    int part = (int)strtol(argv[1], NULL, 10);
    size_t length = 0;
    size_t bytes = 0;
    size_t changes = 0;
    double begun;
    double parse;
    double us = 0;
    rtx_config *running = NULL;
    rtx_config *fragment = NULL;
    char *text;
    int status = EXIT_FAILURE;

    rtx_set_allocator(count_malloc, count_realloc, count_free);
    text = write_text(whole, 1, 0, &length);
    begun = now_us();
    if (!text || rtx_config_parse_running(&running, text, length, 0, NULL) < 0)
        return EXIT_FAILURE;
    parse = now_us() - begun;
    free(text);
    text = write_text(part, whole / part, 1, &length);
    if (text &&
        rtx_config_parse_fragment(&fragment, "bench", text, length, NULL,
                                  NULL) == 0 &&
        measure(running, fragment, RTX_PLAN_MERGE, &us, &bytes, &changes) ==
            0) {
        printf("us=%.0f bytes=%zu changes=%zu parse_us=%.0f\n", us, bytes,
               changes, parse);
        status = EXIT_SUCCESS;
    }
    free(text);
    rtx_config_free(fragment);
    rtx_config_free(running);
    return status;
}
