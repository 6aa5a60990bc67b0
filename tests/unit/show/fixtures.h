/* The fixtures of the outputs: tests/fixtures/show/COMMAND/LANGUAGE-N.txt. */
#ifndef RTX_TESTS_FIXTURES_H
#define RTX_TESTS_FIXTURES_H

#include <stddef.h>

typedef void fixture_fn(const char *path, const char *command, const char *text,
                        size_t length, const char *expected);

/* Call `check` for each of them, with the JSON that it must give. */
void fixture_each(fixture_fn *check);

#endif
