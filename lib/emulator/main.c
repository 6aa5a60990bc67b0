/* rtx-emulator: a fake RTX810 for the command line. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <rtx/emulator.h>

enum { USAGE = 64, FILE_MAX = 16 << 20 };

static const char synopsis[] =
    "usage: rtx-emulator [--telnet ADDR:PORT] [--ssh ADDR:PORT] [--pty]\n"
    "           [--startup FILE] [--charset ascii|sjis|euc|utf8]\n"
    "           [--login-password-file F] [--admin-password-file F]\n"
    "           [--user NAME:PASSWORD_FILE] [--host-key FILE]\n"
    "           [--known-hosts-file F] [--user-key NAME:PUBLIC_KEY_FILE]\n"
    "           [--option NAME=VALUE]... [--seed N] [--rtt MS] [--baud N]\n"
    "           [--state FILE] [--fault SPEC] [--ready-file F]\n"
    "       rtx-emulator --help\n"
    "A fake Yamaha RTX810. Port 0 picks a free one; one URI per endpoint goes\n"
    "to standard output and to the ready file. It runs until SIGINT or\n"
    "SIGTERM. --telnet, --ssh, --user, --user-key, --option and --fault may "
    "be\ngiven often. Keys let users in once --option ssh-publickey=on.\n";

struct program {
    rtx_emulator *emulator;
    struct rtx_error error;
    const char *ready_file;
    const char *known_hosts_file;
    const char *charset;
    int endpoints;
};

static int fail(const char *what, const char *detail)
{
    fprintf(stderr, "rtx-emulator: %s%s%s\n", what, detail ? ": " : "",
            detail ? detail : "");
    return USAGE;
}

static int failed(const struct program *p)
{
    return fail(p->error.message, NULL);
}

static void help(void)
{
    struct rtx_emulator_option_info option = {.size = sizeof option};
    struct rtx_emulator_fault_info fault = {.size = sizeof fault};
    struct rtx_emulator_trouble_info trouble = {.size = sizeof trouble};

    fputs(synopsis, stdout);
    fputs("\nOptions (--option NAME=VALUE). Those marked \"open\" are what "
          "nobody has seen the\nreal router do: test with each value.\n\n",
          stdout);
    for (size_t i = 0; rtx_emulator_option_info(i, &option) == 0; i++)
        printf("  %s=%s\n      default %s%s%s\n      %s\n", option.name,
               option.values, option.initial[0] ? option.initial : "(empty)",
               option.standing[0] ? "; " : "", option.standing, option.meaning);
    fputs("\nFaults (--fault SPEC[,times=N][,connection=N]):\n\n", stdout);
    for (size_t i = 0; rtx_emulator_fault_info(i, &fault) == 0; i++)
        printf("  %s\n      %s\n", fault.form, fault.meaning);
    fputs("\nTroubles of lines and VPN clients (--option trouble=NAME):\n\n",
          stdout);
    for (size_t i = 0; rtx_emulator_trouble_info(i, &trouble) == 0; i++)
        printf("  %s\n      %s%s%s\n", trouble.name, trouble.meaning,
               trouble.remedy[0] ? "; remedy: " : "", trouble.remedy);
    fputs("\nState (--state FILE): a JSON object, see rtx_emulator_state() in\n"
          "<rtx/emulator.h>.\n",
          stdout);
}

/* The whole of a file; owned. */
static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(FILE_MAX) : NULL;

    if (text) {
        *length = fread(text, 1, FILE_MAX - 1, file);
        text[*length] = '\0';
    }
    if (file)
        fclose(file);
    return text;
}

/* The first line of a file; owned. */
static char *read_password(const char *path)
{
    size_t length = 0;
    char *text = read_file(path, &length);

    if (text)
        text[strcspn(text, "\r\n")] = '\0';
    return text;
}

static int take_password(struct program *p, const char *path,
                         int (*set)(rtx_emulator *emulator,
                                    const char *password,
                                    struct rtx_error *error))
{
    char *password = read_password(path);
    int rc;

    if (!password)
        return fail("cannot read", path);
    rc = set(p->emulator, password, &p->error);
    free(password);
    return rc < 0 ? failed(p) : 0;
}

static int take_user(struct program *p, const char *value)
{
    const char *colon = strchr(value, ':');
    char *password;
    char *name;
    int rc = -1;

    if (!colon || colon == value)
        return fail("not NAME:PASSWORD_FILE", value);
    password = read_password(colon + 1);
    if (!password)
        return fail("cannot read", colon + 1);
    name = strndup(value, (size_t)(colon - value));
    if (name)
        rc = rtx_emulator_user(p->emulator, name, password, &p->error);
    free(name);
    free(password);
    return rc < 0 ? failed(p) : 0;
}

static int take_user_key(struct program *p, const char *value)
{
    const char *colon = strchr(value, ':');
    char *name = colon ? strndup(value, (size_t)(colon - value)) : NULL;
    char *line = colon ? read_password(colon + 1) : NULL;
    int rc = 0;

    if (!name || !line)
        rc = fail("not NAME:PUBLIC_KEY_FILE", value);
    else if (rtx_emulator_authorized_key(p->emulator, name, line, &p->error) <
             0)
        rc = failed(p);
    free(name);
    free(line);
    return rc;
}

static int take_option(struct program *p, const char *value)
{
    const char *equal = strchr(value, '=');
    char *name;
    int rc = -1;

    if (!equal)
        return fail("not NAME=VALUE", value);
    name = strndup(value, (size_t)(equal - value));
    if (name)
        rc = rtx_emulator_option(p->emulator, name, equal + 1, &p->error);
    free(name);
    return rc < 0 ? failed(p) : 0;
}

static int take_startup(struct program *p, const char *path)
{
    size_t length = 0;
    char *text = read_file(path, &length);
    int rc;

    if (!text)
        return fail("cannot read", path);
    rc = rtx_emulator_startup(p->emulator, text, length, &p->error);
    free(text);
    return rc < 0 ? failed(p) : 0;
}

static int take_state(struct program *p, const char *path)
{
    size_t length = 0;
    char *text = read_file(path, &length);
    int rc;

    if (!text)
        return fail("cannot read", path);
    rc = rtx_emulator_state(p->emulator, text, &p->error);
    free(text);
    return rc < 0 ? failed(p) : 0;
}

static int take_named(struct program *p, const char *name, const char *value)
{
    return rtx_emulator_option(p->emulator, name, value, &p->error) < 0
               ? failed(p)
               : 0;
}

static int take_charset(struct program *p, const char *value)
{
    if (strcmp(value, "ascii") != 0 && strcmp(value, "sjis") != 0 &&
        strcmp(value, "euc") != 0 && strcmp(value, "utf8") != 0)
        return fail("no such character set", value);
    p->charset = value;
    return 0;
}

static int take(struct program *p, const char *flag, const char *value)
{
    if (strcmp(flag, "--telnet") == 0) {
        p->endpoints++;
        return rtx_emulator_listen(p->emulator, value, &p->error) < 0
                   ? failed(p)
                   : 0;
    }
    if (strcmp(flag, "--ssh") == 0) {
        p->endpoints++;
        return rtx_emulator_listen_ssh(p->emulator, value, &p->error) < 0
                   ? failed(p)
                   : 0;
    }
    if (strcmp(flag, "--host-key") == 0)
        return rtx_emulator_host_key(p->emulator, value, &p->error) < 0
                   ? failed(p)
                   : 0;
    if (strcmp(flag, "--known-hosts-file") == 0) {
        p->known_hosts_file = value;
        return 0;
    }
    if (strcmp(flag, "--startup") == 0)
        return take_startup(p, value);
    if (strcmp(flag, "--state") == 0)
        return take_state(p, value);
    if (strcmp(flag, "--charset") == 0)
        return take_charset(p, value);
    if (strcmp(flag, "--login-password-file") == 0)
        return take_password(p, value, rtx_emulator_login_password);
    if (strcmp(flag, "--admin-password-file") == 0)
        return take_password(p, value, rtx_emulator_admin_password);
    if (strcmp(flag, "--user") == 0)
        return take_user(p, value);
    if (strcmp(flag, "--user-key") == 0)
        return take_user_key(p, value);
    if (strcmp(flag, "--option") == 0)
        return take_option(p, value);
    if (strcmp(flag, "--seed") == 0 || strcmp(flag, "--rtt") == 0 ||
        strcmp(flag, "--baud") == 0)
        return take_named(p, flag + 2, value);
    if (strcmp(flag, "--fault") == 0)
        return rtx_emulator_fault(p->emulator, value, &p->error) < 0 ? failed(p)
                                                                     : 0;
    if (strcmp(flag, "--ready-file") == 0) {
        p->ready_file = value;
        return 0;
    }
    return fail("no such option", flag);
}

static int take_pty(struct program *p)
{
    p->endpoints++;
    return rtx_emulator_pty(p->emulator, &p->error) < 0 ? failed(p) : 0;
}

/* The startup file comes before what is laid over it. */
static int parse(struct program *p, int argc, char **argv, int startup)
{
    for (int i = 1; i < argc; i++) {
        const char *flag = argv[i];
        int rc;

        if (strcmp(flag, "--pty") == 0) {
            rc = startup ? 0 : take_pty(p);
        } else if (i + 1 >= argc) {
            return fail("a value is missing, or no such option", flag);
        } else {
            i++;
            rc = (strcmp(flag, "--startup") == 0) == startup
                     ? take(p, flag, argv[i])
                     : 0;
        }
        if (rc)
            return rc;
    }
    return 0;
}

/* --charset: what `console character` says at boot. */
static int set_charset(struct program *p)
{
    char *text;
    char *with;
    size_t length;
    int rc;

    if (!p->charset)
        return 0;
    if (strcmp(p->charset, "utf8") == 0 && take_named(p, "utf8", "accept"))
        return USAGE;
    text = rtx_emulator_saved(p->emulator);
    length = text ? strlen(text) : 0;
    with = malloc(length + 64);
    if (!with || !text) {
        free(with);
        rtx_emulator_text_free(text);
        return fail("out of memory", NULL);
    }
    snprintf(with, length + 64, "%s%sconsole character %s\n", text,
             length && text[length - 1] != '\n' ? "\n" : "",
             strcmp(p->charset, "utf8") == 0 ? "ja.utf8" : p->charset);
    rc = rtx_emulator_startup(p->emulator, with, strlen(with), &p->error);
    free(with);
    rtx_emulator_text_free(text);
    return rc < 0 ? failed(p) : 0;
}

static void write_endpoints(struct program *p, FILE *file)
{
    const char *uri;

    for (size_t i = 0; (uri = rtx_emulator_endpoint(p->emulator, i)); i++)
        fprintf(file, "%s\n", uri);
}

static void write_host_keys(struct program *p, FILE *file)
{
    for (size_t i = 0; rtx_emulator_endpoint(p->emulator, i); i++) {
        char *line = rtx_emulator_host_key_line(p->emulator, i);

        if (line)
            fprintf(file, "%s\n", line);
        rtx_emulator_text_free(line);
    }
}

/* Written beside and renamed, so that a reader finds all of it or nothing. */
static int write_whole(struct program *p, const char *to,
                       void (*write)(struct program *p, FILE *file))
{
    char path[4096];
    FILE *file;
    int rc;

    if (!to)
        return 0;
    if (snprintf(path, sizeof path, "%s.%ld", to, (long)getpid()) >=
        (int)sizeof path)
        return fail("path too long", to);
    file = fopen(path, "w");
    if (!file)
        return fail("cannot write", path);
    write(p, file);
    rc = fclose(file);
    if (rc != 0 || rename(path, to) != 0) {
        remove(path);
        return fail("cannot write", to);
    }
    return 0;
}

/* A listening socket must not become standard output; nor must who does not
 * read it end us. */
static void see_to_streams(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
            _exit(USAGE);
    }
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

/* A thousand sessions are a thousand descriptors. */
static void allow_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int run(struct program *p)
{
    sigset_t signals;
    int signal;

    allow_descriptors();
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    /* before the thread is made, so that it inherits the mask */
    sigprocmask(SIG_BLOCK, &signals, NULL);
    if (rtx_emulator_start(p->emulator, &p->error) < 0)
        return failed(p);
    if (write_whole(p, p->known_hosts_file, write_host_keys) ||
        write_whole(p, p->ready_file, write_endpoints))
        return USAGE;
    write_endpoints(p, stdout);
    fflush(stdout);
    while (sigwait(&signals, &signal) != 0)
        ;
    rtx_emulator_stop(p->emulator);
    return 0;
}

int main(int argc, char **argv)
{
    struct program p = {.error = {.size = sizeof p.error}};
    int rc;

    see_to_streams();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        help();
        return fflush(stdout) == 0 ? 0 : fail("standard output", "not written");
    }
    if (rtx_emulator_new(&p.emulator, &p.error) < 0)
        return failed(&p);
    rc = parse(&p, argc, argv, 1);
    if (rc == 0)
        rc = parse(&p, argc, argv, 0);
    if (rc == 0 && p.endpoints == 0)
        rc = fail(
            "nothing to listen on: give --telnet ADDR:PORT, --ssh ADDR:PORT or "
            "--pty",
            NULL);
    if (rc == 0)
        rc = set_charset(&p);
    if (rc == 0)
        rc = run(&p);
    rtx_emulator_free(p.emulator);
    if (rc == USAGE)
        fputs("rtx-emulator --help tells more\n", stderr);
    return rc;
}
