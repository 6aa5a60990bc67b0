/*
 * emulator: a fake RTX810. Three layers, each of which knows only the one
 * below:
 *
 *   api.c, main.c, server.c   threads, sockets, one epoll loop; link.c delays,
 *                             telnetd.c speaks RFC 854, pty.c opens a terminal
 *   shell.c and its kin       one console session without I/O: bytes in, bytes
 *                             out, the time is told. line.c edits, output.c
 *                             wraps and pages, the commands act on the device
 *   device.c and its kin      the router: configurations, clock, log, schedule
 *
 * Everything below the server runs under the emulator's lock.
 */
#ifndef RTX_EMULATOR_PRIVATE_H
#define RTX_EMULATOR_PRIVATE_H

#include <rtx/emulator.h>

#include "base/base.h"
#include "config/config.h"
#include "dialect/commands.h"
#include "dialect/dialect.h"

struct emu_device;
struct emu_net;
struct emu_shell;

/* ---- options.c ---- */
enum emu_option {
#define EMU_OPTION(id, name, initial, values, meaning, source) EMU_##id,
#include "emulator/options.def"
#undef EMU_OPTION
    EMU_OPTIONS
};
struct emu_options {
    char *text[EMU_OPTIONS];
    long number[EMU_OPTIONS];
};
int emu_options_init(struct emu_options *options);
void emu_options_free(struct emu_options *options);
int emu_options_set(struct emu_options *options, const char *name,
                    const char *value, struct rtx_error *error);

/* ---- faults.c ---- */
enum emu_fault_kind {
    EMU_CUT_AT,
    EMU_STALL_AT,
    EMU_GARBAGE_AT,
    EMU_DROP_LINE,
    EMU_LOSE,
    EMU_REFUSE_LINE,
    EMU_IGNORE_LINE,
    EMU_MANGLE_LINE,
    EMU_CLOSE_ON,
    EMU_CLOSE_AFTER,
    EMU_STALL_ON,
    EMU_STALL_AFTER,
    EMU_DELAY_BEFORE_PROMPT,
    EMU_PAUSE_AFTER_HEADER,
    EMU_FULL,
    EMU_NEVER_ANSWER,
    EMU_SAVE_FAILS,
    EMU_CUT_RECEIVED,
    EMU_STALL_RECEIVED,
    EMU_GARBAGE_RECEIVED,
    EMU_RESTART_RECEIVED,
    EMU_REFUSE_NTH,
    EMU_IGNORE_NTH,
    EMU_CORRUPT_ECHO,
    EMU_FAULT_KINDS
};
struct emu_fault {
    enum emu_fault_kind kind;
    long number;
    long second;     /* what stands behind a colon */
    char *text;      /* of the TEXT kinds */
    char *other;     /* what stands behind its colon: mangle-line */
    long times;      /* uses left; -1: for ever */
    long connection; /* 0: any */
};
struct emu_faults {
    struct emu_fault *items;
    size_t count;
    size_t capacity;
};
int emu_faults_add(struct emu_faults *faults, const char *spec,
                   struct rtx_error *error);
void emu_faults_clear(struct emu_faults *faults);
/* The fault of this kind that holds for a connection, or NULL. */
struct emu_fault *emu_fault_find(struct emu_faults *faults,
                                 enum emu_fault_kind kind, uint64_t connection);
/* Likewise, where `line` contains its text; counts as a use. */
struct emu_fault *emu_fault_line(struct emu_faults *faults,
                                 enum emu_fault_kind kind, uint64_t connection,
                                 const char *line);
/* Likewise, where its number is `number`; counts as a use. */
struct emu_fault *emu_fault_nth(struct emu_faults *faults,
                                enum emu_fault_kind kind, uint64_t connection,
                                uint64_t number);
void emu_fault_used(struct emu_fault *fault);

/* ---- the world that all routers of an emulator share ---- */
struct emu_word;
struct emu_answer {
    char *command;
    char *text;
};
struct emu_world {
    struct emu_options options;
    struct emu_faults faults;
    struct rtx_emulator_counters counters;
    struct emu_answer *answers;
    size_t answer_count;
    size_t answer_capacity;
    struct emu_word *words; /* words.c */
    size_t word_count;
    size_t word_capacity;
    int64_t now_ms; /* real, monotonic; set before every call downwards */
    uint32_t random;
    uint64_t line_number; /* of the command line that is being done */
    bool sweep;           /* sessions other than the running one have changed */
    bool rescheduled;     /* some device's schedule or clock has changed */
};
uint32_t emu_random(struct emu_world *world);
bool emu_is(const struct emu_world *world, enum emu_option option,
            const char *value);
bool emu_on(const struct emu_world *world, enum emu_option option);
/* answers.c */
int emu_answer_set(struct emu_world *world, const char *command,
                   const char *text);
int emu_answer_file(struct emu_world *world, const char *path);
const char *emu_answer_find(const struct emu_world *world, const char *command);
void emu_answers_free(struct emu_world *world);

/* ---- the router ---- */
struct emu_user {
    char *name;
    char *password;
};
struct emu_keys { /* keys.c: its passwords */
    char *login;
    char *administrator;
    struct emu_user *users;
    size_t count;
    size_t capacity;
};
int emu_keys_login(struct emu_keys *keys, const char *password);
int emu_keys_administrator(struct emu_keys *keys, const char *password);
int emu_keys_user(struct emu_keys *keys, const char *name,
                  const char *password);
void emu_keys_remove_user(struct emu_keys *keys, const char *name);
/* What stands for a password that came encrypted: nobody can type it. Owned. */
char *emu_keys_encrypted(const char *text);
bool emu_keys_is_encrypted(const char *password);
const char *emu_keys_find(const struct emu_keys *keys, const char *name);
int emu_keys_copy(struct emu_keys *to, const struct emu_keys *from);
void emu_keys_free(struct emu_keys *keys);

struct emu_console { /* what the console commands set */
    enum rtx_charset charset;
    int lines; /* 0: infinity */
    int columns;
    char prompt[260];
    bool info;
};

struct emu_log_line {
    int64_t at; /* wall, seconds */
    char *text;
};

struct emu_file { /* on the USB memory */
    char *name;
    char *text;
};

struct emu_device {
    struct emu_world *world;
    unsigned index;
    rtx_config *running;
    rtx_config *startup;
    struct emu_keys keys;
    struct emu_keys startup_keys;
    struct rtx_buf stored; /* the startup file as somebody gave it; empty: the
                              router wrote it itself */
    struct emu_console console;
    bool dirty;
    bool unsorted;     /* running, since somebody looked at it */
    int login_timer_s; /* 0: clear */
    int sessions;
    bool telnet_off;
    unsigned host_keys_made; /* by `sshd host key generate` */
    char *management;        /* at boot: what option management looks at */
    bool stalled;
    /* clock.c: uptime counts from power on, wall is what `date` sets */
    int64_t clock_origin_ms;  /* of world.now_ms */
    int64_t clock_gone_ms;    /* uptime at the origin */
    int64_t wall_ms;          /* wall - uptime */
    int64_t boot_ms;          /* uptime of the last boot */
    int64_t scheduled_ms;     /* wall: what falls due up to here has run */
    int64_t schedule_next_ms; /* wall: INT64_MAX: nothing */
    struct emu_log_line *log;
    size_t log_count;
    size_t log_capacity;
    struct rtx_buf executed;
    struct emu_file *files;
    size_t file_count;
    size_t file_capacity;
    struct emu_shell *shells;
    bool restarting; /* the server must drop everything and boot */
    const char *boot_cause;
    const struct emu_shell *asking; /* whose command runs */
    struct emu_net *net; /* state.h: lines, peers, what a test says of them */
    bool booted;
};
int emu_device_init(struct emu_device *device, struct emu_world *world,
                    unsigned index);
void emu_device_free(struct emu_device *device);
/* Give it its startup configuration and passwords; before the first boot. */
int emu_device_startup(struct emu_device *device, const char *text,
                       size_t length, struct rtx_error *error);
void emu_device_boot(struct emu_device *device, const char *cause);
/* Settings have changed: look at those that the emulator itself obeys. */
void emu_device_refresh(struct emu_device *device);
/* The running configuration in the router's own order. */
const rtx_config *emu_device_running(struct emu_device *device);
bool emu_device_unsaved(struct emu_device *device);
int emu_device_save(struct emu_device *device, const char *path);
/* Take a global line away that has no `no` form. */
int emu_config_remove(rtx_config **config, const char *text);
/* The value behind `key` in the running configuration, or NULL; borrowed. */
const char *emu_device_value(const struct emu_device *device,
                             const char *context, const char *key);
void emu_device_mac(const struct emu_device *device, unsigned lan,
                    char ret[18]);
void emu_device_serial(const struct emu_device *device, char *ret, size_t size);
#define EMU_MODEL "RTX810"
#define EMU_REVISION "RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)"

/* clock.c; all of them in milliseconds of the router's own time */
int64_t emu_uptime(const struct emu_device *device);
int64_t emu_wall(const struct emu_device *device);
int emu_clock_start(struct emu_device *device);
void emu_clock_advance(struct emu_device *device, int64_t ms);
/* Count from now on: before the clock's rate changes. */
void emu_clock_rebase(struct emu_device *device);
void emu_clock_set(struct emu_device *device, int64_t wall_ms);
/* Real time (world.now_ms) at which the uptime will be this. */
int64_t emu_clock_real(const struct emu_device *device, int64_t uptime_ms);
struct emu_time {
    int year, month, day, hour, minute, second, weekday;
};
struct emu_time emu_time_of(int64_t wall_s);
int64_t emu_time_seconds(const struct emu_time *time);
/* "2026/11/23 14:00:00" */
void emu_time_text(int64_t wall_s, char ret[32]);

/* log.c */
void emu_log(struct emu_device *device, const char *format, ...)
    RTX_PRINTF(2, 3);
/* The same of something that has happened then (wall, seconds), but not before
 * what is in the log already. */
void emu_log_late(struct emu_device *device, int64_t at, const char *format,
                  ...) RTX_PRINTF(3, 4);
/* A line as of then, on no console. */
void emu_log_at(struct emu_device *device, int64_t at, const char *text);
void emu_log_clear(struct emu_device *device);
void emu_log_text(const struct emu_device *device, bool reverse,
                  struct rtx_buf *ret);

/* schedule.c */
void emu_schedule_refresh(struct emu_device *device);
void emu_schedule_run(struct emu_device *device);
void emu_schedule_startup(struct emu_device *device);
/* The first time after `after` (wall seconds) that "month/day h:m:s" words
 * mean; INT64_MAX: never. date may be "" . */
int64_t emu_schedule_next(const char *date, const char *time, int64_t after);

/* ---- a console session ---- */
enum emu_mode {
    EMU_SILENT, /* a serial console before its first Enter */
    EMU_LINE,   /* a command line is being typed */
    EMU_NAME,   /* Username: */
    EMU_SECRET, /* a password */
    EMU_KEY,    /* (Y/N) */
    EMU_PAGER,
    EMU_BUSY, /* a command runs until busy_until */
    EMU_EXEC, /* inside a command or its continuation */
    EMU_MUTE, /* stalled: takes everything, answers nothing */
};
/* `answer`: the line, the password or "Y"/"N"; NULL after a wait. */
typedef void emu_then(struct emu_shell *shell, const char *answer);

enum { EMU_LINE_MAX = 4095 };
struct emu_line {
    char bytes[EMU_LINE_MAX + 1];
    size_t length;
    char escape;     /* inside an escape sequence of the terminal */
    size_t expected; /* bytes that a begun wide character still needs */
};

struct emu_shell {
    struct emu_shell *next;
    struct emu_device *device;
    const char *path; /* "TELNET", "Serial" */
    char peer[64];
    char user[64];
    uint64_t connection;
    bool serial;
    bool ssh;
    bool logged_in;
    bool administrator;
    bool may_administer; /* user attribute, at the login */
    int64_t idle_ms;     /* likewise; 0: what login timer says */
    bool closing;
    bool first_line; /* none typed since the banner */
    char context[96];
    enum emu_mode mode;
    struct emu_console own; /* with console-scope=session */
    int64_t login_at;       /* uptime */
    int64_t key_at;         /* uptime of the last key */
    int tries;
    /* input */
    struct rtx_buf typed;
    size_t typed_at;
    uint64_t received_lines;
    uint64_t lose_count;
    bool after_cr;
    bool xoff_sent;
    bool blocked; /* the link has enough to send */
    struct emu_line line;
    /* output */
    struct rtx_buf page; /* UTF-8, waiting for wrap and pager */
    size_t page_at;
    int page_lines;
    bool paged;
    bool unwrapped; /* whatever console columns says */
    bool paused_header;
    bool stopped; /* Ctrl-S */
    struct rtx_buf sent;
    int column;
    /* what is going on */
    emu_then *then;
    emu_then *after; /* what follows a save */
    int64_t busy_until;
    bool interruptible;
    bool interrupted;
    bool saving; /* the wait ends in writing the flash memory */
    char *question;
    char *scratch; /* of the running dialogue: a password, a file, a host */
    long counts[6];
};
int emu_shell_init(struct emu_shell *shell, struct emu_device *device,
                   bool serial, const char *peer);
void emu_shell_free(struct emu_shell *shell);
void emu_shell_open(struct emu_shell *shell);
/* Bytes that the user typed; they are kept, then worked on. */
void emu_shell_feed(struct emu_shell *shell, const void *bytes, size_t length);
/* Xoff when the type-ahead fills, Xon when it is empty again. */
void emu_flow_control(struct emu_shell *shell);
/* Go on with what the time or the output's draining allows. */
void emu_shell_run(struct emu_shell *shell);
/* Real time at which emu_shell_run() has something to do. */
/* ms without a key until logout; 0: for ever */
int64_t emu_idle_limit(const struct emu_device *device, bool serial);
int64_t emu_shell_deadline(const struct emu_shell *shell);
/* The far end is gone. */
void emu_shell_hangup(struct emu_shell *shell);

/* For commands: what comes next. */
void emu_ask_key(struct emu_shell *shell, const char *question, emu_then *then);
void emu_ask_secret(struct emu_shell *shell, const char *prompt,
                    emu_then *then);
void emu_ask_name(struct emu_shell *shell, const char *prompt, emu_then *then);
void emu_wait(struct emu_shell *shell, int64_t ms, emu_then *then);
void emu_close(struct emu_shell *shell);
void emu_logout(struct emu_shell *shell);
struct emu_console *emu_console_of(struct emu_shell *shell);
bool emu_japanese(struct emu_shell *shell);
struct emu_world *emu_world_of(const struct emu_shell *shell);
/* Remember a text for a dialogue (NULL: forget), wiped when it goes. */
int emu_keep(struct emu_shell *shell, const char *text);

/* login.c */
void emu_login_begin(struct emu_shell *shell);
/* A user who has proved himself: SSH. */
void emu_login_proven(struct emu_shell *shell);
void emu_banner(struct emu_shell *shell);
unsigned emu_login_count(const struct emu_device *device, const char *user);

/* prompt.c */
void emu_prompt(struct emu_shell *shell);
void emu_prompt_text(struct emu_shell *shell, struct rtx_buf *ret);

/* line.c: keys of the command line and of the password lines */
void emu_line_key(struct emu_shell *shell, unsigned char c);
void emu_line_redraw(struct emu_shell *shell);
/* The line so far as UTF-8. */
int emu_line_text(struct emu_shell *shell, struct rtx_buf *ret);
/* Echo bytes of the console's charset with its wrap. */
void emu_echo(struct emu_shell *shell, const char *bytes, size_t length,
              int width);

/* words.c: the router's command words */
int emu_words_init(struct emu_world *world);
/* What may follow `line`, whose last word may be begun: the words, one blank
 * between them. Returns how many. */
int emu_words_next(const struct emu_world *world, const char *line,
                   struct rtx_buf *ret);
/* Complete the last word of `line`: what to add, "" for nothing. */
int emu_words_complete(const struct emu_world *world, const char *line,
                       struct rtx_buf *ret);
/* The line with its abbreviated command words in full. */
int emu_words_expand(const struct emu_world *world, const char *line,
                     struct rtx_buf *ret);

/* output.c: UTF-8 text, \n for a line end */
void emu_say(struct emu_shell *shell, const char *format, ...) RTX_PRINTF(2, 3);
/* Text that passes the pager when the command is done. */
void emu_print(struct emu_shell *shell, const char *format, ...)
    RTX_PRINTF(2, 3);
void emu_print_text(struct emu_shell *shell, const char *text, size_t length);
/* false: it waits for a key or for time, and goes on by itself */
bool emu_output_flush(struct emu_shell *shell);
void emu_error(struct emu_shell *shell, enum rtx_message message);
void emu_send(struct emu_shell *shell, const void *bytes, size_t length);
/* encode.c */
int emu_encode(const struct emu_shell *shell, const char *utf8, size_t length,
               struct rtx_buf *ret);
/* pager.c */
void emu_pager_begin(struct emu_shell *shell);
void emu_pager_key(struct emu_shell *shell, unsigned char c);
int emu_page_size(struct emu_shell *shell);

/* dispatch.c */
void emu_execute(struct emu_shell *shell, const char *line);
/* A line that nobody typed: schedule. */
void emu_execute_alone(struct emu_device *device, const char *context,
                       const char *line);
struct emu_command {
    const char *words;
    unsigned flags;
    void (*run)(struct emu_shell *shell, const char *args);
    const char *help;
};
enum { EMU_ADMIN = 1, EMU_NO_ARGS = 2, EMU_EXACT = 4 };
extern const struct emu_command emu_commands[];
const struct emu_command *emu_command_find(const char *line, const char **args);
/* The words of `args`, unquoted, one after another; returns how many. */
struct emu_args {
    char *text; /* the words, NUL behind each */
    const char *word[64];
    int count;
};
int emu_args_init(struct emu_args *args, const char *line);
void emu_args_free(struct emu_args *args);

/* settings.c */
void emu_setting(struct emu_shell *shell, const char *line);
/* Apply with or without (NULL) a session; `context` may become another one.
 * @return EMU_APPLIED, or the enum rtx_message of the error */
enum { EMU_APPLIED = -1 };
int emu_setting_apply(struct emu_device *device, struct emu_shell *shell,
                      char context[96], const char *line);
/* A setting that needs no check, made by the emulator itself. */
void emu_setting_make(struct emu_device *device, const char *line);

/* save.c, and the rest of the commands */
typedef void emu_command_run(struct emu_shell *shell, const char *args);
void emu_restart(struct emu_device *device, const char *cause);
void emu_save_then(struct emu_shell *shell, emu_then *then);
emu_command_run emu_run_save, emu_run_restart, emu_run_cold_start;
emu_command_run emu_run_administrator, emu_run_quit;
emu_command_run emu_run_login_password, emu_run_admin_password;
emu_command_run emu_run_login_user;
emu_command_run emu_run_show_environment, emu_run_show_log, emu_run_show_route;
emu_command_run emu_run_show_route6, emu_run_show_sa, emu_run_show_nat;
emu_command_run emu_run_show_status_tunnel, emu_run_show_status_l2tp;
emu_command_run emu_run_show_status_lan1, emu_run_show_status_lan2;
emu_command_run emu_run_show_status_dhcp;
emu_command_run emu_run_show_status_bgp;
emu_command_run emu_run_clear_arp, emu_run_clear_nat, emu_run_refresh_sa;
emu_command_run emu_run_connect, emu_run_disconnect;
emu_command_run emu_run_show_config, emu_run_show_config_list;
emu_command_run emu_run_show_status_pp;
emu_command_run emu_run_show_users, emu_run_show_command, emu_run_show_arp;
emu_command_run emu_run_show_status_boot, emu_run_help;
emu_command_run emu_run_ping, emu_run_date, emu_run_time, emu_run_clear_log;
emu_command_run emu_run_disconnect_user, emu_run_host_key, emu_run_baudrate;
emu_command_run emu_run_netvolante_go;
emu_command_run emu_run_techinfo, emu_run_copyright;
/* show.c: `show … | grep …` and `show … > file`, around the others */
void emu_show(struct emu_shell *shell, const char *line,
              void (*run)(struct emu_shell *shell, const char *line));
/* show_config.c */
int emu_config_header(struct emu_device *device, struct rtx_buf *ret);

#endif
