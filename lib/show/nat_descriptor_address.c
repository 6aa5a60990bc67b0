/* show nat descriptor address: descriptors, their translations and hosts. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_nat_descriptor_address)
#define FIELD(member) RTX_FIELD_nat_descriptor_address_##member

enum { WORDS = 8 };

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->at, SCHEMA, field, text, length);
}

/* Behind the first of the labels that is there; *index is its number. */
static const char *behind_one(const char *text, const char *const *labels,
                              size_t *index)
{
    for (*index = 0; labels[*index]; ++*index) {
        const char *rest = rtx__behind(text, labels[*index]);

        if (rest)
            return rest;
    }
    return NULL;
}

static const char *const descriptors[] = {
    "参照NATディスクリプタ :", "参照NATディスクリプタ:",
    "Reference Descriptor :", "Reference Descriptor:", NULL};
static const char *const interfaces[] = {
    "適用インタフェース :", "適用インタフェース:", "Assigned Interface :",
    "Assigned Interface:", NULL};
static const char *const outers[] = {"外側アドレス:", "外側アドレス :",
                                     "Outer address:", "Outer address :", NULL};
static const char *const ranges[] = {
    "ポート範囲:", "ポート範囲 :", "Port range:", "Port range :", NULL};
static const char *const tables[] = {"Masqueradeテーブル", "NATテーブル",
                                     "Masquerade Table", "NAT Table", NULL};
/* What is neither of these, and says nothing. */
static const char *const others[] = {
    "プロトコル", "有効なNATディスクリプタテーブル", "Protocol ",
    "NAT/IP masquerade compatibility type", NULL};

/* PP[01](1) */
static int take_interface(struct rtx__parse *show, const char *text)
{
    size_t name = strcspn(text, "(");
    size_t n = text[name] ? strspn(text + name + 1, "0123456789") : 0;
    int rc;

    if (n == 0 || text[name + 1 + n] != ')' || text[name + 2 + n] != '\0')
        return set(show, FIELD(interface), text, strlen(text));
    rc = set(show, FIELD(interface), text, name);
    return rc > 0 ? set(show, FIELD(interface_index), text + name + 1, n) : rc;
}

/* 1000, 適用インタフェース : PP[01](1) */
static int take_descriptor(struct rtx__parse *show, const char *text)
{
    size_t n = strspn(text, "0123456789");
    const char *rest = text + n;
    size_t index;
    int rc;

    show->at = rtx__record_add(show, &show->records, SCHEMA);
    if (!show->at)
        return RTX_E_NOMEM;
    rc = set(show, FIELD(descriptor), text, n);
    if (rc <= 0 || *rest == '\0')
        return rc && n;
    if (*rest != ',')
        return 0;
    rest = behind_one(rest + 1, interfaces, &index);
    return rest ? take_interface(show, rest) : 0;
}

static int take_kind(struct rtx__parse *show, size_t index)
{
    if (rtx__record_has(show->at, FIELD(kind)))
        return 1; /* a descriptor may have both; its first table names it */
    return index % 2 == 0 ? set(show, FIELD(kind), "masquerade", 10)
                          : set(show, FIELD(kind), "nat", 3);
}

/* 75個使用中 | 169 session. | 75 used. */
static int take_use(struct rtx__parse *show, const char *text)
{
    static const char *const words[] = {
        "個使用中", "session.",   "sessions.",       "used.",
        "port.",    "ports.",     "port used.",      "ports used.",
        "in use.",  "セッション", "セッション使用中"};
    size_t n = strspn(text, "0123456789");
    const char *word = text + n + strspn(text + n, " ");

    for (size_t i = 0; n && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0)
            return set(show, FIELD(in_use), text, n);
    }
    return 0;
}

/* 60000-64095, 54096-59999   75個使用中 */
static int take_ranges(struct rtx__parse *show, const char *text)
{
    const char *gap = strstr(text, "  ");
    size_t length = gap ? (size_t)(gap - text) : strlen(text);
    int rc = set(show, FIELD(port_ranges), text, length);

    if (rc <= 0 || !gap)
        return rc;
    return take_use(show, gap + strspn(gap, " "));
}

/* ---- 1   192.168.1.2   74   10000   dynamic */
static int take_inner(struct rtx__parse *show, const struct rtx__word *words,
                      int count)
{
    static const int fields[] = {
        RTX_FIELD_nat_inner_no, RTX_FIELD_nat_inner_inner_address,
        RTX_FIELD_nat_inner_in_use, RTX_FIELD_nat_inner_limit,
        RTX_FIELD_nat_inner_type};
    struct rtx_nat_descriptor_address *descriptor = show->at;
    void *inner =
        rtx__record_add(show, (struct rtx_list *)(void *)&descriptor->inner,
                        &rtx__schema_nat_inner);
    int understood = 1;

    for (int i = 0; inner && i < count; i++) {
        int rc = rtx__record_set(show, inner, &rtx__schema_nat_inner, fields[i],
                                 words[i].text, words[i].length);

        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    return inner ? understood : RTX_E_NOMEM;
}

static bool is_number(const struct rtx__word *word)
{
    return strspn(word->text, "0123456789") == word->length;
}

static bool is_type(const struct rtx__word *word)
{
    return rtx__is_word(word, "static") || rtx__is_word(word, "dynamic");
}

static bool is_inner(const struct rtx__word *words, int count)
{
    return count == 5 && is_number(&words[0]) && is_number(&words[2]) &&
           is_number(&words[3]) && is_type(&words[4]);
}

/* ---- TCP   192.168.1.2.1701   *.*.*.*.*   1701   static|600 */
static bool is_entry(const struct rtx__word *words, int count)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    return (count == 5 || count == 6) &&
           strspn(words[0].text, letters) == words[0].length &&
           memchr(words[1].text, '.', words[1].length) &&
           memchr(words[2].text, '.', words[2].length) &&
           (is_number(&words[3]) || rtx__is_word(&words[3], "*")) &&
           (is_number(&words[4]) || is_type(&words[4])) &&
           (count == 5 || is_number(&words[5]) || is_type(&words[5]));
}

/* 192.168.1.2.1701 is an address and a port; stars are anything. */
static int set_end(struct rtx__parse *show, void *entry, int field,
                   const struct rtx__word *word)
{
    const struct rtx__schema *schema = &rtx__schema_nat_entry;
    size_t n = word->length;
    struct rtx__word port = {word->text + word->length, 0};
    int rc = 1;

    while (n > 0 && word->text[n - 1] != '.')
        n--;
    if (n > 1) {
        port.text = word->text + n;
        port.length = word->length - n;
    }
    if (!is_number(&port) && !rtx__is_word(&port, "*"))
        n = word->length + 1; /* words stand for all of it */
    else
        rc = rtx__record_set(show, entry, schema, field + 1, port.text,
                             port.length);
    n--;
    if (rc <= 0 || strspn(word->text, "*.") >= n)
        return rc;
    return rtx__record_set(show, entry, schema, field, word->text, n);
}

/* static, dynamic, or the seconds that it lives. */
static int set_life(struct rtx__parse *show, void *entry,
                    const struct rtx__word *word)
{
    const struct rtx__schema *schema = &rtx__schema_nat_entry;
    const struct rtx_nat_entry *known = entry;
    int rc;

    if (is_type(word))
        return rtx__record_set(show, entry, schema, RTX_FIELD_nat_entry_type,
                               word->text, word->length);
    rc = rtx__record_set(show, entry, schema, RTX_FIELD_nat_entry_ttl_s,
                         word->text, word->length);
    return rc > 0 && !known->type
               ? rtx__record_set(show, entry, schema, RTX_FIELD_nat_entry_type,
                                 "dynamic", 7)
               : rc;
}

static int take_entry(struct rtx__parse *show, const struct rtx__word *words,
                      int count)
{
    struct rtx_nat_descriptor_address *descriptor = show->at;
    void *entry =
        rtx__record_add(show, (struct rtx_list *)(void *)&descriptor->entries,
                        &rtx__schema_nat_entry);
    int rc = RTX_E_NOMEM;

    if (entry)
        rc = rtx__record_set(show, entry, &rtx__schema_nat_entry,
                             RTX_FIELD_nat_entry_protocol, words[0].text,
                             words[0].length);
    if (rc > 0)
        rc = set_end(show, entry, RTX_FIELD_nat_entry_inner_address, &words[1]);
    if (rc > 0)
        rc = set_end(show, entry, RTX_FIELD_nat_entry_destination_address,
                     &words[2]);
    if (rc > 0)
        rc = rtx__record_set(show, entry, &rtx__schema_nat_entry,
                             RTX_FIELD_nat_entry_masquerade, words[3].text,
                             words[3].length);
    /* the type first, which the seconds would only guess */
    if (rc > 0 && count > 5 && is_type(&words[5]))
        rc = set_life(show, entry, &words[5]);
    if (rc > 0)
        rc = set_life(show, entry, &words[4]);
    if (rc > 0 && count > 5 && !is_type(&words[5]))
        rc = set_life(show, entry, &words[5]);
    return rc;
}

static bool is_other(const char *text, size_t *index)
{
    return behind_one(text, others, index) || rtx__is_rule(text) ||
           rtx__behind(text, "No. ") ||
           strcasestr(text, "nat descriptor table");
}

static bool begins(const char *line)
{
    struct rtx__word words[WORDS];
    int count = rtx__split(line, words, WORDS);
    size_t index;

    return is_inner(words, count) || is_entry(words, count) ||
           behind_one(line, descriptors, &index) ||
           behind_one(line, outers, &index) ||
           behind_one(line, ranges, &index) ||
           behind_one(line, tables, &index) || is_other(line, &index);
}

static int take_label(struct rtx__parse *show, const char *text)
{
    size_t index;
    const char *rest = behind_one(text, outers, &index);

    if (rest) {
        rtx__known(show, index < 2);
        return set(show, FIELD(outer_address), rest, strlen(rest));
    }
    rest = behind_one(text, ranges, &index);
    if (rest) {
        rtx__known(show, index < 2);
        return take_ranges(show, rest);
    }
    rest = behind_one(text, tables, &index);
    if (!rest || *rest)
        return 0;
    rtx__known(show, index < 2);
    return take_kind(show, index);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__word words[WORDS];
    int count = rtx__split(text, words, WORDS);
    size_t index;
    const char *rest = NULL;

    if (show->at && is_inner(words, count))
        return take_inner(show, words, count);
    if (is_entry(words, count)) {
        /* a piece of an output */
        if (!show->at)
            show->at = rtx__record_add(show, &show->records, SCHEMA);
        return show->at ? take_entry(show, words, count) : RTX_E_NOMEM;
    }
    rest = behind_one(text, descriptors, &index);
    if (rest) {
        rtx__known(show, index < 2);
        return take_descriptor(show, rest);
    }
    if (is_other(text, &index))
        return index < 2 ? rtx__known(show, true) : 1;
    return show->at ? take_label(show, text) : 0;
}

const struct rtx__command rtx__nat_descriptor_address = {
    .name = "show nat descriptor address",
    .output = "nat_descriptor_address",
    .form = "show nat descriptor address [N|all] [detail]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
