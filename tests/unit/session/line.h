/* A serial line in a test: somebody else on it, many sessions at once. */
#ifndef RTX_TESTS_LINE_H
#define RTX_TESTS_LINE_H

#include "rig.h"

/* Somebody types these keys on the emulator's terminal, waits until it is
 * quiet, and goes away. What was seen is the caller's (rtx_free). */
char *line_leave(const struct rig *rig, const char *keys);
/* Drive sessions whose operation was started, all at once, to their ends. */
void line_drive(struct rig *rigs, size_t count, int64_t most_ms);
/* Wait for what any of them waits for, most_ms at most. */
void line_wait(const struct rig *rigs, size_t count, int most_ms);
int line_descriptors(void);
/* The error of a session, on standard output. */
void line_print(const struct rig *rig, const char *what);

/* A console server: a TCP port in front of a terminal. */
struct line_server;
struct line_server *line_server_new(const char *device, char *uri, size_t size);
void line_server_free(struct line_server *server);

#endif
