/*
 * The standard streams: there from the start, and not lost without a word.
 */
#ifndef RTX_EXAMPLES_STREAMS_H
#define RTX_EXAMPLES_STREAMS_H

/*
 * Descriptors 0 to 2 that are closed become /dev/null, so that no connection
 * is taken for standard output; a reader that goes away ends nothing. From here
 * on, output that got lost is said when the program ends, and its exit status
 * is EXIT_REFUSED where it would have been one of success.
 */
void streams_begin(const char *program);

/* What was done counts more than what could be printed of it: from here on the
 * exit status stays as it is. */
void streams_keep_status(void);

#endif
