/* The doctor: from a router's symptom to its remedy, on a router that has it.
 */
#include <rtx/emulator.h>

#include "rig.h"

static const char head[] = "console character %s\n";

/* The worked example's router, without the lines that hold `without`. */
static char *startup(const char *language, const char *without)
{
    static const char *const files[] = {"examples/internet.rtx",
                                        "examples/vpn.rtx"};
    struct rtx_buf text;

    rtx__buf_init(&text, 1 << 20);
    rtx__buf_format(&text, head, language);
    for (size_t i = 0; i < 2; i++) {
        size_t length;
        char *file = test_file(files[i], &length);

        for (char *line = file; *line;) {
            size_t n = strcspn(line, "\n");
            char *end = line + n;
            char *next = end + (*end == '\n');

            *end = '\0';
            if (!without || !strstr(line, without))
                rtx__buf_format(&text, "%s\n", line);
            line = next;
        }
        free(file);
    }
    return rtx__buf_take(&text);
}

static void up(struct rig *rig, const char *language, const char *without,
               const char *trouble)
{
    char *config = startup(language, without);
    char option[64];

    snprintf(option, sizeof option, "trouble=%s", trouble ? trouble : "none");
    rig_up(rig, config, OPTIONS(option));
    rtx_free(config);
}

static rtx_doctor *examined(struct rig *rig, unsigned scope)
{
    rtx_doctor *doctor = NULL;
    int rc;

    CU_ASSERT_EQUAL_FATAL(rtx_doctor_new(&doctor), 0);
    rc = rtx_doctor_examine(doctor, rig->session, scope, 20000);
    if (rc < 0)
        printf("\n%s\n", rtx_session_error(rig->session)->message);
    ASSERT_INT(rc, 0);
    return doctor;
}

static void print_all(const rtx_doctor *doctor)
{
    char *text = NULL;

    if (rtx_doctor_text(doctor, 0, 0, &text) == 0)
        printf("\n%s\n", text);
    rtx_free(text);
}

/* The finding of a rule; fails the test when there is none. */
static struct rtx_finding finding(const rtx_doctor *doctor, const char *rule)
{
    struct rtx_finding f = {.size = sizeof f};

    for (size_t i = 0; rtx_doctor_finding(doctor, i, &f) == 0; i++)
        if (strcmp(f.rule, rule) == 0)
            return f;
    printf("\nno finding %s\n", rule);
    print_all(doctor);
    CU_FAIL("no finding");
    memset(&f, 0, sizeof f);
    f.evidence = f.fix = "";
    return f;
}

static void dial(struct rig *rig)
{
    CU_ASSERT_EQUAL(rtx_emulator_client(rig->emulator, "alice", "198.51.100.77",
                                        1, &rig->error),
                    0);
    rtx_emulator_advance(rig->emulator, 5);
}

static void a_healthy_router_has_no_fault(void)
{
    static const char *const languages[] = {"ascii", "sjis"};

    for (int i = 0; i < 4; i++) {
        struct rig rig;
        rtx_doctor *doctor;
        struct rtx_link l = {.size = sizeof l};
        size_t links = 0;

        up(&rig, languages[i % 2], NULL, NULL);
        if (i / 2)
            dial(&rig);
        doctor = examined(&rig, RTX_DOCTOR_ALL);
        ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL), 0);
        if (rtx_doctor_count(doctor) > 0)
            print_all(doctor);
        ASSERT_INT(rtx_doctor_count(doctor), 0);
        for (; rtx_doctor_link(doctor, links, &l) == 0; links++) {
            if (l.state != RTX_LINK_GOOD && (i / 2 || l.state != RTX_LINK_IDLE))
                printf("\n%s is %d\n", l.name, l.state);
            CU_ASSERT(l.state == RTX_LINK_GOOD ||
                      (i / 2 == 0 && l.state == RTX_LINK_IDLE));
        }
        ASSERT_INT(links, 14);
        rtx_doctor_free(doctor);
        rig_down(&rig);
    }
}

/* ---- what is missing in the configuration ---- */

static void apply(struct rig *rig, const char *fix)
{
    rtx_config *config = NULL;
    rtx_transaction *t = NULL;

    CU_ASSERT_EQUAL_FATAL(rtx_config_parse_fragment(&config, "fix", fix,
                                                    strlen(fix), NULL,
                                                    &rig->error),
                          0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_transaction_new(&t, rig->session, config, &rig->error), 0);
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    while (rtx_transaction_wait(t, 1000) == 0)
        ;
    ASSERT_INT(rtx_transaction_start_commit(t), 0);
    while (rtx_transaction_wait(t, 1000) == 0)
        ;
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_COMMITTED);
    rtx_transaction_free(t);
    rtx_config_free(config);
}

static void what_is_missing_is_found_and_mended(void)
{
    static const struct {
        const char *without;
        const char *rule;
        bool mended;
    } cases[] = {
        {"pp enable 1", "pp-not-enabled", true},
        {"ip route default", "no-default-route", true},
        {"ip pp nat descriptor", "nat-not-bound", true},
        {"l2tp service on", "l2tp-service-off", true},
        {"pp enable anonymous", "anonymous-off", true},
        {"pp bind", "not-bound", false},
        {"tunnel enable 1", "tunnel-off", true},
        {"ipsec transport 1", "transport-missing", true},
        {"ip filter 200061", "filter-esp", true},
        {"ip filter 200062", "filter-500", true},
        {"ip filter 200063", "filter-4500", true},
        {"ip filter 200064", "filter-1701", true},
        {"ip filter 200064", "filter-undefined", false},
        {"static 1000 1 ", "nat-esp", true},
        {"static 1000 2 ", "nat-500", true},
        {"static 1000 3 ", "nat-4500", true},
        {"static 1000 4 ", "nat-1701", true},
        {"proxyarp", "no-proxyarp", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rig rig;
        rtx_doctor *doctor;
        struct rtx_finding f;

        up(&rig, i % 2 ? "sjis" : "ascii", cases[i].without, NULL);
        doctor = examined(&rig, RTX_DOCTOR_ALL);
        CU_ASSERT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL) >= 0);
        f = finding(doctor, cases[i].rule);
        CU_ASSERT(f.evidence[0] != '\0');
        ASSERT_INT(f.remedy_kind,
                   cases[i].mended ? RTX_REMEDY_SETTING : RTX_REMEDY_ADVICE);
        if (cases[i].mended) {
            apply(&rig, f.fix);
            rtx_doctor_free(doctor);
            doctor = examined(&rig, RTX_DOCTOR_ALL);
            (void)rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL);
            for (size_t k = 0; k < rtx_doctor_count(doctor); k++) {
                struct rtx_finding g = {.size = sizeof g};

                ASSERT_INT(rtx_doctor_finding(doctor, k, &g), 0);
                if (strcmp(g.rule, cases[i].rule) == 0)
                    print_all(doctor);
                CU_ASSERT(strcmp(g.rule, cases[i].rule) != 0);
            }
        }
        rtx_doctor_free(doctor);
        rig_down(&rig);
    }
}

/* A missing filter and a missing entry are all mended by one remedy each. */
static void all_that_is_missing_is_mended_at_once(void)
{
    struct rig rig;
    rtx_doctor *doctor;

    up(&rig, "ascii", "200064", NULL);
    doctor = examined(&rig, RTX_DOCTOR_VPN);
    ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_VPN), 4);
    apply(&rig, finding(doctor, "filter-esp").fix);
    rtx_doctor_free(doctor);
    doctor = examined(&rig, RTX_DOCTOR_VPN);
    ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_VPN), 0);
    rtx_doctor_free(doctor);
    rig_down(&rig);
}

/* ---- what goes wrong on the way ---- */

static void troubles_are_named(void)
{
    static const struct {
        const char *trouble;
        const char *rule;
        bool action;
    } cases[] = {
        {"padi-timeout", "padi-timeout", false},
        {"provider-authentication", "pp-authentication", false},
        {"unknown-gateway", "unknown-gateway", true},
        {"old-firmware", "ike-socket", false},
        {"key-mismatch", "key-mismatch", false},
        {"client-authentication", "client-authentication", false},
        {"no-address", "no-pool", false},
    };

    for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        size_t n = i / 2;
        struct rig rig;
        rtx_doctor *doctor;
        struct rtx_finding f;

        up(&rig, i % 2 ? "sjis" : "ascii", NULL, cases[n].trouble);
        dial(&rig);
        doctor = examined(&rig, RTX_DOCTOR_ALL);
        CU_ASSERT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL) > 0);
        f = finding(doctor, cases[n].rule);
        CU_ASSERT(f.evidence[0] != '\0');
        if (cases[n].action) {
            ASSERT_INT(f.remedy_kind, RTX_REMEDY_ACTION);
            ASSERT_INT(rtx_session_run(rig.session, f.fix, 5000, NULL), 0);
            rtx_emulator_advance(rig.emulator, 30);
            rtx_doctor_free(doctor);
            doctor = examined(&rig, RTX_DOCTOR_ALL);
            ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL), 0);
        }
        rtx_doctor_free(doctor);
        rig_down(&rig);
    }
}

/* ---- from transcripts ---- */

static const char transcript[] =
    "RTX810# show environment\n"
    "RTX810 BootROM Ver. 1.00\n"
    "RTX810 FlashROM Table Ver. 1.01\n"
    "RTX810 Rev.11.01.04 (Fri Nov  4 19:11:00 2011)\n"
    "  main:  RTX810 ver=00 serial=S3K000001 MAC-Address=00:a0:de:00:00:01\n"
    "Current time: 1980/01/01 00:12:00 +09:00\n"
    "RTX810# show log\n"
    "1980/01/01 00:05:00: [IKE] respond ISAKMP phase to 198.51.100.7\n"
    "1980/01/01 00:05:01: [IKE] inactivate ISAKMP socket\n"
    "RTX810# show ipsec sa\n"
    "Total: isakmp:1 send:1 recv:0\n"
    "\n"
    "sa   sgw isakmp connection   dir  life[s] remote-id\n"
    "-----------------------------------------------------------------------\n"
    "1     1    -    isakmp       -    3595    198.51.100.7\n"
    "2     1    1    tra[001]esp  send 3596    198.51.100.7\n"
    "\n"
    "RTX810# show status l2tp\n"
    "------------------- L2TP INFORMATION -------------------\n"
    "Number of control table using\n"
    "  Tunnel Control: 0, Session Control: 0\n"
    "RTX810#\n";

static void transcripts_are_read(void)
{
    rtx_doctor *doctor = NULL;
    char *json = NULL;
    char *text = NULL;

    CU_ASSERT_EQUAL_FATAL(rtx_doctor_new(&doctor), 0);
    ASSERT_INT(rtx_doctor_add(doctor, transcript, strlen(transcript)), 0);
    CU_ASSERT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL) >= 3);
    CU_ASSERT(strstr(finding(doctor, "ike-socket").evidence,
                     "inactivate ISAKMP socket") != NULL);
    CU_ASSERT(strstr(finding(doctor, "firmware-old").evidence, "11.01.04") !=
              NULL);
    ASSERT_INT(finding(doctor, "one-way").remedy_kind, RTX_REMEDY_ACTION);
    (void)finding(doctor, "clock-unset");
    ASSERT_INT(rtx_doctor_json(doctor, &json), 0);
    CU_ASSERT(strstr(json, "\"healthy\": false") != NULL);
    ASSERT_INT(rtx_doctor_text(doctor, 1, 0, &text), 0);
    CU_ASSERT(strstr(text, "異常: ") != NULL);
    rtx_free(json);
    rtx_free(text);
    rtx_doctor_free(doctor);

    CU_ASSERT_EQUAL_FATAL(rtx_doctor_new(&doctor), 0);
    ASSERT_INT(rtx_doctor_add(doctor, "hello\n", 6), RTX_E_SYNTAX);
    ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL), 0);
    rtx_doctor_free(doctor);
}

/* What went well later is no fault any more. */
static void what_is_over_is_not_a_fault(void)
{
    static const char log[] =
        "2026/11/24 10:00:00: PPPOE[01] Disconnected, cause [PPPoE: PADI "
        "Timeout]\n"
        "2026/11/24 10:00:09: receive message from unknown gateway "
        "198.51.100.7\n"
        "2026/11/24 10:01:00: PPPOE[01] PPPoE Connect\n"
        "2026/11/24 10:01:01: PP[01] PPP/IPCP up  (Local: 203.0.113.5, Remote: "
        "203.0.113.1)\n"
        "2026/11/24 10:02:00: [L2TP] TUNNEL[1] tunnel 13184 established\n";
    rtx_doctor *doctor = NULL;

    CU_ASSERT_EQUAL_FATAL(rtx_doctor_new(&doctor), 0);
    ASSERT_INT(rtx_doctor_add_output(doctor, "show log", log, strlen(log)), 0);
    ASSERT_INT(rtx_doctor_diagnose(doctor, RTX_DOCTOR_ALL), 0);
    ASSERT_INT(rtx_doctor_count(doctor), 0);
    rtx_doctor_free(doctor);
}

static void rules_document_themselves(void)
{
    struct rtx_doctor_rule rule = {.size = sizeof rule};
    size_t count = 0;

    for (; rtx_doctor_rule(count, &rule) == 0; count++) {
        CU_ASSERT(rule.name[0] && rule.source[0]);
        for (int k = 0; k < 2; k++)
            CU_ASSERT(rule.title[k][0] && rule.cause[k][0] &&
                      rule.remedy[k][0]);
    }
    CU_ASSERT(count >= 30);
}

static CU_TestInfo tests[] = {
    {"a healthy router has no fault", a_healthy_router_has_no_fault},
    {"what is missing is found and mended",
     what_is_missing_is_found_and_mended},
    {"all that is missing is mended at once",
     all_that_is_missing_is_mended_at_once},
    {"troubles are named", troubles_are_named},
    {"transcripts are read", transcripts_are_read},
    {"what is over is not a fault", what_is_over_is_not_a_fault},
    {"rules document themselves", rules_document_themselves},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(doctor, tests)
