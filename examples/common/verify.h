/* rtx-deploy --verify: does it work, not only: was it accepted. */
#ifndef RTX_EXAMPLES_VERIFY_H
#define RTX_EXAMPLES_VERIFY_H

#include "common/cli.h"

enum { VERIFY_HOSTS = 8 };

struct verify {
    unsigned scope; /* of enum rtx_doctor_scope; 0: no doctor */
    const char *hosts[VERIFY_HOSTS]; /* to be pinged by the router */
    size_t host_count;
    bool strict;     /* faults that were there before count as well */
    int64_t wait_ms; /* until it must work; 0: the default */
    int64_t timeout_ms;
    rtx_doctor *before;
};

#define CLI_VERIFY_HELP                                                    \
    "  --verify WHAT               commit only what works: doctor,\n"      \
    "                              doctor:vpn, doctor:internet (no new\n"  \
    "                              fault), ping:HOST; often\n"             \
    "  --verify-strict             a fault that was there before counts\n" \
    "  --verify-wait S             how long it may take to work, 30\n"

/* Take what stands behind the flags; they exit with 64 when it is no good. */
void verify_take(const struct cli *cli, struct verify *v, const char *what);
void verify_patience(const struct cli *cli, struct verify *v,
                     const char *seconds);
bool verify_wanted(const struct verify *v);
/* Before the push: what is broken already? 0, or *error says why. */
int verify_before(const struct cli *cli, struct verify *v, rtx_session *session,
                  struct rtx_error *error);
/* For rtx_transaction_set_verifier(); `user` is the struct verify. */
int verify_now(rtx_transaction *t, rtx_session *session,
               struct rtx_error *error, void *user);
void verify_free(struct verify *v);

#endif
