/* One case through rtx-deploy: what it exits with, prints and writes. */
#include "proof.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST_MS = 100000, CONFIRM_S = 120 };

static bool help_has(const char *word)
{
    char *command = text_format("%s/bin/rtx-deploy --help | grep -q -e '%s'",
                                settings.build, word);
    int status = system(command);

    free(command);
    return status == 0;
}

bool program_keeps_journals(void)
{
    static int known = -1;

    if (known < 0)
        known = help_has("--resume");
    return known;
}

static bool guards_lockout(void)
{
    static int known = -1;

    if (known < 0)
        known = help_has("--allow-lockout");
    return known;
}

/* ---- its command line and environment ---- */
static void clear_scratch(void)
{
    char *command = text_format(
        "cd %s && rm -rf state out err transcript proof.rtx", settings.scratch);

    (void)!system(command);
    free(command);
}

static void write_fragment(const struct scenario *s)
{
    char *path = text_format("%s/proof.rtx", settings.scratch);
    FILE *file = fopen(path, "w");

    if (file) {
        fputs(s->fragment, file);
        fclose(file);
    }
    free(path);
}

static void word(struct call *call, char *owned)
{
    if (call->count < CALL_WORDS - 1)
        call->words[call->count++] = owned;
}

static char *endpoint_of(const struct round *round)
{
    const char *uri = router_endpoint(&round->router);
    const char *host = strstr(uri, "://");

    if (strncmp(uri, "serial", 6) == 0)
        return text_format("%s", uri);
    return text_format("%.*s://deploy@%s", (int)(host - uri), uri, host + 3);
}

static void call_begin(struct call *call, const struct round *round)
{
    memset(call, 0, sizeof *call);
    word(call, text_format("%s/bin/rtx-deploy", settings.build));
    word(call, text_format("--endpoint"));
    word(call, endpoint_of(round));
    if (proof_transport == SSH) {
        word(call, text_format("--known-hosts"));
        word(call, text_format("%s/known_hosts", settings.scratch));
        word(call, text_format("--accept-new-host-key"));
    }
    word(call, text_format("--timeout"));
    word(call, text_format("0.4"));
    word(call, text_format("--json"));
    word(call, text_format("--transcript"));
    word(call, text_format("%s/transcript", settings.scratch));
    call->environment[0] =
        text_format("RTX_LOGIN_PASSWORD=%s", round->scenario->login);
    call->environment[1] =
        text_format("RTX_ADMIN_PASSWORD=%s", round->scenario->admin);
    call->environment[2] =
        text_format("XDG_STATE_HOME=%s/state", settings.scratch);
    call->environment[3] = text_format("HOME=%s", settings.scratch);
    call->environment[4] = text_format("LANG=C.UTF-8");
    /* under a tracer the leak sanitizer fails */
    call->environment[5] = text_format("ASAN_OPTIONS=detect_leaks=0");
}

void call_push(struct call *call, const struct round *round)
{
    clear_scratch();
    write_fragment(round->scenario);
    call_begin(call, round);
    word(call, text_format("--allow-irreversible"));
    if (guards_lockout())
        word(call, text_format("--allow-lockout"));
    if (round->kind->confirm) {
        word(call, text_format("--confirm"));
        word(call, text_format("%d", CONFIRM_S));
    }
    if (round->kind->confirm == AUTO_COMMIT)
        word(call, text_format("--auto-commit"));
    word(call, text_format("%s/proof.rtx", settings.scratch));
}

void call_end(struct call *call)
{
    for (int i = 0; i < call->count; i++)
        free(call->words[i]);
    for (int i = 0; i < 8; i++)
        free(call->environment[i]);
}

/* ---- running it ---- */

/* Between fork and exec: only what is safe there. */
static void become(const struct call *call, const char *out, const char *err,
                   bool traced)
{
    int flags = O_WRONLY | O_CREAT | O_TRUNC;
    int null = open("/dev/null", O_RDONLY);

    if (traced)
        (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    (void)dup2(null, 0);
    (void)dup2(open(out, flags, 0600), 1);
    (void)dup2(open(err, flags, 0600), 2);
    (void)execve(call->words[0], call->words, call->environment);
    _exit(127);
}

pid_t call_start(const struct call *call, bool traced)
{
    char out[PATH_MAX];
    char err[PATH_MAX];
    pid_t pid;

    snprintf(out, sizeof out, "%s/out", settings.scratch);
    snprintf(err, sizeof err, "%s/err", settings.scratch);
    pid = fork();
    if (pid == 0)
        become(call, out, err, traced);
    return pid;
}

static void look_at_command_line(struct round *round, pid_t pid)
{
    char path[64];
    char bytes[4096];
    FILE *file;
    size_t n = 0;

    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    file = fopen(path, "r");
    if (file) {
        n = fread(bytes, 1, sizeof bytes - 1, file);
        fclose(file);
    }
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\0')
            bytes[i] = ' ';
    }
    bytes[n] = '\0';
    text_add(&round->verdict.said, bytes);
}

/* @return its exit status; 128 + N after signal N */
static int finish(struct round *round, pid_t pid)
{
    int64_t began = now_ms();
    int status = 0;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        meanwhile(round);
        usleep(500);
        if (now_ms() > began + LONGEST_MS) {
            round->verdict.hung = true;
            (void)kill(pid, SIGKILL);
            (void)waitpid(pid, &status, 0);
            break;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- what it said ---- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    char bytes[8192];
    size_t n;

    text_add(&text, "");
    while (file && (n = fread(bytes, 1, sizeof bytes - 1, file)) > 0) {
        for (size_t i = 0; i < n; i++) {
            if (bytes[i] == '\0')
                bytes[i] = ' ';
        }
        bytes[n] = '\0';
        text_add(&text, bytes);
    }
    if (file)
        fclose(file);
    return text;
}

static void add_loud(struct verdict *v, const json_t *value)
{
    const char *text = json_string_value(value);

    if (!text)
        return;
    text_add(&v->loud, text);
    text_add(&v->loud, "\n");
}

static void take_json(struct verdict *v, const char *text)
{
    static const char left[] = "left on the router:\n";
    json_t *root = json_loads(text, 0, NULL);
    const char *result = json_string_value(json_object_get(root, "result"));
    const json_t *error = json_object_get(root, "error");
    json_t *warning;
    size_t i;

    snprintf(v->result, sizeof v->result, "%s", result ? result : "no JSON");
    json_array_foreach(json_object_get(root, "warnings"), i, warning)
    {
        const char *words = json_string_value(warning);

        add_loud(v, warning);
        if (words && strncmp(words, left, sizeof left - 1) == 0)
            text_add(&v->leftover, words + sizeof left - 1);
    }
    add_loud(v, json_object_get(error, "message"));
    add_loud(v, json_object_get(error, "statement"));
    add_loud(v, json_object_get(error, "answer"));
    json_decref(root);
}

/* Everything in a directory, for the search for secrets. */
static void take_files(struct verdict *v, const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        char *inner = text_format("%s/%s", path, entry->d_name);
        struct stat info;

        if (entry->d_name[0] == '.' || lstat(inner, &info) < 0 ||
            strcmp(entry->d_name, "proof.rtx") == 0 ||
            strcmp(entry->d_name, "tty") == 0 ||
            strncmp(entry->d_name, "host_key", 8) == 0 ||
            strcmp(entry->d_name, "known_hosts") == 0) {
            free(inner);
            continue;
        }
        if (S_ISDIR(info.st_mode)) {
            take_files(v, inner);
        } else if (S_ISREG(info.st_mode)) {
            char *text = read_file(inner);

            text_add(&v->said, text);
            free(text);
            v->exposed = v->exposed || (info.st_mode & 077 &&
                                        strcmp(entry->d_name, "out") != 0 &&
                                        strcmp(entry->d_name, "err") != 0);
        }
        free(inner);
    }
    if (dir)
        closedir(dir);
}

void listen_to(struct round *round, int status)
{
    struct verdict *v = &round->verdict;
    char *path = text_format("%s/out", settings.scratch);
    char *text = read_file(path);

    free(v->leftover);
    v->leftover = NULL;
    text_add(&v->leftover, "");
    take_json(v, text);
    v->exit = status;
    take_files(v, settings.scratch);
    free(text);
    free(path);
}

/* ---- the cases ---- */

void call_go_on(struct call *call, const struct round *round)
{
    call_begin(call, round);
    word(call, text_format(round->kind->afterwards == RESUME ? "--resume"
                                                             : "--rollback"));
}

enum { CANNOT_LOG_IN = 4 }; /* an exit status */

void go_on(struct round *round)
{
    struct call call;

    if (round->kind->afterwards == NOBODY) {
        rtx_emulator_advance(round->router.emulator, CONFIRM_S + 180);
        router_wait_restart(&round->router);
        snprintf(round->verdict.result, sizeof round->verdict.result, "nobody");
        round->verdict.exit = -1;
        return;
    }
    /* whoever could not even log in tries again; the machine may be busy */
    for (int tries = 0; tries < 3; tries++) {
        call_go_on(&call, round);
        listen_to(round, finish(round, call_start(&call, false)));
        call_end(&call);
        if (round->verdict.exit != CANNOT_LOG_IN)
            break;
    }
}

bool awaits(const struct round *round)
{
    return strcmp(round->verdict.result, "awaiting_confirmation") == 0;
}

void program(struct round *round)
{
    struct call call;
    pid_t pid;

    call_push(&call, round);
    pid = call_start(&call, false);
    usleep(1000);
    look_at_command_line(round, pid);
    listen_to(round, finish(round, pid));
    call_end(&call);
    if (round->kind->confirm && awaits(round))
        go_on(round);
}
