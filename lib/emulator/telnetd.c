/* RFC 854 from the server's side: a little of it, as the router does. */
#include "emulator/server.h"

enum {
    SE = 240,
    SB = 250,
    WILL = 251,
    WONT = 252,
    DO = 253,
    DONT = 254,
    IAC = 255,
    OPT_ECHO = 1,
    OPT_SGA = 3,
    OPT_TTYPE = 24,
    OPT_NAWS = 31,
};

enum { DATA, COMMAND, OPTION, SUB, SUB_IAC };

static int say(struct rtx_buf *ret, int verb, int option)
{
    const unsigned char bytes[3] = {IAC, (unsigned char)verb,
                                    (unsigned char)option};

    return rtx__buf_add(ret, bytes, sizeof bytes);
}

int emu_telnet_greet(const struct emu_world *world, struct rtx_buf *ret)
{
    int rc;

    if (emu_is(world, EMU_NEGOTIATE, "none"))
        return 0;
    rc = say(ret, WILL, OPT_ECHO);
    if (rc == 0)
        rc = say(ret, WILL, OPT_SGA);
    if (rc == 0 && !emu_is(world, EMU_NEGOTIATE, "server"))
        rc = say(ret, DO, OPT_SGA);
    if (rc == 0 && emu_is(world, EMU_NEGOTIATE, "full")) {
        rc = say(ret, DO, OPT_TTYPE);
        if (rc == 0)
            rc = say(ret, DO, OPT_NAWS);
    }
    return rc;
}

/* Has the greeting asked the far end to do this? */
static bool asked(const struct emu_world *world, unsigned char option)
{
    if (option == OPT_SGA)
        return emu_is(world, EMU_NEGOTIATE, "do-sga") ||
               emu_is(world, EMU_NEGOTIATE, "full");
    return (option == OPT_TTYPE || option == OPT_NAWS) &&
           emu_is(world, EMU_NEGOTIATE, "full");
}

/* The router does echo and SGA, and wants nothing that it did not ask for. */
static int answer(const struct emu_world *world, int verb, unsigned char option,
                  struct rtx_buf *reply)
{
    if (verb == DO && option != OPT_ECHO && option != OPT_SGA)
        return say(reply, WONT, option);
    if (verb == WILL && !asked(world, option))
        return say(reply, DONT, option);
    return 0;
}

static int data_byte(struct emu_telnet *telnet, unsigned char c,
                     struct rtx_buf *data)
{
    bool nul_after_cr = telnet->after_cr && c == 0;

    telnet->after_cr = c == '\r';
    return nul_after_cr ? 0 : rtx__buf_char(data, (char)c);
}

static int command(struct emu_telnet *telnet, unsigned char c,
                   struct rtx_buf *data)
{
    telnet->state = DATA;
    switch (c) {
    case IAC:
        return data_byte(telnet, c, data);
    case SB:
        telnet->state = SUB;
        return 0;
    case WILL:
    case WONT:
    case DO:
    case DONT:
        telnet->command = c;
        telnet->state = OPTION;
        return 0;
    default: /* NOP, AYT, break, …: nothing to a router */
        return 0;
    }
}

static int byte(const struct emu_world *world, struct emu_telnet *telnet,
                unsigned char c, struct rtx_buf *data, struct rtx_buf *reply)
{
    switch (telnet->state) {
    case COMMAND:
        return command(telnet, c, data);
    case OPTION:
        telnet->state = DATA;
        return answer(world, telnet->command, c, reply);
    case SUB:
        telnet->state = c == IAC ? SUB_IAC : SUB;
        return 0;
    case SUB_IAC:
        telnet->state = c == SE ? DATA : SUB;
        return 0;
    default:
        if (c == IAC) {
            telnet->state = COMMAND;
            return 0;
        }
        return data_byte(telnet, c, data);
    }
}

int emu_telnet_decode(const struct emu_world *world, struct emu_telnet *telnet,
                      const void *bytes, size_t length, struct rtx_buf *data,
                      struct rtx_buf *reply)
{
    const unsigned char *at = bytes;
    int rc = 0;

    for (size_t i = 0; i < length && rc == 0; i++)
        rc = byte(world, telnet, at[i], data, reply);
    return rc;
}

int emu_telnet_encode(const struct emu_world *world, const char *bytes,
                      size_t length, struct rtx_buf *ret)
{
    bool nul = emu_is(world, EMU_BARE_CR, "nul");
    int rc = 0;

    for (size_t i = 0; i < length && rc == 0; i++) {
        rc = rtx__buf_char(ret, bytes[i]);
        if (rc == 0 && (unsigned char)bytes[i] == IAC)
            rc = rtx__buf_char(ret, bytes[i]);
        if (rc == 0 && nul && bytes[i] == '\r' &&
            (i + 1 == length || bytes[i + 1] != '\n'))
            rc = rtx__buf_char(ret, '\0');
    }
    return rc;
}
