/* Pushes of a console prompt. */
#include "deal.h"

#define BEFORE "console character ascii\nip lan1 address 10.0.0.1/8\n"

static void push_prompt(const char *prompt, enum rtx_outcome outcome, int code)
{
    char *line = rtx__format("console prompt %s\n", prompt);
    char *after = rtx__format("console character ascii\n%s"
                              "ip lan1 address 10.0.0.1/8\n",
                              line);
    const char *there = outcome == RTX_OUTCOME_COMMITTED ? after : BEFORE;
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, line, NULL);
    deal_push(t);
    deal_expect(t, outcome, code);
    deal_router(&rig, there, there);
    if (outcome == RTX_OUTCOME_REFUSED) {
        ASSERT_INT(rtx_transaction_error(t)->line, 1);
        rig_executed(&rig, "administrator\nshow config\n");
    }
    rtx_transaction_free(t);
    rtx_free(line);
    rtx_free(after);
    rig_down(&rig);
}

static void a_prompt_like_a_context_is_refused(void)
{
    static const char *const prompts[] = {
        "pp1",      "\"pp1\"",      "'tunnel12'", "anonymous",   "pp[1]",
        "\"pp 1\"", "R1-tunnel[1]", "pp\\1",      "tunnel\"1\"",
    };

    for (size_t i = 0; i < sizeof prompts / sizeof prompts[0]; i++)
        push_prompt(prompts[i], RTX_OUTCOME_REFUSED, RTX_E_FRAGMENT);
}

static void any_other_prompt_is_pushed(void)
{
    static const char *const prompts[] = {"app", "pp", "\"pp1 \"", "tunnelA",
                                          "\"[pp1] \""};

    for (size_t i = 0; i < sizeof prompts / sizeof prompts[0]; i++)
        push_prompt(prompts[i], RTX_OUTCOME_COMMITTED, RTX_OK);
}

static CU_TestInfo tests[] = {
    {"like a context, refused", a_prompt_like_a_context_is_refused},
    {"any other", any_other_prompt_is_pushed},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(prompt, tests)
