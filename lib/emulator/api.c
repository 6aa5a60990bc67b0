/* The public calls: making one, what it is, starting and stopping it. */
#include "emulator/server.h"
#include "emulator/state.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int add_device(struct rtx_emulator *emulator)
{
    size_t count = emulator->device_count;
    struct emu_device **devices;
    int64_t *boot_at;
    struct emu_device *device;
    int rc;

    devices = rtx__realloc(emulator->devices, count + 1, sizeof *devices);
    if (!devices)
        return RTX_E_NOMEM;
    emulator->devices = devices;
    boot_at = rtx__realloc(emulator->boot_at, count + 1, sizeof *boot_at);
    if (!boot_at)
        return RTX_E_NOMEM;
    emulator->boot_at = boot_at;
    device = rtx__calloc(1, sizeof *device);
    if (!device)
        return RTX_E_NOMEM;
    rc = emu_device_init(device, &emulator->world, (unsigned)count);
    if (rc < 0) {
        emu_device_free(device);
        rtx_free(device);
        return rc;
    }
    emulator->boot_at[count] = INT64_MAX;
    emulator->devices[emulator->device_count++] = device;
    return 0;
}

static int watch_wake(struct rtx_emulator *emulator)
{
    struct epoll_event event = {.events = EPOLLIN};

    emulator->epoll = epoll_create1(EPOLL_CLOEXEC);
    emulator->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    event.data.ptr = emulator;
    if (emulator->epoll < 0 || emulator->wake < 0 ||
        epoll_ctl(emulator->epoll, EPOLL_CTL_ADD, emulator->wake, &event) < 0)
        return RTX_E_IO;
    return 0;
}

int rtx_emulator_new(rtx_emulator **ret, struct rtx_error *error)
{
    struct rtx_emulator *emulator;
    int rc;

    if (!ret)
        return rtx__error(error, RTX_E_ARGUMENT, "no result");
    emulator = rtx__calloc(1, sizeof *emulator);
    if (!emulator)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    pthread_mutex_init(&emulator->lock, NULL);
    emulator->epoll = emulator->wake = -1;
    emulator->schedule_at = INT64_MAX;
    emulator->world.now_ms = rtx__now_ms();
    rc = emu_options_init(&emulator->world.options);
    if (rc == 0)
        rc = emu_words_init(&emulator->world);
    if (rc == 0)
        rc = watch_wake(emulator);
    if (rc == 0)
        rc = add_device(emulator);
    if (rc < 0) {
        rtx_emulator_free(emulator);
        return rtx__error(error, rc, "cannot make an emulator");
    }
    *ret = emulator;
    return 0;
}

void rtx_emulator_free(rtx_emulator *emulator)
{
    if (!emulator)
        return;
    rtx_emulator_stop(emulator);
    emu_sshd_free(emulator);
    emu_sshd_keys_free(emulator);
    for (size_t i = 0; i < emulator->endpoint_count; i++)
        emu_endpoint_free(emulator->endpoints[i]);
    for (size_t i = 0; i < emulator->device_count; i++) {
        emu_device_free(emulator->devices[i]);
        rtx_free(emulator->devices[i]);
    }
    if (emulator->epoll >= 0)
        close(emulator->epoll);
    if (emulator->wake >= 0)
        close(emulator->wake);
    rtx_free(emulator->endpoints);
    rtx_free(emulator->devices);
    rtx_free(emulator->boot_at);
    rtx_free(emulator->heap);
    rtx_free(emulator->world.words);
    emu_answers_free(&emulator->world);
    emu_faults_clear(&emulator->world.faults);
    emu_options_free(&emulator->world.options);
    pthread_mutex_destroy(&emulator->lock);
    rtx_free(emulator);
}

void rtx_emulator_text_free(char *text)
{
    rtx_free(text);
}

static void lock(struct rtx_emulator *emulator)
{
    pthread_mutex_lock(&emulator->lock);
}

static int unlock(struct rtx_emulator *emulator, int rc)
{
    pthread_mutex_unlock(&emulator->lock);
    return rc;
}

int rtx_emulator_option(rtx_emulator *emulator, const char *name,
                        const char *value, struct rtx_error *error)
{
    int rc;

    if (!emulator || !name || !value)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "an option needs a name and a value");
    lock(emulator);
    emulator->world.now_ms = rtx__now_ms();
    for (size_t i = 0; i < emulator->device_count; i++)
        emu_clock_rebase(emulator->devices[i]);
    emulator->world.rescheduled = true;
    rc = emu_options_set(&emulator->world.options, name, value, error);
    for (size_t i = 0; i < emulator->device_count; i++)
        emu_net_changed(emulator->devices[i]);
    if (rc == 0 && strcmp(name, "seed") == 0)
        emulator->world.random =
            (uint32_t)emulator->world.options.number[EMU_SEED] * 2654435761u;
    if (rc == 0 && strcmp(name, "answers") == 0 && *value) {
        rc = emu_answer_file(&emulator->world, value);
        if (rc < 0)
            rtx__error(error, rc, "cannot read %s", value);
    }
    if (emulator->running)
        emu_server_kick(emulator);
    return unlock(emulator, rc);
}

int rtx_emulator_fault(rtx_emulator *emulator, const char *spec,
                       struct rtx_error *error)
{
    if (!emulator || !spec)
        return rtx__error(error, RTX_E_ARGUMENT, "no fault");
    lock(emulator);
    return unlock(emulator,
                  emu_faults_add(&emulator->world.faults, spec, error));
}

void rtx_emulator_fault_clear(rtx_emulator *emulator)
{
    if (!emulator)
        return;
    lock(emulator);
    emu_faults_clear(&emulator->world.faults);
    unlock(emulator, 0);
}

int rtx_emulator_startup(rtx_emulator *emulator, const char *text,
                         size_t length, struct rtx_error *error)
{
    if (!emulator || (!text && length))
        return rtx__error(error, RTX_E_ARGUMENT, "no configuration");
    lock(emulator);
    return unlock(emulator, emu_device_startup(emulator->devices[0], text,
                                               length, error));
}

static int set_key(rtx_emulator *emulator, const char *password,
                   const char *line,
                   int (*set)(struct emu_keys *keys, const char *password),
                   struct rtx_error *error)
{
    struct emu_device *device;
    int rc;

    if (!emulator || !password)
        return rtx__error(error, RTX_E_ARGUMENT, "no password");
    device = emulator->devices[0];
    lock(emulator);
    rtx__buf_clear(&device->stored);
    rc = set(&device->startup_keys, password);
    if (rc == 0 && *password)
        rc = rtx__config_apply(device->startup, "", line);
    else if (rc == 0)
        rc = emu_config_remove(&device->startup, line);
    if (rc >= 0)
        rtx__config_sort(device->startup);
    else
        rtx__error(error, rc, "password");
    return unlock(emulator, rc < 0 ? rc : 0);
}

int rtx_emulator_login_password(rtx_emulator *emulator, const char *password,
                                struct rtx_error *error)
{
    return set_key(emulator, password, "login password *", emu_keys_login,
                   error);
}

int rtx_emulator_admin_password(rtx_emulator *emulator, const char *password,
                                struct rtx_error *error)
{
    return set_key(emulator, password, "administrator password *",
                   emu_keys_administrator, error);
}

int rtx_emulator_user(rtx_emulator *emulator, const char *name,
                      const char *password, struct rtx_error *error)
{
    struct emu_device *device;
    int rc = RTX_E_NOMEM;
    char *line;

    if (!emulator || !name || !password)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a user has a name and a password");
    device = emulator->devices[0];
    line = rtx__format("login user %s *", name);
    lock(emulator);
    rtx__buf_clear(&device->stored);
    if (line)
        rc = emu_keys_user(&device->startup_keys, name, password);
    if (rc == 0)
        rc = rtx__config_apply(device->startup, "", line);
    if (rc >= 0)
        rtx__config_sort(device->startup);
    else
        rtx__error(error, rc, "user");
    rtx_free(line);
    return unlock(emulator, rc < 0 ? rc : 0);
}

int rtx_emulator_answer(rtx_emulator *emulator, const char *command,
                        const char *text, struct rtx_error *error)
{
    int rc;

    if (!emulator || !command || !text)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "an answer needs a command and a text");
    lock(emulator);
    rc = emu_answer_set(&emulator->world, command, text);
    if (rc < 0)
        rtx__error(error, rc, "out of memory");
    return unlock(emulator, rc);
}

int rtx_emulator_listen(rtx_emulator *emulator, const char *address,
                        struct rtx_error *error)
{
    if (!emulator || !address)
        return rtx__error(error, RTX_E_ARGUMENT, "no address");
    if (emulator->started)
        return rtx__error(error, RTX_E_BUSY, "it has been started");
    return emu_listen_tcp(emulator, address, false, error);
}

int rtx_emulator_listen_ssh(rtx_emulator *emulator, const char *address,
                            struct rtx_error *error)
{
    if (!emulator || !address)
        return rtx__error(error, RTX_E_ARGUMENT, "no address");
    if (emulator->started)
        return rtx__error(error, RTX_E_BUSY, "it has been started");
    if (emu_sshd_new(emulator) < 0)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    return emu_listen_tcp(emulator, address, true, error);
}

int rtx_emulator_host_key(rtx_emulator *emulator, const char *path,
                          struct rtx_error *error)
{
    int rc;

    if (!emulator || !path)
        return rtx__error(error, RTX_E_ARGUMENT, "no path");
    lock(emulator);
    rc = emu_sshd_load_key(emulator, path, error);
    return unlock(emulator, rc);
}

int rtx_emulator_authorized_key(rtx_emulator *emulator, const char *user,
                                const char *line, struct rtx_error *error)
{
    int rc;

    if (!emulator || !user || !line)
        return rtx__error(error, RTX_E_ARGUMENT, "a user and a key are needed");
    lock(emulator);
    rc = emu_sshd_authorize(emulator, user, line, error);
    return unlock(emulator, rc);
}

char *rtx_emulator_host_key_line(rtx_emulator *emulator, size_t index)
{
    char *line = NULL;

    if (!emulator)
        return NULL;
    lock(emulator);
    if (index < emulator->endpoint_count && emulator->endpoints[index]->ssh)
        line = emu_sshd_key_line(emulator, emulator->endpoints[index]);
    unlock(emulator, 0);
    return line;
}

int rtx_emulator_pty(rtx_emulator *emulator, struct rtx_error *error)
{
    if (!emulator)
        return rtx__error(error, RTX_E_ARGUMENT, "no emulator");
    if (emulator->started)
        return rtx__error(error, RTX_E_BUSY, "it has been started");
    return emu_listen_pty(emulator, error);
}

const char *rtx_emulator_endpoint(rtx_emulator *emulator, size_t index)
{
    const struct emu_endpoint *endpoint;

    if (!emulator || index >= emulator->endpoint_count)
        return NULL;
    endpoint = emulator->endpoints[index];
    if (endpoint->serial)
        return endpoint->terminal;
    return endpoint->full_uri ? endpoint->full_uri : endpoint->uri;
}

/* With routers=each every endpoint but the first gets a router like the first.
 */
static int make_routers(struct rtx_emulator *emulator)
{
    int rc = 0;

    if (!emu_is(&emulator->world, EMU_ROUTERS, "each"))
        return 0;
    for (size_t i = 1; rc == 0 && i < emulator->endpoint_count; i++) {
        const struct emu_device *first;
        struct emu_device *device;

        rc = add_device(emulator);
        if (rc < 0)
            break;
        device = emulator->devices[i];
        first = emulator->devices[0];
        rtx_config_free(device->startup);
        device->startup = rtx__config_copy(first->startup);
        rc = device->startup
                 ? emu_keys_copy(&device->startup_keys, &first->startup_keys)
                 : RTX_E_NOMEM;
        if (rc == 0)
            rc = rtx__buf_add(&device->stored, first->stored.data,
                              first->stored.length);
        emu_net_copy(device, first);
        emulator->endpoints[i]->device = i;
    }
    return rc;
}

int rtx_emulator_start(rtx_emulator *emulator, struct rtx_error *error)
{
    int rc;

    if (!emulator)
        return rtx__error(error, RTX_E_ARGUMENT, "no emulator");
    if (emulator->started)
        return rtx__error(error, RTX_E_BUSY, "it has been started");
    emulator->world.now_ms = rtx__now_ms();
    rc = make_routers(emulator);
    for (size_t i = 0; rc == 0 && i < emulator->device_count; i++) {
        rc = emu_clock_start(emulator->devices[i]);
        emulator->boot_at[i] = emulator->world.now_ms;
    }
    for (size_t i = 0; rc == 0 && i < emulator->endpoint_count; i++)
        rc = emu_listen_complete(emulator, emulator->endpoints[i]);
    if (rc == 0)
        rc = emu_sshd_start(emulator);
    if (rc < 0)
        return rtx__error(error, rc, "cannot start: %s", rtx_strerror(rc));
    emulator->started = true;
    emu_server_boot(emulator);
    rc = pthread_create(&emulator->thread, NULL, emu_server_main, emulator);
    if (rc != 0)
        return rtx__error(error, RTX_E_NOMEM, "no thread: %s", strerror(rc));
    emulator->running = true;
    return 0;
}

void rtx_emulator_stop(rtx_emulator *emulator)
{
    if (!emulator || !emulator->running)
        return;
    lock(emulator);
    emulator->stopping = true;
    emu_server_kick(emulator);
    unlock(emulator, 0);
    pthread_join(emulator->thread, NULL);
    emulator->running = false;
    emu_sshd_stop(emulator);
    emu_server_drop_all(emulator, NULL, false);
    emu_session_bury(emulator);
    for (size_t i = 0; i < emulator->endpoint_count; i++)
        emu_listen_pause(emulator, emulator->endpoints[i], true);
}
