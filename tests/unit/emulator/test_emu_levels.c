/* User and administrator, the save question, contexts in the prompt. */
#include "rig.h"

#define ASK "Save new configuration ? (Y/N)"

static void administrator(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "administrator password lily\n");
    TYPE(&r, "administrator\r", "administrator\r\nPassword: ");
    TYPE(&r, "lily\r", "\r\n# ");
    TYPE(&r, "administrator\r", "administrator\r\n# ");
    rig_set(&r, "admin-again", "password");
    TYPE(&r, "administrator\r", "administrator\r\nPassword: ");
    rig_free(&r);
}

static void administrator_refused(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "administrator password lily\n");
    TYPE(&r, "administrator\rrose\r",
         "administrator\r\nPassword: \r\nError: Incorrect password\r\n> ");
    rig_set(&r, "admin-error", "none");
    TYPE(&r, "administrator\rrose\r", "administrator\r\nPassword: \r\n> ");
    TYPE(&r, "save\r", "save\r\nError: Administrator use only\r\n> ");
    TYPE(&r, "ip route default gateway pp 1\r",
         "ip route default gateway pp 1\r\nError: Administrator use only\r\n"
         "> ");
    rig_free(&r);
}

static void levels_are_left_one_by_one(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "exit\r", "exit\r\n> ");
    TYPE(&r, "quit\r", "quit\r\n");
    CU_ASSERT_TRUE(r.shell.closing);
    rig_free(&r);
}

static void the_question_takes_one_key(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console lines 40\r");
    TYPE(&r, "quit\r", "quit\r\n" ASK);
    /* no Enter: the key is echoed and acted on at once */
    TYPE(&r, "N", "N\r\n> ");
    /* what was not saved goes on running, and is asked about again */
    ASSERT_RUNNING(&r, ENGLISH "console lines 40\n");
    TYPE(&r, "administrator\r\rquit\r",
         "administrator\r\nPassword: \r\n# quit\r\n" ASK);
    TYPE(&r, "y", "ySaving ... CONFIG0 Done .\r\n> ");
    TYPE(&r, "administrator\r\rquit\r",
         "administrator\r\nPassword: \r\n# quit\r\n> ");
    rig_free(&r);
}

static void a_key_with_enter_is_an_empty_command(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console lines 40\r");
    TYPE(&r, "exit\rn\r", "exit\r\n" ASK "n\r\n> \r\n> ");
    rig_free(&r);
}

static void the_question_in_japanese(void)
{
    struct rig r;

    rig_admin(&r, "");
    type(&r, "console lines 40\r");
    /* 新しい設定を保存しますか? (Y/N), セーブ中... CONFIG0 終了 */
    TYPE(&r, "quit\r",
         "quit\r\n\x90\x56\x82\xb5\x82\xa2\x90\xdd\x92\xe8\x82\xf0\x95\xdb\x91"
         "\xb6\x82\xb5\x82\xdc\x82\xb7\x82\xa9? (Y/N)");
    TYPE(&r, "Y",
         "Y\x83\x5a\x81\x5b\x83\x75\x92\x86... CONFIG0 \x8f\x49\x97\xb9\r\n> ");
    rig_free(&r);
}

static void other_keys_at_the_question(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console lines 40\rquit\r");
    TYPE(&r, "x\r ", "");
    rig_set(&r, "question-other-key", "repeat");
    TYPE(&r, "x", "\r\n" ASK);
    rig_set(&r, "question-other-key", "no");
    TYPE(&r, "\r", "N\r\n> ");
    type(&r, "administrator\r\rquit\r");
    rig_set(&r, "question-other-key", "yes");
    TYPE(&r, "\r", "YSaving ... CONFIG0 Done .\r\n> ");
    rig_free(&r);
}

static void blank_and_line_end_at_the_question(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "question-blank", "on");
    rig_set(&r, "question-newline", "on");
    type(&r, "console lines 40\r");
    TYPE(&r, "quit\r", "quit\r\n" ASK " ");
    TYPE(&r, "Y", "Y\r\nSaving ... CONFIG0 Done .\r\n> ");
    rig_free(&r);
}

static void quit_save(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console lines 40\r");
    TYPE(&r, "quit save\r", "quit save\r\nSaving ... CONFIG0 Done .\r\n> ");
    TYPE(&r, "quit save\r", "quit save\r\nError: Administrator use only\r\n> ");
    rig_free(&r);
}

static void what_makes_it_ask(void)
{
    struct rig r;

    /* the same again changes nothing */
    rig_admin(&r, ENGLISH "console lines 40\n");
    TYPE(&r, "console lines 40\rquit\r", "console lines 40\r\n# quit\r\n> ");
    rig_free(&r);
    rig_admin(&r, ENGLISH "console lines 40\n");
    rig_set(&r, "dirty", "any");
    TYPE(&r, "console lines 40\rquit\r", "console lines 40\r\n# quit\r\n" ASK);
    rig_free(&r);
    /* there and back */
    rig_admin(&r, ENGLISH "console lines 40\n");
    TYPE(&r, "console lines 50\rconsole lines 40\rquit\r",
         "console lines 50\r\n# console lines 40\r\n# quit\r\n" ASK);
    rig_free(&r);
    rig_admin(&r, ENGLISH "console lines 40\n");
    rig_set(&r, "dirty", "compare");
    TYPE(&r, "console lines 50\rconsole lines 40\rquit\r",
         "console lines 50\r\n# console lines 40\r\n# quit\r\n> ");
    rig_free(&r);
}

static void a_user_dirties_it_too(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "console columns 200\r", "console columns 200\r\n> ");
    TYPE(&r, "administrator\r\rquit\r",
         "administrator\r\nPassword: \r\n# quit\r\n" ASK);
    rig_free(&r);
}

static void contexts(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "pp select 1\r", "pp select 1\r\npp1> ");
    TYPE(&r, "administrator\r\r", "administrator\r\nPassword: \r\npp1# ");
    TYPE(&r, "tunnel select 12\r", "tunnel select 12\r\ntunnel12# ");
    TYPE(&r, "ipsec tunnel 101\r", "ipsec tunnel 101\r\ntunnel12# ");
    TYPE(&r, "tunnel select none\r", "tunnel select none\r\n# ");
    TYPE(&r, "pp select anonymous\r", "pp select anonymous\r\nanonymous# ");
    TYPE(&r, "no pp select\r", "no pp select\r\n# ");
    TYPE(&r, "no pp select 1\r", "no pp select 1\r\n# ");
    rig_free(&r);
}

static void spelling_of_contexts(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "prompt-tunnel", "bracket");
    TYPE(&r, "tunnel select 3\r", "tunnel select 3\r\ntunnel[3]# ");
    rig_set(&r, "prompt-tunnel", "blank");
    TYPE(&r, "\r", "\r\ntunnel 3# ");
    rig_set(&r, "prompt-anonymous", "pp-anonymous");
    TYPE(&r, "pp select anonymous\r", "pp select anonymous\r\nppanonymous# ");
    rig_free(&r);
}

static void context_when_administrator_is_left(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "pp select 2\r");
    TYPE(&r, "exit\r", "exit\r\npp2> ");
    type(&r, "administrator\r\r");
    rig_set(&r, "context-on-exit", "leave");
    TYPE(&r, "exit\r", "exit\r\n> ");
    rig_free(&r);
}

static void prompt_strings(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "console prompt RTX810\r", "console prompt RTX810\r\nRTX810# ");
    TYPE(&r, "pp select 1\r", "pp select 1\r\nRTX810pp1# ");
    TYPE(&r, "pp select none\r", "pp select none\r\nRTX810# ");
    TYPE(&r, "console prompt \"[RTX810] \"\r",
         "console prompt \"[RTX810] \"\r\n[RTX810] # ");
    TYPE(&r, "console prompt 'a # b'\r", "console prompt 'a # b'\r\na # b# ");
    TYPE(&r, "no console prompt\r", "no console prompt\r\n# ");
    rig_free(&r);
}

static void password_dialogues(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "login password\r", "login password\r\nOld_Password: ");
    TYPE(&r, "\r", "\r\nNew_Password: ");
    TYPE(&r, "tulip\r", "\r\nNew_Password: ");
    TYPE(&r, "tulip\r", "\r\n# ");
    ASSERT_RUNNING(&r, "login password *\n" ENGLISH);
    ASSERT_TEXT(r.device.keys.login, "tulip");
    TYPE(&r, "login password\rrose\r",
         "login password\r\nOld_Password: \r\nError: Incorrect password\r\n# ");
    TYPE(&r, "administrator password\r\rlily\rlilly\r",
         "administrator password\r\nOld_Password: \r\nNew_Password: \r\n"
         "New_Password: \r\nError: Incorrect password\r\n# ");
    TYPE(&r, "login password\rtulip\r\r\r",
         "login password\r\nOld_Password: \r\nNew_Password: \r\n"
         "New_Password: \r\n# ");
    ASSERT_RUNNING(&r, ENGLISH);
    rig_free(&r);
}

static void passwords_take_no_argument(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "login password secret\r",
         "login password secret\r\nError: Invalid command name\r\n# ");
    TYPE(&r, "administrator password secret\r",
         "administrator password secret\r\n"
         "Error: Insufficient or too many parameters\r\n# ");
    rig_free(&r);
}

static void named_users(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "login user anne iris\r", "login user anne iris\r\n# ");
    TYPE(&r, "login user bob\r", "login user bob\r\nPassword: ");
    TYPE(&r, "violet\r", "\r\n# ");
    ASSERT_RUNNING(&r, "login user anne *\nlogin user bob *\n" ENGLISH);
    ASSERT_TEXT(emu_keys_find(&r.device.keys, "bob"), "violet");
    TYPE(&r, "no login user anne\r", "no login user anne\r\n# ");
    CU_ASSERT_PTR_NULL(emu_keys_find(&r.device.keys, "anne"));
    ASSERT_RUNNING(&r, "login user bob *\n" ENGLISH);
    rig_free(&r);
}

static void question_mark_in_a_password(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "administrator password a?b\n");
    TYPE(&r, "administrator\ra?b\r", "administrator\r\nPassword: \r\n# ");
    rig_free(&r);
    rig_user(&r, ENGLISH "administrator password ab\n");
    rig_set(&r, "password-help", "help");
    TYPE(&r, "administrator\ra?b\r",
         "administrator\r\nPassword: \r\nPassword: \r\n# ");
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"administrator", administrator},
    {"administrator refused", administrator_refused},
    {"levels are left one by one", levels_are_left_one_by_one},
    {"the question takes one key", the_question_takes_one_key},
    {"a key with Enter is an empty command",
     a_key_with_enter_is_an_empty_command},
    {"the question in Japanese", the_question_in_japanese},
    {"other keys at the question", other_keys_at_the_question},
    {"blank and line end at the question", blank_and_line_end_at_the_question},
    {"quit save", quit_save},
    {"what makes it ask", what_makes_it_ask},
    {"a user dirties it too", a_user_dirties_it_too},
    {"contexts", contexts},
    {"spelling of contexts", spelling_of_contexts},
    {"context when administrator is left", context_when_administrator_is_left},
    {"prompt strings", prompt_strings},
    {"password dialogues", password_dialogues},
    {"passwords take no argument", passwords_take_no_argument},
    {"named users", named_users},
    {"? in a password", question_mark_in_a_password},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_levels, tests)
