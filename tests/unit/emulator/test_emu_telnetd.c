/* Telnet bytes and the delayed line, without sockets. */
#include "emulator/server.h"
#include "test.h"

static void make_world(struct emu_world *world)
{
    memset(world, 0, sizeof *world);
    ASSERT_INT(emu_options_init(&world->options), 0);
}

static void greeting(void)
{
    static const struct {
        const char *option;
        const char *bytes;
    } rows[] = {
        {"server", "\xff\xfb\x01\xff\xfb\x03"},
        {"do-sga", "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x03"},
        {"full",
         "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x03\xff\xfd\x18\xff\xfd\x1f"},
        {"none", ""},
    };
    struct emu_world world;
    struct rtx_buf out;

    make_world(&world);
    rtx__buf_init(&out, 1024);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rtx__buf_clear(&out);
        emu_options_set(&world.options, "telnet-negotiation", rows[i].option,
                        NULL);
        ASSERT_INT(emu_telnet_greet(&world, &out), 0);
        ASSERT_TEXT(rtx__buf_str(&out), rows[i].bytes);
    }
    rtx__buf_free(&out);
    emu_options_free(&world.options);
}

/* Data and negotiation of all kinds, fed in pieces of every size. */
static void input_may_be_cut_anywhere(void)
{
    struct emu_world world;
    static const char in[] =
        "a\xff\xfd\x01"                        /* DO ECHO: agreed already */
        "b\xff\xfd\x03"                        /* DO SGA likewise */
        "\xff\xfd\x22"                         /* DO LINEMODE: WONT */
        "c\xff\xfb\x20"                        /* WILL TSPEED: DONT */
        "\xff\xfb\x1f"                         /* WILL NAWS */
        "\xff\xfa\x1f\0\x50\0\xff\xff\xff\xf0" /* its size, with a 255 */
        "d\xff\xff"                            /* 0xFF */
        "\xff\xf1\xff\xf6"                     /* NOP, AYT */
        "\xff\xfc\x01\xff\xfe\x01"             /* WONT, DONT: no answer */
        "e\r\0f\r\ng";
    static const char data[] = "abcd\xff"
                               "e\rf\r\ng";
    static const char reply[] = "\xff\xfc\x22\xff\xfe\x20\xff\xfe\x1f";

    make_world(&world);
    for (size_t step = 1; step < sizeof in; step++) {
        struct emu_telnet telnet = {0};
        struct rtx_buf got;
        struct rtx_buf answer;

        rtx__buf_init(&got, 1024);
        rtx__buf_init(&answer, 1024);
        for (size_t at = 0; at < sizeof in - 1; at += step) {
            size_t n = sizeof in - 1 - at < step ? sizeof in - 1 - at : step;

            ASSERT_INT(
                emu_telnet_decode(&world, &telnet, in + at, n, &got, &answer),
                0);
        }
        ASSERT_TEXT(rtx__buf_str(&got), data);
        ASSERT_INT(got.length, sizeof data - 1);
        ASSERT_TEXT(rtx__buf_str(&answer), reply);
        rtx__buf_free(&got);
        rtx__buf_free(&answer);
    }
    emu_options_free(&world.options);
}

static void what_was_asked_for_is_taken(void)
{
    struct emu_telnet telnet = {0};
    struct emu_world world;
    struct rtx_buf data;
    struct rtx_buf reply;

    make_world(&world);
    rtx__buf_init(&data, 64);
    rtx__buf_init(&reply, 64);
    emu_options_set(&world.options, "telnet-negotiation", "full", NULL);
    ASSERT_INT(
        emu_telnet_decode(&world, &telnet,
                          "\xff\xfb\x1f\xff\xfb\x18\xff\xfb\x03\xff\xfb\x20",
                          12, &data, &reply),
        0);
    ASSERT_TEXT(rtx__buf_str(&reply), "\xff\xfe\x20");
    rtx__buf_free(&data);
    rtx__buf_free(&reply);
    emu_options_free(&world.options);
}

static void output_is_escaped(void)
{
    struct emu_world world;
    struct rtx_buf out;

    make_world(&world);
    rtx__buf_init(&out, 1024);
    ASSERT_INT(emu_telnet_encode(&world, "a\xff\r\n\r  \r", 8, &out), 0);
    ASSERT_TEXT(rtx__buf_str(&out), "a\xff\xff\r\n\r  \r");
    rtx__buf_clear(&out);
    emu_options_set(&world.options, "telnet-bare-cr", "nul", NULL);
    ASSERT_INT(emu_telnet_encode(&world, "a\r\nb\r c\r", 8, &out), 0);
    ASSERT_INT(out.length, 10);
    CU_ASSERT_EQUAL(memcmp(out.data, "a\r\nb\r\0 c\r\0", 10), 0);
    rtx__buf_free(&out);
    emu_options_free(&world.options);
}

static void a_line_delays(void)
{
    struct emu_pipe pipe;

    emu_pipe_init(&pipe);
    CU_ASSERT_EQUAL(emu_pipe_due(&pipe, 0), INT64_MAX);
    emu_pipe_add(&pipe, "abc", 3, 100);
    emu_pipe_add(&pipe, "de", 2, 120);
    ASSERT_INT(emu_pipe_ready(&pipe, 99, 0), 0);
    ASSERT_INT(emu_pipe_due(&pipe, 0), 100);
    ASSERT_INT(emu_pipe_ready(&pipe, 100, 0), 3);
    CU_ASSERT_EQUAL(memcmp(emu_pipe_bytes(&pipe), "abc", 3), 0);
    emu_pipe_take(&pipe, 2, 0);
    ASSERT_INT(emu_pipe_ready(&pipe, 119, 0), 1);
    emu_pipe_take(&pipe, 1, 0);
    ASSERT_INT(emu_pipe_due(&pipe, 0), 120);
    ASSERT_INT(emu_pipe_ready(&pipe, 500, 0), 2);
    emu_pipe_take(&pipe, 2, 0);
    ASSERT_INT(emu_pipe_waiting(&pipe), 0);
    CU_ASSERT_EQUAL(emu_pipe_due(&pipe, 0), INT64_MAX);
    emu_pipe_free(&pipe);
}

/* 9600 bit/s: a byte in 1041 microseconds. */
static void a_line_has_a_speed(void)
{
    enum { US = 1041 };
    struct emu_pipe pipe;
    size_t sent = 0;
    char bytes[960] = "";

    emu_pipe_init(&pipe);
    emu_pipe_add(&pipe, bytes, sizeof bytes, 5000);
    for (int64_t now = 5000; now <= 6000; now++) {
        size_t ready = emu_pipe_ready(&pipe, now, US);

        if (now == 5010)
            CU_ASSERT_TRUE(sent + ready >= 8 && sent + ready <= 10);
        emu_pipe_take(&pipe, ready, US);
        sent += ready;
    }
    CU_ASSERT_TRUE(sent >= 955 && sent <= 960);
    /* an idle line does not save up speed */
    emu_pipe_take(&pipe, emu_pipe_ready(&pipe, 9000, US), US);
    emu_pipe_add(&pipe, bytes, 100, 20000);
    ASSERT_INT(emu_pipe_ready(&pipe, 20000, US), 0);
    CU_ASSERT_TRUE(emu_pipe_ready(&pipe, 20011, US) <= 10);
    emu_pipe_free(&pipe);
}

static CU_TestInfo tests[] = {
    {"greeting", greeting},
    {"input may be cut anywhere", input_may_be_cut_anywhere},
    {"what was asked for is taken", what_was_asked_for_is_taken},
    {"output is escaped", output_is_escaped},
    {"a line delays", a_line_delays},
    {"a line has a speed", a_line_has_a_speed},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_telnetd, tests)
