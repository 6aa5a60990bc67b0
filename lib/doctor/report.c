/* The diagnosis as text and as JSON. */
#include "doctor/doctor.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"unknown", "idle", "good", "doubtful",
                                     "broken"};
static const char *const kinds[] = {"advice", "setting", "action"};

/* ---- text ---- */

static int put_link(struct rtx_buf *out, const struct rtx_link *l, int japanese,
                    int colour)
{
    static const char *const marks[] = {"?", "-", "o", "!", "x"};
    static const char *const colours[] = {"", "\033[2m", "\033[32m", "\033[33m",
                                          "\033[31m"};
    const char *title = l->title[japanese ? 1 : 0];
    int width = rtx__utf8_width(title, strlen(title));

    return rtx__buf_format(out, "%s%s%s %s%*s  %s\n",
                           colour ? colours[l->state] : "", marks[l->state],
                           colour ? "\033[0m" : "", title,
                           width < 34 ? 34 - width : 0, "",
                           l->state >= RTX_LINK_DOUBTFUL ? "" : l->evidence);
}

static int put_fix(struct rtx_buf *out, const struct rtx_finding *f,
                   int japanese)
{
    const char *line = f->fix;
    int rc = 0;

    if (f->remedy_kind == RTX_REMEDY_ADVICE)
        return 0;
    rc = rtx__buf_text(out,
                       f->remedy_kind == RTX_REMEDY_SETTING
                           ? (japanese ? "  設定:\n" : "  setting:\n")
                           : (japanese ? "  コマンド (元に戻せません):\n"
                                       : "  command (cannot be undone):\n"));
    while (rc == 0 && *line) {
        size_t n = strcspn(line, "\n");

        rc = rtx__buf_format(out, "      %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    return rc;
}

static int put_finding(struct rtx_buf *out, const struct rtx_finding *f,
                       int japanese, int colour)
{
    int k = japanese ? 1 : 0;
    bool fault = f->level == RTX_FINDING_FAULT;
    int rc = rtx__buf_format(
        out, "\n%s%s: %s%s\n", colour ? (fault ? "\033[31m" : "\033[33m") : "",
        fault ? (japanese ? "異常" : "fault") : (japanese ? "注意" : "warning"),
        f->title[k], colour ? "\033[0m" : "");

    if (rc == 0)
        rc = rtx__buf_format(out, "  %s: %s%s%s\n",
                             japanese ? "根拠" : "evidence", f->evidence,
                             f->command[0] ? "   # " : "", f->command);
    if (rc == 0)
        rc = rtx__buf_format(out, "  %s: %s\n", japanese ? "原因" : "cause",
                             f->cause[k]);
    if (rc == 0)
        rc = rtx__buf_format(out, "  %s: %s\n", japanese ? "対処" : "remedy",
                             f->remedy[k]);
    return rc < 0 ? rc : put_fix(out, f, japanese);
}

int rtx_doctor_text(const rtx_doctor *d, int japanese, int colour, char **ret)
{
    struct rtx_link l = {.size = sizeof l};
    struct rtx_finding f = {.size = sizeof f};
    struct rtx_buf out;
    int rc = 0;

    if (!d || !ret)
        return RTX_E_ARGUMENT;
    rtx__buf_init(&out, 1 << 20);
    for (size_t i = 0; rc == 0 && rtx_doctor_link(d, i, &l) == 0; i++)
        rc = put_link(&out, &l, japanese, colour);
    for (size_t i = 0; rc == 0 && rtx_doctor_finding(d, i, &f) == 0; i++)
        rc = put_finding(&out, &f, japanese, colour);
    if (rc == 0 && d->finding_count == 0)
        rc = rtx__buf_text(&out, japanese ? "\n異常は見つかりませんでした。\n"
                                          : "\nNo fault was found.\n");
    if (rc == 0)
        *ret = rtx__buf_take(&out);
    rtx__buf_free(&out);
    return rc;
}

/* ---- JSON ---- */

static json_t *link_json(const struct rtx_link *l)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "link", l->name, "state",
                     states[l->state], "title", l->title[0], "title_ja",
                     l->title[1], "evidence", l->evidence);
}

static json_t *finding_json(const struct rtx_finding *f)
{
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "rule", f->rule, "level",
        f->level == RTX_FINDING_FAULT ? "fault" : "warning", "link", f->link,
        "command", f->command, "evidence", f->evidence, "title", f->title[0],
        "cause", f->cause[0], "remedy", f->remedy[0]);
    json_t *more = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:s}", "title_ja", f->title[1], "cause_ja",
        f->cause[1], "remedy_ja", f->remedy[1], "remedy_kind",
        kinds[f->remedy_kind], "fix",
        f->fix[0] ? json_string(f->fix) : json_null(), "source", f->source);

    if (object && more)
        json_object_update(object, more);
    json_decref(more);
    return object;
}

int rtx_doctor_json(const rtx_doctor *d, char **ret)
{
    struct rtx_link l = {.size = sizeof l};
    struct rtx_finding f = {.size = sizeof f};
    json_t *chain;
    json_t *findings;
    json_t *all;
    char *text;
    bool healthy = true;

    if (!d || !ret)
        return RTX_E_ARGUMENT;
    chain = json_array();
    findings = json_array();
    for (size_t i = 0; rtx_doctor_link(d, i, &l) == 0; i++)
        json_array_append_new(chain, link_json(&l));
    for (size_t i = 0; rtx_doctor_finding(d, i, &f) == 0; i++) {
        healthy = healthy && f.level != RTX_FINDING_FAULT;
        json_array_append_new(findings, finding_json(&f));
    }
    all = json_pack("{s:b, s:o, s:o}", "healthy", healthy, "chain", chain,
                    "findings", findings);
    text = all ? json_dumps(all, JSON_INDENT(2)) : NULL;
    json_decref(all);
    if (!text)
        return RTX_E_NOMEM;
    *ret = rtx__format("%s\n", text);
    free(text);
    return *ret ? 0 : RTX_E_NOMEM;
}
