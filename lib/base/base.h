/*
 * base: what all rooms stand on: memory, growing bytes, secrets, errors, text.
 * It knows nothing of routers. It does no I/O but rtx_secret_from_file and the
 * iconv tables of the C library.
 */
#ifndef RTX_BASE_BASE_H
#define RTX_BASE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rtx/base.h>
#include <rtx/error.h>

/* ---- memory: every size is checked for overflow, NULL means no memory ---- */
void *rtx__malloc(size_t size);
void *rtx__calloc(size_t count, size_t size);
void *rtx__realloc(void *memory, size_t count, size_t size);
char *rtx__strdup(const char *text);
char *rtx__strndup(const char *text, size_t length);
/* A text made as printf does; owned by the caller. */
char *rtx__format(const char *format, ...) RTX_PRINTF(1, 2);
/* Put a copy in the place of the text in the slot; NULL is none. 0, or
 * RTX_E_NOMEM with the old one kept. */
int rtx__replace(char **slot, const char *text);
void rtx__wipe(void *memory, size_t size);

/*
 * Make room for one more element in a growing array.
 * `items` is the address of the array's pointer.
 */
int rtx__grow(void *items, size_t *capacity, size_t count, size_t size);

/* ---- buf: growing bytes with a ceiling given at init; always NUL behind ----
 */
struct rtx_buf {
    char *data; /* NULL while empty */
    size_t length;
    size_t capacity;
    size_t ceiling;
    bool secret; /* wipe whatever is given back to the allocator */
};
void rtx__buf_init(struct rtx_buf *buf, size_t ceiling);
/* The same for text that may hold secrets: what is given back is wiped. */
void rtx__buf_init_secret(struct rtx_buf *buf, size_t ceiling);
void rtx__buf_free(struct rtx_buf *buf);
void rtx__buf_clear(struct rtx_buf *buf);
/* All of these: 0, RTX_E_NOMEM or RTX_E_LIMIT. */
int rtx__buf_add(struct rtx_buf *buf, const void *bytes, size_t length);
int rtx__buf_text(struct rtx_buf *buf, const char *text);
int rtx__buf_char(struct rtx_buf *buf, char c);
int rtx__buf_fill(struct rtx_buf *buf, char c, size_t count);
int rtx__buf_format(struct rtx_buf *buf, const char *format, ...)
    RTX_PRINTF(2, 3);
/* Take `length` bytes away at the front. */
void rtx__buf_drop(struct rtx_buf *buf, size_t length);
/* The text as a C string, never NULL; borrowed. */
const char *rtx__buf_str(const struct rtx_buf *buf);
/* Hand the text over to the caller, who owns it; the buf is empty after. */
char *rtx__buf_take(struct rtx_buf *buf);

/* ---- notes: a growing list of texts; all zero is an empty one ---- */
struct rtx_notes {
    char **items;
    size_t count;
    size_t capacity;
};
/* The text, from the allocator, becomes the list's own; NULL is no memory. */
int rtx__notes_take(struct rtx_notes *notes, char *text);
/* As printf does; longer ones than 1023 bytes are cut. */
int rtx__notes_format(struct rtx_notes *notes, const char *format, ...)
    RTX_PRINTF(2, 3);
int rtx__notes_vformat(struct rtx_notes *notes, const char *format,
                       va_list args) RTX_PRINTF(2, 0);
/* Borrowed; NULL behind the last. */
const char *rtx__notes_get(const struct rtx_notes *notes, size_t index);
void rtx__notes_free(struct rtx_notes *notes);

/* ---- sized: structs that begin with uint32_t size, which the caller sets ----
 */
bool rtx__size_is_set(const void *ret);
/* As much of `from`, which has `known` bytes, as the caller knows of; 0, or
 * RTX_E_ARGUMENT where the size is not set. */
int rtx__fill_sized(void *ret, const void *from, size_t known);

/* ---- secret ---- */
struct rtx_secret {
    size_t length;
    char *text;
};

/* ---- error: error may be NULL in all of these ---- */
/* Set code, message and the code's own hint; returns the code. */
int rtx__error(struct rtx_error *error, int code, const char *format, ...)
    RTX_PRINTF(3, 4);
/* Fill one text member, cut at a character's border when too long. */
#define RTX_ERROR_SET(error, member, text)                        \
    do {                                                          \
        struct rtx_error *set_ = (error);                         \
                                                                  \
        if (set_)                                                 \
            rtx__copy(set_->member, sizeof set_->member, (text)); \
    } while (0)
void rtx__error_place(struct rtx_error *error, const char *file, int line,
                      int column);

/* ---- text ---- */
/* Copy with NUL, cut before a UTF-8 character that does not fit. */
void rtx__copy(char *to, size_t size, const char *from);
bool rtx__utf8_valid(const char *text, size_t length);
/* How many bytes at the start are ASCII. */
size_t rtx__ascii_length(const char *text, size_t length);
/* Width on a terminal: 2 for wide characters (kanji, kana, full width). */
int rtx__utf8_width(const char *text, size_t length);
/* The bytes of the character that begins at text[0]; 1 for a bad byte. */
size_t rtx__utf8_step(const char *text, size_t length);
bool rtx__starts(const char *text, const char *prefix);
/* Without regard to case, ASCII only. */
bool rtx__same_word(const char *a, const char *b);
/* Length without the blanks, tabs, CR and LF at the end. */
size_t rtx__trimmed(const char *text, size_t length);

/* ---- charset: what a console or a file speaks ---- */
enum rtx_charset {
    RTX_CHARSET_ASCII,
    RTX_CHARSET_SJIS, /* CP932, what routers and their users mean by it */
    RTX_CHARSET_EUC,  /* EUC-JP */
    RTX_CHARSET_UTF8,
};
/* sjis, shift_jis, cp932, euc, euc-jp, utf8, utf-8, ascii; -1: none such. */
int rtx__charset_by_name(const char *name);
const char *rtx__charset_name(enum rtx_charset charset);
/*
 * Append `bytes` as UTF-8. Bytes that are none of the charset become U+FFFD
 * and are counted in *bad (may be NULL).
 */
int rtx__decode(enum rtx_charset charset, const void *bytes, size_t length,
                struct rtx_buf *utf8, size_t *bad);
/* Append UTF-8 text in the charset; RTX_E_CHARSET where it cannot be said. */
int rtx__encode(enum rtx_charset charset, const char *utf8, size_t length,
                struct rtx_buf *bytes);
/* The charset in which all of the bytes make sense: ASCII, UTF-8, CP932 or
 * EUC-JP, in this order but by plausibility where both of the last fit;
 * -1: none. */
int rtx__charset_guess(const void *bytes, size_t length);

static inline int64_t rtx__least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t rtx__most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- clock: for the rooms that may know the time ---- */
int64_t rtx__now_ms(void); /* monotonic */
/* So many ms from now, or for ever; a negative time is over. */
int64_t rtx__until_ms(int64_t timeout_ms);

/* ---- fd.c ---- */
/* A descriptor just opened, moved above 0 to 2: what a program that has those
 * closed prints must never get into it. -1 stays -1. */
int rtx__above_streams(int fd);

/* ---- folder.c ---- */
/* How many entries it has; -1: it cannot be read. */
int rtx__folder_entries(const char *path);

#endif
