/**
 * @file base.h
 * What every other header of librtx uses: visibility, memory, secrets.
 *
 * Threads: a handle of this library (session, configuration, plan, …) is used
 * by one thread at a time; any thread may do it. Different handles are
 * independent. rtx_set_allocator() is called before everything else.
 */
#ifndef RTX_BASE_H
#define RTX_BASE_H

#include <stddef.h>
#include <stdint.h>

#include <rtx/version.h>

#if defined(__GNUC__)
#define RTX_API __attribute__((visibility("default")))
#define RTX_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define RTX_MUST_USE __attribute__((warn_unused_result))
#else
#define RTX_API
#define RTX_PRINTF(f, a)
#define RTX_MUST_USE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the loaded library, as "0.1.0" (static). */
RTX_API const char *rtx_version(void);

/** The binary interface of the loaded library; compare it with RTX_ABI. */
RTX_API int rtx_abi(void);

/**
 * Replace malloc, realloc and free for all of the library. Call it once,
 * before any other call. All three or none (NULL, NULL, NULL: the C library's).
 */
RTX_API void rtx_set_allocator(void *(*malloc_fn)(size_t),
                               void *(*realloc_fn)(void *, size_t),
                               void (*free_fn)(void *));

/** Free memory that a call of this library said you own. NULL is fine. */
RTX_API void rtx_free(void *memory);

/**
 * A password or a key. Its memory is wiped when it is freed; nothing in the
 * library prints it. Opaque.
 */
typedef struct rtx_secret rtx_secret;

/** A secret from a text, which is copied. NULL when memory is short. */
RTX_API rtx_secret *rtx_secret_new(const char *text, size_t length);

/**
 * A secret from the first line of a file.
 * @return NULL when the file cannot be read or others than its owner may read
 *         it; then `reason` (may be NULL) points to a static text.
 */
RTX_API rtx_secret *rtx_secret_from_file(const char *path, const char **reason);

/** Another owner of the same text. NULL gives NULL. */
RTX_API rtx_secret *rtx_secret_copy(const rtx_secret *secret);

/** Wipe and free. NULL is fine. */
RTX_API void rtx_secret_free(rtx_secret *secret);

#ifdef __cplusplus
}
#endif

#endif
