/*
 * Fuzz target: the console machine, its owner, and any router.
 *
 * Each line of the input is one step: its first letter says which, and `^J`
 * stands for LF in what the router sends.
 *
 *   S FLAGS TEXT  queue an exchange (a letter per flag)   R BYTES  router
 *   E TEXT        router: what was typed, then TEXT       W MS     wait
 *   P             fetch replies     D  discard            C        eof
 */
#include "fuzz/owner.h"

struct router {
    struct owner owner;
    uint32_t seed; /* of where the bytes are cut */
};

static void push(struct owner *o, const char *text, size_t length)
{
    static const char letters[] = "skwaocrtlv"; /* in the order of the bits */
    struct rtx_exchange exchange = {NULL, 0, 0, TIMEOUT_MS, o->next_tag};

    if (o->waiting == OWNER_EXCHANGES)
        return;
    for (; length > 0 && *text != ' '; text++, length--) {
        const char *bit = *text ? strchr(letters, *text) : NULL;

        exchange.flags |= bit ? 1U << (bit - letters) : 0;
    }
    exchange.text = length > 0 ? text + 1 : "";
    exchange.length = length > 0 ? length - 1 : 0;
    if (exchange.flags & RTX_EXCHANGE_SECRET) {
        exchange.text = owner_secret;
        exchange.length = sizeof owner_secret - 1;
    }
    o->tags[o->waiting++] = o->next_tag++;
    (void)rtx__console_push(o->console, &exchange, o->now);
}

/* What the router says, in pieces. */
static void feed(struct router *r, const char *text, size_t length)
{
    char piece[64];
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        bool lf = text[i] == '^' && i + 1 < length && text[i + 1] == 'J';

        if (text[i] != owner_secret[0] && text[i] != owner_secret[1])
            piece[n++] = lf ? '\n' : text[i];
        i += lf ? 1 : 0;
        r->seed = r->seed * 1664525 + 1013904223;
        if (n == sizeof piece || i + 1 >= length || r->seed >> 29 == 0) {
            (void)rtx__console_feed(r->owner.console, piece, n, r->owner.now);
            pass(&r->owner, r->seed >> 26 & 3, false);
            n = 0;
        }
    }
}

/* Echo what waits to be written, then what comes of it. */
static void echo(struct router *r, const char *text, size_t length)
{
    char typed[512];
    const char *bytes;
    size_t n = rtx__console_output(r->owner.console, &bytes);
    size_t taken = n < sizeof typed / 3 ? n : sizeof typed / 3;
    size_t count = 0;

    for (size_t i = 0; i < taken; i++) {
        typed[count++] = bytes[i];
        if (bytes[i] == '\r') {
            typed[count++] = '^';
            typed[count++] = 'J';
        }
    }
    rtx__console_sent(r->owner.console, taken);
    feed(r, typed, count);
    feed(r, text, length);
}

static void step(struct router *r, char what, const char *text, size_t length)
{
    struct owner *o = &r->owner;

    if (what == 'S')
        push(o, text, length);
    else if (what == 'R')
        feed(r, text, length);
    else if (what == 'E')
        echo(r, text, length);
    else if (what == 'W')
        pass(o, length > 0 ? (int64_t)1 << (*text & 15) : 1, false);
    else if (what == 'P')
        fetch(o);
    else if (what == 'D')
        discard(o);
    else if (what == 'C')
        rtx__console_eof(o->console, o->now);
    tick(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *at = (const char *)bytes;
    const char *end = at + length;
    struct rtx_console_options options;
    struct router r = {{.now = 1000, .next_tag = 1}, (uint32_t)length};

    fuzz_count_memory(OWNER_MEMORY);
    rtx__console_defaults(&options);
    options.output_ceiling = OWNER_CEILING;
    r.owner.console = rtx__console_new(&options);
    require(r.owner.console != NULL);
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;

        if (stop > at)
            step(&r, at[0], at + 1, (size_t)(stop - at) - 1);
        at = newline ? newline + 1 : end;
    }
    settle(&r.owner);
    rtx__console_free(r.owner.console);
    require(fuzz_live == 0);
    return 0;
}
