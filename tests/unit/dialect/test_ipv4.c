/* IPv4 addresses, networks and ranges in words. */
#include "dialect/ipv4.h"
#include "test.h"

static bool is_address(const char *text)
{
    uint32_t address;

    return rtx__ipv4(text, strlen(text), &address);
}

static bool is_network(const char *text)
{
    uint32_t address;
    uint32_t mask;

    return rtx__ipv4_network(text, strlen(text), &address, &mask);
}

static bool is_among(const char *address, const char *text)
{
    uint32_t one = 0;

    CU_ASSERT(rtx__ipv4(address, strlen(address), &one));
    return rtx__ipv4_among(one, text, strlen(text));
}

static void test_addresses(void)
{
    static const char *const none[] = {
        "",           "1.2.3",     "1.2.3.",   "1.2.3.4.", "1.2.3.4.5",
        "1.2.3.256",  "1..3.4",    "1.2.3.4 ", "1.2.3.-4", "a.b.c.d",
        "1.2.3.0004", "256.2.3.4", ".1.2.3.4"};
    char text[16];
    uint32_t address;

    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        CU_ASSERT_FALSE(is_address(none[i]));
    CU_ASSERT(rtx__ipv4("203.0.113.255/24", 13, &address));
    ASSERT_INT(address, 0xCB0071FF);
    ASSERT_TEXT(rtx__ipv4_text(address, text, sizeof text), "203.0.113.255");
    ASSERT_TEXT(rtx__ipv4_text(0, text, sizeof text), "0.0.0.0");
}

static void test_networks(void)
{
    uint32_t address;
    uint32_t mask;
    int bits;

    CU_ASSERT(rtx__ipv4_network("10.1.2.3/20", 11, &address, &mask));
    ASSERT_INT(mask, 0xFFFFF000);
    CU_ASSERT(rtx__ipv4_network("10.1.2.3/255.255.0.0", 20, &address, &mask));
    ASSERT_INT(mask, 0xFFFF0000);
    CU_ASSERT(rtx__ipv4_network("0.0.0.0/0", 9, &address, &mask));
    ASSERT_INT(mask, 0);
    CU_ASSERT(rtx__ipv4_prefix("10.1.2.3/32", 11, &address, &bits));
    ASSERT_INT(bits, 32);
    CU_ASSERT_FALSE(
        rtx__ipv4_prefix("10.1.2.3/255.0.0.0", 18, &address, &bits));
    CU_ASSERT_FALSE(is_network("10.1.2.3"));
    CU_ASSERT_FALSE(is_network("10.1.2.3/"));
    CU_ASSERT_FALSE(is_network("10.1.2.3/33"));
    CU_ASSERT_FALSE(is_network("10.1.2.3/024"));
    CU_ASSERT_FALSE(is_network("10.1.2/24"));
}

static void test_among(void)
{
    CU_ASSERT(is_among("192.0.2.7", "*"));
    CU_ASSERT(is_among("192.0.2.7", "10.0.0.1,192.0.2.7"));
    CU_ASSERT(is_among("192.0.2.7", "192.0.2.0/29"));
    CU_ASSERT_FALSE(is_among("192.0.2.8", "192.0.2.0/29"));
    CU_ASSERT(is_among("192.0.2.7", "192.0.2.0/255.255.255.248"));
    CU_ASSERT(is_among("192.0.2.7", "192.0.2.7-192.0.2.9"));
    CU_ASSERT(is_among("192.0.2.9", "192.0.2.7-192.0.2.9/24"));
    CU_ASSERT_FALSE(is_among("192.0.2.10", "192.0.2.7-192.0.2.9"));
    CU_ASSERT_FALSE(is_among("192.0.2.7", "192.0.2.0/"));
    CU_ASSERT_FALSE(is_among("192.0.2.7", "lan1,"));
}

static CU_TestInfo tests[] = {{"addresses", test_addresses},
                              {"networks", test_networks},
                              {"among addresses, networks, ranges", test_among},
                              CU_TEST_INFO_NULL};
RTX_SUITE(ipv4, tests)
