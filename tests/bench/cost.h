/* What the measuring programs share: endpoints, secrets, and the account. */
#ifndef RTX_BENCH_COST_H
#define RTX_BENCH_COST_H

#include <stddef.h>
#include <sys/resource.h>
#include <time.h>

#define COST_LOGIN "open-sesame"
#define COST_ADMIN "treasure"

struct cost_list {
    char **text;
    size_t count;
};

struct cost {
    struct rusage usage;
    struct timespec time;
    long rss_kb;
};

/* The lines of an emulator's ready file. @return 0; -1: none */
int cost_read(struct cost_list *list, const char *path);
void cost_free(struct cost_list *list);

/* RTX_BENCH_COMMAND, or show environment */
const char *cost_command(void);

/* As many descriptors as the system allows. */
void cost_descriptors(void);

void cost_begin(struct cost *cost);
/* NAME=VALUE…: what this process has used since cost_begin(), in seconds, and
 * how much higher its memory was at the highest, in KB. */
void cost_print(const struct cost *cost, size_t done, size_t failed);

#endif
