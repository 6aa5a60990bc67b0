/* See kitchen.h. */
#include "kitchen.h"

rtx_recipe *kitchen_form(const char *name, const char *const *set, int *rc,
                         struct rtx_error *error)
{
    rtx_recipe *recipe = NULL;

    rtx_error_init(error);
    *rc = rtx_recipe_new(&recipe, name, error);
    for (; *rc == 0 && *set; set++) {
        const char *equals = strchr(*set, '=');
        char key[64];
        rtx_secret *value = rtx_secret_new(equals + 1, strlen(equals + 1));

        snprintf(key, sizeof key, "%.*s", (int)(equals - *set), *set);
        *rc = rtx_recipe_set_secret(recipe, key, value, error);
        rtx_secret_free(value);
    }
    return recipe;
}

char *kitchen_cook(rtx_recipe *recipe, const char *running, int *rc,
                   struct rtx_error *error)
{
    rtx_config *config = NULL;
    char *text = NULL;

    *rc = running ? rtx_config_parse_running(&config, running, strlen(running),
                                             0, error)
                  : 0;
    if (*rc == 0)
        *rc = rtx_recipe_fragment(recipe, config, &text, error);
    rtx_config_free(config);
    return text;
}

static rtx_config *parse(const char *text)
{
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    if (rtx_config_parse_fragment(&config, "recipe", text, strlen(text), NULL,
                                  &error) < 0)
        printf("\n%d: %s %s\n", error.line, error.message, error.statement);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    return config;
}

static rtx_transaction *plan(struct rig *rig, const char *text)
{
    rtx_config *config = parse(text);
    rtx_transaction *t = NULL;

    CU_ASSERT_EQUAL_FATAL(
        rtx_transaction_new(&t, rig->session, config, &rig->error), 0);
    rtx_config_free(config);
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    while (rtx_transaction_wait(t, 1000) == 0)
        ;
    return t;
}

char *kitchen_plan(struct rig *rig, const char *text)
{
    rtx_transaction *t = plan(rig, text);
    char *shown = rtx_transaction_plan(t)
                      ? rtx_plan_text(rtx_transaction_plan(t), 0)
                      : NULL;

    rtx_transaction_free(t);
    return shown;
}

void kitchen_push(struct rig *rig, const char *text)
{
    rtx_transaction *t = plan(rig, text);

    if (rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED) {
        ASSERT_INT(rtx_transaction_start_commit(t), 0);
        while (rtx_transaction_wait(t, 1000) == 0)
            ;
    }
    if (rtx_transaction_outcome(t) != RTX_OUTCOME_COMMITTED) {
        char shown[1500];

        rtx_error_text(rtx_transaction_error(t), shown, sizeof shown);
        printf("\n%s: %s\n%s\n", rtx_outcome_name(rtx_transaction_outcome(t)),
               shown, text);
    }
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_COMMITTED);
    rtx_transaction_free(t);
    t = plan(rig, text);
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_UNCHANGED);
    rtx_transaction_free(t);
}

char *kitchen_cooked(const char *name, const char *const *set,
                     const char *running)
{
    struct rtx_error error;
    int rc;
    rtx_recipe *recipe = kitchen_form(name, set, &rc, &error);
    char *text = rc == 0 ? kitchen_cook(recipe, running, &rc, &error) : NULL;

    if (rc < 0)
        printf("\n%s: %s\n", name, error.message);
    CU_ASSERT_EQUAL_FATAL(rc, 0);
    rtx_recipe_free(recipe);
    return text;
}

void kitchen_refused(const char *name, const char *const *set,
                     const char *running, int code, const char *said)
{
    struct rtx_error error;
    int rc;
    rtx_recipe *recipe = kitchen_form(name, set, &rc, &error);
    char *text = rc == 0 ? kitchen_cook(recipe, running, &rc, &error) : NULL;

    ASSERT_INT(rc, code);
    if (rc < 0 && !strstr(error.message, said))
        printf("\n[%s] is not in [%s]\n", said, error.message);
    CU_ASSERT(rc < 0 && strstr(error.message, said) != NULL);
    rtx_recipe_text_free(text);
    rtx_recipe_free(recipe);
}

bool kitchen_has_line(const char *text, const char *line)
{
    size_t length = strlen(line);

    while (*text) {
        size_t n;

        text += strspn(text, " ");
        n = strcspn(text, "\n");
        if (n == length && strncmp(text, line, n) == 0)
            return true;
        text += n + (text[n] == '\n');
    }
    return false;
}

void kitchen_assert_line(const char *text, const char *line)
{
    if (!kitchen_has_line(text, line))
        printf("\nmissing: %s\n", line);
    CU_ASSERT(kitchen_has_line(text, line));
}
