/*
 * Fuzz target: fragments, and the plans that bring them onto a router.
 * The first byte says which encoding is asked for.
 */
#include "fuzz/fuzz.h"

#include "config/config.h"
#include "fuzz/running.h"

enum { MEMORY = 64 << 20, LENGTH_MOST = 1024 };

static rtx_config *read_running(void)
{
    rtx_config *config = NULL;

    require(rtx_config_parse_running(&config, running_text,
                                     sizeof running_text - 1, 0, NULL) == 0);
    return config;
}

static void check_error(const struct rtx_error *error, int rc)
{
    require(rc == error->code);
    require(rc == RTX_E_FRAGMENT || rc == RTX_E_FORBIDDEN ||
            rc == RTX_E_CHARSET || rc == RTX_E_ARGUMENT);
    require(rc == RTX_E_ARGUMENT || (error->line > 0 && error->column > 0));
    require(memchr(error->message, '\0', sizeof error->message) != NULL);
}

/* What is printed can be read, and says the same. */
static void print_and_read(const rtx_config *config)
{
    rtx_config *again = NULL;
    char *text = rtx_config_text(config, 0);
    char *shown = rtx_config_text(config, 1);
    char *printed;

    require(text && shown);
    require(rtx_config_parse_running(&again, text, strlen(text), 4096, NULL) ==
            0);
    printed = rtx_config_text(again, 0);
    require(printed != NULL);
    fuzz_require_same(text, printed);
    rtx_config_free(again);
    rtx_free(printed);
    rtx_free(shown);
    rtx_free(text);
}

/* Carry out the undo of each change, the last first. */
static void take_back(rtx_config *config, const rtx_plan *plan,
                      const rtx_config *running)
{
    bool all = true;

    for (size_t i = rtx_plan_count(plan); i-- > 0;) {
        struct rtx_change c = {.size = sizeof c};

        require(rtx_plan_change(plan, i, &c) == 0);
        all = all && c.undo[0] != '\0';
        require(rtx__config_apply(config, c.context, c.undo) >= 0);
    }
    require(!all || rtx__config_equal(config, running, NULL));
}

/* Does it only set, and take nothing away? */
static bool only_sets(const rtx_config *fragment)
{
    for (size_t i = 0; i < rtx_config_count(fragment); i++) {
        struct rtx_statement s = {.size = sizeof s};

        require(rtx_config_statement(fragment, i, &s) == 0);
        if ((s.flags & RTX_STATEMENT_NO) || strstr(s.text, "disable"))
            return false;
    }
    return true;
}

/* Once more it leads nowhere else; mostly there is nothing to do at all. */
static void check_second(const rtx_config *done, const rtx_config *fragment)
{
    rtx_plan *second = NULL;
    rtx_config *again = NULL;

    require(rtx_plan_merge(&second, done, fragment, NULL) == 0);
    require(!only_sets(fragment) || rtx_plan_count(second) == 0);
    require(rtx_plan_expected(&again, done, second, NULL) == 0);
    require(rtx__config_equal(again, done, NULL));
    rtx_config_free(again);
    rtx_plan_free(second);
}

static void check_plan(const rtx_config *running, const rtx_config *fragment)
{
    rtx_plan *plan = NULL;
    rtx_config *expected = NULL;
    char *text;

    require(rtx_plan_merge(&plan, running, fragment, NULL) == 0);
    text = rtx_plan_text(plan, 1);
    require(text != NULL);
    rtx_free(text);
    require(rtx_plan_expected(&expected, running, plan, NULL) == 0);
    check_second(expected, fragment);
    take_back(expected, plan, running);
    rtx_plan_free(plan);
    rtx_config_free(expected);
}

/* In the place of the whole: it leads there, but for what survives. */
static void check_replace(const rtx_config *running, const rtx_config *file)
{
    static const struct rtx_path path = {.size = sizeof path,
                                         .transport = RTX_PATH_TELNET,
                                         .address = "192.168.100.254",
                                         .source = "192.168.100.10"};
    struct rtx_plan_options options = {
        .size = sizeof options, .mode = RTX_PLAN_REPLACE, .path = &path};
    struct rtx_risk risk = {.size = sizeof risk};
    rtx_plan *plan = NULL;
    char *json;

    require(rtx_plan_make(&plan, running, file, &options, NULL) == 0);
    for (size_t i = 0; rtx_plan_risk(plan, i, &risk) == 0; i++)
        require(risk.change < rtx_plan_count(plan) && risk.text[0]);
    json = rtx_plan_json(plan);
    require(json != NULL);
    rtx_free(json);
    rtx_plan_free(plan);
}

/* A backup is a good fragment. */
static void check_backup(const rtx_config *config)
{
    char *missing = NULL;
    char *text = rtx_config_backup(config, &missing);
    struct rtx_error error = {.size = sizeof error};
    rtx_config *again = NULL;

    require(text && missing);
    require(rtx_config_parse_fragment(&again, "b", text, strlen(text), "utf-8",
                                      &error) == 0);
    rtx_config_free(again);
    rtx_free(missing);
    rtx_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const encodings[] = {NULL,     "utf-8", "sjis",
                                            "euc-jp", "ascii", "morse"};
    size_t count = sizeof encodings / sizeof encodings[0];
    struct rtx_error error = {.size = sizeof error};
    rtx_config *fragment = NULL;
    int rc;

    if (length == 0 || length > LENGTH_MOST)
        return 0;
    fuzz_count_memory(MEMORY);
    rc = rtx_config_parse_fragment(&fragment, "f", bytes + 1, length - 1,
                                   encodings[bytes[0] % count], &error);
    if (rc == 0) {
        rtx_config *running = read_running();

        print_and_read(fragment);
        check_plan(running, fragment);
        check_replace(running, fragment);
        check_backup(fragment);
        rtx_config_free(running);
        rtx_config_free(fragment);
    } else {
        check_error(&error, rc);
    }
    require(fuzz_live == 0);
    return 0;
}
