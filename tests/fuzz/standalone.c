/* Runs a fuzz target over files, for builds without libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int run(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t length = 0;
    long size;
    int rc = 1;

    if (!file || fseek(file, 0, SEEK_END) < 0)
        goto out;
    size = ftell(file);
    rewind(file);
    /* of exact size, so that a sanitizer sees a byte read behind the end */
    if (size >= 0)
        bytes = malloc(size ? (size_t)size : 1);
    if (!bytes)
        goto out;
    length = fread(bytes, 1, (size_t)size, file);
    rc = LLVMFuzzerTestOneInput(bytes, length) != 0;
out:
    if (rc)
        fprintf(stderr, "%s: cannot be read, or refused\n", path);
    free(bytes);
    if (file)
        fclose(file);
    return rc;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed += run(argv[i]);
    printf("%d inputs, %d failed\n", argc - 1, failed);
    return failed ? 1 : 0;
}
