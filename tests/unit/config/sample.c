/* See sample.h. */
#include "unit/config/sample.h"

#include <ctype.h>

#include "dialect/grammar.h"
#include "test.h"

static uint32_t below(uint32_t *state, uint32_t limit)
{
    return test_random(state) % limit;
}

static void add_type(const char *type, size_t length, uint32_t *state,
                     struct rtx_buf *ret)
{
    unsigned n = below(state, 5) + 1;
    unsigned low = length > 1 ? (unsigned)strtoul(type + 1, NULL, 10) : 0;

    if (type[0] == 'N' && (length == 1 || isdigit((unsigned char)type[1])))
        rtx__buf_format(ret, "%u", low + n - 1);
    else if (rtx__starts(type, "NET"))
        rtx__buf_format(ret, "192.168.%u.0/24", n);
    else if (rtx__starts(type, "NAMED"))
        rtx__buf_format(ret, "NAME%u=x%u", n, below(state, 9));
    else if (rtx__starts(type, "IP"))
        rtx__buf_format(ret, "10.0.0.%u", n);
    else if (rtx__starts(type, "IF"))
        rtx__buf_format(ret, "lan%u", 1 + n % 2);
    else if (rtx__starts(type, "WAN"))
        rtx__buf_text(ret, "wan1");
    else if (rtx__starts(type, "RANGE"))
        rtx__buf_format(ret, "192.168.%u.2-192.168.%u.9/24", n, n);
    else
        rtx__buf_format(ret, "%s%u", type[0] == 'S' ? "s3cret" : "w", n);
}

/* One of the alternatives. */
static void add_word(const struct rtx_token *token, uint32_t *state,
                     struct rtx_buf *ret)
{
    const char *at = token->text;
    const char *end = at + token->length;
    unsigned bars = 0;
    unsigned chosen;
    size_t length;

    for (const char *p = at; p < end; p++)
        bars += *p == '|';
    chosen = below(state, bars + 1);
    for (; chosen > 0; at++)
        chosen -= *at == '|';
    length = (size_t)(end - at);
    if (memchr(at, '|', length))
        length = (size_t)((const char *)memchr(at, '|', length) - at);
    if (isupper((unsigned char)*at)) {
        add_type(at, length, state, ret);
    } else if (memchr(at, '=', length)) {
        rtx__buf_add(ret, at, strcspn(at, "=") + 1);
        rtx__buf_format(ret, "v%u", below(state, 9));
    } else {
        rtx__buf_add(ret, at, length);
    }
}

static const char *skip_group(const char *form)
{
    struct rtx_token token;
    int depth = 1;

    while (depth > 0) {
        form = rtx__token(form, &token);
        depth += token.kind == RTX_TOKEN_OPEN;
        depth -= token.kind == RTX_TOKEN_CLOSE;
    }
    return form;
}

void sample_line(const struct rtx_command *row, uint32_t *state,
                 struct rtx_buf *ret)
{
    const char *form = row->form;
    struct rtx_token token;

    for (form = rtx__token(form, &token); token.kind != RTX_TOKEN_END;
         form = rtx__token(form, &token)) {
        if (token.kind == RTX_TOKEN_OPEN && below(state, 2))
            form = skip_group(form);
        if (token.kind == RTX_TOKEN_OPEN || token.kind == RTX_TOKEN_CLOSE ||
            token.kind == RTX_TOKEN_REST)
            continue;
        if (ret->length > 0)
            rtx__buf_char(ret, ' ');
        if (token.kind == RTX_TOKEN_LITERAL)
            rtx__buf_add(ret, token.text, token.length);
        else
            add_word(&token, state, ret);
    }
}

const char *sample_context(const struct rtx_command *row, uint32_t *state)
{
    static const char *const peers[] = {"pp 1", "pp 2", "pp anonymous"};
    static const char *const tunnels[] = {"tunnel 1", "tunnel 2"};

    switch (row->context) {
    case RTX_IN_PP:
        return peers[below(state, 3)];
    case RTX_IN_TUNNEL:
    case RTX_IN_IPSEC:
        return tunnels[below(state, 2)];
    default:
        return "";
    }
}

/* What hangs on a DHCP scope cannot be there without it. */
static void add_scope(rtx_config *config, const char *line)
{
    static const char *const kinds[] = {"bind ", "option ", "lease type "};
    char scope[64];

    if (!rtx__starts(line, "dhcp scope "))
        return;
    line += strlen("dhcp scope ");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!rtx__starts(line, kinds[i]))
            continue;
        snprintf(scope, sizeof scope, "dhcp scope %.*s 10.0.0.2-10.0.0.9/24",
                 (int)strcspn(line + strlen(kinds[i]), " "),
                 line + strlen(kinds[i]));
        rtx__config_apply(config, "", scope);
    }
}

static bool usable(const struct rtx_command *row)
{
    return row->kind == RTX_COMMAND_SETTING &&
           !(row->flags & (RTX_COMMAND_PASSWORD | RTX_COMMAND_NO_NO)) &&
           !strstr(row->form, "|all}");
}

rtx_config *sample_config(size_t count, uint32_t *state)
{
    rtx_config *config = rtx__config_new();

    while (count-- > 0) {
        int rank = (int)below(state, (uint32_t)rtx__command_count());
        const struct rtx_command *row = rtx__command_row(rank);
        struct rtx_placed placed;
        struct rtx_buf line;

        if (!usable(row))
            continue;
        rtx__buf_init(&line, 4096);
        sample_line(row, state, &line);
        rtx__config_place(sample_context(row, state), rtx__buf_str(&line),
                          &placed);
        add_scope(config, rtx__buf_str(&line));
        rtx__config_apply(config, placed.context, rtx__buf_str(&line));
        rtx__buf_free(&line);
    }
    return config;
}
