/* The router's passwords: anonymous login, administrator, named users. */
#include "emulator/emulator.h"

#include <string.h>

static void forget(char **text)
{
    if (*text)
        rtx__wipe(*text, strlen(*text));
    rtx_free(*text);
    *text = NULL;
}

static int replace(char **text, const char *with)
{
    char *copy = rtx__strdup(with);

    if (!copy)
        return RTX_E_NOMEM;
    forget(text);
    *text = copy;
    return 0;
}

int emu_keys_login(struct emu_keys *keys, const char *password)
{
    return replace(&keys->login, password);
}

int emu_keys_administrator(struct emu_keys *keys, const char *password)
{
    return replace(&keys->administrator, password);
}

static struct emu_user *find(const struct emu_keys *keys, const char *name)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (strcmp(keys->users[i].name, name) == 0)
            return &keys->users[i];
    }
    return NULL;
}

const char *emu_keys_find(const struct emu_keys *keys, const char *name)
{
    struct emu_user *user = find(keys, name);

    return user ? user->password : NULL;
}

int emu_keys_user(struct emu_keys *keys, const char *name, const char *password)
{
    struct emu_user *user = find(keys, name);
    struct emu_user made;

    if (user)
        return replace(&user->password, password);
    if (rtx__grow(&keys->users, &keys->capacity, keys->count,
                  sizeof *keys->users) < 0)
        return RTX_E_NOMEM;
    made.name = rtx__strdup(name);
    made.password = rtx__strdup(password);
    if (!made.name || !made.password) {
        rtx_free(made.name);
        forget(&made.password);
        return RTX_E_NOMEM;
    }
    keys->users[keys->count++] = made;
    return 0;
}

void emu_keys_remove_user(struct emu_keys *keys, const char *name)
{
    struct emu_user *user = find(keys, name);

    if (!user)
        return;
    rtx_free(user->name);
    forget(&user->password);
    *user = keys->users[--keys->count];
}

void emu_keys_free(struct emu_keys *keys)
{
    forget(&keys->login);
    forget(&keys->administrator);
    for (size_t i = 0; i < keys->count; i++) {
        rtx_free(keys->users[i].name);
        forget(&keys->users[i].password);
    }
    rtx_free(keys->users);
    memset(keys, 0, sizeof *keys);
}

int emu_keys_copy(struct emu_keys *to, const struct emu_keys *from)
{
    struct emu_keys made = {0};
    int rc = emu_keys_login(&made, from->login ? from->login : "");

    if (rc == 0)
        rc = emu_keys_administrator(
            &made, from->administrator ? from->administrator : "");
    for (size_t i = 0; rc == 0 && i < from->count; i++)
        rc = emu_keys_user(&made, from->users[i].name, from->users[i].password);
    if (rc < 0) {
        emu_keys_free(&made);
        return rc;
    }
    emu_keys_free(to);
    *to = made;
    return 0;
}

enum { ENCRYPTED = 1 }; /* no key of a keyboard */

char *emu_keys_encrypted(const char *text)
{
    return rtx__format("%c%s", ENCRYPTED, text);
}

bool emu_keys_is_encrypted(const char *password)
{
    return *password == ENCRYPTED;
}
