/* See deal.h. */
#include "deal.h"

#include <dirent.h>
#include <unistd.h>

rtx_config *deal_fragment(const char *text)
{
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    if (rtx_config_parse_fragment(&config, "test.rtx", text, strlen(text), NULL,
                                  &error) < 0)
        printf("\n%s\n", error.message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    return config;
}

char *deal_state(void)
{
    char *state = strdup("/tmp/rtx-tests-XXXXXX");

    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(state));
    return state;
}

void deal_forget(char *state)
{
    DIR *dir = opendir(state);
    struct dirent *entry;
    char path[512];

    while (dir && (entry = readdir(dir)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", state, entry->d_name);
        (void)unlink(path);
    }
    if (dir)
        closedir(dir);
    (void)rmdir(state);
    free(state);
}

rtx_transaction *deal_new(struct rig *rig, const char *fragment,
                          const char *state)
{
    rtx_config *config = deal_fragment(fragment);
    rtx_transaction *t = NULL;

    CU_ASSERT_EQUAL_FATAL(
        rtx_transaction_new(&t, rig->session, config, &rig->error), 0);
    rtx_config_free(config);
    rtx_transaction_set(t, RTX_TRANSACTION_RECONNECT_MS, 4000);
    if (state)
        ASSERT_INT(
            rtx_transaction_set_text(t, RTX_TRANSACTION_STATE_DIRECTORY, state),
            0);
    return t;
}

void deal_run(rtx_transaction *t)
{
    int rc;

    while ((rc = rtx_transaction_wait(t, 1000)) == 0)
        ;
    ASSERT_INT(rc, 1);
}

void deal_begin(rtx_transaction *t)
{
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    deal_run(t);
    ASSERT_INT(rtx_transaction_start_commit(t), 0);
}

void deal_push(rtx_transaction *t)
{
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    deal_run(t);
    if (rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED) {
        ASSERT_INT(rtx_transaction_start_commit(t), 0);
        deal_run(t);
    }
}

void deal_expect(const rtx_transaction *t, enum rtx_outcome outcome, int code)
{
    const struct rtx_error *error = rtx_transaction_error(t);
    char text[1500] = "";

    if (rtx_transaction_outcome(t) != outcome || error->code != code) {
        rtx_error_text(error, text, sizeof text);
        printf("\n%s (%d), not %s (%d): %s\n%s\n",
               rtx_outcome_name(rtx_transaction_outcome(t)), error->code,
               rtx_outcome_name(outcome), code, text,
               rtx_transaction_leftover(t));
    }
    ASSERT_INT(rtx_transaction_outcome(t), outcome);
    ASSERT_INT(error->code, code);
}

rtx_transaction *deal_resume(struct rig *rig, const char *journal,
                             const char *state, bool commit)
{
    rtx_transaction *t = NULL;
    int rc;

    rig_session(rig);
    CU_ASSERT_EQUAL_FATAL(rtx_session_open(rig->session, 10000), 0);
    rc = rtx_transaction_resume(&t, rig->session, journal, state, commit,
                                &rig->error);
    if (rc < 0)
        return NULL;
    rtx_transaction_set(t, RTX_TRANSACTION_RECONNECT_MS, 4000);
    ASSERT_INT(rtx_transaction_start_resume(t), 0);
    deal_run(t);
    return t;
}

bool deal_warned(const rtx_transaction *t, const char *text)
{
    const char *warning;

    for (size_t i = 0; (warning = rtx_transaction_warning(t, i)) != NULL; i++) {
        if (strstr(warning, text))
            return true;
    }
    return false;
}

/* Without the lines of passwords, which each rig has. */
static void compare(char *owned, const char *expected)
{
    struct rtx_buf kept;
    const char *line = owned;

    rtx__buf_init(&kept, 1 << 20);
    while (*line) {
        size_t length = strcspn(line, "\n");
        size_t whole = length + (line[length] == '\n');

        if (line[0] != '#' && !memmem(line, length, "password *", 10))
            rtx__buf_add(&kept, line, whole);
        line += whole;
    }
    ASSERT_TEXT(rtx__buf_str(&kept), expected);
    rtx__buf_free(&kept);
    rtx_emulator_text_free(owned);
}

void deal_router(struct rig *rig, const char *running, const char *saved)
{
    if (running)
        compare(rtx_emulator_running(rig->emulator), running);
    compare(rtx_emulator_saved(rig->emulator), saved);
}

char *deal_file(const char *path, size_t *length)
{
    return test_file(path, length);
}

rtx_session *deal_second(struct rig *rig)
{
    struct rig other = *rig;

    other.session = NULL;
    rig_session(&other);
    ASSERT_INT(rtx_session_open(other.session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(other.session, 10000), 0);
    return other.session;
}
