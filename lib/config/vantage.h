/* vantage: where somebody stands who is connected to the router, and what gets
 * through to him there; private to config. */
#ifndef RTX_CONFIG_VANTAGE_H
#define RTX_CONFIG_VANTAGE_H

#include "config/internal.h"
#include "dialect/ipv4.h"

#define RTX_INTERFACE_MAX 48

struct rtx_vantage {
    enum rtx_path_transport transport;
    const char *user;                  /* NULL: not known */
    char interface[RTX_INTERFACE_MAX]; /* "lan1", "pp 1"; "": not known */
    char shown[64];   /* the router's address for the reader, or "" */
    bool guessed;     /* nothing is known but that people use the LAN */
    bool v6;          /* the path is IPv6 */
    bool near;        /* one's own address is in the interface's network */
    bool has_address; /* of the router */
    bool has_source;  /* one's own */
    uint32_t address;
    uint32_t source;
    uint16_t port;
};

/* Find out what `path` and the running configuration tell. */
void rtx__vantage(struct rtx_vantage *ret, const struct rtx_path *path,
                  const rtx_config *running);

/* Is it a path over the network? */
bool rtx__vantage_network(const struct rtx_vantage *v);

/* The statements of the longest prefix that lead back to him; 0: none. */
size_t rtx__vantage_routes(const struct rtx_vantage *v,
                           const rtx_config *config,
                           const struct rtx_entry **routes, size_t most);

/* What can be told of something from words alone. */
enum rtx_verdict { RTX_NO, RTX_YES, RTX_PERHAPS };

/* Does `telnetd host WORD` and the like let him in? Commas part alternatives.
 */
enum rtx_verdict rtx__vantage_admits(const struct rtx_vantage *v,
                                     const char *word, size_t length);

/* Do the secure filters of his interface let him through? `out`: back. */
enum rtx_verdict rtx__vantage_passes(const struct rtx_vantage *v,
                                     const rtx_config *config, bool out);

/* Is filter `number` in the list that decides about him? */
bool rtx__vantage_uses_filter(const struct rtx_vantage *v,
                              const rtx_config *config, const char *number);

/* The statement of his interface: "secure filter in" is "ip lan1 secure filter
 * in", or that of a pp. */
const struct rtx_statement *rtx__vantage_setting(const struct rtx_vantage *v,
                                                 const rtx_config *config,
                                                 const char *what);

#endif
