/* See recipe.h. */
#include "common/recipe.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void list_keys(const char *recipe)
{
    struct rtx_recipe_key key = {.size = sizeof key};

    for (size_t i = 0; rtx_recipe_key(recipe, i, &key) == 0; i++) {
        printf("  %s%s  (%s%s%s%s)\n      %s\n", key.name,
               key.numbered ? ".N" : "", key.type,
               key.required ? ", needed" : "", key.initial[0] ? ", else " : "",
               key.initial, key.about);
    }
}

static void list_recipes(void)
{
    struct rtx_recipe_info info = {.size = sizeof info};

    for (size_t i = 0; rtx_recipe_info(i, &info) == 0; i++) {
        printf("%s%s: %s\n", i ? "\n" : "", info.name, info.about);
        list_keys(info.name);
    }
}

void cli_recipe_name(const struct cli *cli, struct cli_recipe *r,
                     const char *name)
{
    if (strcmp(name, "help") == 0) {
        list_recipes();
        exit(EXIT_DONE);
    }
    if (r->name && strcmp(r->name, name) != 0)
        cli_usage(cli, "two recipes: %s and %s", r->name, name);
    free(r->name);
    r->name = strdup(name);
}

void cli_recipe_set(const struct cli *cli, struct cli_recipe *r,
                    const char *setting)
{
    char **grown;

    if (!strchr(setting, '='))
        cli_usage(cli, "--set wants KEY=VALUE");
    grown = realloc(r->settings, (r->count + 1) * sizeof *grown);
    if (!grown || !(grown[r->count] = strdup(setting)))
        cli_usage(cli, "out of memory");
    r->settings = grown;
    r->count++;
}

/* ---- the file ---- */

static char *trim(char *text)
{
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

static void take_line(const struct cli *cli, struct cli_recipe *r,
                      const char *path, int number, char *line)
{
    char *equals = strchr(line, '=');
    char *key;
    char *value;
    char *setting;

    if (line[0] == '\0' || line[0] == '#')
        return;
    if (!equals) {
        cli_usage(cli, "%s:%d: not KEY = VALUE", path, number);
        return;
    }
    *equals = '\0';
    key = trim(line);
    value = trim(equals + 1);
    if (strcmp(key, "recipe") == 0) {
        cli_recipe_name(cli, r, value);
        return;
    }
    setting = malloc(strlen(key) + strlen(value) + 2);
    if (!setting) {
        cli_usage(cli, "out of memory");
        return;
    }
    snprintf(setting, strlen(key) + strlen(value) + 2, "%s=%s", key, value);
    cli_recipe_set(cli, r, setting);
    free(setting);
}

void cli_recipe_file(const struct cli *cli, struct cli_recipe *r,
                     const char *path)
{
    size_t length;
    char *text = cli_read(cli, path, &length);
    int number = 0;

    if (!text)
        exit(EXIT_USAGE);
    for (char *line = text; *line;) {
        char *end = line + strcspn(line, "\n");
        char *next = end + (*end == '\n');

        *end = '\0';
        take_line(cli, r, path, ++number, trim(line));
        line = next;
    }
    free(text);
}

/* ---- values ---- */

/* What a reference names; NULL: it is none. Exits when there is no such. */
static rtx_secret *fetch(const struct cli *cli, const char *key,
                         const char *value)
{
    const char *reason = "";
    rtx_secret *secret;
    const char *text;

    if (strncmp(value, "@env:", 5) == 0) {
        text = getenv(value + 5);
        if (!text) {
            cli_usage(cli, "%s: %s is not set in the environment", key,
                      value + 5);
            return NULL;
        }
        return rtx_secret_new(text, strlen(text));
    }
    if (strncmp(value, "@file:", 6) == 0) {
        secret = rtx_secret_from_file(value + 6, &reason);
        if (!secret)
            cli_usage(cli, "%s: %s: %s", key, value + 6, reason);
        return secret;
    }
    return NULL;
}

static void apply(const struct cli *cli, struct cli_recipe *r,
                  const char *setting)
{
    const char *equals = strchr(setting, '=');
    char *key = strndup(setting, (size_t)(equals - setting));
    rtx_secret *secret = NULL;
    struct rtx_error error;
    int rc = key ? 0 : RTX_E_NOMEM;

    rtx_error_init(&error);
    if (rc == 0)
        secret = fetch(cli, key, equals + 1);
    if (rc == 0 && !secret && rtx_recipe_is_secret(r->recipe, key) == 1)
        cli_usage(cli,
                  "%s is secret: give %s=@env:NAME or %s=@file:PATH, or leave "
                  "it out to be asked",
                  key, key, key);
    if (rc == 0)
        rc = secret ? rtx_recipe_set_secret(r->recipe, key, secret, &error)
                    : rtx_recipe_set(r->recipe, key, equals + 1, &error);
    rtx_secret_free(secret);
    free(key);
    if (rc < 0)
        cli_usage(cli, "%s", error.message);
}

static bool is_set(const struct cli_recipe *r, const char *key)
{
    size_t length = strlen(key);

    for (size_t i = 0; i < r->count; i++)
        if (strncmp(r->settings[i], key, length) == 0 &&
            r->settings[i][length] == '=')
            return true;
    return false;
}

static void ask_for(const struct cli *cli, struct cli_recipe *r,
                    const char *key)
{
    struct rtx_error error;
    rtx_secret *secret;

    if (is_set(r, key))
        return;
    secret = cli_ask(cli, key);
    rtx_error_init(&error);
    if (!secret)
        cli_usage(cli,
                  "%s is missing, and there is no terminal to ask: give "
                  "%s=@env:NAME or %s=@file:PATH",
                  key, key, key);
    if (rtx_recipe_set_secret(r->recipe, key, secret, &error) < 0)
        cli_usage(cli, "%s", error.message);
    rtx_secret_free(secret);
}

/* A numbered secret belongs to whatever else has that number. */
static void ask_numbered(const struct cli *cli, struct cli_recipe *r,
                         const char *name)
{
    for (size_t i = 0; i < r->count; i++) {
        size_t length = strcspn(r->settings[i], "=.");
        char key[64];

        if (r->settings[i][length] != '.')
            continue;
        snprintf(key, sizeof key, "%s.%.*s", name,
                 (int)strcspn(r->settings[i] + length + 1, "="),
                 r->settings[i] + length + 1);
        if (is_set(r, key))
            continue;
        ask_for(cli, r, key);
        /* so that it is asked for once; settings are applied already */
        (void)strncat(key, "=@asked", sizeof key - strlen(key) - 1);
        cli_recipe_set(cli, r, key);
    }
}

static void ask_missing(const struct cli *cli, struct cli_recipe *r)
{
    struct rtx_recipe_key key = {.size = sizeof key};

    for (size_t i = 0; rtx_recipe_key(r->name, i, &key) == 0; i++) {
        if (!key.secret || !key.required)
            continue;
        if (key.numbered)
            ask_numbered(cli, r, key.name);
        else
            ask_for(cli, r, key.name);
    }
}

void cli_recipe_read(const struct cli *cli, struct cli_recipe *r,
                     unsigned leave)
{
    struct rtx_error error;
    size_t given = r->count;

    if (!r->name) {
        if (r->count > 0)
            cli_usage(cli, "--set needs --recipe NAME");
        return;
    }
    rtx_error_init(&error);
    if (rtx_recipe_new(&r->recipe, r->name, &error) < 0)
        cli_usage(cli, "%s", error.message);
    rtx_recipe_allow(r->recipe, leave);
    for (size_t i = 0; i < given; i++)
        apply(cli, r, r->settings[i]);
    ask_missing(cli, r);
}

rtx_config *cli_recipe_fragment(const struct cli *cli, struct cli_recipe *r,
                                const rtx_config *running,
                                struct rtx_error *error)
{
    rtx_config *config = NULL;
    char *text = NULL;
    int rc = rtx_recipe_fragment(r->recipe, running, &text, error);

    for (size_t i = 0; rtx_recipe_warning(r->recipe, i); i++)
        fprintf(stderr, "%s: %s: %s\n", cli->program, r->name,
                rtx_recipe_warning(r->recipe, i));
    if (rc == 0)
        rc = rtx_config_parse_fragment(&config, r->name, text, strlen(text),
                                       "utf-8", error);
    rtx_recipe_text_free(text);
    return rc == 0 ? config : NULL;
}

void cli_recipe_free(struct cli_recipe *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->settings[i]);
    free(r->settings);
    free(r->name);
    rtx_recipe_free(r->recipe);
    memset(r, 0, sizeof *r);
}
