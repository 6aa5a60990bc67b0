/* The key of a journal: from the administrator password, or from a file. */
#include "transaction/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than these is no head of ours. */
enum { MEMORY_MOST = 1 << 30, ROUNDS_MOST = 16 };

static int fail(struct rtx_error *error, const char *text)
{
    rtx__error(error, RTX_E_JOURNAL, "%s", text);
    RTX_ERROR_SET(error, step, "journal");
    return RTX_E_JOURNAL;
}

/*
 * To derive a key takes a tenth of a second and 64 MiB, on purpose. A process
 * that works on many routers with one password does it once: its journals share
 * the salt, and so the key, as those of a key file do.
 */
static struct {
    pthread_mutex_t lock;
    bool known;
    unsigned char salt[JOURNAL_SALT];
    unsigned char password[crypto_generichash_BYTES];
    unsigned long long rounds;
    size_t memory;
    unsigned char key[JOURNAL_KEY];
} last = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void digest(unsigned char ret[crypto_generichash_BYTES],
                   const rtx_secret *admin)
{
    (void)crypto_generichash(ret, crypto_generichash_BYTES,
                             (const unsigned char *)admin->text, admin->length,
                             NULL, 0);
}

/* The salt of the last key from this password, else a new one. */
static void choose_salt(unsigned char salt[JOURNAL_SALT],
                        const rtx_secret *admin)
{
    unsigned char password[crypto_generichash_BYTES];

    digest(password, admin);
    pthread_mutex_lock(&last.lock);
    if (last.known &&
        sodium_memcmp(last.password, password, sizeof password) == 0)
        memcpy(salt, last.salt, JOURNAL_SALT);
    else
        randombytes_buf(salt, JOURNAL_SALT);
    pthread_mutex_unlock(&last.lock);
    sodium_memzero(password, sizeof password);
}

static int derive(unsigned char key[JOURNAL_KEY],
                  const unsigned char salt[JOURNAL_SALT],
                  unsigned long long rounds, size_t memory,
                  const rtx_secret *admin)
{
    unsigned char password[crypto_generichash_BYTES];
    int rc = 0;

    digest(password, admin);
    pthread_mutex_lock(&last.lock);
    if (!last.known || last.rounds != rounds || last.memory != memory ||
        sodium_memcmp(last.salt, salt, JOURNAL_SALT) != 0 ||
        sodium_memcmp(last.password, password, sizeof password) != 0) {
        last.known = false;
        rc = crypto_pwhash(last.key, JOURNAL_KEY, admin->text, admin->length,
                           salt, rounds, memory, crypto_pwhash_ALG_ARGON2ID13);
        memcpy(last.salt, salt, JOURNAL_SALT);
        memcpy(last.password, password, sizeof password);
        last.rounds = rounds;
        last.memory = memory;
        last.known = rc == 0;
    }
    if (rc == 0)
        memcpy(key, last.key, JOURNAL_KEY);
    pthread_mutex_unlock(&last.lock);
    sodium_memzero(password, sizeof password);
    return rc;
}

int journal_kdf(char *kdf, size_t size, const rtx_secret *admin,
                struct rtx_error *error)
{
    unsigned char salt[JOURNAL_SALT];
    char text[64];

    if (sodium_init() < 0)
        return fail(error, "libsodium cannot be used");
    if (!admin || admin->length == 0) {
        snprintf(kdf, size, "file");
        return 0;
    }
    choose_salt(salt, admin);
    sodium_bin2base64(text, sizeof text, salt, sizeof salt,
                      sodium_base64_VARIANT_ORIGINAL);
    snprintf(kdf, size, "argon2id %llu %zu %s",
             (unsigned long long)crypto_pwhash_OPSLIMIT_INTERACTIVE,
             (size_t)crypto_pwhash_MEMLIMIT_INTERACTIVE, text);
    return 0;
}

static int from_password(unsigned char key[JOURNAL_KEY], const char *kdf,
                         const rtx_secret *admin, struct rtx_error *error)
{
    unsigned char salt[JOURNAL_SALT];
    unsigned long long rounds;
    size_t memory;
    size_t length = 0;
    char text[64];

    if (sscanf(kdf, "argon2id %llu %zu %63s", &rounds, &memory, text) != 3 ||
        rounds > ROUNDS_MOST || memory > MEMORY_MOST ||
        sodium_base642bin(salt, sizeof salt, text, strlen(text), NULL, &length,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != sizeof salt)
        return fail(error, "the journal's head is damaged");
    if (!admin)
        return fail(error, "the journal needs the administrator password");
    if (derive(key, salt, rounds, memory, admin) != 0)
        return fail(error, "out of memory for the journal's key");
    return 0;
}

/* Another process may do the same at the same time: the first one wins. */
static int make_key_file(const char *directory, const char *path,
                         struct rtx_error *error)
{
    unsigned char key[JOURNAL_KEY];
    char *draft = rtx__format("%s.%ld", path, (long)getpid());
    int fd = -1;
    int rc = 0;

    if (!draft)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    randombytes_buf(key, sizeof key);
    (void)unlink(draft);
    fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || files_write(fd, (const char *)key, sizeof key) < 0 ||
        (link(draft, path) < 0 && errno != EEXIST))
        rc = files_fail(error, path, "cannot be made");
    if (fd >= 0)
        close(fd);
    (void)unlink(draft);
    (void)files_sync_directory(directory);
    sodium_memzero(key, sizeof key);
    rtx_free(draft);
    return rc;
}

static int read_key_file(unsigned char key[JOURNAL_KEY], const char *path,
                         struct rtx_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    int rc = 0;

    if (fd < 0)
        return files_fail(error, path, "cannot be read");
    if (fstat(fd, &status) < 0 || status.st_mode & (S_IRWXG | S_IRWXO))
        rc = fail(error, "the journals' key file can be read by others than "
                         "its owner");
    else if (read(fd, key, JOURNAL_KEY) != JOURNAL_KEY)
        rc = fail(error, "the journals' key file is damaged");
    close(fd);
    return rc;
}

int journal_key(unsigned char key[JOURNAL_KEY], const char *kdf,
                const char *directory, const rtx_secret *admin,
                struct rtx_error *error)
{
    char *path;
    int rc;

    if (sodium_init() < 0)
        return fail(error, "libsodium cannot be used");
    if (strcmp(kdf, "file") != 0)
        return from_password(key, kdf, admin, error);
    path = rtx__format("%s/key", directory);
    if (!path)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    rc = files_directory(directory, error);
    if (rc == 0 && access(path, F_OK) < 0)
        rc = make_key_file(directory, path, error);
    if (rc == 0)
        rc = read_key_file(key, path, error);
    rtx_free(path);
    return rc;
}
