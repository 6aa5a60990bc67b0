/*
 * Every public call with NULL for what is not optional: RTX_E_ARGUMENT, or
 * nothing. A name of the two .map files that is not called here fails.
 */
#include <rtx/emulator.h>
#include <rtx/rtx.h>

#include "base/base.h"
#include "test.h"

enum { MOST = 400 };

static const char *seen[MOST];
static size_t seen_count;

static void note(const char *call)
{
    if (seen_count < MOST)
        seen[seen_count++] = call;
}

/* Fails with RTX_E_ARGUMENT. */
#define REFUSED(call)                                                \
    do {                                                             \
        note(#call);                                                 \
        test_int((call), RTX_E_ARGUMENT, #call, __FILE__, __LINE__); \
    } while (0)
/* Gives what there is of nothing. */
#define GIVES(call, value)                                               \
    do {                                                                 \
        note(#call);                                                     \
        test_int((long long)(call), (value), #call, __FILE__, __LINE__); \
    } while (0)
#define NOTHING(call)                                           \
    do {                                                        \
        note(#call);                                            \
        test_int((call) == NULL, 1, #call, __FILE__, __LINE__); \
    } while (0)
#define EMPTY(call)                                \
    do {                                           \
        note(#call);                               \
        test_text((call), "", __FILE__, __LINE__); \
    } while (0)
#define DOES(call)   \
    do {             \
        note(#call); \
        call;        \
    } while (0)

static void of_base(void)
{
    rtx_secret *secret = rtx_secret_new(NULL, 0);
    const char *reason = NULL;
    char text[8] = "left";

    CU_ASSERT_PTR_NOT_NULL(secret);
    rtx_secret_free(secret);
    NOTHING(rtx_secret_new(NULL, 5));
    NOTHING(rtx_secret_from_file(NULL, &reason));
    CU_ASSERT_PTR_NOT_NULL(reason);
    NOTHING(rtx_secret_copy(NULL));
    DOES(rtx_secret_free(NULL));
    DOES(rtx_free(NULL));
    DOES(rtx_set_allocator(NULL, NULL, NULL));
    DOES(rtx_error_init(NULL));
    GIVES(rtx_error_text(NULL, text, sizeof text), 0);
    ASSERT_TEXT(text, "");
    GIVES(rtx_error_text(NULL, NULL, 9), 0);
    DOES((void)rtx_version());
    DOES((void)rtx_abi());
    DOES((void)rtx_strerror(1));
    DOES((void)rtx_error_name(1));
    DOES((void)rtx_error_hint(1));
}

static void of_config(void)
{
    rtx_config *none = NULL;
    rtx_plan *plan = NULL;
    rtx_config *empty = NULL;
    struct rtx_statement statement = {.size = sizeof statement};
    struct rtx_change change = {.size = sizeof change};
    struct rtx_risk risk = {.size = sizeof risk};

    ASSERT_INT(rtx_config_parse_fragment(&empty, NULL, NULL, 0, NULL, NULL), 0);
    REFUSED(rtx_config_parse_fragment(NULL, "x", "", 0, NULL, NULL));
    REFUSED(rtx_config_parse_fragment(&none, "x", NULL, 10, NULL, NULL));
    REFUSED(rtx_config_parse_running(NULL, "", 0, 0, NULL));
    REFUSED(rtx_config_parse_running(&none, NULL, 10, 0, NULL));
    REFUSED(rtx_config_append(NULL, empty));
    REFUSED(rtx_config_append(empty, NULL));
    DOES(rtx_config_free(NULL));
    GIVES(rtx_config_count(NULL), 0);
    REFUSED(rtx_config_statement(NULL, 0, &statement));
    REFUSED(rtx_config_statement(empty, 0, NULL));
    NOTHING(rtx_config_text(NULL, 0));
    NOTHING(rtx_config_backup(NULL, NULL));
    EMPTY(rtx_config_header(NULL));
    REFUSED(rtx_plan_merge(&plan, NULL, empty, NULL));
    REFUSED(rtx_plan_merge(&plan, empty, NULL, NULL));
    REFUSED(rtx_plan_merge(NULL, empty, empty, NULL));
    REFUSED(rtx_plan_replace(&plan, NULL, empty, NULL));
    REFUSED(rtx_plan_make(&plan, NULL, empty, NULL, NULL));
    DOES(rtx_plan_free(NULL));
    GIVES(rtx_plan_count(NULL), 0);
    REFUSED(rtx_plan_change(NULL, 0, &change));
    NOTHING(rtx_plan_warning(NULL, 0));
    GIVES(rtx_plan_is_empty(NULL), 1);
    REFUSED(rtx_plan_risk(NULL, 0, &risk));
    GIVES(rtx_plan_first_risk(NULL), -1);
    NOTHING(rtx_plan_json(NULL));
    NOTHING(rtx_plan_text(NULL, 0));
    REFUSED(rtx_plan_expected(&none, empty, NULL, NULL));
    rtx_config_free(empty);
}

static void of_sessions(void)
{
    struct rtx_session_info info = {.size = sizeof info};
    rtx_session *session = NULL;
    struct rtx_wire wire = {.size = sizeof wire};
    rtx_session *made = NULL;

    ASSERT_INT(rtx_session_new(&session, "telnet://127.0.0.1:1", NULL), 0);
    REFUSED(rtx_session_new(NULL, "telnet://x", NULL));
    REFUSED(rtx_session_new(&made, NULL, NULL));
    REFUSED(rtx_session_new_fd(&made, 0, 0, NULL, NULL));
    REFUSED(rtx_session_new_fd(NULL, 0, 0, "x", NULL));
    REFUSED(rtx_session_new_wire(&made, NULL, NULL, "x", NULL));
    REFUSED(rtx_session_new_wire(&made, &wire, NULL, NULL, NULL));
    DOES(rtx_session_free(NULL));
    DOES(rtx_session_set_gate(NULL, NULL, NULL));
    REFUSED(rtx_session_set(NULL, RTX_OPTION_WINDOW, 1));
    REFUSED(rtx_session_set_text(NULL, RTX_TEXT_IDENTITY, ""));
    REFUSED(rtx_session_set_user(NULL, NULL));
    REFUSED(rtx_session_set_login_password(NULL, NULL));
    REFUSED(rtx_session_set_admin_password(NULL, NULL));
    REFUSED(rtx_session_set_passphrase(NULL, NULL));
    REFUSED(rtx_session_set_transcript(NULL, "/dev/null"));
    REFUSED(rtx_session_set_transcript(session, NULL));
    GIVES(rtx_session_error(NULL)->code, RTX_E_ARGUMENT);
    REFUSED(rtx_session_open(NULL, 1));
    REFUSED(rtx_session_administrator(NULL, 1));
    REFUSED(rtx_session_run(NULL, "x", 1, NULL));
    REFUSED(rtx_session_run(session, NULL, 1, NULL));
    REFUSED(rtx_session_save(NULL, 1));
    REFUSED(rtx_session_close(NULL, 1, NULL));
    DOES(rtx_session_cancel(NULL));
    REFUSED(rtx_session_idle(NULL, 1));
    REFUSED(rtx_session_start_open(NULL));
    REFUSED(rtx_session_start_administrator(NULL));
    REFUSED(rtx_session_start_run(NULL, "x"));
    REFUSED(rtx_session_start_run(session, NULL));
    REFUSED(rtx_session_start_save(NULL));
    REFUSED(rtx_session_start_close(NULL));
    GIVES(rtx_session_fd(NULL), -1);
    GIVES(rtx_session_fd_epoch(NULL), 0);
    REFUSED(rtx_session_transcript_lost(NULL));
    GIVES(rtx_session_wants(NULL), 0);
    GIVES(rtx_session_deadline(NULL), INT64_MAX);
    GIVES(rtx_session_process(NULL), 1);
    REFUSED(rtx_session_result(NULL));
    EMPTY(rtx_session_output(NULL));
    REFUSED(rtx_session_info(NULL, &info));
    REFUSED(rtx_session_info(session, NULL));
    EMPTY(rtx_session_prompt(NULL));
    EMPTY(rtx_session_notices(NULL));
    EMPTY(rtx_session_endpoint(NULL));
    rtx_session_free(session);
}

static void of_setup(void)
{
    char *text = NULL;

    REFUSED(rtx_setup_password(NULL, RTX_PASSWORD_LOGIN, NULL, 1));
    REFUSED(rtx_setup_user(NULL, NULL, NULL, 1));
    REFUSED(rtx_setup_host_key(NULL, 0, 1, NULL));
    REFUSED(rtx_setup_sshd(NULL, 1));
    REFUSED(rtx_setup_start_password(NULL, RTX_PASSWORD_LOGIN, NULL));
    REFUSED(rtx_setup_start_user(NULL, NULL, NULL));
    REFUSED(rtx_setup_start_host_key(NULL, 0));
    REFUSED(rtx_startup_read(NULL, 1, &text));
    DOES(rtx_startup_free(NULL));
    REFUSED(rtx_startup_compare(NULL, 1, NULL));
}

static void of_transactions(void)
{
    struct rtx_journal_info info = {.size = sizeof info};
    rtx_session *session = NULL;
    rtx_transaction *t = NULL;
    rtx_config *empty = NULL;

    ASSERT_INT(rtx_session_new(&session, "telnet://127.0.0.1:1", NULL), 0);
    ASSERT_INT(rtx_config_parse_fragment(&empty, "", "", 0, NULL, NULL), 0);
    REFUSED(rtx_transaction_new(NULL, session, empty, NULL));
    REFUSED(rtx_transaction_new(&t, NULL, empty, NULL));
    REFUSED(rtx_transaction_new(&t, session, NULL, NULL));
    DOES(rtx_transaction_free(NULL));
    REFUSED(rtx_transaction_set(NULL, RTX_TRANSACTION_SAVE, 1));
    REFUSED(rtx_transaction_set_text(NULL, RTX_TRANSACTION_JOURNAL, ""));
    DOES(rtx_transaction_set_verifier(NULL, NULL, NULL));
    REFUSED(rtx_transaction_resume(&t, NULL, "x", NULL, 1, NULL));
    REFUSED(rtx_transaction_resume(&t, session, NULL, NULL, 1, NULL));
    REFUSED(rtx_transaction_start_resume(NULL));
    EMPTY(rtx_transaction_journal(NULL));
    EMPTY(rtx_transaction_schedule(NULL));
    REFUSED(rtx_transaction_start_plan(NULL));
    REFUSED(rtx_transaction_start_commit(NULL));
    REFUSED(rtx_transaction_start_save(NULL));
    REFUSED(rtx_transaction_start_rollback(NULL));
    DOES(rtx_transaction_abort(NULL));
    GIVES(rtx_transaction_process(NULL), 1);
    GIVES(rtx_transaction_deadline(NULL), INT64_MAX);
    REFUSED(rtx_transaction_wait(NULL, 1));
    GIVES(rtx_transaction_outcome(NULL), RTX_OUTCOME_NONE);
    GIVES(rtx_transaction_error(NULL)->code, RTX_E_ARGUMENT);
    EMPTY(rtx_transaction_leftover(NULL));
    NOTHING(rtx_transaction_plan(NULL));
    NOTHING(rtx_transaction_checkpoint(NULL));
    GIVES(rtx_transaction_phase(NULL, NULL, NULL), RTX_PHASE_IDLE);
    GIVES(rtx_transaction_change_state(NULL, 0), RTX_CHANGE_UNSENT);
    NOTHING(rtx_transaction_warning(NULL, 0));
    DOES((void)rtx_outcome_name((enum rtx_outcome)99));
    DOES((void)rtx_phase_name((enum rtx_phase)99));
    REFUSED(rtx_journal_read(NULL, &info, NULL));
    REFUSED(rtx_journal_read("x", NULL, NULL));
    NOTHING(rtx_journal_find(NULL, NULL));
    rtx_config_free(empty);
    rtx_session_free(session);
}

static void of_recipes(void)
{
    struct rtx_recipe_key key = {.size = sizeof key};
    rtx_recipe *r = NULL;
    char *text = NULL;

    REFUSED(rtx_recipe_new(&r, NULL, NULL));
    REFUSED(rtx_recipe_new(NULL, "pppoe", NULL));
    ASSERT_INT(rtx_recipe_new(&r, "pppoe", NULL), 0);
    REFUSED(rtx_recipe_info(0, NULL));
    REFUSED(rtx_recipe_key(NULL, 0, &key));
    REFUSED(rtx_recipe_key("pppoe", 0, NULL));
    REFUSED(rtx_recipe_set(NULL, "a", "b", NULL));
    REFUSED(rtx_recipe_set(r, NULL, "b", NULL));
    REFUSED(rtx_recipe_set(r, "lan", NULL, NULL));
    REFUSED(rtx_recipe_set_secret(r, "password", NULL, NULL));
    REFUSED(rtx_recipe_set_secret(NULL, "password", NULL, NULL));
    REFUSED(rtx_recipe_is_secret(NULL, NULL));
    REFUSED(rtx_recipe_fragment(NULL, NULL, &text, NULL));
    REFUSED(rtx_recipe_fragment(r, NULL, NULL, NULL));
    DOES(rtx_recipe_allow(NULL, 1));
    NOTHING(rtx_recipe_warning(NULL, 0));
    DOES(rtx_recipe_free(NULL));
    DOES(rtx_recipe_text_free(NULL));
    rtx_recipe_free(r);
}

static void of_the_doctor(void)
{
    struct rtx_finding finding = {.size = sizeof finding};
    struct rtx_link link = {.size = sizeof link};
    rtx_doctor *d = NULL;
    char *text = NULL;

    REFUSED(rtx_doctor_new(NULL));
    ASSERT_INT(rtx_doctor_new(&d), 0);
    DOES(rtx_doctor_free(NULL));
    REFUSED(rtx_doctor_examine(d, NULL, 3, 10));
    REFUSED(rtx_doctor_examine(NULL, NULL, 3, 10));
    REFUSED(rtx_doctor_add(NULL, "x", 1));
    REFUSED(rtx_doctor_add(d, NULL, 1));
    REFUSED(rtx_doctor_add_output(NULL, "show arp", "x", 1));
    REFUSED(rtx_doctor_add_output(d, NULL, "x", 1));
    REFUSED(rtx_doctor_diagnose(NULL, 3));
    GIVES(rtx_doctor_count(NULL), 0);
    REFUSED(rtx_doctor_finding(NULL, 0, &finding));
    REFUSED(rtx_doctor_link(NULL, 0, &link));
    REFUSED(rtx_doctor_rule(0, NULL));
    REFUSED(rtx_doctor_text(NULL, 0, 0, &text));
    REFUSED(rtx_doctor_text(d, 0, 0, NULL));
    REFUSED(rtx_doctor_json(NULL, &text));
    rtx_doctor_free(d);
}

static void of_fleets(void)
{
    struct rtx_fleet_calls calls = {.size = sizeof calls};
    struct rtx_fleet_result result = {.size = sizeof result};
    rtx_fleet *fleet = NULL;

    REFUSED(rtx_fleet_new(&fleet, NULL, NULL, NULL));
    REFUSED(rtx_fleet_new(NULL, &calls, NULL, NULL));
    DOES(rtx_fleet_free(NULL));
    REFUSED(rtx_fleet_set(NULL, RTX_FLEET_PARALLEL, 1));
    REFUSED(rtx_fleet_add(NULL));
    GIVES(rtx_fleet_count(NULL), 0);
    REFUSED(rtx_fleet_start(NULL));
    EMPTY(rtx_fleet_notice(NULL));
    GIVES(rtx_fleet_fd(NULL), -1);
    GIVES(rtx_fleet_timeout(NULL), -1);
    REFUSED(rtx_fleet_step(NULL));
    REFUSED(rtx_fleet_run(NULL, 1));
    DOES(rtx_fleet_cancel(NULL, RTX_FLEET_STOP));
    REFUSED(rtx_fleet_result(NULL, 0, &result));
    REFUSED(rtx_serial_ports(NULL, NULL));
    REFUSED(rtx_serial_port(NULL, 0, NULL));
    DOES(rtx_serial_ports_free(NULL));
}

static void of_parsers(void)
{
    REFUSED(rtx_parse_environment("x", 1, NULL, NULL));
    REFUSED(rtx_parse_ip_route("x", 1, NULL, NULL));
    REFUSED(rtx_parse_ipv6_route("x", 1, NULL, NULL));
    REFUSED(rtx_parse_ipsec_sa("x", 1, NULL, NULL));
    REFUSED(rtx_parse_ipsec_sa_gateway("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_pp("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_tunnel("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_l2tp("x", 1, NULL, NULL));
    REFUSED(rtx_parse_nat_descriptor_address("x", 1, NULL, NULL));
    REFUSED(rtx_parse_log("x", 1, NULL, NULL));
    REFUSED(rtx_parse_arp("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_lan("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_dhcp("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_user("x", 1, NULL, NULL));
    REFUSED(rtx_parse_status_bgp_neighbor("x", 1, NULL, NULL));
    REFUSED(rtx_parse_config("x", 1, NULL, NULL));
    REFUSED(rtx_parse_ping("x", 1, NULL, NULL));
    REFUSED(rtx_show_environment(NULL, 1, NULL));
    REFUSED(rtx_show_ip_route(NULL, 1, NULL));
    REFUSED(rtx_show_ipv6_route(NULL, 1, NULL));
    REFUSED(rtx_show_ipsec_sa(NULL, 1, NULL));
    REFUSED(rtx_show_status_pp_anonymous(NULL, 1, NULL));
    REFUSED(rtx_show_status_l2tp(NULL, 1, NULL));
    REFUSED(rtx_show_log(NULL, 1, NULL));
    REFUSED(rtx_show_arp(NULL, 1, NULL));
    REFUSED(rtx_show_status_user(NULL, 1, NULL));
    REFUSED(rtx_show_status_bgp_neighbor(NULL, 1, NULL));
    REFUSED(rtx_show_config(NULL, 1, NULL));
}

static void of_show(void)
{
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;
    char *text = NULL;

    REFUSED(rtx_show_ipsec_sa_gateway(NULL, 1, 0, 1, NULL));
    REFUSED(rtx_show_status_pp(NULL, 1, 1, NULL));
    REFUSED(rtx_show_status_tunnel(NULL, 1, 1, NULL));
    REFUSED(rtx_show_nat_descriptor_address(NULL, 1, 0, 1, NULL));
    REFUSED(rtx_show_status_lan(NULL, 1, 1, NULL));
    REFUSED(rtx_show_status_dhcp(NULL, 1, 0, 1, NULL));
    REFUSED(rtx_show_ping(NULL, "x", 1, 1, NULL));
    REFUSED(rtx_show_run(NULL, "show arp", 1, &show));
    REFUSED(rtx_parse_show(NULL, "x", 1, &show, NULL));
    REFUSED(rtx_parse_show("show arp", NULL, 5, &show, NULL));
    REFUSED(rtx_parse_show("show arp", "x", 1, NULL, NULL));
    REFUSED(rtx_parse_all("x", 1, NULL));
    REFUSED(rtx_show_report(NULL, &report));
    GIVES(rtx_show_count(NULL), 0);
    REFUSED(rtx_show_record(NULL, 0, &report));
    REFUSED(rtx_list_record(NULL, 0, &report));
    NOTHING(rtx_show_unparsed(NULL, 0, NULL));
    REFUSED(rtx_show_output_json(NULL, &text));
    REFUSED(rtx_show_output_table(NULL, 0, 0, &text));
    REFUSED(rtx_show_json(NULL, "x", 1, &text));
    REFUSED(rtx_show_json_all("x", 1, NULL));
    REFUSED(rtx_show_table(NULL, "x", 1, 0, 0, &text));
    REFUSED(rtx_show_text(NULL, "x", 1, &text));
    REFUSED(rtx_show_only_reads(NULL));
    DOES((void)rtx_schema_count());
    REFUSED(rtx_schema_record(0, NULL));
    REFUSED(rtx_schema_field(0, 0, NULL));
    NOTHING(rtx_schema_output(9999));
    REFUSED(rtx_schema_json(NULL, &text));
    REFUSED(rtx_schema_reference(NULL));
}

static void of_the_emulator(void)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    rtx_emulator *e = NULL;

    REFUSED(rtx_emulator_new(NULL, NULL));
    ASSERT_INT(rtx_emulator_new(&e, NULL), 0);
    DOES(rtx_emulator_free(NULL));
    DOES(rtx_emulator_text_free(NULL));
    REFUSED(rtx_emulator_option_info(0, NULL));
    REFUSED(rtx_emulator_fault_info(0, NULL));
    REFUSED(rtx_emulator_trouble_info(0, NULL));
    REFUSED(rtx_emulator_option(NULL, "rtt", "1", NULL));
    REFUSED(rtx_emulator_option(e, NULL, "1", NULL));
    REFUSED(rtx_emulator_option(e, "rtt", NULL, NULL));
    REFUSED(rtx_emulator_fault(NULL, "full", NULL));
    REFUSED(rtx_emulator_fault(e, NULL, NULL));
    DOES(rtx_emulator_fault_clear(NULL));
    REFUSED(rtx_emulator_startup(NULL, "", 0, NULL));
    REFUSED(rtx_emulator_startup(e, NULL, 5, NULL));
    ASSERT_INT(rtx_emulator_startup(e, NULL, 0, NULL), 0);
    REFUSED(rtx_emulator_login_password(NULL, "", NULL));
    REFUSED(rtx_emulator_login_password(e, NULL, NULL));
    REFUSED(rtx_emulator_admin_password(e, NULL, NULL));
    REFUSED(rtx_emulator_user(e, NULL, "x", NULL));
    REFUSED(rtx_emulator_user(e, "x", NULL, NULL));
    REFUSED(rtx_emulator_answer(e, NULL, "x", NULL));
    REFUSED(rtx_emulator_answer(e, "x", NULL, NULL));
    REFUSED(rtx_emulator_listen(NULL, "127.0.0.1:0", NULL));
    REFUSED(rtx_emulator_listen(e, NULL, NULL));
    REFUSED(rtx_emulator_listen_ssh(e, NULL, NULL));
    REFUSED(rtx_emulator_host_key(e, NULL, NULL));
    REFUSED(rtx_emulator_authorized_key(e, NULL, "x", NULL));
    REFUSED(rtx_emulator_authorized_key(e, "x", NULL, NULL));
    NOTHING(rtx_emulator_host_key_line(NULL, 0));
    REFUSED(rtx_emulator_pty(NULL, NULL));
    NOTHING(rtx_emulator_endpoint(NULL, 0));
    REFUSED(rtx_emulator_start(NULL, NULL));
    DOES(rtx_emulator_stop(NULL));
    REFUSED(rtx_emulator_focus(NULL, 0));
    DOES(rtx_emulator_advance(NULL, 1));
    REFUSED(rtx_emulator_inject(e, NULL, NULL));
    DOES(rtx_emulator_cut(NULL));
    DOES(rtx_emulator_power_cycle(NULL));
    REFUSED(rtx_emulator_state(e, NULL, NULL));
    NOTHING(rtx_emulator_state_text(e, NULL));
    REFUSED(rtx_emulator_client(e, NULL, NULL, 1, NULL));
    DOES(rtx_emulator_counters(NULL, &counters));
    DOES(rtx_emulator_counters(e, NULL));
    NOTHING(rtx_emulator_running(NULL));
    NOTHING(rtx_emulator_saved(NULL));
    GIVES(rtx_emulator_dirty(NULL), 0);
    NOTHING(rtx_emulator_log(NULL));
    NOTHING(rtx_emulator_executed(NULL));
    rtx_emulator_free(e);
}

static bool called(const char *name, size_t length)
{
    for (size_t i = 0; i < seen_count; i++) {
        const char *call = seen[i];

        if (rtx__starts(call, "(void)"))
            call += strlen("(void)");
        if (strncmp(call, name, length) == 0 && call[length] == '(')
            return true;
    }
    return false;
}

/* The names of a .map file are indented and end with a semicolon. */
static void all_of(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file)) {
        const char *name = line + strspn(line, " ");
        size_t length = strcspn(name, ";\n");

        if (!rtx__starts(name, "rtx_") || called(name, length))
            continue;
        printf("\n%s: %.*s is not called with NULL", path, (int)length, name);
        CU_FAIL("an export without its row");
    }
    fclose(file);
}

static void every_export(void)
{
    all_of("lib/librtx.map");
    all_of("lib/librtx-emulator.map");
}

static CU_TestInfo tests[] = {
    {"of base", of_base},
    {"of config", of_config},
    {"of sessions", of_sessions},
    {"of setup", of_setup},
    {"of transactions", of_transactions},
    {"of recipes", of_recipes},
    {"of the doctor", of_the_doctor},
    {"of fleets", of_fleets},
    {"of parsers", of_parsers},
    {"of show", of_show},
    {"of the emulator", of_the_emulator},
    {"every export", every_export},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(null, tests)
