/*
 * Fuzz target: what `show config` printed, twice, and the plan that leads from
 * the one to the other. A line of only `=` stands between them.
 */
#include "fuzz/fuzz.h"

#include "config/config.h"
#include "dialect/dialect.h"

enum { MEMORY = 64 << 20, LENGTH_MOST = 1024 };

/* Printing and reading again changes nothing. */
static void print_and_read(const rtx_config *config)
{
    rtx_config *again = NULL;
    char *text = rtx_config_text(config, 0);
    char *printed;

    require(text != NULL);
    require(rtx_config_parse_running(&again, text, strlen(text), 4096, NULL) ==
            0);
    printed = rtx_config_text(again, 0);
    require(printed != NULL);
    fuzz_require_same(text, printed);
    rtx_config_free(again);
    rtx_free(printed);
    rtx_free(text);
}

/* The router into which all of it was typed; what it refuses is left out. */
static rtx_config *typed(const rtx_config *config)
{
    rtx_config *router = rtx__config_new();

    for (size_t i = 0; i < rtx_config_count(config); i++) {
        struct rtx_statement s = {.size = sizeof s};
        struct rtx_placed placed;

        require(rtx_config_statement(config, i, &s) == 0);
        rtx__config_place(s.context, s.text, &placed);
        /* alone, it would be read as the router's refusal */
        if (!rtx__is_error_line(s.text, NULL) && !placed.misplaced &&
            !(s.flags & RTX_STATEMENT_NO) &&
            (s.flags & RTX_STATEMENT_UNKNOWN ? !strpbrk(s.text, "#>")
                                             : !rtx__command_check(s.text)))
            require(rtx__config_apply(router, s.context, s.text) >= 0);
    }
    return router;
}

static rtx_config *read_router(const char *text, size_t length)
{
    rtx_config *config = NULL;
    rtx_config *router;
    char *shown;

    if (rtx_config_parse_running(&config, text, length, 0, NULL) < 0)
        return NULL;
    shown = rtx_config_text(config, 1);
    require(shown != NULL);
    rtx_free(shown);
    router = typed(config);
    rtx__config_sort(router);
    print_and_read(router);
    rtx_config_free(config);
    return router;
}

/* May the plan do less than all: masked, unknown, things that stay? */
static bool has_excuse(const rtx_config *from, const rtx_config *to,
                       const rtx_plan *plan)
{
    const rtx_config *both[] = {from, to};
    const char *warning;

    for (size_t i = 0; (warning = rtx_plan_warning(plan, i)) != NULL; i++) {
        if (strstr(warning, "it stays"))
            return true;
    }
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < rtx_config_count(both[k]); i++) {
            struct rtx_statement s = {.size = sizeof s};

            require(rtx_config_statement(both[k], i, &s) == 0);
            /* an unknown command is undone by a general guess */
            if (s.flags & (RTX_STATEMENT_MASKED | RTX_STATEMENT_UNKNOWN))
                return true;
        }
    }
    return false;
}

static void check_plan(const rtx_config *from, const rtx_config *to)
{
    rtx_plan *plan = NULL;
    rtx_config *result = NULL;
    char *text;

    require(rtx_plan_replace(&plan, from, to, NULL) == 0);
    text = rtx_plan_text(plan, 0);
    require(text != NULL);
    rtx_free(text);
    require(rtx_plan_expected(&result, from, plan, NULL) == 0);
    require(has_excuse(from, to, plan) || rtx__config_equal(result, to, NULL));
    rtx_config_free(result);
    rtx_plan_free(plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    const char *border = memmem(text, length, "\n=\n", 3);
    size_t first = border ? (size_t)(border - text) + 1 : length / 2;
    size_t skip = border ? 2 : 0;
    rtx_config *from;
    rtx_config *to;

    if (length > LENGTH_MOST)
        return 0;
    fuzz_count_memory(MEMORY);
    from = read_router(text, first);
    to = read_router(text + first + skip, length - first - skip);
    if (from && to)
        check_plan(from, to);
    rtx_config_free(from);
    rtx_config_free(to);
    require(fuzz_live == 0);
    return 0;
}
