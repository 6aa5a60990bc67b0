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
    FILE *file;
    int fd;

    if (!s)
        return RTX_E_ARGUMENT;
    if (!path)
        return session_reject(s, "no file");
    fd = rtx__above_streams(
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    file = fd < 0 ? NULL : fdopen(fd, "a");
    if (!file) {
        if (fd >= 0)
            close(fd);
        return session_fail(s, RTX_E_IO, "%s cannot be written", path);
    }
    transcript_close(s);
    s->transcript = file;
    return 0;
}

int rtx_session_transcript_lost(const rtx_session *s)
{
    return s ? s->transcript_lost : RTX_E_ARGUMENT;
}

static void flush(rtx_session *s)
{
    if (fflush(s->transcript) != 0)
        s->transcript_lost = true;
}

void transcript_close(rtx_session *s)
{
    if (s->transcript)
        fclose(s->transcript);
    s->transcript = NULL;
    rtx__buf_free(&s->known_secrets);
}

/* ---- secrets by value: noise can move them out of their statement ---- */

enum { SHORTEST = 4, KNOWN_MOST = 1 << 20 };

static bool is_known(const rtx_session *s, const char *word, size_t length)
{
    const char *known = s->known_secrets.data;
    const char *end = known ? known + s->known_secrets.length : NULL;

    for (; known && known < end; known += strlen(known) + 1) {
        if (strlen(known) == length && memcmp(known, word, length) == 0)
            return true;
    }
    return false;
}

/* The secret words of a line, each once, with a NUL behind it. */
static void learn(rtx_session *s, const char *line)
{
    struct rtx_word words[64];
    int count = rtx__words(line, words, 64);
    unsigned long secrets = rtx__command_secrets(line);

    if (!s->known_secrets.ceiling)
        rtx__buf_init_secret(&s->known_secrets, KNOWN_MOST);
    for (int i = 0; i < count && i < 64; i++) {
        const char *word = line + words[i].at;
        size_t length = words[i].length;

        if (!(secrets >> i & 1))
            continue;
        if (length > 2 && (*word == '"' || *word == '\'')) {
            word++;
            length -= 2;
        }
        if (length < SHORTEST || is_known(s, word, length))
            continue;
        (void)rtx__buf_add(&s->known_secrets, word, length);
        (void)rtx__buf_add(&s->known_secrets, "", 1);
    }
}

static void mask(const rtx_session *s, char *text)
{
    const char *known = s->known_secrets.data;
    const char *end = known ? known + s->known_secrets.length : NULL;

    for (; known && known < end; known += strlen(known) + 1) {
        size_t length = strlen(known);

        for (char *at = text; (at = strstr(at, known)) != NULL; at += length)
            memset(at, '*', length);
    }
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
    if (text)
        learn(s, text);
    rtx__buf_init_secret(&shown, 1 << 16);
    stamp(s->transcript, ">");
    if (text && rtx__statement_redact(text, "***", &shown) == 0)
        fprintf(s->transcript, "%s\n", rtx__buf_str(&shown));
    else
        fputs("***\n", s->transcript);
    flush(s);
    rtx__buf_free(&shown);
}

/* A line of show config that noise has been at: what is none may be the rest of
 * a statement, and the router writes no comment behind one. */
static bool is_damaged(const char *line)
{
    if (line[0] == '#' || line[0] == '\0' || rtx__is_error_line(line, NULL))
        return false;
    return !rtx__command_find(line) || rtx__is_garbled(line) ||
           rtx__find_bare(line, "#");
}

/* What of a line may be shown, as `shown`; false: nothing. */
static bool presentable(const char *line, bool config, struct rtx_buf *shown)
{
    struct rtx_word word;

    if (config && is_damaged(line))
        return false;
    if (rtx__words(line, &word, 1) >= 0 && rtx__command_secrets(line) == 0)
        return rtx__buf_text(shown, line) == 0;
    return rtx__statement_redact(line, "***", shown) == 0;
}

static void put_line(rtx_session *s, const char *line, size_t length,
                     bool config)
{
    char *copy = rtx__strndup(line, length);
    struct rtx_buf shown;

    rtx__buf_init_secret(&shown, SIZE_MAX / 4);
    stamp(s->transcript, "<");
    /* a table's heading may look like a statement that nobody knows */
    if (copy && (config || rtx__command_find(copy)))
        learn(s, copy);
    if (copy && presentable(copy, config, &shown)) {
        if (shown.data)
            mask(s, shown.data);
        fprintf(s->transcript, "%s\n", rtx__buf_str(&shown));
    } else {
        fputs("(a line that cannot be shown)\n", s->transcript);
    }
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
    struct rtx_reply head = session_head(reply);
    struct rtx_buf utf8;
    const char *line;

    if (!s->transcript)
        return;
    rtx__buf_init_secret(&utf8, SIZE_MAX / 4);
    (void)session_decode(s, reply->end == RTX_END_PROMPT ? reply : &head,
                         &utf8);
    for (line = rtx__buf_str(&utf8); *line;) {
        size_t length = strcspn(line, "\n");

        put_line(s, line, length, (reply->flags & RTX_EXCHANGE_CONFIG) != 0);
        line += length + (line[length] ? 1 : 0);
    }
    stamp(s->transcript, "=");
    fprintf(s->transcript, "%s%s%s%s\n", ends[reply->end],
            reply->clean ? "" : ", damaged echo",
            reply->prompt.context[0] ? ", in " : "", reply->prompt.context);
    flush(s);
    rtx__buf_free(&utf8);
}
