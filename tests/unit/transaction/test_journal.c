/* Journals: private, encrypted, damaged, locked, of another router. */
#include "deal.h"
#include "transaction/journal.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "pp select 1\n"                \
    " pp auth myname alice oldsecretword\n"
#define FRAGMENT "pp select 1\n pp auth myname alice newsecretword\n"
#define AFTER                      \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "pp select 1\n"                \
    " pp auth myname alice newsecretword\n"

static const char body_text[] = "a body with newsecretword in it";

static char *path_in(const char *state, const char *name)
{
    char *path = malloc(512);

    snprintf(path, 512, "%s/%s", state, name);
    return path;
}

/* A journal with four records. */
static void make(const char *path, const char *state, const rtx_secret *admin)
{
    const struct journal_facts facts = {"S1", "telnet://127.0.0.1", NULL};
    struct journal *j = NULL;
    struct rtx_error error;
    struct rtx_buf body;

    rtx_error_init(&error);
    rtx__buf_init(&body, 1 << 16);
    ASSERT_INT(journal_put(&body, "text", body_text), 0);
    ASSERT_INT(journal_create(&j, path, state, &facts, admin, &body, &error),
               0);
    rtx__buf_clear(&body);
    ASSERT_INT(journal_put(&body, "schedule", "a schedule"), 0);
    ASSERT_INT(journal_add(j, "arming", &body, &error), 0);
    ASSERT_INT(journal_add(j, "pushing", NULL, &error), 0);
    ASSERT_INT(journal_add(j, "awaiting", NULL, &error), 0);
    journal_free(j);
    rtx__buf_free(&body);
}

static void put(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    ASSERT_INT(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/* Opened: it is one of its states, with what belongs to it; or an error. */
static void expect_sane(const char *path, const char *state, size_t at)
{
    static const char *const states[] = {"planned", "arming", "pushing",
                                         "awaiting"};
    struct journal *j = NULL;
    struct rtx_error error;
    bool known = false;
    char *text;
    int rc;

    rtx_error_init(&error);
    rc = journal_open(&j, path, state, NULL, &error);
    if (rc < 0) {
        ASSERT_INT(rc, RTX_E_JOURNAL);
        return;
    }
    for (int i = 0; i < 4; i++)
        known = known || strcmp(j->state, states[i]) == 0;
    text = journal_get(&j->body, "text");
    if (!known || !text || strcmp(text, body_text) != 0)
        printf("\nbyte %zu: state %s\n", at, j->state);
    CU_ASSERT(known);
    ASSERT_TEXT(text, body_text);
    ASSERT_TEXT(j->info.router, "S1");
    if (strcmp(j->state, "planned") != 0) {
        char *schedule = journal_get(&j->schedule, "schedule");

        ASSERT_TEXT(schedule, "a schedule");
        rtx_free(schedule);
    }
    rtx_free(text);
    journal_free(j);
}

static void damage_is_found_at_every_byte(void)
{
    char *state = deal_state();
    char *path = path_in(state, "j");
    size_t length;
    char *bytes;

    make(path, state, NULL);
    bytes = deal_file(path, &length);
    for (size_t i = 0; i < length; i++) {
        static const unsigned char flips[] = {0x01, 0x20, 0x80, 0xFF};
        char kept = bytes[i];

        for (size_t f = 0; f <= sizeof flips; f++) {
            bytes[i] = f < sizeof flips ? (char)(kept ^ flips[f]) : '\0';
            put(path, bytes, length);
            expect_sane(path, state, i);
        }
        bytes[i] = kept;
    }
    for (size_t i = 0; i < length; i++) {
        put(path, bytes, i);
        expect_sane(path, state, i);
    }
    free(bytes);
    free(path);
    deal_forget(state);
}

static void a_torn_record_was_never_written(void)
{
    char *state = deal_state();
    char *path = path_in(state, "j");
    struct journal *j = NULL;
    struct rtx_error error;
    size_t length;
    char *bytes;

    rtx_error_init(&error);
    make(path, state, NULL);
    bytes = deal_file(path, &length);
    put(path, bytes, length - 7);
    ASSERT_INT(journal_open(&j, path, state, NULL, &error), 0);
    ASSERT_TEXT(j->state, "pushing");
    /* and it is gone on with behind what was whole */
    ASSERT_INT(journal_add(j, "rolling-back", NULL, &error), 0);
    journal_free(j);
    ASSERT_INT(journal_open(&j, path, state, NULL, &error), 0);
    ASSERT_TEXT(j->state, "rolling-back");
    journal_free(j);
    free(bytes);
    free(path);
    deal_forget(state);
}

static void the_key_is_needed(void)
{
    char *state = deal_state();
    char *path = path_in(state, "j");
    rtx_secret *right = rtx_secret_new("right", 5);
    rtx_secret *wrong = rtx_secret_new("wrong", 5);
    struct rtx_journal_info info = {.size = sizeof info};
    struct journal *j = NULL;
    struct rtx_error error;
    struct stat status;

    rtx_error_init(&error);
    make(path, state, right);
    ASSERT_INT(journal_open(&j, path, state, wrong, &error), RTX_E_JOURNAL);
    ASSERT_INT(journal_open(&j, path, state, NULL, &error), RTX_E_JOURNAL);
    ASSERT_INT(journal_open(&j, path, state, right, &error), 0);
    journal_free(j);
    /* its head is for everybody who may read the file */
    ASSERT_INT(rtx_journal_read(path, &info, &error), 0);
    ASSERT_TEXT(info.state, "awaiting");
    ASSERT_INT(info.finished, 0);
    ASSERT_INT(stat(path, &status), 0);
    ASSERT_INT(status.st_mode & 0777, 0600);
    rtx_secret_free(right);
    rtx_secret_free(wrong);
    free(path);
    deal_forget(state);
}

static bool holds(const char *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

/* The journal of a push in the middle: no secret in it, nobody else gets in. */
static void a_live_one_keeps_others_out(void)
{
    char *state = deal_state();
    struct rig rig;
    rtx_transaction *t;
    rtx_transaction *second;
    char *journal;
    char *bytes;
    size_t length;

    rig_up(&rig, BEFORE, OPTIONS("anonymous-telnet=many"));
    t = deal_new(&rig, FRAGMENT, state);
    deal_begin(t);
    journal = strdup(rtx_transaction_journal(t));
    CU_ASSERT(journal[0] == '/');
    bytes = deal_file(journal, &length);
    CU_ASSERT(!holds(bytes, length, "newsecretword"));
    CU_ASSERT(!holds(bytes, length, "oldsecretword"));
    CU_ASSERT(!holds(bytes, length, "admin-pass"));
    free(bytes);
    rtx_transaction_free(t); /* abandoned in the middle */

    rig_session(&rig);
    ASSERT_INT(rtx_session_open(rig.session, 10000), 0);
    second = deal_new(&rig, "ip filter 1 pass * * * * *\n", state);
    deal_push(second);
    deal_expect(second, RTX_OUTCOME_REFUSED, RTX_E_LOCKED);
    CU_ASSERT(strstr(rtx_transaction_error(second)->message, journal) != NULL);
    rtx_transaction_free(second);

    t = deal_resume(&rig, journal, state, true);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, AFTER, AFTER);
    rtx_transaction_free(t);
    /* finished: it says so, and holds no configuration any more */
    t = deal_resume(&rig, journal, state, false);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    rtx_transaction_free(t);
    bytes = deal_file(journal, &length);
    CU_ASSERT(length < 400);
    free(bytes);
    free(journal);
    rig_down(&rig);
    deal_forget(state);
}

static void another_process_has_the_lock(void)
{
    char *state = deal_state();
    struct rig rig;
    rtx_transaction *t;
    struct lock lock;
    int ready[2];
    char byte;
    pid_t child;

    ASSERT_INT(pipe(ready), 0);
    rig_up(&rig, BEFORE, NO_OPTIONS);
    child = fork();
    if (child == 0) {
        /* behind a loopback address the port belongs to the router's name */
        const char *host =
            strstr(rtx_emulator_endpoint(rig.emulator, 0), "://") + 3;
        char name[80];

        snprintf(name, sizeof name, "S3K012345@%.*s", (int)strcspn(host, "/?"),
                 host);
        lock_init(&lock);
        byte = (char)(lock_take(&lock, state, name, NULL) == 0);
        (void)!write(ready[1], &byte, 1);
        pause();
        _exit(0);
    }
    ASSERT_INT(read(ready[0], &byte, 1), 1);
    ASSERT_INT(byte, 1);
    t = deal_new(&rig, FRAGMENT, state);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_LOCKED);
    snprintf(rig.error.message, sizeof rig.error.message, "process %d,",
             (int)child);
    CU_ASSERT(strstr(rtx_transaction_error(t)->message, rig.error.message) !=
              NULL);
    rtx_transaction_free(t);
    deal_router(&rig, BEFORE, BEFORE);
    kill(child, SIGKILL);
    ASSERT_INT(waitpid(child, NULL, 0), child);
    /* a dead holder holds nothing */
    t = deal_new(&rig, FRAGMENT, state);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    rtx_transaction_free(t);
    close(ready[0]);
    close(ready[1]);
    rig_down(&rig);
    deal_forget(state);
}

static void it_belongs_to_one_router(void)
{
    char *state = deal_state();
    struct rig rig;
    struct rig other;
    rtx_transaction *t;
    char *journal;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, FRAGMENT, state);
    deal_begin(t);
    journal = strdup(rtx_transaction_journal(t));
    rtx_transaction_free(t);

    rig_up(&other, BEFORE, OPTIONS("serial-number=S3K999999"));
    rtx_session_close(other.session, 5000, NULL);
    t = deal_resume(&other, journal, state, true);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_JOURNAL);
    rtx_transaction_free(t);
    deal_router(&other, BEFORE, BEFORE);
    rig_down(&other);
    /* and is still there for its own */
    t = deal_resume(&rig, journal, state, false);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_OK);
    rtx_transaction_free(t);
    deal_router(&rig, BEFORE, BEFORE);
    free(journal);
    rig_down(&rig);
    deal_forget(state);
}

static void one_that_cannot_be_written_stops_the_push(void)
{
    char *state = deal_state();
    char *wrong = path_in(state, "file");
    struct rig rig;
    rtx_transaction *t;

    put(wrong, "x", 1);
    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, FRAGMENT, wrong);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_JOURNAL);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
    free(wrong);
    deal_forget(state);
}

static CU_TestInfo tests[] = {
    {"damage is found at every byte", damage_is_found_at_every_byte},
    {"a torn record was never written", a_torn_record_was_never_written},
    {"the key is needed", the_key_is_needed},
    {"a live one keeps others out", a_live_one_keeps_others_out},
    {"another process has the lock", another_process_has_the_lock},
    {"it belongs to one router", it_belongs_to_one_router},
    {"none, no push", one_that_cannot_be_written_stops_the_push},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(journal, tests)
