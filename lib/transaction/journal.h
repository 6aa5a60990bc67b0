/*
 * journal: what a transaction is about to do, on disk before it does it, so
 * that another process can finish it. Text lines; private to the room.
 *
 *   rtx-journal 1                      the head: no secrets
 *   router S3K012345
 *   endpoint telnet://192.168.100.1
 *   created 2026-01-31T12:00:00Z
 *   key argon2id 2 67108864 SALT       or: key file
 *
 *   planned 0 BASE64                   records: a state, a number, and what
 *   pushing 1 BASE64                   belongs to it, encrypted; each is bound
 *   saving 2 BASE64                    to the head, its state and its number
 *
 * A last record that is torn or damaged was never written: what it announced
 * had not begun. A finished journal has no record but `done:OUTCOME`.
 */
#ifndef RTX_TRANSACTION_JOURNAL_H
#define RTX_TRANSACTION_JOURNAL_H

#include <rtx/journal.h>

#include "base/base.h"

enum { JOURNAL_KEY = 32, JOURNAL_SALT = 16, JOURNAL_HASH = 32 };

struct journal {
    int fd;
    char *path;
    char *head;
    struct rtx_journal_info info;
    char *new_endpoint; /* "" or the one that the fragment leads to */
    char state[32];     /* of the last record */
    unsigned long long sequence;
    unsigned char key[JOURNAL_KEY];
    unsigned char hash[JOURNAL_HASH]; /* of the head */
    struct rtx_buf body;              /* what belongs to the first record */
    struct rtx_buf schedule;          /* what belongs to the record `arming` */
};

/* What a new journal's head says. */
struct journal_facts {
    const char *router;
    const char *endpoint;
    const char *new_endpoint;
};

/* ---- journal.c ---- */
/*
 * A new one with its first record. `admin` gives the key, or when it is NULL or
 * empty the key file of `directory` does. A path that holds an unfinished
 * journal is refused with RTX_E_LOCKED.
 */
int journal_create(struct journal **ret, const char *path,
                   const char *directory, const struct journal_facts *facts,
                   const rtx_secret *admin, const struct rtx_buf *body,
                   struct rtx_error *error);
/* One that is there, to go on with. Finished: only `info` and `state`. */
int journal_open(struct journal **ret, const char *path, const char *directory,
                 const rtx_secret *admin, struct rtx_error *error);
/* On disk when it returns. `body` may be NULL. */
int journal_add(struct journal *journal, const char *state,
                const struct rtx_buf *body, struct rtx_error *error);
/* Forget the secrets in the file; it says how it ended from then on. */
int journal_finish(struct journal *journal, const char *outcome,
                   struct rtx_error *error);
void journal_free(struct journal *journal);

/* ---- journal_head.c ---- */
/* The head of a text; how long it is, or 0: it is none. */
size_t journal_head(const char *text, struct journal *ret, char *kdf,
                    size_t kdf_size);
/* All of a file of at most 256 MiB. */
int journal_read(const char *path, struct rtx_buf *ret,
                 struct rtx_error *error);

/* ---- journal_key.c ---- */
/* `kdf` is what the head says behind `key`. */
int journal_key(unsigned char key[JOURNAL_KEY], const char *kdf,
                const char *directory, const rtx_secret *admin,
                struct rtx_error *error);
/* Make the `kdf` of a new journal. */
int journal_kdf(char *kdf, size_t size, const rtx_secret *admin,
                struct rtx_error *error);

/* ---- journal_fields.c: named texts in a body ---- */
int journal_put(struct rtx_buf *body, const char *name, const char *text);
int journal_put_number(struct rtx_buf *body, const char *name, int64_t value);
/* Owned, to be wiped; NULL: not there. */
char *journal_get(const struct rtx_buf *body, const char *name);
int64_t journal_get_number(const struct rtx_buf *body, const char *name);

/* ---- files.c ---- */
/* Make a directory with those above it, mode 0700. */
int files_directory(const char *path, struct rtx_error *error);
/* The directory that a file is in; owned. */
char *files_parent(const char *path);
/* Make what happened to the names in a directory last. */
int files_sync_directory(const char *path);
/* All of it; files_write() also makes it last, with what was put before. */
int files_put(int fd, const char *bytes, size_t length);
int files_write(int fd, const char *bytes, size_t length);
int files_fail(struct rtx_error *error, const char *path, const char *what);
/* Nobody else may write to it; the user's own is mended. */
int files_private(const char *path, struct rtx_error *error);
/* $XDG_STATE_HOME/rtx or ~/.local/state/rtx; owned; NULL: no home. */
char *files_state_directory(void);

/* ---- lock.c: one program per router ---- */
struct lock {
    int fd; /* -1: not taken */
    char *path;
    char *journal;       /* the last one of this router; NULL: none known */
    int64_t released_ms; /* when it was given back last, wall clock */
};
void lock_init(struct lock *lock);
/* RTX_E_LOCKED while another process has it. */
int lock_take(struct lock *lock, const char *directory, const char *router,
              struct rtx_error *error);
/* Note the router's journal in it. */
int lock_note(struct lock *lock, const char *journal, struct rtx_error *error);
void lock_release(struct lock *lock);

/* ---- prune.c ---- */
/* Delete finished journals of the directory but the newest of each router; now
 * and then only, however often it is called. */
void prune_journals(const char *directory);

#endif
