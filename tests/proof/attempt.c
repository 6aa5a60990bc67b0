/* One case through the library: its calls that never block, and our poll. */
#include "proof.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SILENCE_MS = 250, RECONNECT_MS = 4000, LONGEST_MS = 20000 };

/* Lines of the program under test that were done before ours. */
static bool is_time(const struct round *round)
{
    return router_lines(&round->router) >= round->point;
}

void meanwhile(struct round *round)
{
    struct peer *peer;

    if (round->acted || round->kind->meanwhile == NOTHING || !is_time(round))
        return;
    round->acted = true;
    peer = peer_login(&round->router);
    if (!peer)
        return;
    switch (round->kind->meanwhile) {
    case CHANGES:
        (void)peer_type(peer, round->scenario->foreign);
        break;
    case CONFLICTS:
        (void)peer_type(peer, round->scenario->conflicting);
        break;
    default:
        (void)peer_type(peer, "save");
        break;
    }
    peer_free(peer);
}

static rtx_session *new_session(struct round *round)
{
    const struct scenario *s = round->scenario;
    rtx_secret *login = rtx_secret_new(s->login, strlen(s->login));
    rtx_secret *admin = rtx_secret_new(s->admin, strlen(s->admin));
    rtx_session *session = NULL;

    if (rtx_session_new(&session, router_endpoint(&round->router),
                        &round->router.error) < 0) {
        fprintf(stderr, "proof: %s\n", round->router.error.message);
        exit(2);
    }
    if (proof_transport == SSH) {
        char *known = text_format("%s/known_hosts", settings.scratch);

        (void)rtx_session_set_text(session, RTX_TEXT_KNOWN_HOSTS, known);
        (void)rtx_session_set(session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
        (void)rtx_session_set(session, RTX_OPTION_LEGACY_ALGORITHMS, 1);
        free(known);
    }
    if (proof_transport != SERIAL) /* an endpoint that names no user */
        (void)rtx_session_set_user(session, "deploy");
    (void)rtx_session_set_login_password(session, login);
    (void)rtx_session_set_admin_password(session, admin);
    (void)rtx_session_set(session, RTX_OPTION_SILENCE_MS, SILENCE_MS);
    (void)rtx_session_set(session, RTX_OPTION_CONNECT_MS, 1000);
    (void)rtx_session_set(session, RTX_OPTION_SAVE_MS, 1000);
    if (round->kind->meanwhile)
        (void)rtx_session_set(session, RTX_OPTION_WINDOW, 0);
    rtx_secret_free(login);
    rtx_secret_free(admin);
    return session;
}

/* One stage, as an event loop does it. @return false: it hangs */
static bool run_stage(struct round *round, rtx_session *session,
                      rtx_transaction *t, int64_t until)
{
    meanwhile(round);
    while (rtx_transaction_process(t) == 0) {
        int wants = rtx_session_wants(session);
        struct pollfd poller = {.fd = rtx_session_fd(session)};
        int64_t at = rtx_transaction_deadline(t);
        int64_t now = now_ms();

        meanwhile(round);
        if (now > until)
            return false;
        poller.events = (short)((wants & RTX_WANTS_READ ? POLLIN : 0) |
                                (wants & RTX_WANTS_WRITE ? POLLOUT : 0));
        if (at > until + 1)
            at = until + 1;
        (void)poll(&poller, 1, at <= now ? 0 : (int)(at - now));
    }
    return true;
}

static void note(char **text, const char *more)
{
    text_add(text, more);
    text_add(text, "\n");
}

static void take_error(struct verdict *v, const struct rtx_error *error)
{
    char text[2048];

    (void)rtx_error_text(error, text, sizeof text);
    note(&v->loud, text);
    note(&v->loud, error->statement);
    note(&v->loud, error->answer);
}

static void take_verdict(struct round *round, const rtx_transaction *t)
{
    struct verdict *v = &round->verdict;
    const char *warning;
    char *text;

    snprintf(v->result, sizeof v->result, "%s",
             rtx_outcome_name(rtx_transaction_outcome(t)));
    v->leftover = text_format("%s", rtx_transaction_leftover(t));
    note(&v->loud, v->leftover);
    take_error(v, rtx_transaction_error(t));
    for (size_t i = 0; (warning = rtx_transaction_warning(t, i)); i++)
        note(&v->loud, warning);
    if (rtx_transaction_plan(t)) {
        text = rtx_plan_text(rtx_transaction_plan(t), 0);
        note(&v->said, text ? text : "");
        rtx_free(text);
    }
}

/* A router that says what it has not done, to see that it is found out. */
static void plant_lies(struct round *round)
{
    rtx_emulator *emulator = round->router.emulator;

    if (planted("silent")) {
        (void)!rtx_emulator_answer(emulator, "show config",
                                   round->scenario->new_text, NULL);
        (void)!rtx_emulator_fault(emulator, "ignore-nth=6", NULL);
    }
    if (planted("unsaved"))
        (void)!rtx_emulator_answer(emulator, "save",
                                   "Saving ... CONFIG0 Done .\n", NULL);
}

static void transact(struct round *round, rtx_session *session,
                     const rtx_config *fragment)
{
    int64_t until = now_ms() + LONGEST_MS;
    rtx_transaction *t = NULL;
    bool done;

    if (rtx_transaction_new(&t, session, fragment, &round->router.error) < 0)
        return;
    (void)rtx_transaction_set(t, RTX_TRANSACTION_RECONNECT_MS, RECONNECT_MS);
    (void)rtx_transaction_set(t, RTX_TRANSACTION_IRREVERSIBLE, 1);
    (void)rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    done = rtx_transaction_start_plan(t) == 0 &&
           run_stage(round, session, t, until);
    if (done && rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED) {
        plant_lies(round);
        done = rtx_transaction_start_commit(t) == 0 &&
               run_stage(round, session, t, until);
    }
    round->verdict.hung = !done;
    take_verdict(round, t);
    rtx_transaction_free(t);
    (void)rtx_session_close(session, 1000, NULL);
}

static void take_file(struct verdict *v, const char *path)
{
    char bytes[8192];
    FILE *file = fopen(path, "r");
    size_t n;

    while (file && (n = fread(bytes, 1, sizeof bytes - 1, file)) > 0) {
        bytes[n] = '\0';
        text_add(&v->said, bytes);
    }
    if (file)
        fclose(file);
    (void)unlink(path);
}

void attempt(struct round *round)
{
    const struct scenario *s = round->scenario;
    rtx_session *session = new_session(round);
    rtx_config *fragment = NULL;
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s/transcript", settings.scratch);
    (void)rtx_session_set_transcript(session, path);
    snprintf(round->verdict.result, sizeof round->verdict.result, "refused");
    if (rtx_config_parse_fragment(&fragment, "proof.rtx", s->fragment,
                                  strlen(s->fragment), "utf-8",
                                  &round->router.error) < 0) {
        take_error(&round->verdict, &round->router.error);
    } else if (rtx_session_open(session, 3000) < 0) {
        snprintf(round->verdict.result, sizeof round->verdict.result,
                 "connect");
        take_error(&round->verdict, rtx_session_error(session));
    } else {
        transact(round, session, fragment);
    }
    rtx_config_free(fragment);
    rtx_session_free(session);
    take_file(&round->verdict, path);
}
