/* Writing a journal record by record, and reading it back. */
#include "transaction/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    BASE64 = sodium_base64_VARIANT_ORIGINAL,
    BODY_MOST = 128 << 20,
};

static int fail(struct rtx_error *error, const struct journal *j,
                const char *text)
{
    rtx__error(error, RTX_E_JOURNAL, "%s: %s", j->path, text);
    RTX_ERROR_SET(error, step, "journal");
    return RTX_E_JOURNAL;
}

static struct journal *new_journal(const char *path)
{
    struct journal *j = rtx__calloc(1, sizeof *j);

    if (!j)
        return NULL;
    j->fd = -1;
    rtx__buf_init_secret(&j->body, BODY_MOST);
    rtx__buf_init_secret(&j->schedule, 1 << 16);
    j->path = rtx__strdup(path);
    j->new_endpoint = rtx__strdup("");
    if (j->path && j->new_endpoint)
        return j;
    journal_free(j);
    return NULL;
}

void journal_free(struct journal *j)
{
    if (!j)
        return;
    if (j->fd >= 0)
        close(j->fd);
    rtx__wipe(j->key, sizeof j->key);
    rtx__buf_free(&j->body);
    rtx__buf_free(&j->schedule);
    rtx_free(j->path);
    rtx_free(j->head);
    rtx_free(j->new_endpoint);
    rtx_free(j);
}

/* What a record is bound to: the head, its state, its number. */
static int bound_to(const struct journal *j, const char *state,
                    unsigned long long sequence, struct rtx_buf *ret)
{
    int rc = rtx__buf_add(ret, j->hash, sizeof j->hash);

    return rc ? rc : rtx__buf_format(ret, "%s %llu", state, sequence);
}

/* ---- writing ---- */

/* STATE NUMBER BASE64(nonce, sealed body) LF */
static int seal(struct journal *j, const char *state, const char *body,
                size_t length, struct rtx_buf *line)
{
    size_t size = NONCE + length + MAC;
    size_t text = sodium_base64_encoded_len(size, BASE64);
    unsigned char *sealed = rtx__malloc(size);
    char *base64 = rtx__malloc(text);
    struct rtx_buf bound;
    int rc = RTX_E_NOMEM;

    rtx__buf_init(&bound, 256);
    if (sealed && base64)
        rc = bound_to(j, state, j->sequence, &bound);
    if (rc == 0) {
        randombytes_buf(sealed, NONCE);
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            sealed + NONCE, NULL, (const unsigned char *)body, length,
            (const unsigned char *)bound.data, bound.length, NULL, sealed,
            j->key);
        sodium_bin2base64(base64, text, sealed, size, BASE64);
        rc = rtx__buf_format(line, "%s %llu %s\n", state, j->sequence, base64);
    }
    rtx__buf_free(&bound);
    rtx_free(sealed);
    rtx_free(base64);
    return rc;
}

int journal_add(struct journal *j, const char *state,
                const struct rtx_buf *body, struct rtx_error *error)
{
    struct rtx_buf line;
    int rc;

    rtx__buf_init(&line, BODY_MOST * 2L);
    rc = seal(j, state, body ? rtx__buf_str(body) : "", body ? body->length : 0,
              &line);
    if (rc < 0)
        rc = fail(error, j, rtx_strerror(rc));
    else if (files_write(j->fd, line.data, line.length) < 0)
        rc = files_fail(error, j->path, "cannot be written");
    rtx__buf_free(&line);
    if (rc < 0)
        return rc;
    j->sequence++;
    rtx__copy(j->state, sizeof j->state, state);
    return 0;
}

/* A whole new file under the path, or none: never half of one. */
static int write_anew(struct journal *j, const char *state,
                      const struct rtx_buf *body, struct rtx_error *error)
{
    char *draft = rtx__format("%s.%ld", j->path, (long)getpid());
    char *parent = files_parent(j->path);
    int rc = RTX_E_NOMEM;

    if (!draft || !parent)
        goto out;
    if (j->fd >= 0)
        close(j->fd);
    (void)unlink(draft);
    j->fd = rtx__above_streams(
        open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (j->fd < 0 || !j->head ||
        files_put(j->fd, j->head, strlen(j->head)) < 0) {
        rc = files_fail(error, draft, "cannot be written");
    } else {
        j->sequence = 0;
        rc = journal_add(j, state, body, error);
    }
    if (rc == 0 &&
        (rename(draft, j->path) < 0 || files_sync_directory(parent) < 0))
        rc = files_fail(error, j->path, "cannot be written");
    if (rc < 0)
        (void)unlink(draft);
out:
    rtx_free(draft);
    rtx_free(parent);
    return rc == RTX_E_NOMEM ? rtx__error(error, rc, "out of memory") : rc;
}

int journal_finish(struct journal *j, const char *outcome,
                   struct rtx_error *error)
{
    char state[64];

    snprintf(state, sizeof state, "done:%s", outcome);
    return write_anew(j, state, NULL, error);
}

static bool printable(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return false;
    }
    return true;
}

static int make_head(struct journal *j, const struct journal_facts *facts,
                     const char *kdf)
{
    bool moves = facts->new_endpoint && facts->new_endpoint[0];
    time_t now = time(NULL);
    struct tm tm;
    char when[32];

    if (!gmtime_r(&now, &tm) ||
        !strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm))
        return RTX_E_ARGUMENT;
    if (!printable(facts->router) || !printable(facts->endpoint) ||
        (moves && !printable(facts->new_endpoint)))
        return RTX_E_ARGUMENT;
    j->head = rtx__format(
        "rtx-journal 1\nrouter %s\nendpoint %s\n%s%s%s"
        "created %s\nkey %s\n\n",
        facts->router, facts->endpoint, moves ? "new-endpoint " : "",
        moves ? facts->new_endpoint : "", moves ? "\n" : "", when, kdf);
    return j->head ? 0 : RTX_E_NOMEM;
}

static void hash_head(struct journal *j)
{
    crypto_generichash(j->hash, sizeof j->hash, (const unsigned char *)j->head,
                       strlen(j->head), NULL, 0);
}

/* A file that is there already must be a finished journal. */
static int check_path(const char *path, struct rtx_error *error)
{
    struct rtx_journal_info info = {.size = sizeof info};
    int rc;

    if (access(path, F_OK) < 0)
        return 0;
    rc = rtx_journal_read(path, &info, error);
    if (rc < 0 || info.finished)
        return rc;
    rtx__error(error, RTX_E_LOCKED,
               "%s holds a transaction that is not finished", path);
    RTX_ERROR_SET(error, step, "journal");
    return RTX_E_LOCKED;
}

int journal_create(struct journal **ret, const char *path,
                   const char *directory, const struct journal_facts *facts,
                   const rtx_secret *admin, const struct rtx_buf *body,
                   struct rtx_error *error)
{
    struct journal *j = new_journal(path);
    char *parent = files_parent(path);
    char kdf[256];
    int rc = RTX_E_NOMEM;

    if (!j || !parent) {
        rtx__error(error, rc, "out of memory");
        goto out;
    }
    rc = files_directory(parent, error);
    if (rc == 0)
        rc = check_path(path, error);
    if (rc == 0)
        rc = journal_kdf(kdf, sizeof kdf, admin, error);
    if (rc == 0)
        rc = journal_key(j->key, kdf, directory, admin, error);
    if (rc < 0)
        goto out;
    rc = make_head(j, facts, kdf);
    if (rc < 0) {
        rc = fail(error, j, rtx_strerror(rc));
        goto out;
    }
    hash_head(j);
    rc = write_anew(j, "planned", body, error);
    if (rc == 0) {
        *ret = j;
        j = NULL;
    }
out:
    rtx_free(parent);
    journal_free(j);
    return rc;
}

/* ---- reading ---- */

/* The body of one record, which must be in order; false: it is not ours. */
static bool unseal(struct journal *j, const char *line, size_t length,
                   char state[32], struct rtx_buf *body)
{
    unsigned long long sequence;
    int at = 0;
    struct rtx_buf bound;
    unsigned char *sealed = rtx__malloc(length + 1);
    char *base64 = NULL;
    size_t size = 0;
    unsigned long long got = 0;
    bool ok = false;

    rtx__buf_init(&bound, 256);
    rtx__buf_clear(body);
    base64 = rtx__strndup(line, length);
    if (!sealed || !base64 ||
        sscanf(base64, "%31[a-z:_-] %llu %n", state, &sequence, &at) != 2 ||
        at == 0 || sequence != j->sequence ||
        bound_to(j, state, sequence, &bound) < 0 ||
        sodium_base642bin(sealed, length, base64 + at, length - (size_t)at,
                          NULL, &size, NULL, BASE64) != 0 ||
        size < NONCE + MAC || rtx__buf_fill(body, '\0', size - NONCE - MAC) < 0)
        goto out;
    ok = crypto_aead_xchacha20poly1305_ietf_decrypt(
             (unsigned char *)body->data, &got, NULL, sealed + NONCE,
             size - NONCE, (const unsigned char *)bound.data, bound.length,
             sealed, j->key) == 0;
out:
    rtx__buf_free(&bound);
    rtx_free(sealed);
    rtx_free(base64);
    return ok;
}

static int read_records(struct journal *j, const char *text, size_t length,
                        size_t *used, struct rtx_error *error)
{
    const char *whole = text + strlen(text);
    struct rtx_buf body;
    const char *at = text;
    const char *end;
    char state[32];
    int rc = 0;

    /* a tail of zeros was never written; zeros in the middle are damage */
    if (memchr(whole, '\n', length - (size_t)(whole - text)))
        return fail(error, j, "the journal is damaged");
    rtx__buf_init_secret(&body, BODY_MOST);
    while (rc == 0 && (end = strchr(at, '\n')) != NULL) {
        bool last = !strchr(end + 1, '\n');

        if (!unseal(j, at, (size_t)(end - at), state, &body)) {
            if (!last || at == text)
                rc = fail(error, j,
                          at == text
                              ? "a damaged journal, or another administrator "
                                "password than it was written with"
                              : "the journal is damaged");
            break; /* the last one was never written to its end */
        }
        if (j->sequence++ == 0)
            rc = rtx__buf_add(&j->body, rtx__buf_str(&body), body.length);
        else if (strcmp(state, "arming") == 0)
            rc = rtx__buf_add(&j->schedule, rtx__buf_str(&body), body.length);
        rtx__copy(j->state, sizeof j->state, state);
        at = end + 1;
    }
    *used = (size_t)(at - text);
    rtx__buf_free(&body);
    if (rc == 0 && j->sequence == 0)
        rc = fail(error, j, "the journal is damaged: it has no record");
    return rc;
}

/* To go on behind the last whole record. */
static int reopen(struct journal *j, size_t length, struct rtx_error *error)
{
    j->fd = rtx__above_streams(open(j->path, O_WRONLY | O_CLOEXEC));
    if (j->fd < 0 || ftruncate(j->fd, (off_t)length) < 0 ||
        lseek(j->fd, 0, SEEK_END) < 0)
        return files_fail(error, j->path, "cannot be written");
    return 0;
}

int journal_open(struct journal **ret, const char *path, const char *directory,
                 const rtx_secret *admin, struct rtx_error *error)
{
    struct journal *j = new_journal(path);
    struct rtx_buf text;
    char kdf[256];
    size_t head = 0;
    size_t used = 0;
    int rc = RTX_E_NOMEM;

    rtx__buf_init(&text, 256 << 20);
    if (!j) {
        rtx__error(error, rc, "out of memory");
        goto out;
    }
    rc = journal_read(path, &text, error);
    if (rc < 0)
        goto out;
    head = journal_head(rtx__buf_str(&text), j, kdf, sizeof kdf);
    if (!head) {
        rc = fail(error, j, "no journal");
        goto out;
    }
    rc = journal_key(j->key, kdf, directory, admin, error);
    j->head = rtx__strndup(text.data, head);
    if (rc == 0 && !j->head)
        rc = rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (rc == 0 && j->head) {
        hash_head(j);
        rc =
            read_records(j, text.data + head, text.length - head, &used, error);
    }
    if (rc == 0 && !rtx__starts(j->state, "done:"))
        rc = reopen(j, head + used, error);
    if (rc == 0) {
        *ret = j;
        j = NULL;
    }
out:
    rtx__buf_free(&text);
    journal_free(j);
    return rc;
}
