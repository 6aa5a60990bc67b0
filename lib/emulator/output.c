/* What goes to the screen: CR LF, the hard wrap, the way to the pager. */
#include "emulator/emulator.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

void emu_send(struct emu_shell *shell, const void *bytes, size_t length)
{
    if (rtx__buf_add(&shell->sent, bytes, length) < 0)
        emu_close(shell);
}

/* Text on its way to the wire: UTF-8 is gathered and encoded in one go. */
struct render {
    struct emu_shell *shell;
    struct rtx_buf text;
    int columns;
    bool split; /* cut wide characters in two at the last column */
};

static void render_begin(struct render *r, struct emu_shell *shell)
{
    r->shell = shell;
    rtx__buf_init(&r->text, (size_t)64 << 20);
    r->columns = shell->unwrapped ? INT_MAX : emu_console_of(shell)->columns;
    r->split = emu_is(emu_world_of(shell), EMU_WRAP_WIDE, "split");
}

static void render_out(struct render *r)
{
    if (emu_encode(r->shell, rtx__buf_str(&r->text), r->text.length,
                   &r->shell->sent) < 0)
        emu_close(r->shell);
    rtx__buf_clear(&r->text);
}

static void render_end(struct render *r)
{
    render_out(r);
    rtx__buf_free(&r->text);
}

static void line_end(struct render *r)
{
    rtx__buf_text(&r->text, "\r\n");
    r->shell->column = 0;
    r->shell->page_lines++;
}

/* A wide character of which only the first half fits the line. */
static void cut_character(struct render *r, const char *c, size_t step)
{
    struct rtx_buf bytes;

    render_out(r);
    rtx__buf_init(&bytes, 64);
    if (emu_encode(r->shell, c, step, &bytes) == 0 && bytes.length > 0) {
        emu_send(r->shell, bytes.data, 1);
        emu_send(r->shell, "\r\n", 2);
        emu_send(r->shell, bytes.data + 1, bytes.length - 1);
    }
    rtx__buf_free(&bytes);
    r->shell->column = 1;
    r->shell->page_lines++;
}

static int width_of(const char *c, size_t step)
{
    if (*c == '\n')
        return 0;
    return step == 1 ? 1 : rtx__utf8_width(c, step);
}

/* Begin a new line when the character does not fit into this one. */
static void make_room(struct render *r, const char *c, size_t step)
{
    int column = r->shell->column;
    int width = width_of(c, step);

    if (column + width <= r->columns - 1)
        return;
    if (r->split && width == 2 && column == r->columns - 2)
        return;
    line_end(r);
}

static void render_character(struct render *r, const char *c, size_t step)
{
    int width = width_of(c, step);

    if (*c != '\n')
        make_room(r, c, step);
    if (*c == '\n') {
        line_end(r);
    } else if (r->shell->column + width > r->columns - 1) {
        cut_character(r, c, step);
    } else {
        rtx__buf_add(&r->text, c, step);
        r->shell->column += width;
    }
}

static void say(struct emu_shell *shell, const char *text, size_t length)
{
    struct render r;

    render_begin(&r, shell);
    for (size_t at = 0; at < length;) {
        size_t step = rtx__utf8_step(text + at, length - at);

        render_character(&r, text + at, step);
        at += step;
    }
    render_end(&r);
}

void emu_say(struct emu_shell *shell, const char *format, ...)
{
    struct rtx_buf text;
    va_list args;
    char small[512];
    int length;

    va_start(args, format);
    length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (length < 0)
        return;
    if ((size_t)length < sizeof small) {
        say(shell, small, (size_t)length);
        return;
    }
    rtx__buf_init(&text, (size_t)length + 1);
    va_start(args, format);
    if (rtx__buf_fill(&text, 0, (size_t)length) == 0)
        vsnprintf(text.data, (size_t)length + 1, format, args);
    va_end(args);
    say(shell, rtx__buf_str(&text), text.length);
    rtx__buf_free(&text);
}

void emu_print_text(struct emu_shell *shell, const char *text, size_t length)
{
    if (rtx__buf_add(&shell->page, text, length) < 0)
        emu_close(shell);
}

void emu_print(struct emu_shell *shell, const char *format, ...)
{
    va_list args;
    char *text;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = length < 0 ? NULL : rtx__malloc((size_t)length + 1);
    if (!text)
        return;
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    emu_print_text(shell, text, (size_t)length);
    rtx_free(text);
}

void emu_error(struct emu_shell *shell, enum rtx_message message)
{
    bool japanese = emu_japanese(shell);

    emu_world_of(shell)->counters.errors++;
    if (emu_on(emu_world_of(shell), EMU_ERROR_CARET)) {
        struct rtx_buf prompt;

        rtx__buf_init(&prompt, 1024);
        emu_prompt_text(shell, &prompt);
        emu_print(shell, "%*s^\n",
                  rtx__utf8_width(rtx__buf_str(&prompt), prompt.length), "");
        rtx__buf_free(&prompt);
    }
    emu_print(shell, "%s%s\n", rtx__error_prefix(japanese),
              rtx__message(message, japanese));
}

/*
 * Where the output stops for a while, by fault: behind the line that begins
 * "# RTX810 ", or behind its first two characters. SIZE_MAX: nowhere.
 */
static size_t pause_at(struct emu_shell *shell, struct emu_fault **fault)
{
    struct emu_world *world = emu_world_of(shell);
    const char *header;
    const char *end;

    *fault = NULL;
    if (world->faults.count == 0 || shell->paused_header)
        return SIZE_MAX;
    *fault = emu_fault_find(&world->faults, EMU_PAUSE_AFTER_HEADER,
                            shell->connection);
    header =
        *fault ? strstr(rtx__buf_str(&shell->page), "# " EMU_MODEL " ") : NULL;
    if (!header)
        return SIZE_MAX;
    end = strchr(header, '\n');
    if ((*fault)->second || !end)
        return (size_t)(header - shell->page.data) + 2;
    return (size_t)(end - shell->page.data) + 1;
}

static bool page_is_full(struct emu_shell *shell)
{
    int size = emu_page_size(shell);

    return shell->paged && size > 0 && shell->column == 0 &&
           shell->page_lines >= size;
}

/* Render until the page is full or `stop` is reached. */
static void render_page(struct emu_shell *shell, size_t stop)
{
    struct render r;

    render_begin(&r, shell);
    while (shell->page_at < shell->page.length && shell->page_at != stop) {
        const char *at = shell->page.data + shell->page_at;
        size_t step = rtx__utf8_step(at, shell->page.length - shell->page_at);

        if (*at != '\n')
            make_room(&r, at, step);
        if (page_is_full(shell))
            break;
        render_character(&r, at, step);
        shell->page_at += step;
    }
    render_end(&r);
}

bool emu_output_flush(struct emu_shell *shell)
{
    struct emu_fault *fault;
    size_t stop = pause_at(shell, &fault);

    render_page(shell, stop);
    if (stop != SIZE_MAX && shell->page_at == stop) {
        shell->paused_header = true;
        emu_fault_used(fault);
        emu_wait(shell, fault->number, NULL);
        return false;
    }
    if (shell->page_at < shell->page.length) {
        emu_pager_begin(shell);
        return false;
    }
    rtx__buf_clear(&shell->page);
    shell->page_at = 0;
    return true;
}
