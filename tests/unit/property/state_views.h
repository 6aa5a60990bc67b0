/* What further commands show of a random state, and random configurations. */
#ifndef RTX_TESTS_STATE_VIEWS_H
#define RTX_TESTS_STATE_VIEWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct rtx_buf;

/* show ipsec sa: its rows have fewer members than an SA; owned. */
json_t *view_sa(const json_t *state);
/* show ipsec sa gateway N, and detail; NULL: no such gateway. */
json_t *view_gateway(const json_t *state, int gateway);
json_t *view_gateway_detail(const json_t *state, int gateway);
/* show status dhcp summary */
json_t *view_dhcp_summary(const json_t *scopes);

/*
 * Settings, appended to *startup as the router keeps them, and owned what
 * show config says of each: its context, its text, is a secret in it.
 */
json_t *config_random(uint32_t *seed, bool japanese, struct rtx_buf *startup);

#endif
