/* What was typed and answered, for bug reports: readable, secrets as ***. */
#include "session/internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "dialect/commands.h"

int rtx_session_set_transcript(rtx_session *s, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "a");

    if (!file) {
        if (fd >= 0)
            close(fd);
        return session_fail(s, RTX_E_IO, "%s cannot be written", path);
    }
    transcript_close(s);
    s->transcript = file;
    return 0;
}

void transcript_close(rtx_session *s)
{
    if (s->transcript)
        fclose(s->transcript);
    s->transcript = NULL;
}

static void stamp(FILE *file, const char *mark)
{
    struct timespec now;
    struct tm local;
    char text[32] = "";

    clock_gettime(CLOCK_REALTIME, &now);
    if (localtime_r(&now.tv_sec, &local))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
    fprintf(file, "%s.%03ld %s ", text, now.tv_nsec / 1000000, mark);
}

void transcript_typed(rtx_session *s, const char *text)
{
    struct rtx_buf shown;

    if (!s->transcript)
        return;
    rtx__buf_init_secret(&shown, 1 << 16);
    stamp(s->transcript, ">");
    if (text && rtx__statement_redact(text, "***", &shown) == 0)
        fprintf(s->transcript, "%s\n", rtx__buf_str(&shown));
    else
        fputs("***\n", s->transcript);
    fflush(s->transcript);
    rtx__buf_free(&shown);
}

/* A line of the output: a statement of show config has secrets, too. */
static void put_line(FILE *file, const char *line, size_t length)
{
    char *copy = rtx__strndup(line, length);
    struct rtx_buf shown;
    struct rtx_word word;

    rtx__buf_init_secret(&shown, SIZE_MAX / 4);
    stamp(file, "<");
    if (copy && rtx__words(copy, &word, 1) >= 0 &&
        rtx__command_secrets(copy) == 0)
        fprintf(file, "%s\n", copy);
    else if (copy && rtx__statement_redact(copy, "***", &shown) == 0)
        fprintf(file, "%s\n", rtx__buf_str(&shown));
    else
        fputs("(a line that cannot be shown)\n", file);
    rtx__buf_free(&shown);
    if (copy)
        rtx__wipe(copy, length);
    rtx_free(copy);
}

void transcript_answered(rtx_session *s, const struct rtx_reply *reply)
{
    static const char *const ends[] = {"nothing",
                                       "prompt",
                                       "a password question",
                                       "a user name question",
                                       "a question",
                                       "closed",
                                       "no answer",
                                       "too long an answer",
                                       "a page",
                                       "a boot",
                                       "the login"};
    struct rtx_buf utf8;
    const char *line;

    if (!s->transcript)
        return;
    rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
    (void)session_decode(s, reply, &utf8);
    for (line = rtx__buf_str(&utf8); *line;) {
        size_t length = strcspn(line, "\n");

        put_line(s->transcript, line, length);
        line += length + (line[length] ? 1 : 0);
    }
    stamp(s->transcript, "=");
    fprintf(s->transcript, "%s%s%s%s\n", ends[reply->end],
            reply->clean ? "" : ", damaged echo",
            reply->prompt.context[0] ? ", in " : "", reply->prompt.context);
    fflush(s->transcript);
    rtx__buf_free(&utf8);
}
