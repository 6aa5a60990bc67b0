/*
 * rtx-show in parts: the way to the router, the forms of an output, and what
 * comes again and again.
 */
#ifndef RTX_EXAMPLES_SHOW_H
#define RTX_EXAMPLES_SHOW_H

#include <stdio.h>
#include <sys/ioctl.h>

#include "common/cli.h"

enum show_format {
    SHOW_AS_TABLE,  /* nothing was asked for: of all commands, JSON */
    SHOW_AS_TABLES, /* of all commands as well */
    SHOW_AS_JSON,
    SHOW_AS_TEXT,
    SHOW_AS_NTC,
    SHOW_AS_PROMETHEUS
};

/* How a table says amounts: rounded on a terminal, else to the last octet. */
enum show_units { SHOW_UNITS_AUTO, SHOW_UNITS_HUMAN, SHOW_UNITS_EXACT };

struct show {
    struct cli cli;
    enum show_format format;
    enum show_units units;
    const char *parse;
    bool secrets;
    bool any;    /* also what does more than look */
    int watch_s; /* 0: once */
};

/* A session; NULL: *code is the exit code, and why has been said. */
rtx_session *show_connect(struct show *s, int *code);
void show_leave(const struct show *s, rtx_session *session);
/* Run a command, as administrator where it takes one; *text by rtx_free(). */
int show_ask(struct show *s, rtx_session *session, const char *command,
             char **text);
/* Say what went wrong in a session; the exit code. */
int show_failed(const struct show *s, const rtx_session *session, int rc);

/* `text` in the form that was asked for; RTX_E_UNSUPPORTED: it has none. */
int show_render(const struct show *s, FILE *out, bool colour,
                const char *command, const char *text, size_t length);
/* The terminal's; zeroes where there is none. */
struct winsize show_size(void);

/* All samples, or one command again and again; the exit code. */
int show_gather(struct show *s);
int show_watch(struct show *s, const char *command);

/* A command's text as ntc-templates' templates would give it: a list of objects
 * of texts. RTX_E_UNSUPPORTED: no template for the command. */
int show_ntc(FILE *out, const char *command, const char *text, size_t length);

/* Samples for Prometheus, gathered over several commands. */
struct show_metrics;

struct show_metrics *show_metrics_new(void);
void show_metrics_free(struct show_metrics *metrics);
/* Take the samples of an output. 1: it has some; 0: a command without any. */
int show_metrics_add(struct show_metrics *metrics, const void *output);
int show_metrics_print(const struct show_metrics *metrics, FILE *out);
/* The samples of a command's text; "all": of a transcript. RTX_E_UNSUPPORTED:
 * the command gives none. */
int show_add(struct show_metrics *metrics, const char *command,
             const char *text, size_t length);

/*
 * `text` on a terminal at the top of its screen, with what differs from
 * `before` (may be NULL) highlighted; no more than `rows` lines (0: all).
 */
void show_redraw(FILE *out, const char *title, const char *text,
                 const char *before, int rows);

#endif
