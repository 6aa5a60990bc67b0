/* Which fields of which outputs are samples for Prometheus. */
#include <stdio.h>
#include <string.h>

#include "common/show_metrics.h"

/* Labels of a sample. */
#define LABELS(...)       \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

/* A field as a sample, where the router printed it. */
#define PUT(name, record, member, family, scale, ...)                          \
    do {                                                                       \
        if (RTX_HAS(name, record, member))                                     \
            show_metrics_put(metrics, family,                                  \
                             (double)(record)->member / (scale), __VA_ARGS__); \
    } while (0)

static void environment(struct show_metrics *metrics, const void *output)
{
    struct rtx_environment env = {.size = sizeof env};

    if (rtx_show_record(output, 0, &env) < 0 || !env.model)
        return;
    show_metrics_put(metrics, SHOW_INFO, 1,
                     LABELS("model", env.model, "revision", env.revision,
                            "serial", env.serial));
#define LOAD(member, family, ...) \
    PUT(environment, &env, member, family, 100, __VA_ARGS__)
    LOAD(cpu_5s_percent, SHOW_CPU, LABELS("window", "5s"));
    LOAD(cpu_1min_percent, SHOW_CPU, LABELS("window", "1m"));
    LOAD(cpu_5min_percent, SHOW_CPU, LABELS("window", "5m"));
    LOAD(memory_percent, SHOW_MEMORY, NULL);
    LOAD(packet_buffer_small_percent, SHOW_BUFFER, LABELS("size", "small"));
    LOAD(packet_buffer_middle_percent, SHOW_BUFFER, LABELS("size", "middle"));
    LOAD(packet_buffer_large_percent, SHOW_BUFFER, LABELS("size", "large"));
    LOAD(packet_buffer_jumbo_percent, SHOW_BUFFER, LABELS("size", "jumbo"));
    LOAD(packet_buffer_huge_percent, SHOW_BUFFER, LABELS("size", "huge"));
#undef LOAD
    PUT(environment, &env, uptime_s, SHOW_UPTIME, 1, NULL);
    PUT(environment, &env, temperature_c, SHOW_TEMPERATURE, 1, NULL);
}

static void lan_errors(struct show_metrics *metrics,
                       const struct rtx_status_lan *lan)
{
#define ERRORS(member)                               \
    PUT(status_lan, lan, member, SHOW_LAN_ERRORS, 1, \
        LABELS("interface", lan->interface, "kind", #member))
    ERRORS(receive_errors);
    ERRORS(receive_overflow);
    ERRORS(crc_errors);
    ERRORS(alignment_errors);
    ERRORS(short_frames);
    ERRORS(long_frames);
    ERRORS(transmit_errors);
    ERRORS(transmit_overflow);
    ERRORS(collisions);
    ERRORS(excessive_collisions);
    ERRORS(late_collisions);
    ERRORS(carrier_losses);
#undef ERRORS
}

static void lan(struct show_metrics *metrics, const void *output)
{
    struct rtx_status_lan lan = {.size = sizeof lan};

    if (rtx_show_record(output, 0, &lan) < 0 || !lan.interface)
        return;
    show_metrics_put(metrics, SHOW_LAN_INFO, 1,
                     LABELS("interface", lan.interface, "description",
                            lan.description, "mac", lan.mac));
#define COUNT(member, family) \
    PUT(status_lan, &lan, member, family, 1, LABELS("interface", lan.interface))
    COUNT(received_octets, SHOW_LAN_RX);
    COUNT(transmitted_octets, SHOW_LAN_TX);
    COUNT(received_packets, SHOW_LAN_RX_PACKETS);
    COUNT(transmitted_packets, SHOW_LAN_TX_PACKETS);
#undef COUNT
    lan_errors(metrics, &lan);
}

static double is_up(const char *state)
{
    return state && strcmp(state, "connected") == 0 ? 1 : 0;
}

static void pp(struct show_metrics *metrics, const void *output)
{
    for (size_t i = 0; i < rtx_show_count(output); i++) {
        struct rtx_status_pp pp = {.size = sizeof pp};

        if (rtx_show_record(output, i, &pp) < 0 || !pp.interface)
            continue;
        show_metrics_put(metrics, SHOW_PP_INFO, 1,
                         LABELS("interface", pp.interface, "description",
                                pp.description, "type", pp.session_type));
        show_metrics_put(metrics, SHOW_PP_UP, is_up(pp.state),
                         LABELS("interface", pp.interface));
#define COUNT(member, family) \
    PUT(status_pp, &pp, member, family, 1, LABELS("interface", pp.interface))
        COUNT(connected_s, SHOW_PP_TIME);
        COUNT(received_octets, SHOW_PP_RX);
        COUNT(transmitted_octets, SHOW_PP_TX);
#undef COUNT
    }
}

static void tunnel(struct show_metrics *metrics, const void *output)
{
    struct rtx_status_tunnel tunnel = {.size = sizeof tunnel};
    char number[24];

    if (rtx_show_record(output, 0, &tunnel) < 0 ||
        !RTX_HAS(status_tunnel, &tunnel, tunnel))
        return;
    snprintf(number, sizeof number, "TUNNEL[%d]", (int)tunnel.tunnel);
    show_metrics_put(metrics, SHOW_TUNNEL_INFO, 1,
                     LABELS("interface", number, "description",
                            tunnel.description, "type", tunnel.interface_type));
    if (tunnel.state)
        show_metrics_put(metrics, SHOW_TUNNEL_UP, is_up(tunnel.state),
                         LABELS("interface", number));
    PUT(status_tunnel, &tunnel, connected_s, SHOW_TUNNEL_TIME, 1,
        LABELS("interface", number));
#define COUNT(member, family, version)             \
    PUT(status_tunnel, &tunnel, member, family, 1, \
        LABELS("interface", number, "ip_version", version))
    COUNT(received_ipv4_octets, SHOW_TUNNEL_RX, "4");
    COUNT(received_ipv6_octets, SHOW_TUNNEL_RX, "6");
    COUNT(transmitted_ipv4_octets, SHOW_TUNNEL_TX, "4");
    COUNT(transmitted_ipv6_octets, SHOW_TUNNEL_TX, "6");
#undef COUNT
}

/* With a summary it is known how many are given; else they are counted. */
static double leases_of(const struct rtx_status_dhcp *scope)
{
    double count = 0;

    if (RTX_HAS(status_dhcp, scope, in_use))
        return (double)scope->in_use;
    for (size_t i = 0; i < scope->leases.count; i++) {
        const struct rtx_dhcp_lease *lease =
            rtx_dhcp_lease_at(&scope->leases, i);

        if (lease->kind && strcmp(lease->kind, "leased") == 0)
            count++;
    }
    return count;
}

static void dhcp(struct show_metrics *metrics, const void *output)
{
    for (size_t i = 0; i < rtx_show_count(output); i++) {
        struct rtx_status_dhcp scope = {.size = sizeof scope};
        char number[24];

        if (rtx_show_record(output, i, &scope) < 0)
            continue;
        snprintf(number, sizeof number, "%d", (int)scope.scope);
        show_metrics_put(metrics, SHOW_DHCP_LEASES, leases_of(&scope),
                         LABELS("scope", number));
        PUT(status_dhcp, &scope, free, SHOW_DHCP_FREE, 1,
            LABELS("scope", number));
    }
}

static void nat(struct show_metrics *metrics, const void *output)
{
    for (size_t i = 0; i < rtx_show_count(output); i++) {
        struct rtx_nat_descriptor_address nat = {.size = sizeof nat};
        char number[24];

        if (rtx_show_record(output, i, &nat) < 0)
            continue;
        snprintf(number, sizeof number, "%d", (int)nat.descriptor);
        show_metrics_put(
            metrics, SHOW_NAT,
            RTX_HAS(nat_descriptor_address, &nat, in_use)
                ? (double)nat.in_use
                : (double)nat.entries.count,
            LABELS("descriptor", number, "interface", nat.interface));
    }
}

int show_metrics_add(struct show_metrics *metrics, const void *output)
{
    static const struct {
        const char *command;
        void (*add)(struct show_metrics *metrics, const void *output);
    } sources[] = {{"show environment", environment},
                   {"show status lan", lan},
                   {"show status pp", pp},
                   {"show status tunnel", tunnel},
                   {"show status dhcp", dhcp},
                   {"show nat descriptor address", nat}};
    struct rtx_show_report report = {.size = sizeof report};

    if (rtx_show_report(output, &report) < 0 || !report.command)
        return 0;
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (strncmp(report.command, sources[i].command,
                    strlen(sources[i].command)) == 0) {
            sources[i].add(metrics, output);
            return 1;
        }
    }
    return 0;
}
