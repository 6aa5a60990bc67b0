/* See test.h. */
#include "test.h"

void test_text(const char *actual, const char *expected, const char *file,
               int line)
{
    bool same = actual && expected && strcmp(actual, expected) == 0;

    if (!same)
        printf("\n%s:%d: text differs\n--- expected\n%s\n--- actual\n%s\n---\n",
               file, line, expected ? expected : "(null)",
               actual ? actual : "(null)");
    CU_assertImplementation(same, (unsigned)line, "text differs", file, "",
                            CU_FALSE);
}

void test_int(long long actual, long long expected, const char *what,
              const char *file, int line)
{
    if (actual != expected)
        printf("\n%s:%d: %s is %lld, not %lld\n", file, line, what, actual,
               expected);
    CU_assertImplementation(actual == expected, (unsigned)line, what, file, "",
                            CU_FALSE);
}

char *test_file_if_present(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;

    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = malloc((size_t)size + 1);
    if (text) {
        size_t got = fread(text, 1, (size_t)size, file);

        text[got] = '\0';
        if (length)
            *length = got;
    }
    fclose(file);
    return text;
}

char *test_file(const char *path, size_t *length)
{
    char *text = test_file_if_present(path, length);

    if (!text)
        printf("\n%s: cannot be read\n", path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

int test_descriptors(void)
{
    return rtx__folder_entries("/proc/self/fd");
}

uint32_t test_random(uint32_t *state)
{
    /* xorshift32 */
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}
