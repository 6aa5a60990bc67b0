/* See fixtures.h. */
#include "fixtures.h"

#include <glob.h>
#include <stdio.h>

#include "test.h"

/* The folder is the command, with `-` for its blanks. */
static const char *command_of(const char *path)
{
    static char command[80];
    const char *name = strstr(path, "/show/") + 6;
    size_t length = strcspn(name, "/");

    if (strstr(path, "show-log/en-02"))
        return "show log reverse";
    CU_ASSERT_FATAL(length < sizeof command);
    memcpy(command, name, length);
    command[length] = '\0';
    for (char *at = command; *at; at++)
        *at = *at == '-' ? ' ' : *at;
    return command;
}

void fixture_each(fixture_fn *check)
{
    glob_t found;

    CU_ASSERT_FATAL(glob("tests/fixtures/show/*/*.txt", 0, NULL, &found) == 0);
    CU_ASSERT(found.gl_pathc >= 90); /* else some are missing */
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        char name[256];
        size_t length;
        char *text = test_file(path, &length);
        char *expected;

        snprintf(name, sizeof name, "%.*sjson", (int)strlen(path) - 3, path);
        expected = test_file(name, NULL);
        check(path, command_of(path), text, length, expected);
        free(text);
        free(expected);
    }
    globfree(&found);
}
