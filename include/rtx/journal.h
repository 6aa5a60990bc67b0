/**
 * @file journal.h
 * Journals: what lets another process finish a transaction.
 *
 * A transaction with a journal (RTX_TRANSACTION_JOURNAL,
 * RTX_TRANSACTION_STATE_DIRECTORY) writes down what it is about to do before it
 * does it. Whatever happens to the program then, rtx_transaction_resume() goes
 * on from the journal and from what the router says.
 *
 * Its head can be read by everybody who can read the file (mode 0600); the
 * configurations in it are encrypted, under a key from the administrator
 * password, or from the file `key` in the state directory where there is no
 * such password.
 *
 * Finished journals hold no configuration. Of those that bear a name made here
 * the newest ten of each router are kept in the state directory, which must be
 * writable for its owner alone (the user's own one is made so).
 */
#ifndef RTX_JOURNAL_H
#define RTX_JOURNAL_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a journal says of itself without its key. */
struct rtx_journal_info {
    uint32_t size;      /**< set by the caller: sizeof of the struct */
    int32_t finished;   /**< 1: there is nothing left to do */
    char router[64];    /**< serial number, or the endpoint */
    char endpoint[256]; /**< how the router was reached */
    char created[32];   /**< 2026-01-31T12:00:00Z */
    char state[32];     /**< planned, arming, pushing, applied, awaiting,
                             disarming, saving, rolling-back, done */
    char outcome[32];   /**< of a finished one: committed, rolled_back, … */
};

/** Read the head of a journal.
 *  @return 0; RTX_E_JOURNAL when there is none, or it cannot be understood */
RTX_API RTX_MUST_USE int rtx_journal_read(const char *path,
                                          struct rtx_journal_info *ret,
                                          struct rtx_error *error);

/**
 * The last journal of a router, by its endpoint or its serial number.
 *
 * @param directory  the state directory; NULL: the user's own
 * @return its path, owned, to be freed with rtx_free(); NULL: there is none
 */
RTX_API char *rtx_journal_find(const char *directory, const char *router);

#ifdef __cplusplus
}
#endif

#endif
