/* show … | grep PATTERN, show … > FILE: around all other show commands. */
#include "emulator/files.h"

#include <regex.h>
#include <string.h>

static emu_then overwrite_answered;

/* The first of `|` and `>` that is neither quoted nor escaped. */
static const char *redirection(const char *line)
{
    char quote = 0;

    for (const char *at = line; *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (quote)
            quote = *at == quote ? 0 : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '|' || *at == '>')
            return at;
    }
    return NULL;
}

struct grep {
    regex_t regex;
    bool invert;
};

/* @return 0 or the message that says what is wrong, + 1 */
static int grep_init(struct grep *grep, const char *command)
{
    struct emu_args args;
    bool ignore_case = false;
    bool word = false;
    char *pattern = NULL;
    int at = 1;
    int rc = RTX_MESSAGE_KEYWORD + 1;

    memset(grep, 0, sizeof *grep);
    if (emu_args_init(&args, command) < 0)
        return RTX_MESSAGE_ARITY + 1;
    if (args.count == 0 || !rtx__same_word(args.word[0], "grep"))
        goto out;
    for (; at < args.count && args.word[at][0] == '-'; at++) {
        ignore_case = ignore_case || strcmp(args.word[at], "-i") == 0;
        grep->invert = grep->invert || strcmp(args.word[at], "-v") == 0;
        word = word || strcmp(args.word[at], "-w") == 0;
        if (!args.word[at][1] || !strchr("ivw", args.word[at][1]) ||
            args.word[at][2])
            goto out;
    }
    rc = RTX_MESSAGE_ARITY + 1;
    if (at + 1 != args.count)
        goto out;
    pattern = rtx__format(
        word ? "(^|[^A-Za-z0-9_])(%s)($|[^A-Za-z0-9_])" : "%s", args.word[at]);
    rc = RTX_MESSAGE_KEYWORD + 1;
    if (pattern &&
        regcomp(&grep->regex, pattern,
                REG_EXTENDED | REG_NOSUB | (ignore_case ? REG_ICASE : 0)) == 0)
        rc = 0;
out:
    rtx_free(pattern);
    emu_args_free(&args);
    return rc;
}

/* Keep of the page, from `from` on, the lines that match. */
static void filter(struct emu_shell *shell, size_t from,
                   const struct grep *grep)
{
    char *text = shell->page.data + from;
    char *copy = rtx__strndup(text, shell->page.length - from);
    char *line = copy;

    shell->page.length = from;
    while (line && *line) {
        char *end = strchr(line, '\n');

        if (end)
            *end = '\0';
        if ((regexec(&grep->regex, line, 0, NULL, 0) == 0) != grep->invert)
            emu_print(shell, "%s\n", line);
        line = end ? end + 1 : line + strlen(line);
    }
    rtx_free(copy);
}

static void show_grep(struct emu_shell *shell, const char *line,
                      const char *grep_command,
                      void (*run)(struct emu_shell *shell, const char *line))
{
    struct grep grep;
    uint64_t errors = emu_world_of(shell)->counters.errors;
    int rc = grep_init(&grep, grep_command);

    if (rc) {
        emu_error(shell, (enum rtx_message)(rc - 1));
        return;
    }
    run(shell, line);
    if (emu_world_of(shell)->counters.errors == errors &&
        shell->mode == EMU_EXEC && shell->page.data) {
        char *page = rtx__buf_take(&shell->page);

        emu_print(shell, "Searching ...\n");
        emu_print_text(shell, page, strlen(page));
        rtx_free(page);
        filter(shell, strlen("Searching ...\n"), &grep);
    }
    regfree(&grep.regex);
}

/* ---- > usb1:FILE ---- */
static void write_file(struct emu_shell *shell, const char *name)
{
    (void)emu_file_put(shell->device, name, rtx__buf_take(&shell->page));
}

static void overwrite_answered(struct emu_shell *shell, const char *answer)
{
    if (answer[0] == 'Y') {
        emu_say(shell, "\n");
        write_file(shell, shell->scratch ? shell->scratch : "");
    }
    emu_keep(shell, NULL);
}

static void show_file(struct emu_shell *shell, const char *line,
                      const char *target,
                      void (*run)(struct emu_shell *shell, const char *line))
{
    bool append = *target == '>';
    struct emu_args args;

    if (emu_args_init(&args, target + append) < 0 || args.count != 1) {
        emu_error(shell, RTX_MESSAGE_ARITY);
    } else if (strncmp(args.word[0], "usb1:", 5) != 0 &&
               strncmp(args.word[0], "sd1:", 4) != 0) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
    } else if (!append && emu_file_find(shell->device, args.word[0])) {
        emu_keep(shell, args.word[0]);
        emu_ask_key(shell,
                    emu_japanese(shell)
                        ? "指定したファイルは既に存在しています。"
                          "上書きしますか? (Y/N)"
                        : emu_world_of(shell)->options.text[EMU_OVERWRITE_TEXT],
                    overwrite_answered);
    } else {
        run(shell, line);
        if (shell->mode == EMU_EXEC)
            write_file(shell, args.word[0]);
    }
    emu_args_free(&args);
}

void emu_show(struct emu_shell *shell, const char *line,
              void (*run)(struct emu_shell *shell, const char *line))
{
    const char *at = redirection(line);
    char *command;

    if (!at) {
        run(shell, line);
        return;
    }
    command = rtx__strndup(line, rtx__trimmed(line, (size_t)(at - line)));
    if (command && *at == '|')
        show_grep(shell, command, at + 1, run);
    else if (command)
        show_file(shell, command, at + 1, run);
    rtx_free(command);
}
