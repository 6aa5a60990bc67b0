/*
 * All points of all kinds, over processes.
 *
 *   build/proof [--seed N] [--seconds S | --per-kind N] [--scenarios N]
 *               [--workers N] [--only KIND[:POINT]] [--plant BUG] [-v]
 *
 * Without limits it tries every point of one scenario after another, until the
 * seconds are over. The last line is "proof: N points, M violations".
 */
#include "proof.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct settings settings = {.build = "build"};

enum { MOST_KINDS = 96, MOST_WORKERS = 64, MOST_WORDS = 64 };

struct tally {
    char word[72];
    atomic_uint_fast64_t count;
};

/* What the processes share. */
static struct shared {
    atomic_uint_fast64_t next; /* case of the scenario */
    atomic_uint_fast64_t points[MOST_KINDS];
    atomic_uint_fast64_t bad[MOST_KINDS];
    atomic_int lock;
    struct tally violations[MOST_WORDS];
    struct tally remarks[MOST_WORDS];
    int64_t until;
} * shared;

struct plan {
    uint64_t seed;
    uint64_t scenarios;
    uint64_t seconds;
    uint64_t per_kind; /* 0: every point */
    unsigned workers;
    const struct kind *only;
    uint64_t point;
    bool one_point;
};

/* The cases of one scenario: per kind how many, and how far apart. */
struct share {
    uint64_t count;
    uint64_t points;
    uint64_t shift;
};

bool planted(const char *plant)
{
    return settings.plant && strcmp(settings.plant, plant) == 0;
}

static uint64_t count_word(struct tally *tallies, const char *word)
{
    uint64_t count = 0;
    int open = 0;

    while (!atomic_compare_exchange_weak(&shared->lock, &open, 1)) {
        open = 0;
        usleep(50);
    }
    for (int i = 0; i < MOST_WORDS; i++) {
        if (tallies[i].word[0] && strcmp(tallies[i].word, word) != 0)
            continue;
        snprintf(tallies[i].word, sizeof tallies[i].word, "%s", word);
        count = ++tallies[i].count;
        break;
    }
    atomic_store(&shared->lock, 0);
    return count;
}

void remark(const char *what)
{
    (void)count_word(shared->remarks, what);
}

void violation(const struct round *round, const char *what, const char *format,
               ...)
{
    enum { SHOWN = 12 };
    uint64_t count = count_word(shared->violations, what);
    char text[3000];
    char *line;
    va_list args;

    shared->bad[round->kind - kinds]++;
    if (count > SHOWN && !settings.verbose)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    line = text_format(
        "VIOLATION %s: --seed %llu --only %s:%llu: %s\n%s", what,
        (unsigned long long)round->scenario->seed, round->kind->name,
        (unsigned long long)round->point, text,
        round->verdict.loud && round->verdict.loud[0] ? round->verdict.loud
                                                      : "");
    (void)!write(STDOUT_FILENO, line, strlen(line));
    free(line);
}

/* ---- the cases of a scenario ---- */

static uint64_t share_out(const struct plan *plan, const struct scenario *s,
                          struct share *shares)
{
    struct dice dice = {s->seed * 77};
    uint64_t all = 0;

    for (size_t i = 0; i < kind_count; i++) {
        shares[i] = (struct share){0, kind_points(&kinds[i], s), 0};
        shares[i].count = shares[i].points;
        if (plan->only && plan->only != &kinds[i])
            shares[i].count = 0;
        if (plan->per_kind && shares[i].count > plan->per_kind)
            shares[i].count = plan->per_kind;
        if (shares[i].count)
            shares[i].shift = dice_roll(
                &dice, (uint32_t)(shares[i].points / shares[i].count));
        all += shares[i].count;
    }
    return all;
}

static bool run_case(const struct plan *plan, const struct scenario *s,
                     const struct share *shares, uint64_t number)
{
    size_t i = 0;
    uint64_t point;

    while (i < kind_count && number >= shares[i].count)
        number -= shares[i++].count;
    if (i == kind_count)
        return false;
    point = 1 + shares[i].shift + number * shares[i].points / shares[i].count;
    if (plan->one_point)
        point = plan->point;
    if (point > shares[i].points)
        point = shares[i].points;
    (void)round_run(s, &kinds[i], point);
    shared->points[i]++;
    return !plan->one_point;
}

static void make_scratch(void)
{
    snprintf(settings.scratch, sizeof settings.scratch, "/tmp/proof-%d",
             (int)getpid());
    (void)mkdir(settings.scratch, 0700);
}

static void remove_scratch(pid_t pid)
{
    char *command = text_format("rm -rf /tmp/proof-%d", (int)pid);

    (void)!system(command);
    free(command);
}

/* A process takes the next case again and again. */
static void work(const struct plan *plan, const struct scenario *s,
                 const struct share *shares)
{
    signal(SIGPIPE, SIG_IGN);
    make_scratch();
    while (now_ms() < shared->until) {
        uint64_t number = shared->next++;

        if (!run_case(plan, s, shares, number))
            break;
    }
    fflush(NULL);
    _exit(0);
}

static pid_t hire(const struct plan *plan, const struct scenario *s,
                  const struct share *shares)
{
    pid_t pid;

    fflush(NULL);
    pid = fork();
    if (pid == 0)
        work(plan, s, shares);
    return pid;
}

/* A process that died took the library down with it: that counts. */
static void crashed(const struct scenario *s, int status)
{
    printf("VIOLATION crash: seed %llu, signal %d near case %llu\n",
           (unsigned long long)s->seed, WTERMSIG(status),
           (unsigned long long)shared->next);
    (void)count_word(shared->violations, "crash");
}

static void run_scenario(const struct plan *plan, uint64_t seed)
{
    struct scenario *s = scenario_new(seed);
    struct share shares[MOST_KINDS];
    unsigned alive = 0;
    int status;
    pid_t pid;

    if (round_measure(s) < 0) {
        scenario_free(s);
        return;
    }
    shared->next = 0;
    (void)share_out(plan, s, shares);
    while (alive < plan->workers && hire(plan, s, shares) > 0)
        alive++;
    while (alive && (pid = wait(&status)) > 0) {
        alive--;
        remove_scratch(pid);
        if (!WIFSIGNALED(status))
            continue;
        crashed(s, status);
        alive += hire(plan, s, shares) > 0;
    }
    scenario_free(s);
}

/* ---- telling ---- */

static uint64_t tell(void)
{
    uint64_t points = 0;
    uint64_t bad = 0;

    printf("%-26s %10s %10s\n", "kind", "points", "violations");
    for (size_t i = 0; i < kind_count; i++) {
        if (shared->points[i])
            printf("%-26s %10llu %10llu\n", kinds[i].name,
                   (unsigned long long)shared->points[i],
                   (unsigned long long)shared->bad[i]);
        points += shared->points[i];
    }
    for (int i = 0; i < MOST_WORDS && shared->remarks[i].word[0]; i++)
        printf("remark: %llu × %s\n",
               (unsigned long long)shared->remarks[i].count,
               shared->remarks[i].word);
    for (int i = 0; i < MOST_WORDS && shared->violations[i].word[0]; i++) {
        printf("violation: %llu × %s\n",
               (unsigned long long)shared->violations[i].count,
               shared->violations[i].word);
        bad += shared->violations[i].count;
    }
    printf("proof: %llu points, %llu violations\n", (unsigned long long)points,
           (unsigned long long)bad);
    return bad;
}

static void choose_only(struct plan *plan, char *text)
{
    char *colon = strchr(text, ':');

    if (colon) {
        *colon = '\0';
        plan->point = strtoull(colon + 1, NULL, 10);
        plan->one_point = true;
        plan->workers = 1;
    }
    plan->only = kind_find(text);
    if (!plan->only) {
        fprintf(stderr, "proof: no kind %s\n", text);
        exit(64);
    }
}

static void choose_transport(const char *name)
{
    static const char *const names[] = {"telnet", "serial", "ssh"};

    for (int i = 0; i < 3; i++) {
        if (strcmp(names[i], name) == 0)
            proof_transport = (enum transport)i;
    }
}

static void parse(struct plan *plan, int argc, char **argv)
{
    static const struct option options[] = {
        {"seed", 1, NULL, 's'},      {"seconds", 1, NULL, 't'},
        {"per-kind", 1, NULL, 'k'},  {"scenarios", 1, NULL, 'n'},
        {"workers", 1, NULL, 'w'},   {"only", 1, NULL, 'o'},
        {"plant", 1, NULL, 'p'},     {"build", 1, NULL, 'b'},
        {"transport", 1, NULL, 'T'}, {NULL, 0, NULL, 0}};
    int c;

    while ((c = getopt_long(argc, argv, "v", options, NULL)) != -1) {
        uint64_t number = optarg ? strtoull(optarg, NULL, 10) : 0;

        if (c == 's')
            plan->seed = number;
        else if (c == 't')
            plan->seconds = number;
        else if (c == 'k')
            plan->per_kind = number;
        else if (c == 'n')
            plan->scenarios = number;
        else if (c == 'w' && number && number <= MOST_WORKERS)
            plan->workers = (unsigned)number;
        else if (c == 'o')
            choose_only(plan, optarg);
        else if (c == 'p')
            settings.plant = optarg;
        else if (c == 'b')
            settings.build = optarg;
        else if (c == 'T')
            choose_transport(optarg);
        else if (c == 'v')
            settings.verbose = true;
        else
            exit(64);
    }
}

int main(int argc, char **argv)
{
    struct plan plan = {
        .seed = 1, .scenarios = UINT64_MAX, .seconds = 600, .workers = 6};

    parse(&plan, argc, argv);
    if (plan.one_point)
        plan.scenarios = 1;
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || kind_count > MOST_KINDS)
        return 2;
    shared->until = now_ms() + (int64_t)plan.seconds * 1000;
    make_scratch();
    for (uint64_t i = 0; i < plan.scenarios && now_ms() < shared->until; i++)
        run_scenario(&plan, plan.seed + i);
    remove_scratch(getpid());
    return tell() ? 1 : 0;
}
