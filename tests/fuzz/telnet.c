/*
 * Fuzz target: telnet over a wire that gives what it likes. The first half of
 * the input is what comes, the second half is written.
 */
#include "fuzz/fuzz.h"

#include "transport/transport.h"

enum { MEMORY = 16 << 20 };

struct fake {
    rtx_transport base;
    const char *bytes;
    size_t length;
    size_t piece; /* bytes that go through at once */
    size_t taken;
};

static int fake_step(rtx_transport *t, int64_t now_ms, struct rtx_error *error)
{
    (void)t;
    (void)now_ms;
    (void)error;
    return 1;
}

static ptrdiff_t fake_read(rtx_transport *t, void *bytes, size_t size,
                           struct rtx_error *error)
{
    struct fake *f = (struct fake *)t;
    size_t n = f->length < f->piece ? f->length : f->piece;

    (void)error;
    if (n == 0)
        return RTX_E_CLOSED;
    n = n < size ? n : size;
    memcpy(bytes, f->bytes, n);
    f->bytes += n;
    f->length -= n;
    return (ptrdiff_t)n;
}

/* Every other time nothing can be written. */
static ptrdiff_t fake_write(rtx_transport *t, const void *bytes, size_t length,
                            struct rtx_error *error)
{
    struct fake *f = (struct fake *)t;

    (void)bytes;
    (void)error;
    f->taken++;
    if (f->taken % 2 == 0)
        return 0;
    return (ptrdiff_t)(length < f->piece ? length : f->piece);
}

static int fake_wants(const rtx_transport *t)
{
    (void)t;
    return RTX_WANT_READ;
}

static void fake_close(rtx_transport *t)
{
    t->fd = -2;
}

static const struct rtx_transport_verbs fake_verbs = {
    fake_step, fake_read, fake_write, fake_wants, fake_close};

/* Write all of it; what was taken is never more than what was offered. */
static void write_all(rtx_transport *t, const char *text, size_t length)
{
    while (length > 0) {
        ptrdiff_t n = t->verbs->write(t, text, length, NULL);

        require(n >= 0 && (size_t)n <= length);
        text += n;
        length -= (size_t)n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    size_t half = length / 2;
    struct fake below = {{.verbs = &fake_verbs, .fd = 7, .wake_ms = INT64_MAX},
                         text,
                         half,
                         0,
                         0};
    rtx_transport *t = NULL;
    char out[97];
    ptrdiff_t n;

    below.piece = 1 + half % 13;
    fuzz_count_memory(MEMORY);
    require(rtx__telnet_wrap(&t, &below.base, NULL) == 0);
    require(t->verbs->step(t, 0, NULL) == 1 && t->fd == 7);
    do {
        n = t->verbs->read(t, out, sizeof out, NULL);
        require(n <= (ptrdiff_t)sizeof out);
        require(t->verbs->wants(t) & RTX_WANT_READ);
    } while (n >= 0);
    require(below.length == 0 || n != RTX_E_CLOSED);
    write_all(t, text + half, length - half);
    t->verbs->close(t);
    require(below.base.fd == -2 && fuzz_live == 0);
    return 0;
}
