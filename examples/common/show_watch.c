/* rtx-show --watch: a command asked again and again. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/show.h"

static volatile sig_atomic_t stopped;
/* Nobody is logged in: there is nothing to leave. */
static volatile sig_atomic_t connecting;
static volatile sig_atomic_t on_screen;

static const char screen_on[] = "\033[?1049h\033[?25l";
static const char screen_off[] = "\033[?25h\033[?1049l";

static void stop(int number)
{
    (void)number;
    if (connecting || stopped) {
        if (on_screen) {
            ssize_t n = write(STDOUT_FILENO, screen_off, sizeof screen_off - 1);

            (void)n;
        }
        _exit(EXIT_DONE);
    }
    stopped = 1;
}

static void rest(int seconds)
{
    const struct timespec slice = {0, 100000000};

    for (int i = 0; i < seconds * 10 && !stopped; i++)
        (void)nanosleep(&slice, NULL);
}

static void show_once(const struct show *s, const char *command,
                      const char *form, const char *before)
{
    char title[200];
    char when[32];
    time_t now = time(NULL);
    struct tm tm;

    (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S",
                   localtime_r(&now, &tm));
    snprintf(title, sizeof title, "%s  %s", when, command);
    if (on_screen) {
        show_redraw(stdout, title, form, getenv("NO_COLOR") ? NULL : before,
                    show_size().ws_row);
    } else {
        if (s->format != SHOW_AS_JSON && s->format != SHOW_AS_NTC)
            printf("# %s\n", title);
        fputs(form, stdout);
        fflush(stdout);
    }
}

/* One round: ask, render, show. *before is what was shown last. */
static int round_of(struct show *s, rtx_session *session, const char *command,
                    char **before)
{
    char *text = NULL;
    char *form = NULL;
    size_t size = 0;
    int rc = show_ask(s, session, command, &text);
    FILE *out = rc == 0 ? open_memstream(&form, &size) : NULL;

    if (out) {
        rc = show_render(s, out, false, command, text, strlen(text));
        if (fclose(out) != 0 || rc < 0) {
            free(form);
            form = NULL;
        }
    }
    rtx_free(text);
    if (!form)
        return rc < 0 ? rc : RTX_E_NOMEM;
    show_once(s, command, form, *before);
    free(*before);
    *before = form;
    return 0;
}

/* The line was lost: tried again for as long as a session takes to open. */
static rtx_session *connect_again(struct show *s, int *code)
{
    time_t end = time(NULL) + s->cli.timeout_ms / 1000;
    struct rtx_error error;
    rtx_session *session = NULL;

    connecting = 1;
    while (!session && !stopped) {
        rtx_error_init(&error);
        session = cli_open(&s->cli, &error, code);
        /* a wrong password does not get better, only locked out */
        if (!session && (error.code == RTX_E_LOGIN || time(NULL) >= end))
            break;
        if (!session)
            rest(1);
    }
    connecting = 0;
    if (!session && on_screen) {
        fputs(screen_off, stdout);
        fflush(stdout);
        on_screen = 0;
    }
    if (!session)
        cli_print_error(&s->cli, &error);
    return session;
}

static int exit_code(const struct show *s, const rtx_session *session,
                     const char *command, int rc)
{
    if (stopped || rc == 0)
        return EXIT_DONE;
    if (rc == RTX_E_UNSUPPORTED)
        fprintf(stderr, "rtx-show: %s: nothing in that format\n", command);
    return rc == RTX_E_UNSUPPORTED ? EXIT_USAGE : show_failed(s, session, rc);
}

int show_watch(struct show *s, const char *command)
{
    struct sigaction action = {.sa_handler = stop};
    char *before = NULL;
    int code;
    rtx_session *session = show_connect(s, &code);
    int rc = 0;

    if (!session)
        return code;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    on_screen = isatty(STDOUT_FILENO);
    if (on_screen)
        fputs(screen_on, stdout);
    while (session && !stopped) {
        rc = round_of(s, session, command, &before);
        if (rc < 0 && !RTX_IS_FATAL(rc))
            break;
        if (rc < 0) {
            rtx_session_free(session);
            session = connect_again(s, &code);
        } else {
            rest(s->watch_s);
        }
    }
    if (on_screen)
        fputs(screen_off, stdout);
    fflush(stdout);
    if (session)
        code = exit_code(s, session, command, rc);
    show_leave(s, session);
    free(before);
    return code;
}
