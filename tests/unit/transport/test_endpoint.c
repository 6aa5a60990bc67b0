/* Endpoints: all that is understood, and all that is not. */
#include "transport/transport.h"

#include "test.h"

static void good_ones(void)
{
    static const struct {
        const char *uri;
        enum rtx_scheme scheme;
        const char *user;
        const char *host;
        const char *port;
        long baud;
        bool given;
        bool legacy;
    } cases[] = {
        {"telnet://router", RTX_TELNET, NULL, "router", "23", 0, 0, 0},
        {"telnet://router/", RTX_TELNET, NULL, "router", "23", 0, 0, 0},
        {"telnet://anne@[::1]:2323", RTX_TELNET, "anne", "::1", "2323", 0, 1,
         0},
        {"tcp://console:7001", RTX_TCP, NULL, "console", "7001", 0, 1, 0},
        {"ssh://anne@router", RTX_SSH, "anne", "router", "22", 0, 0, 0},
        {"ssh://anne@router:22", RTX_SSH, "anne", "router", "22", 0, 1, 0},
        {"ssh://router", RTX_SSH, NULL, "router", "22", 0, 0, 0},
        {"ssh://anne@[2001:db8::1]:2222?algorithms=legacy", RTX_SSH, "anne",
         "2001:db8::1", "2222", 0, 1, 1},
        {"ssh://anne@router/?algorithms=legacy", RTX_SSH, "anne", "router",
         "22", 0, 0, 1},
        {"serial:///dev/ttyUSB0", RTX_SERIAL, NULL, "/dev/ttyUSB0", NULL, 9600,
         0, 0},
        {"serial:///dev/ttyUSB0?baud=115200", RTX_SERIAL, NULL, "/dev/ttyUSB0",
         NULL, 115200, 0, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rtx_endpoint e;
        struct rtx_error error;

        rtx_error_init(&error);
        ASSERT_INT(rtx__endpoint_parse(&e, cases[i].uri, &error), 0);
        ASSERT_TEXT(error.message, "");
        ASSERT_INT(e.scheme, cases[i].scheme);
        ASSERT_TEXT(e.user ? e.user : "(none)",
                    cases[i].user ? cases[i].user : "(none)");
        ASSERT_TEXT(e.host, cases[i].host);
        ASSERT_TEXT(e.port ? e.port : "(none)",
                    cases[i].port ? cases[i].port : "(none)");
        ASSERT_INT(e.baud, cases[i].baud);
        ASSERT_INT(e.port_given, cases[i].given);
        ASSERT_INT(e.legacy, cases[i].legacy);
        rtx__endpoint_free(&e);
    }
}

static void bad_ones(void)
{
    static const struct {
        const char *uri;
        const char *says;
    } cases[] = {
        {"", "begins with"},
        {"router", "begins with"},
        {"http://router", "begins with"},
        {"SSH://router", "begins with"},
        {"telnet://", "SCHEME://"},
        {"telnet://anne@", "SCHEME://"},
        {"telnet://router/x", "SCHEME://"},
        {"telnet://router:0", "1 to 65535"},
        {"telnet://router:65536", "1 to 65535"},
        {"telnet://router:", "1 to 65535"},
        {"telnet://router:23x", "SCHEME://"},
        {"telnet://[::1", "never closed"},
        {"telnet://::1", "brackets"},
        {"tcp://console", "port"},
        {"telnet://anne:secret@router", "password"},
        {"ssh://anne:secret@router", "password"},
        {"telnet://router?algorithms=legacy", "algorithms=legacy"},
        {"ssh://anne@router?algorithms=old", "algorithms=old"},
        {"ssh://anne@router?baud=9600", "baud=9600"},
        {"ssh://anne@router?algorithms=legacy&x", "\"x\""},
        {"serial://dev/ttyUSB0", "whole path"},
        {"serial:///", "whole path"},
        {"serial:///dev/ttyUSB0?baud=fast", "speed"},
        {"serial:///dev/ttyUSB0?baud=0", "speed"},
        {"serial:///dev/ttyUSB0?baud=-9600", "speed"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rtx_endpoint e;
        struct rtx_error error;

        rtx_error_init(&error);
        ASSERT_INT(rtx__endpoint_parse(&e, cases[i].uri, &error),
                   RTX_E_ARGUMENT);
        if (!strstr(error.message, cases[i].says))
            printf("\n%s: %s\n", cases[i].uri, error.message);
        CU_ASSERT(strstr(error.message, cases[i].says) != NULL);
        CU_ASSERT(!strstr(error.message, "secret"));
        CU_ASSERT(e.host == NULL && e.user == NULL && e.port == NULL);
    }
}

static CU_TestInfo tests[] = {
    {"all forms of endpoints", good_ones},
    {"what is none, and why", bad_ones},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(transport_endpoint, tests)
