/* A router and one console session without I/O: bytes in, bytes out. */
#ifndef RTX_TESTS_EMULATOR_RIG_H
#define RTX_TESTS_EMULATOR_RIG_H

#include "emulator/emulator.h"
#include "test.h"

struct rig {
    struct emu_world world;
    struct emu_device device;
    struct emu_shell shell;
    struct rtx_buf out;
};

static inline void rig_set(struct rig *r, const char *name, const char *value)
{
    ASSERT_INT(emu_options_set(&r->world.options, name, value, NULL), 0);
}

static inline void rig_fault(struct rig *r, const char *spec)
{
    ASSERT_INT(emu_faults_add(&r->world.faults, spec, NULL), 0);
}

/* The router alone. Its clock stands at 2026-01-02 03:04:05 and goes on with
 * rig_advance() only. */
static inline void rig_make(struct rig *r, const char *startup)
{
    memset(r, 0, sizeof *r);
    ASSERT_INT(emu_options_init(&r->world.options), 0);
    ASSERT_INT(emu_words_init(&r->world), 0);
    rig_set(r, "clock", "2026-01-02T03:04:05");
    rig_set(r, "banner", "short");
    ASSERT_INT(emu_device_init(&r->device, &r->world, 0), 0);
    ASSERT_INT(emu_device_startup(&r->device, startup, strlen(startup), NULL),
               0);
    ASSERT_INT(emu_clock_start(&r->device), 0);
    rtx__buf_init(&r->out, (size_t)1 << 24);
}

static inline const char *rig_output(struct rig *r)
{
    rtx__buf_clear(&r->out);
    if (r->shell.stopped)
        return "";
    rtx__buf_add(&r->out, rtx__buf_str(&r->shell.sent), r->shell.sent.length);
    rtx__buf_clear(&r->shell.sent);
    return rtx__buf_str(&r->out);
}

/* What comes back for these keys; borrowed until the next call. */
static inline const char *type(struct rig *r, const char *keys)
{
    emu_shell_feed(&r->shell, keys, strlen(keys));
    return rig_output(r);
}

static inline const char *rig_advance(struct rig *r, int64_t ms)
{
    r->world.now_ms += ms;
    emu_schedule_run(&r->device);
    emu_shell_run(&r->shell);
    return rig_output(r);
}

static inline void rig_connect(struct rig *r, bool serial)
{
    emu_device_boot(&r->device, "Power-on boot");
    emu_shell_init(&r->shell, &r->device, serial, "192.0.2.7");
    emu_shell_open(&r->shell);
}

/* A general user is logged in, the banner is gone. */
static inline void rig_user(struct rig *r, const char *startup)
{
    rig_make(r, startup);
    rig_connect(r, false);
    type(r, "\r");
}

/* Likewise, as administrator. */
static inline void rig_admin(struct rig *r, const char *startup)
{
    rig_user(r, startup);
    type(r, "administrator\r\r");
}

/* Only for a router whose session has been freed. */
static inline void rig_unmake(struct rig *r)
{
    emu_device_free(&r->device);
    emu_answers_free(&r->world);
    emu_faults_clear(&r->world.faults);
    emu_options_free(&r->world.options);
    rtx_free(r->world.words);
    rtx__buf_free(&r->out);
}

static inline void rig_free(struct rig *r)
{
    emu_shell_free(&r->shell);
    rig_unmake(r);
}

/* The running configuration equals this text. */
#define ASSERT_RUNNING(r, expected)                                         \
    do {                                                                    \
        char *text_ = rtx_config_text(emu_device_running(&(r)->device), 0); \
                                                                            \
        ASSERT_TEXT(text_, (expected));                                     \
        rtx_free(text_);                                                    \
    } while (0)

/* One exchange on the console. */
#define TYPE(r, keys, expected) ASSERT_TEXT(type((r), (keys)), (expected))

#define ENGLISH "console character ascii\n"
#define BANNER                                                             \
    "\r\nRTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\r\n"               \
    "Copyright (c) 1994-2019 Yamaha Corporation. All Rights Reserved.\r\n" \
    "To display the software copyright statement, use 'show copyright' "   \
    "command.\r\n"                                                         \
    "00:a0:de:74:13:00, 00:a0:de:74:13:01\r\n"                             \
    "Memory 128Mbytes, 2LAN\r\n"

#endif
