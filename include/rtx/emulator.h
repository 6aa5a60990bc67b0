/**
 * @file emulator.h
 * A fake Yamaha RTX810 for tests: librtx-emulator.
 *
 * It has a console behind telnet, SSH and a pseudo terminal, its files behind
 * SFTP, a running and a startup configuration, a clock, a log and faults that
 * can be asked for. What nobody knows about the real console is an option, see
 * rtx_emulator_option_info().
 *
 * Threads: all calls on one emulator may come from any thread; they lock it.
 * Its sockets are served by a thread of its own between start and stop; with
 * SSH there are two more for the handshakes, and one for each SFTP connection.
 * Texts that a call returns as `char *` belong to the caller, who frees them
 * with rtx_emulator_text_free(); they are UTF-8 with LF.
 * Calls that can fail return 0 (or what they say), or a negative code of
 * enum rtx_error_code with the detail in `error`, which may be NULL.
 */
#ifndef RTX_EMULATOR_H
#define RTX_EMULATOR_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A fake router, or several behind one thread (option `routers`). Opaque. */
typedef struct rtx_emulator rtx_emulator;

/** One with all options at their defaults, not listening. */
RTX_API RTX_MUST_USE int rtx_emulator_new(rtx_emulator **ret,
                                          struct rtx_error *error);

/** Stop and free it. NULL is fine. */
RTX_API void rtx_emulator_free(rtx_emulator *emulator);

/** Free a text that one of these calls returned. NULL is fine. */
RTX_API void rtx_emulator_text_free(char *text);

/* ---- what it is: before rtx_emulator_start(), if not said otherwise ---- */

/** An option as it is documented. All texts are static. */
struct rtx_emulator_option_info {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    uint32_t reserved;    /**< 0 */
    const char *name;     /**< for rtx_emulator_option() */
    const char *initial;  /**< its value when nobody sets it */
    const char *values;   /**< "a|b|c", "0..300" or "text" */
    const char *meaning;  /**< one sentence */
    const char *standing; /**< "open": nobody has seen what the real router
                               does; else "" */
};

/**
 * Fill `ret` with option `index`, from 0.
 * @return 0, or RTX_E_ARGUMENT behind the last
 */
RTX_API int rtx_emulator_option_info(size_t index,
                                     struct rtx_emulator_option_info *ret);

/**
 * Set an option. Also while it runs: it holds from the next use on.
 * @return 0; RTX_E_ARGUMENT for a name or a value that there is not
 */
RTX_API RTX_MUST_USE int rtx_emulator_option(rtx_emulator *emulator,
                                             const char *name,
                                             const char *value,
                                             struct rtx_error *error);

/** A documented fault. All texts are static. */
struct rtx_emulator_fault_info {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    uint32_t reserved;   /**< 0 */
    const char *form;    /**< "cut-at=N" */
    const char *meaning; /**< one sentence */
};

/** Fill `ret` with fault `index`, from 0; RTX_E_ARGUMENT behind the last. */
RTX_API int rtx_emulator_fault_info(size_t index,
                                    struct rtx_emulator_fault_info *ret);

/**
 * Add a fault, at any time: NAME[=VALUE][,times=N][,connection=N].
 * `times` ends it after so many uses; `connection` restricts it to the Nth
 * connection since the start, counted from 1.
 * @return 0; RTX_E_ARGUMENT for a spec that is none
 */
RTX_API RTX_MUST_USE int rtx_emulator_fault(rtx_emulator *emulator,
                                            const char *spec,
                                            struct rtx_error *error);

/** Take all faults away, at any time. */
RTX_API void rtx_emulator_fault_clear(rtx_emulator *emulator);

/**
 * The configuration that it boots from, UTF-8, or Shift_JIS if it is not.
 * `login password X`, `administrator password X` and `login user NAME X` lines
 * set those passwords (X other than `*`).
 * @return 0; RTX_E_SYNTAX for text of which no line is a command that it knows
 */
RTX_API RTX_MUST_USE int rtx_emulator_startup(rtx_emulator *emulator,
                                              const char *text, size_t length,
                                              struct rtx_error *error);

/** The login password, "" for none. Copied. */
RTX_API RTX_MUST_USE int rtx_emulator_login_password(rtx_emulator *emulator,
                                                     const char *password,
                                                     struct rtx_error *error);

/** The administrator password, "" for none. Copied. */
RTX_API RTX_MUST_USE int rtx_emulator_admin_password(rtx_emulator *emulator,
                                                     const char *password,
                                                     struct rtx_error *error);

/** A named user (`login user`). Copied. */
RTX_API RTX_MUST_USE int rtx_emulator_user(rtx_emulator *emulator,
                                           const char *name,
                                           const char *password,
                                           struct rtx_error *error);

/**
 * Answer a command line with this text instead of the emulator's own answer
 * (both UTF-8, the text copied as it is, lines ended by LF). At any time.
 */
RTX_API RTX_MUST_USE int rtx_emulator_answer(rtx_emulator *emulator,
                                             const char *command,
                                             const char *text,
                                             struct rtx_error *error);

/**
 * Listen for telnet on "ADDRESS:PORT", port 0 for a free one, IPv6 in brackets.
 * @return the index of the endpoint; RTX_E_ARGUMENT, RTX_E_IO
 */
RTX_API RTX_MUST_USE int rtx_emulator_listen(rtx_emulator *emulator,
                                             const char *address,
                                             struct rtx_error *error);

/**
 * Listen for SSH likewise. Named users alone may come, by their password; a
 * shell on one channel, or SFTP. The algorithms are those of the RTX810 unless
 * option ssh-algorithms says otherwise.
 * @return the index of the endpoint; RTX_E_ARGUMENT, RTX_E_IO
 */
RTX_API RTX_MUST_USE int rtx_emulator_listen_ssh(rtx_emulator *emulator,
                                                 const char *address,
                                                 struct rtx_error *error);

/**
 * The RSA host key from a file without passphrase, in PEM or OpenSSH's format.
 * Without it one is made, a new one for each emulator.
 * @return 0; RTX_E_ARGUMENT for a file that is none
 */
RTX_API RTX_MUST_USE int rtx_emulator_host_key(rtx_emulator *emulator,
                                               const char *path,
                                               struct rtx_error *error);

/**
 * Let a named user in by this public key too, "ssh-rsa AAAA… COMMENT", once
 * option ssh-publickey is on. At any time; a user may have several.
 * @return 0; RTX_E_ARGUMENT for a line that is no public key
 */
RTX_API RTX_MUST_USE int rtx_emulator_authorized_key(rtx_emulator *emulator,
                                                     const char *user,
                                                     const char *line,
                                                     struct rtx_error *error);

/**
 * The line of known_hosts for SSH endpoint `index`: "[127.0.0.1]:40022 ssh-rsa
 * AAAA…". Owned; NULL for an endpoint that is not SSH, or without memory.
 */
RTX_API char *rtx_emulator_host_key_line(rtx_emulator *emulator, size_t index);

/** Offer the serial console on a new pseudo terminal. @return its index */
RTX_API RTX_MUST_USE int rtx_emulator_pty(rtx_emulator *emulator,
                                          struct rtx_error *error);

/**
 * The URI of endpoint `index`: "telnet://127.0.0.1:40023",
 * "serial:///dev/pts/3", and once it runs
 * "ssh://USER@127.0.0.1:40022?algorithms=legacy" with its first user. Borrowed
 * until the emulator is freed, or a serial line cut; NULL behind the last.
 */
RTX_API const char *rtx_emulator_endpoint(rtx_emulator *emulator, size_t index);

/* ---- running it ---- */

/** Boot it and serve its endpoints from a thread of its own. */
RTX_API RTX_MUST_USE int rtx_emulator_start(rtx_emulator *emulator,
                                            struct rtx_error *error);

/** Drop all connections and end the thread. Harmless when it does not run. */
RTX_API void rtx_emulator_stop(rtx_emulator *emulator);

/** Which router the calls below speak of (option `routers=each`); 0 at first.
 */
RTX_API int rtx_emulator_focus(rtx_emulator *emulator, size_t index);

/** The clock goes forward by so many seconds; what falls due, happens. */
RTX_API void rtx_emulator_advance(rtx_emulator *emulator, int64_t seconds);

/** A system message, as `console info on` shows them; it is logged too. */
RTX_API RTX_MUST_USE int rtx_emulator_inject(rtx_emulator *emulator,
                                             const char *message,
                                             struct rtx_error *error);

/**
 * Drop all connections as a broken line does; the router goes on. A serial
 * line is pulled out and put in again: whoever has it open sees a hangup, what
 * stands on the router's console stays, and the pseudo terminal may have
 * another name then, see rtx_emulator_endpoint() and option `pty-link`.
 */
RTX_API void rtx_emulator_cut(rtx_emulator *emulator);

/** Switch it off and on: connections drop, it boots its startup configuration
 */
RTX_API void rtx_emulator_power_cycle(rtx_emulator *emulator);

/* ---- what its lines, peers and neighbours are ---- */

/**
 * Say what the router's state is: a JSON object whose members are named after
 * the show command, with the JSON that `rtx-show --json` gives as `data`:
 *
 *     {"show arp": [{"interface": "LAN1", "port": 2, "address": "192.168.0.9",
 *                    "mac": "00:a0:de:00:00:09", "ttl_s": 800}],
 *      "ping": {"192.168.0.9": [1.25, null]},
 *      "clients": [{"name": "alice", "address": "198.51.100.77"}]}
 *
 * Sections: show arp, show environment, show ip route, show ipsec sa, show ipv6
 * route, show log, show nat descriptor address, show status bgp neighbor, show
 * status dhcp, show status l2tp, show status lan, show status pp, show status
 * tunnel, show status user; ping (round trips of a host in milliseconds, null
 * for a lost packet, over and over); clients (see rtx_emulator_client()).
 *
 * What is not given, follows from the running configuration; null makes a
 * section follow it again. Members of an object are laid over those that
 * follow; so are records with the same `interface` or `tunnel` (lan, pp,
 * tunnel); other arrays are taken as a whole. From then on the router's clock
 * runs: lifetimes count down and what has run out goes, durations count up.
 *
 * At any time, for the router that rtx_emulator_focus() chose.
 * @return 0; RTX_E_SYNTAX, or RTX_E_ARGUMENT for a section that there is not:
 *         then nothing has changed
 */
RTX_API RTX_MUST_USE int rtx_emulator_state(rtx_emulator *emulator,
                                            const char *json,
                                            struct rtx_error *error);

/** A section as it is now, given or not, as JSON. Owned; NULL: none such. */
RTX_API char *rtx_emulator_state_text(rtx_emulator *emulator,
                                      const char *section);

/**
 * Somebody outside who connects by L2TP/IPsec as soon as the configuration
 * lets him in: the line is up, filters and address translation let IKE, ESP and
 * L2TP pass, a tunnel waits for him, his name is known. How far he comes stands
 * in the log and in the state. `dials` 0: he hangs up.
 * @param address  where he is; NULL: as before
 * @return 0, or RTX_E_LIMIT
 */
RTX_API RTX_MUST_USE int rtx_emulator_client(rtx_emulator *emulator,
                                             const char *name,
                                             const char *address, int dials,
                                             struct rtx_error *error);

/** Something that can go wrong: option `trouble`. All texts are static. */
struct rtx_emulator_trouble_info {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    uint32_t reserved;    /**< 0 */
    const char *name;     /**< a value of the option */
    const char *evidence; /**< part of the log line that gives it away, or "" */
    const char *meaning;  /**< one sentence */
    const char *remedy;   /**< the command that ends it, or "" */
};

/** Fill `ret` with trouble `index`, from 0; RTX_E_ARGUMENT behind the last. */
RTX_API int rtx_emulator_trouble_info(size_t index,
                                      struct rtx_emulator_trouble_info *ret);

/* ---- what tests want to know ---- */

/** Counts since the start. New members are added behind the last. */
struct rtx_emulator_counters {
    uint32_t size;           /**< set by the caller: sizeof of the struct */
    uint32_t reserved;       /**< 0 */
    uint64_t connections;    /**< accepted */
    uint64_t open;           /**< of them, open now */
    uint64_t logins;         /**< that succeeded */
    uint64_t administrators; /**< `administrator` that succeeded */
    uint64_t bytes_received;
    uint64_t bytes_sent;
    uint64_t lines;       /**< command lines executed, without empty ones */
    uint64_t empty_lines; /**< Enter on an empty line or a comment */
    uint64_t errors;      /**< command lines answered by an error */
    uint64_t saves;
    uint64_t restarts;
    uint64_t lost;       /**< characters lost in type-ahead or by a fault */
    uint64_t ssh_logins; /**< SSH connections without a shell or SFTP, now */
    uint64_t ssh_logins_most; /**< the most that there were at once */
};
RTX_API void rtx_emulator_counters(rtx_emulator *emulator,
                                   struct rtx_emulator_counters *ret);

/** The running configuration, secrets in clear but for passwords. Owned. */
RTX_API char *rtx_emulator_running(rtx_emulator *emulator);
/** The saved configuration likewise. Owned. */
RTX_API char *rtx_emulator_saved(rtx_emulator *emulator);
/** 1 when there are changes that nobody saved. */
RTX_API int rtx_emulator_dirty(rtx_emulator *emulator);
/** The log, oldest line first. Owned. */
RTX_API char *rtx_emulator_log(rtx_emulator *emulator);
/** All command lines executed, in order, one a line, empty ones not. Owned. */
RTX_API char *rtx_emulator_executed(rtx_emulator *emulator);

#ifdef __cplusplus
}
#endif

#endif
