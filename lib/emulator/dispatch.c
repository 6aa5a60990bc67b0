/* From a line to what carries it out. */
#include "emulator/model.h"
#include "emulator/state.h"

#include <string.h>
#include <strings.h>

const struct emu_command emu_commands[] = {
    {"administrator password", EMU_ADMIN, emu_run_admin_password, ""},
    {"administrator", 0, emu_run_administrator, "become administrator"},
    {"clear arp", EMU_ADMIN, emu_run_clear_arp, ""},
    {"clear log", EMU_ADMIN | EMU_NO_ARGS, emu_run_clear_log, ""},
    {"clear nat descriptor dynamic", EMU_ADMIN, emu_run_clear_nat, ""},
    {"cold start", EMU_ADMIN | EMU_NO_ARGS, emu_run_cold_start, ""},
    {"connect", EMU_ADMIN, emu_run_connect, ""},
    {"date", EMU_ADMIN, emu_run_date, ""},
    {"disconnect user", EMU_ADMIN, emu_run_disconnect_user, ""},
    {"disconnect", EMU_ADMIN, emu_run_disconnect, ""},
    {"exit", 0, emu_run_quit, "leave a level"},
    {"help", EMU_NO_ARGS, emu_run_help, ""},
    {"ipsec refresh sa", EMU_ADMIN | EMU_NO_ARGS, emu_run_refresh_sa, ""},
    {"login password", EMU_ADMIN, emu_run_login_password, ""},
    {"login user", EMU_ADMIN, emu_run_login_user, ""},
    {"netvolante-dns go", EMU_ADMIN, emu_run_netvolante_go, ""},
    {"ping", 0, emu_run_ping, ""},
    {"quit", 0, emu_run_quit, "leave a level"},
    {"restart", EMU_ADMIN, emu_run_restart, ""},
    {"save", EMU_ADMIN, emu_run_save, ""},
    {"set-serial-baudrate", EMU_ADMIN, emu_run_baudrate, ""},
    {"show arp", EMU_NO_ARGS, emu_run_show_arp, ""},
    {"show command", EMU_NO_ARGS, emu_run_show_command, ""},
    {"show config list", EMU_NO_ARGS, emu_run_show_config_list, ""},
    {"show config", 0, emu_run_show_config, ""},
    {"show copyright", EMU_NO_ARGS, emu_run_copyright, ""},
    {"show environment", EMU_NO_ARGS, emu_run_show_environment, ""},
    {"show ip route", 0, emu_run_show_route, ""},
    {"show ipsec sa", 0, emu_run_show_sa, ""},
    {"show ipv6 route", 0, emu_run_show_route6, ""},
    {"show log", 0, emu_run_show_log, ""},
    {"show nat descriptor address", 0, emu_run_show_nat, ""},
    {"show status bgp neighbor", 0, emu_run_show_status_bgp, ""},
    {"show status boot", 0, emu_run_show_status_boot, ""},
    {"show status dhcp", 0, emu_run_show_status_dhcp, ""},
    {"show status l2tp", 0, emu_run_show_status_l2tp, ""},
    {"show status lan1", EMU_NO_ARGS, emu_run_show_status_lan1, ""},
    {"show status lan2", EMU_NO_ARGS, emu_run_show_status_lan2, ""},
    {"show status pp", 0, emu_run_show_status_pp, ""},
    {"show status tunnel", 0, emu_run_show_status_tunnel, ""},
    {"show status user", EMU_NO_ARGS, emu_run_show_users, ""},
    {"show techinfo", EMU_ADMIN | EMU_NO_ARGS, emu_run_techinfo, ""},
    {"sshd host key generate", EMU_ADMIN, emu_run_host_key, ""},
    {"time", EMU_ADMIN, emu_run_time, ""},
    {NULL, 0, NULL, NULL},
};

/* Length of `words` at the front of line, any number of blanks between. */
static size_t match(const char *line, const char *words)
{
    const char *at = line;

    while (*words) {
        size_t length = strcspn(words, " ");

        if (strncasecmp(at, words, length) != 0 ||
            (at[length] != ' ' && at[length] != '\0'))
            return 0;
        at += length;
        words += length;
        if (*words == '\0')
            break;
        words++;
        at += strspn(at, " ");
    }
    return (size_t)(at - line);
}

const struct emu_command *emu_command_find(const char *line, const char **args)
{
    const struct emu_command *found = NULL;
    size_t best = 0;

    for (const struct emu_command *c = emu_commands; c->words; c++) {
        size_t length = match(line, c->words);

        if (length > best) {
            best = length;
            found = c;
        }
    }
    if (found)
        *args = line + best + strspn(line + best, " ");
    return found;
}

int emu_args_init(struct emu_args *args, const char *line)
{
    struct rtx_word words[64];
    int count = rtx__words(line, words, 64);
    char *to;

    memset(args, 0, sizeof *args);
    args->text = rtx__malloc(strlen(line) + 65);
    if (!args->text)
        return RTX_E_NOMEM;
    if (count < 0) {
        emu_args_free(args);
        return RTX_E_SYNTAX;
    }
    to = args->text;
    for (int i = 0; i < count && i < 64; i++) {
        char quote = 0;

        args->word[args->count++] = to;
        for (size_t k = 0; k < words[i].length; k++) {
            char c = line[words[i].at + k];

            if (c == '\\' && k + 1 < words[i].length)
                *to++ = line[words[i].at + ++k];
            else if (quote ? c == quote : c == '"' || c == '\'')
                quote = quote ? 0 : c;
            else
                *to++ = c;
        }
        *to++ = '\0';
    }
    return 0;
}

void emu_args_free(struct emu_args *args)
{
    rtx_free(args->text);
    memset(args, 0, sizeof *args);
}

/* The command in `line` without comment and outer blanks; "" for none; NULL:
 * more words than the router takes, a quote that does not end, no memory. */
static char *trimmed(const char *line)
{
    enum { KEYWORDS = 1024 };
    struct rtx_word *words = rtx__calloc(KEYWORDS, sizeof *words);
    char *ret = NULL;
    int count;

    if (!words)
        return NULL;
    count = rtx__words(line, words, KEYWORDS);
    if (count == 0)
        ret = rtx__strdup("");
    else if (count > 0 && count <= KEYWORDS)
        ret = rtx__strndup(line + words[0].at, words[count - 1].at +
                                                   words[count - 1].length -
                                                   words[0].at);
    rtx_free(words);
    return ret;
}

/* The faults that a line meets before it is done. @return it is not to be */
static bool waylaid(struct emu_shell *shell, char **line)
{
    struct emu_faults *faults = &emu_world_of(shell)->faults;
    uint64_t connection = shell->connection;
    uint64_t number = ++emu_world_of(shell)->line_number;
    struct emu_fault *fault;

    if (faults->count == 0)
        return false;
    if (emu_fault_line(faults, EMU_CLOSE_ON, connection, *line)) {
        emu_close(shell);
        return true;
    }
    if (emu_fault_line(faults, EMU_STALL_ON, connection, *line)) {
        shell->mode = EMU_MUTE;
        return true;
    }
    if (emu_fault_line(faults, EMU_REFUSE_LINE, connection, *line) ||
        emu_fault_nth(faults, EMU_REFUSE_NTH, connection, number)) {
        emu_error(shell, RTX_MESSAGE_RANGE);
        return true;
    }
    if (emu_fault_line(faults, EMU_IGNORE_LINE, connection, *line) ||
        emu_fault_nth(faults, EMU_IGNORE_NTH, connection, number))
        return true;
    fault = emu_fault_line(faults, EMU_MANGLE_LINE, connection, *line);
    if (fault) {
        char *at = strstr(*line, fault->text);
        char *mangled = rtx__format("%.*s%s%s", (int)(at - *line), *line,
                                    fault->other, at + strlen(fault->text));

        rtx_free(*line);
        *line = mangled;
    }
    return *line == NULL;
}

static void follow_up(struct emu_shell *shell, const char *line)
{
    struct emu_faults *faults = &emu_world_of(shell)->faults;

    if (faults->count == 0)
        return;
    if (emu_fault_line(faults, EMU_CLOSE_AFTER, shell->connection, line)) {
        rtx__buf_clear(&shell->page);
        emu_close(shell);
    }
    if (emu_fault_line(faults, EMU_STALL_AFTER, shell->connection, line)) {
        rtx__buf_clear(&shell->page);
        shell->mode = EMU_MUTE;
    }
}

static void carry_out(struct emu_shell *shell, const char *line)
{
    const char *answer = emu_answer_find(emu_world_of(shell), line);
    const struct emu_command *command;
    const char *args;

    if (answer) {
        emu_print_text(shell, answer, strlen(answer));
        return;
    }
    command = emu_command_find(line, &args);
    if (command) /* a series of settings is over: what do they lead to? */
        emu_net_look(shell->device);
    if (!command)
        emu_setting(shell, line);
    else if ((command->flags & EMU_ADMIN) && !shell->administrator)
        emu_error(shell, RTX_MESSAGE_ADMIN_ONLY);
    else if ((command->flags & EMU_NO_ARGS) && *args)
        emu_error(shell, RTX_MESSAGE_ARITY);
    else
        command->run(shell, args);
}

static void count_line(struct emu_shell *shell, const char *line)
{
    emu_world_of(shell)->counters.lines++;
    rtx__buf_text(&shell->device->executed, line);
    rtx__buf_char(&shell->device->executed, '\n');
}

void emu_execute(struct emu_shell *shell, const char *typed)
{
    char *line = trimmed(typed);
    struct rtx_buf full;

    if (!line) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    if (!line[0]) {
        emu_world_of(shell)->counters.empty_lines++;
        rtx_free(line);
        return;
    }
    if (emu_on(emu_world_of(shell), EMU_ABBREVIATION)) {
        rtx__buf_init(&full, 65536);
        if (emu_words_expand(emu_world_of(shell), line, &full) == 0) {
            rtx_free(line);
            line = rtx__buf_take(&full);
        }
        rtx__buf_free(&full);
    }
    if (line && !waylaid(shell, &line)) {
        count_line(shell, line);
        if (strncasecmp(line, "show ", 5) == 0)
            emu_show(shell, line, carry_out);
        else
            carry_out(shell, line);
        follow_up(shell, line);
    }
    rtx_free(line);
}

/* Actions that no console is needed for. */
static bool act_alone(struct emu_device *device, const char *line)
{
    static emu_command_run *const able[] = {
        emu_run_clear_arp, emu_run_clear_log,  emu_run_clear_nat,
        emu_run_connect,   emu_run_disconnect, emu_run_refresh_sa};
    const char *args;
    const struct emu_command *command = emu_command_find(line, &args);
    struct emu_shell nobody;

    for (size_t i = 0; command && i < sizeof able / sizeof able[0]; i++) {
        if (command->run != able[i])
            continue;
        emu_shell_init(&nobody, device, true, "");
        nobody.administrator = true;
        command->run(&nobody, args);
        emu_shell_free(&nobody);
        return true;
    }
    return false;
}

void emu_execute_alone(struct emu_device *device, const char *context,
                       const char *line)
{
    char selected[96];

    if (strncasecmp(line, "restart", 7) == 0 &&
        (line[7] == '\0' || line[7] == ' ')) {
        if (emu_on(device->world, EMU_SCHEDULE_ASKS) &&
            emu_device_unsaved(device))
            return;
        emu_restart(device, "Restart by restart command");
        return;
    }
    if (emu_schedule_forbids(line) || act_alone(device, line))
        return;
    rtx__copy(selected, sizeof selected, context);
    (void)emu_setting_apply(device, NULL, selected, line);
}
