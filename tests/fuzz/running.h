/* The router onto which the fuzzed fragments are brought. */
#ifndef RTX_TESTS_FUZZ_RUNNING_H
#define RTX_TESTS_FUZZ_RUNNING_H

static const char running_text[] =
    "login password *\n"
    "login user keeper *\n"
    "ip route default gateway pp 1\n"
    "ip lan1 address 192.168.100.1/24\n"
    "pp select 1\n"
    " pp name WAN\n"
    " pppoe use lan2\n"
    " pp auth myname user@isp.example secret\n"
    " ip pp secure filter in 1 2 dynamic 80\n"
    " pp enable 1\n"
    "tunnel select 1\n"
    " tunnel encapsulation l2tp\n"
    " ipsec tunnel 101\n"
    "  ipsec sa policy 101 1 esp aes-cbc\n"
    "  ipsec ike pre-shared-key 1 text shell\n"
    " ip tunnel tcp mss limit auto\n"
    " tunnel enable 1\n"
    "ip filter 1 pass * * * * *\n"
    "ip filter dynamic 80 * * ftp\n"
    "dhcp scope 1 192.168.100.2-192.168.100.9/24\n"
    "dhcp scope bind 1 192.168.100.5 ethernet "
    "00:a0:de:00:00:05\n"
    "schedule at 1 */* 03:00:00 * ntpdate ntp\n"
    "strange thing 7 on\n";

#endif
