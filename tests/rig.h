/* A router of its own for a test: emulator and session, wired together. */
#ifndef RTX_TESTS_RIG_H
#define RTX_TESTS_RIG_H

#include <rtx/emulator.h>
#include <rtx/rtx.h>

#include "test.h"

struct rig {
    rtx_emulator *emulator;
    rtx_session *session;
    const char *login; /* passwords, "" for none */
    const char *admin;
    bool serial; /* behind a pseudo terminal, not telnet; for rig_start */
    struct rtx_error error;
};

/*
 * Make the emulator with options and faults, not started yet: each text is
 * "NAME=VALUE" of an option, "!SPEC" of a fault; NULL behind the last.
 */
void rig_make(struct rig *rig, const char *startup, const char *const *set);
void rig_set(struct rig *rig, const char *text);
/* Start it, and make a session with short times, not opened yet. */
void rig_start(struct rig *rig);
/* A fresh session with the same router. */
void rig_session(struct rig *rig);
/* The same through something in front of the router. */
void rig_session_at(struct rig *rig, const char *endpoint);
/* All of it: make, start, open, administrator. Passwords "login", "admin". */
void rig_up(struct rig *rig, const char *startup, const char *const *set);
void rig_down(struct rig *rig);

/* Is the text in what the emulator gives (which is freed)? */
bool rig_has(char *owned, const char *text);
/* The executed lines of the router, compared and freed. */
void rig_executed(struct rig *rig, const char *expected);

#define NO_OPTIONS ((const char *const[]){NULL})
#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
