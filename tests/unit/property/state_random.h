/* Random states of a router: what rtx_emulator_state() takes, and so what a
 * parser must find in what the router prints. */
#ifndef RTX_TESTS_STATE_RANDOM_H
#define RTX_TESTS_STATE_RANDOM_H

#include <jansson.h>
#include <stdint.h>

/* All sections; owned. */
json_t *state_random(uint32_t *seed);

#endif
