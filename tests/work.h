/* What a fleet does to its routers in tests and measurements: the same work
 * everywhere, with the same passwords. */
#ifndef RTX_TESTS_WORK_H
#define RTX_TESTS_WORK_H

#include <rtx/fleet.h>

struct work {
    const char *const *endpoints; /* one for each router of the fleet */
    const char *login;
    const char *admin;
    const char *known_hosts; /* new keys go there; NULL: nobody is new */
    int64_t patience_ms;     /* with a connection, and with silence */
    const char *command;
    size_t commands;      /* of each router */
    rtx_config *fragment; /* is pushed instead; NULL: none */
    size_t done;
    size_t failed;
};

/* `user` is a struct work, or begins with one. */
extern const struct rtx_fleet_calls work_calls;

#endif
