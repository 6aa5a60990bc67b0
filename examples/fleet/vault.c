/* Secrets by their references, each fetched once; see app.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/app.h"

bool is_reference(const char *text)
{
    return strncmp(text, "@env:", 5) == 0 || strncmp(text, "@file:", 6) == 0 ||
           strncmp(text, "@cmd:", 5) == 0;
}

/* Its first line, owned. */
static char *first_line(FILE *file)
{
    char line[4096] = "";
    char *text;

    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    text = strdup(line);
    explicit_bzero(line, sizeof line);
    return text;
}

static char *from_command(const char *command, const char **reason)
{
    FILE *pipe = popen(command, "r");
    char *text;

    *reason = "the command failed";
    if (!pipe)
        return NULL;
    text = first_line(pipe);
    if (pclose(pipe) == 0)
        return text;
    free(text);
    return NULL;
}

/* Only its owner may read it: that is looked at by those who know how. */
static char *from_file(const char *path, const char **reason)
{
    rtx_secret *secret = rtx_secret_from_file(path, reason);
    char *text = NULL;
    FILE *file;

    if (!secret)
        return NULL;
    rtx_secret_free(secret);
    file = fopen(path, "r");
    *reason = "it cannot be read";
    if (file) {
        text = first_line(file);
        fclose(file);
    }
    return text;
}

static char *fetch(const char *reference, const char **reason)
{
    const char *value;

    if (!reference[0])
        return strdup("");
    if (strncmp(reference, "@file:", 6) == 0)
        return from_file(reference + 6, reason);
    if (strncmp(reference, "@cmd:", 5) == 0)
        return from_command(reference + 5, reason);
    if (strncmp(reference, "@env:", 5) == 0) {
        value = getenv(reference + strlen("@env:"));
        *reason = "it is not set in the environment";
        return value ? strdup(value) : NULL;
    }
    *reason = "ansible-vault and templates are not understood: write @env:, "
              "@file: or @cmd:";
    return NULL;
}

static bool find(struct app *app, const char *reference, size_t *index,
                 const char **reason)
{
    struct vault *vault = &app->vault;
    void *grown;
    char *text;

    for (*index = 0; *index < vault->count; ++*index) {
        if (strcmp(vault->items[*index].reference, reference) == 0)
            return true;
    }
    *reason = "no memory";
    grown = realloc(vault->items, (vault->count + 1) * sizeof vault->items[0]);
    if (!grown)
        return false;
    vault->items = grown;
    text = fetch(reference, reason);
    if (!text)
        return false;
    vault->items[vault->count].text = text;
    vault->items[vault->count].secret = rtx_secret_new(text, strlen(text));
    vault->items[vault->count].reference = strdup(reference);
    vault->count++;
    return true;
}

const char *vault_text(struct app *app, const char *reference,
                       const char **reason)
{
    size_t index;

    return find(app, reference, &index, reason) ? app->vault.items[index].text
                                                : NULL;
}

const rtx_secret *vault_secret(struct app *app, const char *name,
                               const char *reference)
{
    const char *reason = "";
    size_t index;

    if (find(app, reference, &index, &reason))
        return app->vault.items[index].secret;
    cli_complain(&app->cli, RTX_E_SYNTAX, "%s: %s: %s", name,
                 is_reference(reference) ? reference : "a secret", reason);
    return NULL;
}

void vault_free(struct vault *vault)
{
    for (size_t i = 0; i < vault->count; i++) {
        char *text = vault->items[i].text;

        explicit_bzero(text, strlen(text));
        free(text);
        free(vault->items[i].reference);
        rtx_secret_free(vault->items[i].secret);
    }
    free(vault->items);
}
