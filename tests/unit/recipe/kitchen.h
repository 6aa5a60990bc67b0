/* What the suites of recipes share: filling in forms, trying fragments. */
#ifndef RTX_TESTS_KITCHEN_H
#define RTX_TESTS_KITCHEN_H

#include "rig.h"

/* A form with "KEY=VALUE" texts, secrets among them; NULL behind the last.
 * *rc is the first failure. */
rtx_recipe *kitchen_form(const char *name, const char *const *set, int *rc,
                         struct rtx_error *error);
/* The fragment onto `running` (text, may be NULL); owned by recipe_text_free.
 * NULL and *rc on failure. */
char *kitchen_cook(rtx_recipe *recipe, const char *running, int *rc,
                   struct rtx_error *error);
/* Push a fragment's text to the router of the rig, save, prove that the same
 * again changes nothing. */
void kitchen_push(struct rig *rig, const char *text);
/* How many changes the fragment makes to what the router of the rig has, as
 * lines "+ …" and "- …"; owned. */
char *kitchen_plan(struct rig *rig, const char *text);

/* A fragment that must come about; owned by recipe_text_free. */
char *kitchen_cooked(const char *name, const char *const *set,
                     const char *running);
/* One that must not, and what is said of it. */
void kitchen_refused(const char *name, const char *const *set,
                     const char *running, int code, const char *said);
/* Does the text hold this line, whatever its indentation? */
bool kitchen_has_line(const char *text, const char *line);
void kitchen_assert_line(const char *text, const char *line);

/* ---- what goes into the forms ---- */
#define LINE                                             \
    "provider=EXAMPLE", "account=user@provider.example", \
        "password=example-pass", "address=203.0.113.5",  \
        "lan=192.168.100.254/24", "dhcp=192.168.100.110-192.168.100.120"
#define ALICE "user.1=alice", "password.1=wonderland-7"
#define BOB "user.2=bob", "password.2=builder 8"
#define CAROL "user.3=carol", "password.3=christmas-9"
#define DAVE "user.4=dave", "password.4=dungeon-10"
#define ERIN "user.5=erin", "password.5=emerald-11"
#define KEY "key=looking-glass"
#define SITES                                                                \
    "a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24", "a_address=203.0.113.1", \
        "b_address=203.0.113.2", "key=both know"
#define CLOUD                                                               \
    "lan=192.168.100.254/24", "address=203.0.113.5", "peer.1=198.51.100.1", \
        "peer.2=198.51.100.2", "key.1=one-key", "key.2=two-key",            \
        "inside.1=169.254.10.2/30", "inside.2=169.254.11.2/30",             \
        "neighbor.1=169.254.10.1", "neighbor.2=169.254.11.1"

#define SET(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
