/**
 * @file error.h
 * Every way in which a call can fail.
 *
 * A call returns 0 (or a count) when it worked, else one of the negative codes
 * below. The detail is a `struct rtx_error`: which router, which step, which
 * line, what the router answered and what to do. It never holds a secret.
 */
#ifndef RTX_ERROR_H
#define RTX_ERROR_H

#include <rtx/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The one list of errors: name, number, what it means, what to do.
 * Numbers are for ever. From RTX_E_CLOSED on down to RTX_E_DESYNC the session
 * is of no further use (RTX_IS_FATAL).
 */
#define RTX_ERROR_MAP(X)                                                      \
    X(NOMEM, -1, "out of memory", "free memory and try again")                \
    X(ARGUMENT, -2, "a wrong argument", "correct the call")                   \
    X(BUSY, -3, "the handle is in use", "one thread at a time per handle")    \
    X(INTERRUPTED, -4, "interrupted by a signal",                             \
      "go on processing, or free the session")                                \
    X(LIMIT, -5, "more data than the limit allows",                           \
      "the router sent more than a sane answer; look at the transcript")      \
    X(CHARSET, -6, "text that the character set cannot carry",                \
      "check the encoding of the text and the router's console character")    \
    X(IO, -7, "a file could not be read or written",                          \
      "check the path and its permissions")                                   \
    X(FRAGMENT, -10, "a bad configuration fragment",                          \
      "correct the line; nothing was sent")                                   \
    X(FORBIDDEN, -11, "a command that must not stand in a fragment",          \
      "take the line out; actions are for running by hand; nothing was sent") \
    X(REFUSED, -12, "the router refused a line",                              \
      "correct the line and push again")                                      \
    X(QUESTION, -13, "the router asked something unexpected",                 \
      "answer it by hand on the console, or leave the line out")              \
    X(LOCKOUT, -14, "a statement that can cut this very connection",          \
      "use another path, or allow it explicitly")                             \
    X(VERIFY, -15, "the router's configuration is not what was pushed",       \
      "compare the plan with show config")                                    \
    X(SAVE, -16, "the configuration could not be saved",                      \
      "type save on the router and read its answer")                          \
    X(NEEDS_PERSON, -17, "the router could not be brought to a known state",  \
      "look at the router: the message says what is on it")                   \
    X(SYNTAX, -18, "text that cannot be understood", "check the text")        \
    X(UNSUPPORTED, -19, "not supported", "see the manual")                    \
    X(IRREVERSIBLE, -20, "a change that could not be undone",                 \
      "allow it explicitly, or make it by hand")                              \
    X(UNSAVED, -21, "the router holds changes that nobody saved",             \
      "save or discard them first, or allow them explicitly")                 \
    X(PRECONDITION, -22, "a precondition of confirm is not met",              \
      "put it right, or push without confirm; nothing was sent")              \
    X(CONFLICT, -23, "in use for something else on this router",              \
      "choose another number or address, or allow taking over")               \
    X(JOURNAL, -24, "the journal cannot be written or read",                  \
      "check the file, its directory and the administrator password")         \
    X(UNCONFIRMED, -25, "nobody confirmed in time",                           \
      "find out what the change cut off, and push again")                     \
    X(LOCKED, -26, "another program works on this router",                    \
      "wait for it; an unfinished transaction: resume it or roll it back")    \
    X(RESOLVE, -30, "the router's name does not resolve",                     \
      "check the host name or use its address")                               \
    X(CONNECT, -31, "cannot connect to the router",                           \
      "check the address, the port and that the service is on")               \
    X(LOGIN, -32, "the router refused the login",                             \
      "check user name, login password and telnetd host")                     \
    X(ADMINISTRATOR, -33, "the router refused the administrator password",    \
      "check the administrator password")                                     \
    X(TIMEOUT, -34, "no answer from the router within the deadline",          \
      "check the line, or allow more time")                                   \
    X(HOST_KEY_UNKNOWN, -35, "the router's SSH host key is not known",        \
      "compare the fingerprint with the router's, then accept it as new")     \
    X(HOST_KEY_CHANGED, -36, "the router's SSH host key has changed",         \
      "is somebody in between? if its key is new, take the old line out")     \
    X(HOST_KEY_REVOKED, -37, "the router's SSH host key was revoked",         \
      "do not log in; the router needs a new host key")                       \
    X(ALGORITHMS, -38, "no SSH algorithm in common with the router",          \
      "allow old ones for this router: ?algorithms=legacy in its endpoint")   \
    X(PORT_IN_USE, -39, "the console port is in use",                         \
      "let whoever is on it finish; then try again")                          \
    X(CLOSED, -40, "the connection was lost", "connect again and look")       \
    X(IDLE_LOGOUT, -41, "the router logged this session out for being idle",  \
      "connect again; see login timer")                                       \
    X(DESYNC, -42, "the console no longer follows",                           \
      "connect again; keep the transcript for a bug report")

/** The codes, as RTX_E_NOMEM and so on; RTX_OK is 0. */
enum rtx_error_code {
    RTX_OK = 0,
#define RTX_ERROR_ENUM(name, number, text, hint) RTX_E_##name = (number),
    RTX_ERROR_MAP(RTX_ERROR_ENUM)
#undef RTX_ERROR_ENUM
};

/** True when the session that gave this code can only be freed. The same holds
 *  behind RTX_E_TIMEOUT, RTX_E_LIMIT and RTX_E_INTERRUPTED of an operation that
 *  was under way, and behind an opening that failed: its next call says so. */
#define RTX_IS_FATAL(code) ((code) <= RTX_E_CLOSED && (code) >= RTX_E_DESYNC)

/** The detail of a failure. All texts are UTF-8, end with NUL, hold no secret.
 */
struct rtx_error {
    uint32_t size;       /**< sizeof of the caller's struct; set by the caller
                              or by rtx_error_init() */
    int32_t code;        /**< enum rtx_error_code */
    int32_t line;        /**< line in `file`, from 1; 0: none */
    int32_t column;      /**< column in bytes, from 1; 0: none */
    char router[128];    /**< the endpoint, as given */
    char step[32];       /**< connect, login, administrator, read, push, … */
    char file[256];      /**< the fragment's name */
    char statement[512]; /**< the line concerned, redacted */
    char answer[512];    /**< what the router said, redacted */
    char hint[256];      /**< what to do */
    char message[512];   /**< what happened, one sentence */
    char reserved[256];  /**< room for later members; zero */
};

/** Make it empty, with its size set. */
RTX_API void rtx_error_init(struct rtx_error *error);

/**
 * Everything in `error` as one line of text.
 * @return the length that the text has without its NUL; when it is not below
 *         `size` the text was cut.
 */
RTX_API size_t rtx_error_text(const struct rtx_error *error, char *text,
                              size_t size);

/** What a code means (static); "unknown error" when there is none such. */
RTX_API const char *rtx_strerror(int code);

/** The name of a code without its prefix, "TIMEOUT" (static). */
RTX_API const char *rtx_error_name(int code);

/** What to do about a code, in general (static). */
RTX_API const char *rtx_error_hint(int code);

#ifdef __cplusplus
}
#endif

#endif
