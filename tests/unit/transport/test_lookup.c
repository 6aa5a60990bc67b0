/* Names that a slow resolver takes its time for: threads are bounded, who gives
 * up waits for nobody, and a child of fork() can look names up, too. */
#include <dlfcn.h>
#include <netdb.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"
#include "transport/transport.h"

enum { NAMES = 1000, SLOW_MS = 60 };

static atomic_int inside;
static atomic_int most_inside;
static atomic_int asked;

/* The C library's, behind a server that needs SLOW_MS for names in .slow. */
int getaddrinfo(const char *host, const char *port,
                const struct addrinfo *hints, struct addrinfo **ret)
{
    int (*next)(const char *, const char *, const struct addrinfo *,
                struct addrinfo **);
    void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
    const char *dot = host ? strrchr(host, '.') : NULL;
    int now;

    memcpy(&next, &symbol, sizeof next);
    if (!dot || strcmp(dot, ".slow") != 0 ||
        (hints && hints->ai_flags & AI_NUMERICHOST))
        return next(host, port, hints, ret);
    now = atomic_fetch_add(&inside, 1) + 1;
    atomic_fetch_add(&asked, 1);
    if (now > atomic_load(&most_inside))
        atomic_store(&most_inside, now);
    (void)poll(NULL, 0, SLOW_MS);
    atomic_fetch_sub(&inside, 1);
    return next("127.0.0.1", port, hints, ret);
}

static int threads(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    int n = 0;

    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "Threads:", 8) == 0)
            n = (int)strtol(line + 8, NULL, 10);
    }
    if (file)
        fclose(file);
    return n;
}

static struct rtx_lookup *ask(int i, int *fd)
{
    struct rtx_lookup *l = NULL;
    char name[32];

    snprintf(name, sizeof name, "r%d.slow", i);
    CU_ASSERT_FATAL(rtx__lookup_begin(&l, name, "23", fd) == 0);
    return l;
}

/* True when it was found. */
static bool answer(struct rtx_lookup *l, int fd, int patience_ms)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    struct addrinfo *addresses = NULL;
    const char *reason = "";
    bool fine;

    (void)poll(&ready, 1, patience_ms);
    fine = rtx__lookup_poll(l, &addresses, &reason) == 1;
    if (fine)
        freeaddrinfo(addresses);
    rtx__lookup_free(l);
    return fine;
}

static void thousand(void)
{
    static struct rtx_lookup *all[NAMES];
    static int fds[NAMES];
    int64_t before = rtx__now_ms();
    int found = 0;

    atomic_store(&most_inside, 0);
    for (int i = 0; i < NAMES; i++)
        all[i] = ask(i, &fds[i]);
    CU_ASSERT(rtx__now_ms() - before < 1000); /* nobody waited for a name */
    CU_ASSERT(threads() > 8);
    CU_ASSERT(threads() < 50);
    for (int i = 0; i < NAMES; i++)
        found += answer(all[i], fds[i], 20000);
    ASSERT_INT(found, NAMES);
    CU_ASSERT(atomic_load(&most_inside) <= 32);
    CU_ASSERT(atomic_load(&most_inside) > 8);
}

/* Those that nobody waits for any more are not asked about. */
static void given_up(void)
{
    static struct rtx_lookup *all[NAMES];
    int64_t before = rtx__now_ms();
    struct rtx_lookup *late;
    int fd;

    atomic_store(&asked, 0);
    for (int i = 0; i < NAMES; i++)
        all[i] = ask(i, &fd);
    for (int i = NAMES - 1; i >= 0; i -= 2)
        rtx__lookup_free(all[i]);
    for (int i = 0; i < NAMES; i += 2)
        rtx__lookup_free(all[i]);
    late = ask(NAMES, &fd);
    CU_ASSERT(answer(late, fd, 5000));
    CU_ASSERT(rtx__now_ms() - before < 1000);
    CU_ASSERT(atomic_load(&asked) <= 32 + 1 + 32);
}

static void in_a_child(void)
{
    static struct rtx_lookup *all[64];
    int fds[64];
    int status = -1;
    pid_t child;

    for (int i = 0; i < 64; i++)
        all[i] = ask(i, &fds[i]);
    child = fork();
    if (child == 0) {
        int fd;
        struct rtx_lookup *own = ask(0, &fd);

        _exit(answer(own, fd, 3000) ? 0 : 1);
    }
    ASSERT_INT(waitpid(child, &status, 0), child);
    ASSERT_INT(status, 0);
    for (int i = 0; i < 64; i++)
        CU_ASSERT(answer(all[i], fds[i], 5000));
}

static CU_TestInfo tests[] = {
    {"a thousand names at a slow resolver, few threads", thousand},
    {"who gives up is not asked about", given_up},
    {"in a child of fork()", in_a_child},
    CU_TEST_INFO_NULL,
};
RTX_SUITE(lookup, tests)
