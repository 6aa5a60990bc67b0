/*
 * state: what the router knows of its lines, peers and neighbours. Most of it
 * follows from the running configuration and the clock (net.c, derive_*.c),
 * some of it is given by a test (state.c). Either way it is JSON, named after
 * the command that shows it; the show_*.c files only lay it out.
 */
#ifndef RTX_EMULATOR_STATE_H
#define RTX_EMULATOR_STATE_H

#include "emulator/emulator.h"

#include <jansson.h>

/* ---- state.c ---- */
/* Sections of what a show command prints; see `sections` in state.c. */
json_t *emu_state_of(struct emu_device *device, const char *section);
/* Take what the JSON object says; what it does not name stays. */
int emu_state_set(struct emu_device *device, const char *text, size_t length,
                  struct rtx_error *error);
/* What a test has said of this section, to be changed; borrowed or NULL. */
json_t *emu_state_given_value(const struct emu_device *device,
                              const char *section);
/* A section becomes empty: what `clear …` does to it. */
void emu_state_empty(struct emu_device *device, const char *section);
/* The record of an array whose member `key` is `value`; borrowed or NULL. */
json_t *emu_state_find(json_t *array, const char *key, const json_t *value);
/* Change a member of a given record; nothing when nobody has given it. */
void emu_state_change(struct emu_device *device, const char *section,
                      const char *key, const json_t *value, const char *member,
                      const char *text);

/* ---- state_json.c: reading JSON without fear of what is not there ---- */
const char *emu_text(const json_t *object, const char *name);
long long emu_number(const json_t *object, const char *name);
double emu_real(const json_t *object, const char *name);
bool emu_has(const json_t *object, const char *name);
bool emu_says(const json_t *object, const char *name, const char *text);
const json_t *emu_list(const json_t *object, const char *name);
/* Let `seconds` pass: lifetimes go down, durations up; what has run out, goes.
 */
void emu_state_age(json_t *state, int64_t seconds);

/* ---- net.c: the lines and peers that come and go ---- */
enum { EMU_PPS = 30, EMU_TUNNELS = 40, EMU_CLIENTS = 8 };

enum emu_link_state {
    EMU_LINK_UNUSABLE, /* nothing is configured */
    EMU_LINK_DISABLED,
    EMU_LINK_NEVER,
    EMU_LINK_CONNECTING,
    EMU_LINK_DOWN,
    EMU_LINK_UP,
};

struct emu_pp {
    enum emu_link_state state;
    bool held;        /* somebody has typed `disconnect` */
    bool asked;       /* somebody has typed `connect` */
    int64_t since_ms; /* uptime at which it came up */
};

struct emu_peer { /* a tunnel's far end */
    bool up;
    bool held;
    uint64_t tried; /* net.changes at the last attempt that failed */
    int64_t since_ms;
};

enum emu_stage { EMU_AWAY, EMU_ISAKMP, EMU_IPSEC, EMU_L2TP, EMU_PPP };

struct emu_client { /* somebody outside who wants to dial in */
    char name[64];
    char address[48];
    bool wanted;
    enum emu_stage stage;
    uint64_t tried; /* net.changes at the last attempt */
    long tunnel;    /* from EMU_ISAKMP on */
    char given[48]; /* the address that it has got */
    int64_t since_ms;
};

struct emu_net {
    json_t *given; /* section -> {"at": uptime in ms, "is": JSON} */
    struct emu_pp pp[EMU_PPS + 1];
    struct emu_peer tunnel[EMU_TUNNELS + 1];
    struct emu_client client[EMU_CLIENTS];
    int64_t arp_cleared_s; /* uptime; -1: never */
    int64_t nat_cleared_s;
    uint64_t changes;   /* counts what may help a client to come in */
    uint64_t seen;      /* changes at the last look */
    int64_t changed_ms; /* uptime of the last change */
    int64_t now_ms;     /* uptime at which what a look finds has happened */
    bool looking;
    bool refreshed; /* `ipsec refresh sa` since the boot */
};
int emu_net_init(struct emu_device *device);
void emu_net_free(struct emu_device *device);
/* What has been given to one router, holds for its twin. */
void emu_net_copy(struct emu_device *to, const struct emu_device *from);
void emu_net_boot(struct emu_device *device);
/* Bring lines and peers to where the configuration wants them, and log it. */
void emu_net_look(struct emu_device *device);
/* Something has changed: sooner or later somebody looks. */
void emu_net_changed(struct emu_device *device);
/* Log something that a look has found. */
#define emu_net_log(device, ...)                                               \
    emu_log_late((device), ((device)->wall_ms + (device)->net->now_ms) / 1000, \
                 __VA_ARGS__)
/* A client dials (or hangs up). @return 0 or RTX_E_LIMIT */
int emu_net_client(struct emu_device *device, const char *name,
                   const char *address, bool dials);
/* The address of PP n's near and far end, of its DNS servers. */
void emu_pp_address(const struct emu_device *device, long n, char ret[48]);
void emu_pp_remote(long n, char ret[48]);
#define EMU_DNS_1 "203.0.113.53"
#define EMU_DNS_2 "203.0.113.54"
long emu_pp_first_up(const struct emu_device *device);
enum emu_link_state emu_pp_may(const struct emu_device *device, long n);

/* ---- net_tunnel.c: what the configuration says of a tunnel ---- */
struct emu_tunnel {
    long number;
    long policy;
    long gateway;
    bool enabled;
    bool transport; /* `ipsec transport` */
    char kind[16];  /* of `tunnel encapsulation` */
    char local[48];
    char remote[64]; /* an address, "any" or "" */
    char local_id[64];
    char algorithm[32];
    char hash[32];
    char protocol[8]; /* esp, ah */
    bool key;         /* a pre-shared key is set */
    long ike_life;
    long sa_life;
};
/* false: there is no such tunnel in the configuration */
bool emu_tunnel_read(struct emu_device *device, long number,
                     struct emu_tunnel *ret);
/* Is it one that this end brings up by itself? */
/* It would, but for the trouble that the option asks for. */
bool emu_tunnel_fails(struct emu_device *device, const struct emu_tunnel *t);
bool emu_tunnel_may(struct emu_device *device, const struct emu_tunnel *t);
/* The value of a setting that stands in a tunnel's `ipsec tunnel` block. */
const char *emu_tunnel_value(const struct emu_device *device, long number,
                             long policy, const char *key);
const char *emu_on_off(const struct emu_device *device, const char *context,
                       const char *key, const char *none);

/* ---- net_client.c: L2TP/IPsec from outside ---- */
/* One attempt; logs how far it comes. */
void emu_client_dial(struct emu_device *device, struct emu_client *client);
void emu_client_drop(struct emu_device *device, struct emu_client *client);
/* Numbers that L2TP gives to the tunnel and the session of a client. */
long emu_l2tp_number(const struct emu_client *client, int which);
/* Is it the trouble that the option asks for? */
bool emu_trouble(const struct emu_device *device, const char *name);

/* ---- derive_*.c: sections from configuration, net and clock ---- */
typedef json_t *emu_derive(struct emu_device *device);
emu_derive emu_derive_arp, emu_derive_bgp, emu_derive_dhcp;
emu_derive emu_derive_environment, emu_derive_lan, emu_derive_log;
emu_derive emu_derive_l2tp, emu_derive_nat, emu_derive_pp, emu_derive_ping;
emu_derive emu_derive_route, emu_derive_route6, emu_derive_sa;
emu_derive emu_derive_tunnel, emu_derive_users;
/* Call `each` with every statement of the running configuration. */
void emu_each_statement(struct emu_device *device,
                        void (*each)(struct emu_device *device,
                                     const struct rtx_statement *s, void *data),
                        void *data);

/* ---- show_util.c ---- */
/* A section as the session that asks sees it. */
json_t *emu_state_shown(struct emu_shell *shell, const char *section);
/* "14 packets [840 octets]" of DIRECTION_MIDDLEpackets and …octets */
void emu_print_traffic(struct emu_shell *shell, const json_t *record,
                       const char *direction, const char *middle);
/* "1 hour 2 minutes 3 seconds", "1時間2分3秒": no leading units that are zero
 */
void emu_print_duration(struct emu_shell *shell, int64_t seconds);
/* Right-aligned by display width. */
void emu_print_right(struct emu_shell *shell, int width, const char *text);
/* Left-aligned by display width. */
void emu_print_left(struct emu_shell *shell, int width, const char *text);
bool emu_newer(struct emu_shell *shell);
/* "2026-01-02T03:04:05" as the router prints it: "2026/01/02 03:04:05" */
void emu_router_time(const char *iso, char ret[32]);
void emu_iso_time(int64_t wall_s, char ret[32]);

#endif
