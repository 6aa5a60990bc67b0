/* clang-format off */
/*
 * Runs tests/console/NAME.script: what the router sends, what must be typed,
 * what must come of it. Every script runs four ways: bytes fed whole, one by
 * one, one by one with time passing, and in random pieces.
 *
 *   charset: sjis             what `router` and `reply` are in (they stand in
 *                             UTF-8 here); ascii when not given
 *   window: N                 bytes in flight at first (default 1024)
 *   send FLAG…: TEXT          queue an exchange
 *   router: TEXT              bytes from the router; \r \n \b \e \xHH \s (blank)
 *   out: TEXT                 exactly this waits to be written
 *   wait: MS                  let time pass
 *   reply END [dirty] [admin] [context NAME]: OUTPUT
 *   none:                     no reply is there
 *   notices: TEXT             what console info said so far
 *   eof:                      the router closes
 */
/* clang-format on */
#include <dirent.h>

#include "console/console.h"
#include "test.h"

enum way { WHOLE, BYTES, SLOW_BYTES, PIECES, WAYS };

struct run {
    rtx_console *console;
    enum way way;
    uint32_t seed;
    int64_t now;
    int charset;
    const char *script;
    int line;
};

static void complain(struct run *run, const char *what, const char *expected,
                     const char *actual)
{
    static const char *const ways[] = {"whole", "bytes", "slow", "pieces"};

    printf("\n%s:%d (%s): %s\n--- expected\n%s\n--- actual\n%s\n---\n",
           run->script, run->line, ways[run->way], what, expected, actual);
    CU_FAIL("script");
}

/* \r \n \b \e \s \xHH \\ */
static void unescape(const char *text, struct rtx_buf *ret)
{
    static const char names[] = "rnbes0\\";
    static const char bytes[] = "\r\n\b\x1b \0\\";

    for (; *text; text++) {
        const char *at;

        if (*text != '\\') {
            rtx__buf_char(ret, *text);
            continue;
        }
        text++;
        at = strchr(names, *text);
        if (*text == 'x') {
            char hex[3] = {text[1], text[2], '\0'};

            rtx__buf_char(ret, (char)strtol(hex, NULL, 16));
            text += 2;
        } else if (at && *text) {
            rtx__buf_char(ret, bytes[at - names]);
        }
    }
}

static void escape(const char *text, size_t length, struct rtx_buf *ret)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '\r')
            rtx__buf_text(ret, "\\r");
        else if (c == '\n')
            rtx__buf_text(ret, "\\n");
        else if (c == '\\')
            rtx__buf_text(ret, "\\\\");
        else if (c < ' ')
            rtx__buf_format(ret, "\\x%02x", c);
        else
            rtx__buf_char(ret, (char)c);
    }
}

/* Let time pass, waking the console when it asks to be. */
static void pass(struct run *run, int64_t ms)
{
    int64_t end = run->now + ms;

    for (;;) {
        int64_t at = rtx__console_deadline(run->console);

        if (at > end)
            break;
        if (at > run->now)
            run->now = at;
        rtx__console_tick(run->console, run->now);
    }
    run->now = end;
}

static void feed(struct run *run, const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t n = run->way == WHOLE    ? length
                   : run->way == PIECES ? 1 + test_random(&run->seed) % 7
                                        : 1;

        if (n > length - at)
            n = length - at;
        rtx__console_feed(run->console, bytes + at, n, run->now);
        at += n;
        if (run->way == SLOW_BYTES)
            pass(run, 2);
    }
}

/* A script's text as bytes of its charset. */
static void encode(struct run *run, const char *text, struct rtx_buf *wire)
{
    struct rtx_buf plain;

    rtx__buf_init(&plain, 1 << 20);
    unescape(text, &plain);
    if (run->charset < 0)
        rtx__buf_add(wire, rtx__buf_str(&plain), plain.length);
    else
        rtx__encode((enum rtx_charset)run->charset, rtx__buf_str(&plain),
                    plain.length, wire);
    rtx__buf_free(&plain);
}

static void do_router(struct run *run, const char *text)
{
    struct rtx_buf wire;

    rtx__buf_init(&wire, 1 << 20);
    encode(run, text, &wire);
    feed(run, rtx__buf_str(&wire), wire.length);
    rtx__buf_free(&wire);
}

static void do_send(struct run *run, const char *words, const char *text)
{
    static const struct {
        const char *name;
        unsigned flag;
    } flags[] = {
        {"secret", RTX_EXCHANGE_SECRET},     {"key", RTX_EXCHANGE_KEY},
        {"wait", RTX_EXCHANGE_WAIT},         {"alone", RTX_EXCHANGE_ALONE},
        {"output", RTX_EXCHANGE_OUTPUT},     {"config", RTX_EXCHANGE_CONFIG},
        {"relearn", RTX_EXCHANGE_RELEARN},   {"stamped", RTX_EXCHANGE_STAMPED},
        {"markless", RTX_EXCHANGE_MARKLESS},
    };
    struct rtx_exchange exchange = {NULL, 0, 0, 10000, 0};
    struct rtx_buf wire;

    rtx__buf_init(&wire, 1 << 20);
    encode(run, text, &wire);
    if (strstr(words, "brief"))
        exchange.timeout_ms = 250;
    exchange.text = rtx__buf_str(&wire);
    exchange.length = wire.length;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (strstr(words, flags[i].name))
            exchange.flags |= flags[i].flag;
    }
    ASSERT_INT(rtx__console_push(run->console, &exchange, run->now), 0);
    rtx__buf_free(&wire);
}

static void do_out(struct run *run, const char *text)
{
    const char *bytes;
    size_t length = rtx__console_output(run->console, &bytes);
    struct rtx_buf shown;

    rtx__buf_init(&shown, 1 << 20);
    escape(bytes, length, &shown);
    if (strcmp(rtx__buf_str(&shown), text) != 0)
        complain(run, "typed", text, rtx__buf_str(&shown));
    rtx__console_sent(run->console, length);
    rtx__buf_free(&shown);
}

static void describe(struct run *run, const struct rtx_reply *reply,
                     struct rtx_buf *ret)
{
    static const char *const ends[] = {"none",     "prompt", "password",
                                       "username", "yesno",  "closed",
                                       "timeout",  "limit"};
    struct rtx_buf utf8;

    rtx__buf_init(&utf8, 1 << 20);
    rtx__buf_text(ret, ends[reply->end]);
    if (!reply->clean)
        rtx__buf_text(ret, " dirty");
    if (reply->end == RTX_END_PROMPT && reply->prompt.administrator)
        rtx__buf_text(ret, " admin");
    if (reply->end == RTX_END_PROMPT && reply->prompt.context[0])
        rtx__buf_format(ret, " context %s", reply->prompt.context);
    rtx__buf_text(ret, ":");
    if (reply->length)
        rtx__buf_text(ret, " ");
    rtx__decode(run->charset < 0 ? RTX_CHARSET_UTF8
                                 : (enum rtx_charset)run->charset,
                reply->output, reply->length, &utf8, NULL);
    escape(rtx__buf_str(&utf8), utf8.length, ret);
    rtx__buf_free(&utf8);
}

static void do_reply(struct run *run, const char *line)
{
    struct rtx_reply reply;
    struct rtx_buf shown;

    rtx__buf_init(&shown, 1 << 20);
    if (rtx__console_reply(run->console, &reply))
        describe(run, &reply, &shown);
    else
        rtx__buf_text(&shown, "none");
    rtx__console_resume(run->console, run->now);
    if (strcmp(rtx__buf_str(&shown), line + strlen("reply ")) != 0)
        complain(run, "reply", line + strlen("reply "), rtx__buf_str(&shown));
    rtx__buf_free(&shown);
}

static void do_notices(const struct run *run, const char *text)
{
    struct rtx_buf expected;

    rtx__buf_init(&expected, 1 << 16);
    unescape(text, &expected);
    ASSERT_TEXT(rtx__console_notices(run->console), rtx__buf_str(&expected));
    rtx__buf_free(&expected);
}

static void do_line(struct run *run, char *line)
{
    char *text = strchr(line, ':');
    char words[200];

    if (!text) {
        complain(run, "no such line", "", line);
        return;
    }
    snprintf(words, sizeof words, "%.*s", (int)(text - line), line);
    text += text[1] == ' ' ? 2 : 1;
    if (rtx__starts(words, "send"))
        do_send(run, words, text);
    else if (rtx__starts(words, "router"))
        do_router(run, text);
    else if (rtx__starts(words, "out"))
        do_out(run, text);
    else if (rtx__starts(words, "wait"))
        pass(run, atol(text));
    else if (rtx__starts(words, "reply"))
        do_reply(run, line);
    else if (rtx__starts(words, "none"))
        do_reply(run, "reply none");
    else if (rtx__starts(words, "eof"))
        rtx__console_eof(run->console, run->now);
    else if (rtx__starts(words, "notices"))
        do_notices(run, text);
    else if (!rtx__starts(words, "charset") && !rtx__starts(words, "window"))
        complain(run, "no such line", "", line);
}

static void setting(const char *script, const char *name, char *value,
                    size_t size)
{
    const char *at = strstr(script, name);

    value[0] = '\0';
    if (at)
        snprintf(value, size, "%.*s", (int)strcspn(at + strlen(name), "\n"),
                 at + strlen(name));
}

static void run_script(const char *path, enum way way, uint32_t seed)
{
    char *text = test_file(path, NULL);
    char value[32];
    struct rtx_console_options options;
    struct run run = {NULL, way, seed, 1000, -1, path, 0};
    char *line = text;

    rtx__console_defaults(&options);
    setting(text, "window: ", value, sizeof value);
    if (value[0])
        options.window_start = (size_t)atol(value);
    setting(text, "charset: ", value, sizeof value);
    if (value[0])
        run.charset = rtx__charset_by_name(value);
    run.console = rtx__console_new(&options);
    while (*line) {
        size_t length = strcspn(line, "\n");
        bool last = line[length] == '\0';

        line[length] = '\0';
        run.line++;
        if (line[0] && line[0] != '#')
            do_line(&run, line);
        if (last)
            break;
        line += length + 1;
    }
    rtx__console_free(run.console);
    free(text);
}

static void scripts_give_the_same_however_cut(void)
{
    DIR *dir = opendir("tests/console");
    struct dirent *entry;
    int count = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir)) != NULL) {
        char path[512];

        if (!strstr(entry->d_name, ".script"))
            continue;
        snprintf(path, sizeof path, "tests/console/%s", entry->d_name);
        count++;
        run_script(path, WHOLE, 1);
        run_script(path, BYTES, 1);
        run_script(path, SLOW_BYTES, 1);
        for (uint32_t seed = 1; seed <= 20; seed++)
            run_script(path, PIECES, seed * 2654435761U);
    }
    closedir(dir);
    CU_ASSERT(count >= 15);
}

static CU_TestInfo tests[] = {
    {"transcripts give the same however cut",
     scripts_give_the_same_however_cut},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(console_scripts, tests)
