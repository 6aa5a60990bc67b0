/* See cost.h. */
#include "bench/cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 20000 };

int cost_read(struct cost_list *list, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];

    list->text = calloc(MOST, sizeof *list->text);
    while (file && list->text && list->count < MOST &&
           fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        list->text[list->count++] = strdup(line);
    }
    if (file)
        fclose(file);
    return list->count > 0 ? 0 : -1;
}

void cost_free(struct cost_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->text[i]);
    free(list->text);
}

const char *cost_command(void)
{
    const char *command = getenv("RTX_BENCH_COMMAND");

    return command ? command : "show environment";
}

void cost_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* getrusage() would begin with the highest of who started this process. */
static long memory(const char *name)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    size_t length = strlen(name);
    long kb = 0;

    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, length) == 0)
            kb = strtol(line + length, NULL, 10);
    }
    if (file)
        fclose(file);
    return kb;
}

void cost_begin(struct cost *cost)
{
    cost->rss_kb = memory("VmRSS:");
    getrusage(RUSAGE_SELF, &cost->usage);
    clock_gettime(CLOCK_MONOTONIC, &cost->time);
}

static double seconds(const struct timeval *begun, const struct timeval *ended)
{
    return (double)(ended->tv_sec - begun->tv_sec) +
           (double)(ended->tv_usec - begun->tv_usec) / 1e6;
}

void cost_print(const struct cost *cost, size_t done, size_t failed)
{
    struct rusage usage;
    struct timespec time;
    double user;
    double system;

    clock_gettime(CLOCK_MONOTONIC, &time);
    getrusage(RUSAGE_SELF, &usage);
    user = seconds(&cost->usage.ru_utime, &usage.ru_utime);
    system = seconds(&cost->usage.ru_stime, &usage.ru_stime);
    printf("done=%zu failed=%zu wall_s=%.3f cpu_s=%.3f user_s=%.3f "
           "rss_kb=%ld\n",
           done, failed,
           (double)(time.tv_sec - cost->time.tv_sec) +
               (double)(time.tv_nsec - cost->time.tv_nsec) / 1e9,
           user + system, user, memory("VmHWM:") - cost->rss_kb);
}
