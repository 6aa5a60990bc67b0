/* One console session: what a byte means in each of its modes. No I/O. */
#include "emulator/emulator.h"

#include <stdlib.h>
#include <string.h>

struct emu_world *emu_world_of(const struct emu_shell *shell)
{
    return shell->device->world;
}

struct emu_console *emu_console_of(struct emu_shell *shell)
{
    if (emu_is(emu_world_of(shell), EMU_CONSOLE_SCOPE, "session") &&
        shell->logged_in)
        return &shell->own;
    return &shell->device->console;
}

bool emu_japanese(struct emu_shell *shell)
{
    return emu_console_of(shell)->charset != RTX_CHARSET_ASCII;
}

int emu_shell_init(struct emu_shell *shell, struct emu_device *device,
                   bool serial, const char *peer)
{
    memset(shell, 0, sizeof *shell);
    shell->device = device;
    shell->serial = serial;
    shell->path = serial ? "Serial" : "TELNET";
    rtx__copy(shell->peer, sizeof shell->peer, peer);
    rtx__buf_init(&shell->typed, (size_t)1 << 24);
    rtx__buf_init(&shell->page, (size_t)1 << 26);
    rtx__buf_init(&shell->sent, (size_t)1 << 26);
    shell->key_at = emu_uptime(device);
    shell->next = device->shells;
    device->shells = shell;
    return 0;
}

int emu_keep(struct emu_shell *shell, const char *text)
{
    if (shell->scratch)
        rtx__wipe(shell->scratch, strlen(shell->scratch));
    rtx_free(shell->scratch);
    shell->scratch = NULL;
    if (!text)
        return 0;
    shell->scratch = rtx__strdup(text);
    return shell->scratch ? 0 : RTX_E_NOMEM;
}

void emu_shell_free(struct emu_shell *shell)
{
    struct emu_shell **link = &shell->device->shells;

    while (*link && *link != shell)
        link = &(*link)->next;
    if (*link)
        *link = shell->next;
    emu_keep(shell, NULL);
    rtx_free(shell->question);
    rtx__buf_free(&shell->typed);
    rtx__buf_free(&shell->page);
    rtx__buf_free(&shell->sent);
    rtx__wipe(shell->line.bytes, sizeof shell->line.bytes);
}

void emu_close(struct emu_shell *shell)
{
    shell->closing = true;
}

void emu_shell_open(struct emu_shell *shell)
{
    struct emu_world *world = emu_world_of(shell);

    if (emu_fault_find(&world->faults, EMU_NEVER_ANSWER, shell->connection))
        shell->mode = EMU_MUTE;
    else if (shell->serial)
        shell->mode = EMU_SILENT;
    else if (shell->ssh)
        emu_login_proven(shell);
    else
        emu_login_begin(shell);
}

void emu_logout(struct emu_shell *shell)
{
    if (shell->logged_in)
        emu_log(shell->device, "Logout from %s%s%s%s%s", shell->path,
                shell->serial ? "" : ": ", shell->peer,
                shell->user[0] ? " " : "", shell->user);
    shell->logged_in = false;
    shell->administrator = false;
    shell->context[0] = '\0';
    shell->user[0] = '\0';
    if (!shell->serial)
        emu_close(shell);
    else
        shell->mode = EMU_SILENT;
}

void emu_shell_hangup(struct emu_shell *shell)
{
    /* a save that has begun is not undone by the far end going away */
    if (shell->mode == EMU_BUSY && shell->saving && shell->then)
        shell->then(shell, NULL);
    emu_logout(shell);
    emu_close(shell);
}

/* ---- asking ---- */
static void set_question(struct emu_shell *shell, const char *text)
{
    rtx_free(shell->question);
    shell->question = rtx__strdup(text);
}

static void pose(struct emu_shell *shell, const char *text, enum emu_mode mode,
                 emu_then *then)
{
    shell->paged = false;
    (void)emu_output_flush(shell);
    emu_say(shell, "%s", text);
    set_question(shell, text);
    rtx__wipe(shell->line.bytes, shell->line.length);
    shell->line.length = 0;
    shell->line.expected = 0;
    shell->mode = mode;
    shell->then = then;
}

void emu_ask_key(struct emu_shell *shell, const char *question, emu_then *then)
{
    char *text =
        rtx__format("%s%s", question,
                    emu_on(emu_world_of(shell), EMU_QUESTION_BLANK) ? " " : "");

    if (text)
        pose(shell, text, EMU_KEY, then);
    rtx_free(text);
}

void emu_ask_secret(struct emu_shell *shell, const char *prompt, emu_then *then)
{
    pose(shell, prompt, EMU_SECRET, then);
}

void emu_ask_name(struct emu_shell *shell, const char *prompt, emu_then *then)
{
    pose(shell, prompt, EMU_NAME, then);
}

void emu_wait(struct emu_shell *shell, int64_t ms, emu_then *then)
{
    shell->mode = EMU_BUSY;
    shell->interruptible = false;
    shell->interrupted = false;
    shell->saving = false;
    shell->busy_until = emu_world_of(shell)->now_ms + ms;
    shell->then = then;
}

/* ---- going on ---- */
static void prompt_now(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    emu_prompt(shell);
}

/* A command is through, unless it asked for something. */
static void settle(struct emu_shell *shell)
{
    struct emu_world *world = emu_world_of(shell);
    struct emu_fault *fault;

    if (shell->mode != EMU_EXEC || shell->closing || shell->device->restarting)
        return;
    if (!emu_output_flush(shell))
        return;
    fault = emu_fault_find(&world->faults, EMU_DELAY_BEFORE_PROMPT,
                           shell->connection);
    if (fault) {
        emu_fault_used(fault);
        emu_wait(shell, fault->number, prompt_now);
        return;
    }
    emu_prompt(shell);
}

static void go_on(struct emu_shell *shell, const char *answer)
{
    emu_then *then = shell->then;

    shell->then = NULL;
    shell->mode = EMU_EXEC;
    if (then)
        then(shell, answer);
    settle(shell);
}

static void question_key(struct emu_shell *shell, unsigned char c)
{
    const struct emu_world *world = emu_world_of(shell);
    bool yes = c == 'y' || c == 'Y';
    bool no = c == 'n' || c == 'N';

    if (!yes && !no) {
        if (emu_is(world, EMU_QUESTION_OTHER, "ignore"))
            return;
        if (emu_is(world, EMU_QUESTION_OTHER, "repeat")) {
            emu_say(shell, "\n%s", shell->question ? shell->question : "");
            return;
        }
        yes = emu_is(world, EMU_QUESTION_OTHER, "yes");
        c = yes ? 'Y' : 'N';
    }
    emu_say(shell, "%c", c);
    if (!yes || emu_on(world, EMU_QUESTION_NEWLINE))
        emu_say(shell, "\n");
    go_on(shell, yes ? "Y" : "N");
}

static void command_delayed(struct emu_shell *shell, const char *answer)
{
    char *line = shell->scratch;

    (void)answer;
    shell->scratch = NULL;
    if (line)
        emu_execute(shell, line);
    rtx_free(line);
}

static void command(struct emu_shell *shell, const char *line)
{
    long delay = emu_world_of(shell)->options.number[EMU_COMMAND_DELAY];

    if (delay > 0 && line[strspn(line, " ")]) {
        emu_keep(shell, line);
        emu_wait(shell, delay, command_delayed);
        return;
    }
    emu_execute(shell, line);
}

/* The first line behind the banner: echoed, yet not executed. */
static bool dropped_first(struct emu_shell *shell)
{
    bool first = shell->first_line;

    shell->first_line = false;
    return first && emu_is(emu_world_of(shell), EMU_FIRST_LINE, "drop");
}

/* The first line behind the banner: gone without a trace. */
static bool swallowed_first(struct emu_shell *shell, unsigned char c)
{
    if (!shell->first_line ||
        !emu_is(emu_world_of(shell), EMU_FIRST_LINE, "swallow"))
        return false;
    shell->first_line = c != '\r' && c != '\n';
    return true;
}

static void enter(struct emu_shell *shell)
{
    struct emu_line *line = &shell->line;
    struct rtx_buf text;

    rtx__buf_init(&text, (size_t)1 << 16);
    text.secret = shell->mode == EMU_SECRET;
    if (shell->mode == EMU_LINE && line->length &&
        line->bytes[line->length - 1] != ' ' &&
        emu_on(emu_world_of(shell), EMU_ECHO_BLANK))
        emu_echo(shell, " ", 1, 1);
    emu_say(shell, "\n");
    shell->page_lines = 0;
    if (emu_line_text(shell, &text) < 0)
        rtx__buf_clear(&text);
    rtx__wipe(line->bytes, line->length);
    line->length = 0;
    if (shell->mode != EMU_LINE) {
        go_on(shell, rtx__buf_str(&text));
    } else {
        shell->mode = EMU_EXEC;
        if (!dropped_first(shell))
            command(shell, rtx__buf_str(&text));
        settle(shell);
    }
    rtx__buf_free(&text);
}

/* Ctrl-C: away with what is typed. */
static void cancel(struct emu_shell *shell)
{
    emu_send(shell, "^C", 2);
    emu_say(shell, "\n");
    shell->then = NULL;
    if (shell->logged_in) {
        shell->mode = EMU_EXEC;
        settle(shell);
    } else {
        emu_login_begin(shell);
    }
}

static void edit_key(struct emu_shell *shell, unsigned char c)
{
    if (c == 0 || swallowed_first(shell, c))
        return;
    if (c == '\r' || c == '\n')
        enter(shell);
    else if (c == 0x03 && emu_is(emu_world_of(shell), EMU_CTRL_C, "clear"))
        cancel(shell);
    else if (shell->mode == EMU_SECRET && c == '?' &&
             emu_is(emu_world_of(shell), EMU_PASSWORD_HELP, "help"))
        emu_say(shell, "\n%s", shell->question ? shell->question : "");
    else
        emu_line_key(shell, c);
}

static void key(struct emu_shell *shell, unsigned char c)
{
    switch (shell->mode) {
    case EMU_SILENT:
        if (c == '\r' || c == '\n')
            emu_login_begin(shell);
        break;
    case EMU_LINE:
    case EMU_NAME:
    case EMU_SECRET:
        edit_key(shell, c);
        break;
    case EMU_KEY:
        question_key(shell, c);
        break;
    case EMU_PAGER:
        emu_pager_key(shell, c);
        settle(shell);
        break;
    case EMU_BUSY:
    case EMU_EXEC:
    case EMU_MUTE:
        break;
    }
}

/* ---- time ---- */
int64_t emu_idle_limit(const struct emu_device *device, bool serial)
{
    int64_t limit = device->world->options.number[EMU_IDLE_TIMER];

    if (limit == 0)
        limit = (int64_t)device->login_timer_s * 1000;
    /* `login timer clear` works on the serial console alone */
    if (limit == 0 && !serial)
        limit = 300000;
    return limit;
}

static int64_t idle_limit(const struct emu_shell *shell)
{
    return shell->logged_in && shell->idle_ms
               ? shell->idle_ms
               : emu_idle_limit(shell->device, shell->serial);
}

static void check_idle(struct emu_shell *shell)
{
    int64_t limit = idle_limit(shell);
    const char *text = emu_world_of(shell)->options.text[EMU_IDLE_TEXT];

    /* a login that nobody finishes does not hold its session for ever */
    if ((!shell->logged_in && shell->serial) || limit == 0 ||
        emu_uptime(shell->device) - shell->key_at < limit)
        return;
    if (text[0] && shell->mode != EMU_MUTE)
        emu_say(shell, "\n%s\n", text);
    emu_logout(shell);
}

int64_t emu_shell_deadline(const struct emu_shell *shell)
{
    int64_t at = INT64_MAX;
    int64_t limit = idle_limit(shell);

    if (shell->closing)
        return INT64_MAX; /* the line's own delay is all that is waited for */
    if ((shell->logged_in || !shell->serial) && limit)
        at = emu_clock_real(shell->device, shell->key_at + limit);
    if (shell->mode == EMU_BUSY && shell->busy_until < at)
        at = shell->busy_until;
    return at;
}

void emu_shell_run(struct emu_shell *shell)
{
    enum { SENT_AT_ONCE = 262144 };
    const struct emu_world *world = emu_world_of(shell);

    while (!shell->closing && !shell->device->restarting) {
        if (shell->mode == EMU_BUSY) {
            if (!shell->interrupted && world->now_ms < shell->busy_until)
                break;
            go_on(shell, NULL);
            continue;
        }
        if (shell->blocked || shell->typed_at >= shell->typed.length)
            break;
        key(shell, (unsigned char)shell->typed.data[shell->typed_at++]);
        /* the rest when the far end has read some of it */
        if (shell->sent.length > SENT_AT_ONCE)
            shell->blocked = true;
    }
    if (shell->typed_at >= shell->typed.length) {
        rtx__buf_clear(&shell->typed);
        shell->typed_at = 0;
    }
    emu_flow_control(shell);
    check_idle(shell);
}
