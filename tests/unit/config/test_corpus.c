/* Whole configurations: our own, and those of the corpus where it is there. */
#include <dirent.h>
#include <stdlib.h>

#include "config/config.h"
#include "config/internal.h"
#include "test.h"

#define CORPUS "../shared/corpus/show-config"
#define WHOLE_MAX 64

struct whole {
    char name[128];
    char *text; /* UTF-8 */
    rtx_config *config;
    bool script; /* typed lines: context lines may be written otherwise */
};

static struct whole wholes[WHOLE_MAX];
static size_t count;

static void add(const char *folder, const char *name)
{
    char path[512];
    char *bytes;
    size_t length = 0;
    struct whole *w = &wholes[count];
    struct rtx_buf text;
    int charset;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    bytes = test_file_if_present(path, &length);
    if (!bytes || count == WHOLE_MAX)
        return;
    charset = rtx__charset_guess(bytes, length);
    rtx__buf_init(&text, 1 << 20);
    ASSERT_INT(
        rtx__decode(charset < 0 ? RTX_CHARSET_UTF8 : (enum rtx_charset)charset,
                    bytes, length, &text, NULL),
        0);
    snprintf(w->name, sizeof w->name, "%.100s", name);
    w->text = rtx__buf_take(&text);
    w->config = NULL;
    w->script = strncmp(name, "07-", 3) == 0 || strncmp(name, "09-", 3) == 0;
    ASSERT_INT(
        rtx_config_parse_running(&w->config, w->text, strlen(w->text), 0, NULL),
        0);
    count++;
    free(bytes);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *file;
    char *names[WHOLE_MAX];
    size_t found = 0;

    while (dir && found < WHOLE_MAX && (file = readdir(dir)))
        if (strstr(file->d_name, ".txt"))
            names[found++] = strdup(file->d_name);
    if (dir)
        closedir(dir);
    qsort(names, found, sizeof names[0], by_name);
    for (size_t i = 0; i < found; i++) {
        add(folder, names[i]);
        free(names[i]);
    }
}

static void read_all(void)
{
    if (count == 0) {
        add_folder("tests/fixtures/config");
        add_folder(CORPUS);
    }
    CU_ASSERT(count >= 3);
}

static void free_all(void)
{
    for (size_t i = 0; i < count; i++) {
        rtx_free(wholes[i].text);
        rtx_config_free(wholes[i].config);
    }
    count = 0;
}

/* Echo, prompts, comments: what is no statement. */
static bool is_noise(const char *line, size_t length)
{
    size_t blanks = strspn(line, " \t");
    size_t kept = rtx__trimmed(line, length);

    return kept <= blanks || line[blanks] == '#' ||
           memmem(line, length, "show config", 11) ||
           rtx__starts(line, "ess=") || rtx__starts(line, "ss=") ||
           ((line[kept - 1] == '>' || line[kept - 1] == '#') &&
            !memchr(line, ' ', kept));
}

/* All that is said, without the blanks and the line ends. */
static char *squeezed(const char *text)
{
    struct rtx_buf all;

    rtx__buf_init(&all, 1 << 20);
    while (*text) {
        size_t length = strcspn(text, "\n");

        for (size_t i = 0; i < length && !is_noise(text, length); i++) {
            if (!strchr(" \t\r", text[i]))
                rtx__buf_char(&all, text[i]);
        }
        text += length + (text[length] == '\n');
    }
    return rtx__buf_take(&all);
}

/* Not a word is lost or changed between reading and printing. */
static void test_round_trip(void)
{
    read_all();
    for (size_t i = 0; i < count; i++) {
        char *printed = rtx_config_text(wholes[i].config, 0);
        char *before = squeezed(wholes[i].text);
        char *after = squeezed(printed);

        if (!wholes[i].script) {
            if (strcmp(before, after) != 0)
                printf("\n%s\n", wholes[i].name);
            ASSERT_TEXT(after, before);
        }
        rtx_free(printed);
        rtx_free(before);
        rtx_free(after);
    }
}

/* Our own ones come back to the letter. */
static void test_letter(void)
{
    static const char *const names[] = {"rtx810-site.txt"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        char *text;
        char *printed;
        struct rtx_buf whole;
        rtx_config *c = NULL;

        snprintf(path, sizeof path, "tests/fixtures/config/%s", names[i]);
        text = test_file(path, NULL);
        ASSERT_INT(rtx_config_parse_running(&c, text, strlen(text), 0, NULL),
                   0);
        printed = rtx_config_text(c, 0);
        rtx__buf_init(&whole, 1 << 20);
        rtx__buf_format(&whole, "%s%s", rtx_config_header(c), printed);
        ASSERT_TEXT(rtx__buf_str(&whole), text);
        rtx__buf_free(&whole);
        rtx_free(printed);
        rtx_config_free(c);
        free(text);
    }
}

/* Every command of an RTX810 is in the grammar, and fits its form unless a
 * person wrote words in the place of values. */
static void test_known(void)
{
    read_all();
    for (size_t i = 0; i < count; i++) {
        const rtx_config *c = wholes[i].config;

        for (size_t k = 0; k < c->count && strstr(wholes[i].name, "rtx810");
             k++) {
            if (!c->items[k].command)
                printf("\n%s: not known: %s\n", wholes[i].name,
                       c->items[k].s.text);
            CU_ASSERT_PTR_NOT_NULL(c->items[k].command);
        }
    }
}

/* Do two statements of it have one key? Then it is no router's state. */
static bool says_twice(const rtx_config *c)
{
    for (size_t i = 0; i < c->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(c->items[i].s.key, c->items[k].s.key) == 0 &&
                rtx__entry_same_place(&c->items[i], &c->items[k]))
                return true;
        }
    }
    return false;
}

static void test_idempotent(void)
{
    read_all();
    for (size_t i = 0; i < count; i++) {
        rtx_plan *plan = NULL;

        ASSERT_INT(
            rtx_plan_merge(&plan, wholes[i].config, wholes[i].config, NULL), 0);
        if (!says_twice(wholes[i].config))
            ASSERT_INT(rtx_plan_count(plan), 0);
        rtx_plan_free(plan);
        ASSERT_INT(
            rtx_plan_replace(&plan, wholes[i].config, wholes[i].config, NULL),
            0);
        if (rtx_plan_count(plan) > 0)
            printf("\n%s\n", wholes[i].name);
        ASSERT_INT(rtx_plan_count(plan), 0);
        rtx_plan_free(plan);
    }
}

/* Without the values that nobody can see, which nobody can set either. */
static rtx_config *visible(const rtx_config *c)
{
    rtx_config *all = rtx__config_new();

    for (size_t i = 0; i < c->count; i++) {
        const struct rtx_entry *e = &c->items[i];
        bool stays = (e->s.flags & RTX_STATEMENT_MASKED) ||
                     (e->command && (e->command->flags & RTX_COMMAND_NO_NO));

        if (!stays)
            ASSERT_INT(rtx__config_add(all, e->s.context, e->s.text, "", 0), 0);
    }
    return all;
}

static void assert_leads(const char *from, const char *to, const rtx_config *a,
                         const rtx_config *b)
{
    rtx_config *expected = NULL;
    rtx_plan *plan = NULL;
    struct rtx_buf difference;

    rtx__buf_init(&difference, 1 << 20);
    ASSERT_INT(rtx_plan_replace(&plan, a, b, NULL), 0);
    ASSERT_INT(rtx_plan_expected(&expected, a, plan, NULL), 0);
    if (!rtx__config_equal(expected, b, &difference))
        printf("\n%s to %s\n", from, to);
    ASSERT_TEXT(rtx__buf_str(&difference), "");
    rtx__buf_free(&difference);
    rtx_config_free(expected);
    rtx_plan_free(plan);
}

/* From each to each other. */
static void test_pairs(void)
{
    rtx_config *shown[WHOLE_MAX];

    read_all();
    for (size_t i = 0; i < count; i++)
        shown[i] =
            says_twice(wholes[i].config) ? NULL : visible(wholes[i].config);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            if (shown[i] && shown[k])
                assert_leads(wholes[i].name, wholes[k].name, shown[i],
                             shown[k]);
        }
    }
    for (size_t i = 0; i < count; i++)
        rtx_config_free(shown[i]);
}

/* A backup is read as a fragment, and nothing is left to change after it. */
static void test_backup(void)
{
    read_all();
    for (size_t i = 0; i < count; i++) {
        struct rtx_plan_options options = {.size = sizeof options,
                                           .mode = RTX_PLAN_REPLACE};
        char *missing = NULL;
        char *text = rtx_config_backup(wholes[i].config, &missing);
        rtx_config *file = NULL;
        rtx_plan *plan = NULL;
        bool whole = missing && strspn(missing, "\n") == strlen(missing);

        ASSERT_INT(rtx_config_parse_fragment(&file, "backup", text,
                                             strlen(text), "utf-8", NULL),
                   0);
        ASSERT_INT(rtx_plan_make(&plan, wholes[i].config, file, &options, NULL),
                   0);
        if (whole && !says_twice(wholes[i].config))
            ASSERT_INT(rtx_plan_count(plan), 0);
        rtx_plan_free(plan);
        rtx_config_free(file);
        rtx_free(missing);
        rtx_free(text);
    }
    free_all();
}

static CU_TestInfo tests[] = {{"reading and printing", test_round_trip},
                              {"to the letter", test_letter},
                              {"every command is known", test_known},
                              {"nothing to change", test_idempotent},
                              {"from each to each", test_pairs},
                              {"a backup of each", test_backup},
                              CU_TEST_INFO_NULL};
RTX_SUITE(corpus, tests)
