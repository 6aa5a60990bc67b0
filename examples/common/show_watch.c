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
static volatile sig_atomic_t resized;

/* Another screen, no cursor, and lines that are too long end at its edge. */
static const char screen_on[] = "\033[?1049h\033[?25l\033[?7l";
static const char screen_off[] = "\033[?7h\033[?25h\033[?1049l";

/* What is shown: as the router printed it, and as it was rendered. */
struct shown {
    char *text;
    char *form;
};

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

static void resize(int number)
{
    (void)number;
    resized = 1;
}

static void sleep_a_little(void)
{
    const struct timespec slice = {0, 100000000};

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

/* Render it for the terminal as it is now; before: mark what differs. */
static int render(const struct show *s, const char *command,
                  struct shown *shown, const char *before)
{
    char *form = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&form, &size);
    int rc = out ? show_render(s, out, false, command, shown->text,
                               strlen(shown->text))
                 : RTX_E_NOMEM;

    if (out && fclose(out) != 0)
        rc = rc < 0 ? rc : RTX_E_NOMEM;
    if (rc < 0) {
        free(form);
        return rc;
    }
    resized = 0;
    show_once(s, command, form, before);
    free(shown->form);
    shown->form = form;
    return 0;
}

/* One round: ask, render, show. */
static int round_of(struct show *s, rtx_session *session, const char *command,
                    struct shown *shown)
{
    char *text = NULL;
    int rc = show_ask(s, session, command, &text);

    if (rc < 0) {
        rtx_free(text);
        return rc;
    }
    rtx_free(shown->text);
    shown->text = text;
    return render(s, command, shown, shown->form);
}

/* Until the next round; the terminal's size may change meanwhile. */
static int rest(const struct show *s, const char *command, struct shown *shown)
{
    int rc = 0;

    for (int i = 0; i < s->watch_s * 10 && !stopped && rc == 0; i++) {
        sleep_a_little();
        if (resized && on_screen)
            rc = render(s, command, shown, NULL);
    }
    return rc;
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
        for (int i = 0; i < 10 && !session && !stopped; i++)
            sleep_a_little();
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

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};

    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    action.sa_handler = resize;
    action.sa_flags = SA_RESTART;
    (void)sigaction(SIGWINCH, &action, NULL);
}

int show_watch(struct show *s, const char *command)
{
    struct shown shown = {NULL, NULL};
    int code;
    rtx_session *session = show_connect(s, &code);
    int rc = 0;

    if (!session)
        return code;
    catch_signals();
    on_screen = isatty(STDOUT_FILENO);
    if (on_screen)
        fputs(screen_on, stdout);
    while (session && !stopped) {
        rc = round_of(s, session, command, &shown);
        if (ferror(stdout))
            break;
        if (rc == 0)
            rc = rest(s, command, &shown);
        if (rc < 0 && !RTX_IS_FATAL(rc))
            break;
        if (rc < 0) {
            rtx_session_free(session);
            session = connect_again(s, &code);
        }
    }
    if (on_screen)
        fputs(screen_off, stdout);
    fflush(stdout);
    if (session)
        code = exit_code(s, session, command, rc);
    show_leave(s, session);
    rtx_free(shown.text);
    free(shown.form);
    return code;
}
