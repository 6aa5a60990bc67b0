/* What holds for all configurations and plans, tried on random ones. */
#include "config/config.h"
#include "config/internal.h"
#include "test.h"
#include "unit/config/sample.h"

#define ROUNDS 25

static void show(const char *what, const rtx_config *a, const rtx_config *b)
{
    char *one = rtx_config_text(a, 0);
    char *two = rtx_config_text(b, 0);

    printf("\n%s\n--- first\n%s--- second\n%s", what, one, two);
    rtx_free(one);
    rtx_free(two);
}

static void assert_equal(const char *what, const rtx_config *a,
                         const rtx_config *b)
{
    struct rtx_buf difference;

    rtx__buf_init(&difference, 1 << 20);
    if (!rtx__config_equal(a, b, &difference)) {
        show(what, a, b);
        printf("--- difference\n%s", rtx__buf_str(&difference));
    }
    ASSERT_TEXT(rtx__buf_str(&difference), "");
    rtx__buf_free(&difference);
}

/* Carry out the undo of each change, the last first. */
static void take_back(rtx_config *config, const rtx_plan *plan)
{
    for (size_t i = rtx_plan_count(plan); i-- > 0;) {
        struct rtx_change c = {.size = sizeof c};

        ASSERT_INT(rtx_plan_change(plan, i, &c), 0);
        CU_ASSERT(c.undo[0] != '\0');
        CU_ASSERT(rtx__config_apply(config, c.context, c.undo) >= 0);
    }
}

/* Each change must change something when its turn comes. */
static void assert_no_idle_change(const rtx_config *from, const rtx_plan *plan)
{
    rtx_config *state = rtx__config_copy(from);

    for (size_t i = 0; i < rtx_plan_count(plan); i++) {
        struct rtx_change c = {.size = sizeof c};

        rtx_plan_change(plan, i, &c);
        if (rtx__config_apply(state, c.context, c.text) != 1)
            printf("\nchanges nothing: %s|%s\n", c.context, c.text);
    }
    rtx_config_free(state);
}

static void test_replace(void)
{
    uint32_t state = 1;

    for (int round = 0; round < ROUNDS; round++) {
        rtx_config *a = sample_config(60, &state);
        rtx_config *b = sample_config(60, &state);
        rtx_config *expected = NULL;
        rtx_plan *plan = NULL;

        ASSERT_INT(rtx_plan_replace(&plan, a, b, NULL), 0);
        assert_no_idle_change(a, plan);
        ASSERT_INT(rtx_plan_expected(&expected, a, plan, NULL), 0);
        assert_equal("replaced", expected, b);
        take_back(expected, plan);
        assert_equal("taken back", expected, a);
        rtx_plan_free(plan);
        /* Nothing is left to do. */
        ASSERT_INT(rtx_plan_replace(&plan, b, b, NULL), 0);
        ASSERT_INT(rtx_plan_count(plan), 0);
        rtx_plan_free(plan);
        rtx_config_free(expected);
        rtx_config_free(a);
        rtx_config_free(b);
    }
}

static void test_merge(void)
{
    uint32_t state = 2;

    for (int round = 0; round < ROUNDS; round++) {
        rtx_config *running = sample_config(60, &state);
        rtx_config *fragment = sample_config(40, &state);
        rtx_config *expected = NULL;
        rtx_plan *plan = NULL;

        ASSERT_INT(rtx_plan_merge(&plan, running, fragment, NULL), 0);
        assert_no_idle_change(running, plan);
        ASSERT_INT(rtx_plan_expected(&expected, running, plan, NULL), 0);
        for (size_t i = 0; i < fragment->count; i++) {
            CU_ASSERT(rtx__config_has(expected, &fragment->items[i]));
        }
        rtx_plan_free(plan);
        /* Merging it again has nothing to do. */
        ASSERT_INT(rtx_plan_merge(&plan, expected, fragment, NULL), 0);
        ASSERT_INT(rtx_plan_count(plan), 0);
        rtx_plan_free(plan);
        ASSERT_INT(rtx_plan_merge(&plan, running, fragment, NULL), 0);
        take_back(expected, plan);
        assert_equal("merge taken back", expected, running);
        rtx_plan_free(plan);
        rtx_config_free(expected);
        rtx_config_free(running);
        rtx_config_free(fragment);
    }
}

/* Printing and reading again changes nothing; nor does sorting. */
static void test_print(void)
{
    uint32_t state = 3;

    for (int round = 0; round < ROUNDS; round++) {
        rtx_config *a = sample_config(80, &state);
        rtx_config *b = NULL;
        char *text = rtx_config_text(a, 0);
        char *again;

        ASSERT_INT(rtx_config_parse_running(&b, text, strlen(text), 200, NULL),
                   0);
        assert_equal("printed", a, b);
        again = rtx_config_text(b, 0);
        ASSERT_TEXT(again, text);
        rtx_free(again);
        rtx__config_sort(b);
        again = rtx_config_text(b, 0);
        ASSERT_TEXT(again, text);
        rtx_free(again);
        rtx_free(text);
        rtx_config_free(a);
        rtx_config_free(b);
    }
}

/* What is printed for people holds no secret. */
static void test_redaction(void)
{
    uint32_t state = 4;

    for (int round = 0; round < ROUNDS; round++) {
        rtx_config *a = sample_config(80, &state);
        rtx_config *b = sample_config(80, &state);
        char *text = rtx_config_text(a, 1);
        struct rtx_buf difference;
        rtx_plan *plan = NULL;
        char *diff;

        rtx__buf_init(&difference, 1 << 20);
        rtx__config_equal(a, b, &difference);
        ASSERT_INT(rtx_plan_replace(&plan, a, b, NULL), 0);
        diff = rtx_plan_text(plan, 1);
        CU_ASSERT_PTR_NULL(strstr(text, "s3cret"));
        CU_ASSERT_PTR_NULL(strstr(diff, "s3cret"));
        CU_ASSERT_PTR_NULL(strstr(rtx__buf_str(&difference), "s3cret"));
        rtx__buf_free(&difference);
        rtx_plan_free(plan);
        rtx_free(diff);
        rtx_free(text);
        rtx_config_free(a);
        rtx_config_free(b);
    }
}

/* No bytes whatever break the readers. */
static void test_garbage(void)
{
    static const char alphabet[] = "ip pp=#\"'\\*|\n\n\t 01/.:\x83\xA4\xE3noet";
    uint32_t state = 5;

    for (int round = 0; round < 1000; round++) {
        char text[300];
        size_t length = test_random(&state) % sizeof text;
        rtx_config *c = NULL;

        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[test_random(&state) % (sizeof alphabet - 1)];
        if (rtx_config_parse_fragment(&c, "f", text, length, NULL, NULL) == 0) {
            rtx_config_free(c);
        }
        if (rtx_config_parse_running(&c, text, length, 0, NULL) == 0) {
            rtx_free(rtx_config_text(c, 1));
            rtx__config_sort(c);
            rtx_config_free(c);
        }
    }
    CU_PASS("no crash");
}

static CU_TestInfo tests[] = {
    {"a replace plan leads there and back", test_replace},
    {"a merge plan leads there and back", test_merge},
    {"print and read", test_print},
    {"no secret is printed", test_redaction},
    {"garbage", test_garbage},
    CU_TEST_INFO_NULL};
RTX_SUITE(properties, tests)
