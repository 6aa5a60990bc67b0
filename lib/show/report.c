/* What a parse says of itself: the report, unparsed lines, model, language. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dialect/commands.h"

void rtx__saw_label(struct rtx__parse *show, const struct rtx__match *match)
{
    show->saw_japanese |= match->japanese && !match->english;
    show->saw_english |= match->english && !match->japanese;
}

const char *rtx__language(const struct rtx__parse *show)
{
    /* many outputs are in English on a Japanese console too */
    return show->saw_japanese ? "ja" : show->saw_english ? "en" : NULL;
}

size_t rtx__model_length(const char *text)
{
    size_t n = 0;
    bool digit = false;

    for (; isalnum((unsigned char)text[n]) || text[n] == '-'; n++)
        digit = digit || isdigit((unsigned char)text[n]);
    return n >= 3 && n <= 16 && isalpha((unsigned char)text[0]) &&
                   (digit || strncmp(text, "vRX", n) == 0)
               ? n
               : 0;
}

static int keep(struct rtx__parse *show, const char **known, bool newest,
                const char *text, size_t length)
{
    const char *copy;

    if (*known && !newest)
        return 0;
    copy = rtx__arena_text(&show->arena, text, length);
    if (!copy)
        return RTX_E_NOMEM;
    *known = copy;
    return 0;
}

int rtx__saw_model(struct rtx__parse *show, const char *text, bool newest)
{
    size_t model = rtx__model_length(text);
    const char *rest = text + model + strspn(text + model, " ");
    int rc;

    if (model == 0 || rest == text + model)
        return 0;
    if (rtx__starts(rest, "Rev.")) {
        rest += 4;
        rc = keep(show, &show->revision, newest, rest,
                  strspn(rest, "0123456789."));
    } else if (rtx__starts(rest, "BootROM ") ||
               rtx__starts(rest, "FlashROM ")) {
        rc = 0;
    } else {
        return 0;
    }
    return rc < 0 ? rc : keep(show, &show->model, newest, text, model);
}

/* A statement of a configuration may stand anywhere, with a password in it. */
static int without_secrets(struct rtx__parse *show, const char **text)
{
    size_t blanks = strspn(*text, " \t");
    struct rtx_buf redacted;
    int rc;

    if (!islower((unsigned char)(*text)[blanks]) ||
        !rtx__command_secrets(*text + blanks))
        return 0;
    rtx__buf_init(&redacted, SIZE_MAX / 4);
    rc = rtx__statement_redact(*text + blanks, "*", &redacted);
    if (rc == 0)
        rc = keep(show, text, true, rtx__buf_str(&redacted), redacted.length);
    rtx__buf_free(&redacted);
    return rc;
}

int rtx__add_unparsed(struct rtx__parse *show, const struct rtx__line *line)
{
    const char *text = line->text;
    int rc = rtx__grow(&show->unparsed, &show->unparsed_capacity,
                       show->unparsed_count, sizeof *show->unparsed);

    if (rc == 0)
        rc = without_secrets(show, &text);
    if (rc < 0)
        return rc;
    show->unparsed[show->unparsed_count].line = line->number;
    show->unparsed[show->unparsed_count].text = text;
    show->unparsed_count++;
    return 0;
}

int rtx__give_up(struct rtx__parse *show)
{
    const struct rtx__line *waiting = show->waiting;

    show->waiting = NULL;
    return waiting ? rtx__add_unparsed(show, waiting) : 0;
}

/* [01], [ANONYMOUS01], (port4), (DHCP): the bytes, 0: no such thing. */
static size_t bracketed(const char *text, char open, char close)
{
    size_t n = 1;

    if (text[0] != open)
        return 0;
    while (isalnum((unsigned char)text[n]))
        n++;
    return n > 1 && text[n] == close ? n + 1 : 0;
}

/* Is the name at the start of the text one of these? */
static bool is_one_of(const char *text, size_t length, const char *const *names,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i][0] == text[0] && strncmp(names[i], text, length) == 0 &&
            names[i][length] == '\0')
            return true;
    }
    return false;
}

/* LAN1, LAN1.2, BRI1/2, LAN1(port4): behind the name. */
static size_t number_length(const char *text)
{
    size_t n = strspn(text, "0123456789./");

    /* a full stop at its end is the sentence's */
    while (n && !isdigit((unsigned char)text[n - 1]))
        n--;
    return n ? n + bracketed(text + n, '(', ')') : 0;
}

size_t rtx__interface_length(const char *text)
{
    static const char *const numbered[] = {"LAN", "LANC",   "VLAN",
                                           "WAN", "BRIDGE", "ONU",
                                           "BRI", "PRI",    "LOOPBACK"};
    static const char *const indexed[] = {"PP",   "PPPOE",  "TUNNEL",   "PPTP",
                                          "L2TP", "MOBILE", "ANONYMOUS"};
    size_t name = 0;
    size_t n;

    while (text[name] >= 'A' && text[name] <= 'Z')
        name++;
    /* L2TP has a digit within its name */
    if (name == 1 && rtx__starts(text, "L2TP["))
        name = 4;
    if (text[name] == '[') {
        n = bracketed(text + name, '[', ']');
        return n && is_one_of(text, name, indexed,
                              sizeof indexed / sizeof indexed[0])
                   ? name + n
                   : 0;
    }
    if (isdigit((unsigned char)text[name]) &&
        is_one_of(text, name, numbered, sizeof numbered / sizeof numbered[0])) {
        n = number_length(text + name);
        return n ? name + n : 0;
    }
    return name == 4 && strncmp(text, "NULL", name) == 0 ? name : 0;
}
