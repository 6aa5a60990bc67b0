/*
 * What every test file uses. A file tests/unit/ROOM/test_NAME.c ends with
 *
 *     static CU_TestInfo tests[] = {{"what it shows", function}, …,
 *                                   CU_TEST_INFO_NULL};
 *     RTX_SUITE(NAME, tests)
 *
 * and is picked up by itself. NAME is unique over all rooms.
 */
#ifndef RTX_TESTS_TEST_H
#define RTX_TESTS_TEST_H

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

#define RTX_SUITE(name, tests)                                      \
    CU_SuiteInfo suite_##name(void);                                \
    CU_SuiteInfo suite_##name(void)                                 \
    {                                                               \
        CU_SuiteInfo info = {#name, NULL, NULL, NULL, NULL, tests}; \
        return info;                                                \
    }

/* Compare texts and show both when they differ. */
#define ASSERT_TEXT(actual, expected) \
    test_text((actual), (expected), __FILE__, __LINE__)
/* Compare integers and show both when they differ. */
#define ASSERT_INT(actual, expected)                                        \
    test_int((long long)(actual), (long long)(expected), #actual, __FILE__, \
             __LINE__)

void test_text(const char *actual, const char *expected, const char *file,
               int line);
void test_int(long long actual, long long expected, const char *what,
              const char *file, int line);
/* The whole of a file (owned, NUL behind); fails the test when it is missing.
 */
char *test_file(const char *path, size_t *length);
/* As test_file, but NULL for a missing one: for ../shared and the like. */
char *test_file_if_present(const char *path, size_t *length);
/* How many descriptors are open, to be compared with a later count. */
int test_descriptors(void);
/* A small seeded generator, the same on all machines. */
uint32_t test_random(uint32_t *state);

#endif
