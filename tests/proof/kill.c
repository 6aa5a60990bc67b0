/* rtx-deploy killed before a system call, and what comes after it. */
#include "proof.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/ptrace.h>

enum { LONGEST_MS = 100000 };

struct trace {
    struct round *round;
    struct disk *disk; /* NULL: nobody pulls the plug */
    uint64_t kill_at;
    uint64_t calls;
    bool entry;
    int syncing; /* descriptor; -1: none */
    int64_t began;
};

static void look(struct trace *trace, pid_t pid)
{
    struct ptrace_syscall_info info;

    if (!trace->disk ||
        ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info) <= 0)
        return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
        trace->syncing =
            info.entry.nr == SYS_fsync || info.entry.nr == SYS_fdatasync
                ? (int)info.entry.args[0]
                : -1;
    } else if (trace->syncing >= 0 && info.exit.rval == 0) {
        disk_synced(trace->disk, pid, trace->syncing);
    }
}

/* @return it is to be killed now */
static bool stopped(struct trace *trace, pid_t pid)
{
    look(trace, pid);
    trace->calls += trace->entry;
    trace->round->verdict.hung = now_ms() > trace->began + LONGEST_MS;
    if ((trace->entry && trace->calls == trace->kill_at) ||
        trace->round->verdict.hung)
        return true;
    trace->entry = !trace->entry;
    return false;
}

/* @return its exit status; -1: it was killed */
static int follow(struct trace *trace, pid_t pid)
{
    int status;
    int signal = 0;

    trace->began = now_ms();
    trace->entry = true;
    trace->syncing = -1;
    (void)waitpid(pid, &status, 0); /* stopped at exec */
    (void)ptrace(PTRACE_SETOPTIONS, pid, NULL,
                 PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    while (ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal) == 0 &&
           waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
        signal = WSTOPSIG(status);
        if (signal != (SIGTRAP | 0x80))
            continue;
        signal = 0;
        if (stopped(trace, pid)) {
            (void)kill(pid, SIGKILL);
            (void)waitpid(pid, &status, 0);
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Who finishes it is killed as well, somewhere. @return it is not finished */
static bool kill_again(struct round *round, struct disk *disk)
{
    struct dice dice = {round->scenario->seed * 131 + round->point};
    struct trace trace = {.round = round, .disk = disk};
    struct call call;
    int status;

    trace.kill_at = 1 + dice_roll(&dice, (uint32_t)round->scenario->calls);
    call_go_on(&call, round);
    status = follow(&trace, call_start(&call, true));
    call_end(&call);
    router_settle(&round->router);
    if (status < 0 && disk)
        disk_fail(disk);
    if (status >= 0)
        listen_to(round, status);
    else
        remark("killed twice");
    return status < 0;
}

static void after_the_kill(struct round *round, struct disk *disk)
{
    char *command;

    router_settle(&round->router);
    round->killed_saved = router_saved(&round->router);
    if (disk)
        disk_fail(disk);
    if (round->kind->again && !kill_again(round, disk) && !awaits(round))
        return;
    if (planted("no-journal")) {
        command = text_format("rm -rf %s/state", settings.scratch);
        (void)!system(command);
        free(command);
    }
    go_on(round);
}

void killed(struct round *round)
{
    struct trace trace = {.round = round, .kill_at = round->point};
    char *state = text_format("%s/state", settings.scratch);
    struct call call;
    int status;

    if (round->kind->power)
        trace.disk = disk_new(state);
    call_push(&call, round);
    status = follow(&trace, call_start(&call, true));
    call_end(&call);
    if (status < 0)
        after_the_kill(round, trace.disk);
    else
        listen_to(round, status);
    if (status >= 0 && awaits(round))
        go_on(round);
    if (trace.disk)
        disk_free(trace.disk);
    free(state);
}

uint64_t program_calls(const struct scenario *s, const struct kind *kind)
{
    struct round round = {.scenario = s, .kind = kind};
    struct trace trace = {.round = &round};
    struct call call;

    (void)router_up(&round.router, s, NULL, 0);
    call_push(&call, &round);
    (void)follow(&trace, call_start(&call, true));
    call_end(&call);
    router_settle(&round.router);
    router_down(&round.router);
    return trace.calls;
}
