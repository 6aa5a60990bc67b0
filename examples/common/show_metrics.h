/* The metrics that rtx-show gives, and how samples come among them. */
#ifndef RTX_EXAMPLES_SHOW_METRICS_H
#define RTX_EXAMPLES_SHOW_METRICS_H

#include <stdbool.h>

#include "common/show.h"

#define SHOW_FAMILIES(X)                                                      \
    X(INFO, "rtx_info", "gauge",                                              \
      "Model, firmware and serial number; always 1")                          \
    X(CPU, "rtx_cpu_usage_ratio", "gauge", "Processor load, 0 to 1")          \
    X(MEMORY, "rtx_memory_usage_ratio", "gauge", "Memory in use, 0 to 1")     \
    X(BUFFER, "rtx_packet_buffer_usage_ratio", "gauge",                       \
      "Packet buffers in use, 0 to 1")                                        \
    X(UPTIME, "rtx_uptime_seconds", "gauge", "Time since the start")          \
    X(TEMPERATURE, "rtx_temperature_celsius", "gauge", "Temperature inside")  \
    X(LAN_INFO, "rtx_interface_info", "gauge",                                \
      "Names of a LAN interface; always 1")                                   \
    X(LAN_RX, "rtx_interface_receive_bytes_total", "counter",                 \
      "Octets received by a LAN interface")                                   \
    X(LAN_TX, "rtx_interface_transmit_bytes_total", "counter",                \
      "Octets transmitted by a LAN interface")                                \
    X(LAN_RX_PACKETS, "rtx_interface_receive_packets_total", "counter",       \
      "Packets received by a LAN interface")                                  \
    X(LAN_TX_PACKETS, "rtx_interface_transmit_packets_total", "counter",      \
      "Packets transmitted by a LAN interface")                               \
    X(LAN_ERRORS, "rtx_interface_errors_total", "counter",                    \
      "Faults of a LAN interface by kind")                                    \
    X(PP_INFO, "rtx_pp_info", "gauge", "Names of a peer; always 1")           \
    X(PP_UP, "rtx_pp_up", "gauge", "1: the peer is connected")                \
    X(PP_TIME, "rtx_pp_connected_seconds", "gauge",                           \
      "How long the peer is connected")                                       \
    X(PP_RX, "rtx_pp_receive_bytes_total", "counter",                         \
      "Octets received from a peer")                                          \
    X(PP_TX, "rtx_pp_transmit_bytes_total", "counter",                        \
      "Octets transmitted to a peer")                                         \
    X(TUNNEL_INFO, "rtx_tunnel_info", "gauge", "Names of a tunnel; always 1") \
    X(TUNNEL_UP, "rtx_tunnel_up", "gauge", "1: the tunnel is up")             \
    X(TUNNEL_TIME, "rtx_tunnel_connected_seconds", "gauge",                   \
      "How long the tunnel is up")                                            \
    X(TUNNEL_RX, "rtx_tunnel_receive_bytes_total", "counter",                 \
      "Octets received through a tunnel, by IP version")                      \
    X(TUNNEL_TX, "rtx_tunnel_transmit_bytes_total", "counter",                \
      "Octets transmitted through a tunnel, by IP version")                   \
    X(DHCP_LEASES, "rtx_dhcp_leases", "gauge",                                \
      "Addresses that a DHCP scope has given")                                \
    X(DHCP_FREE, "rtx_dhcp_free_addresses", "gauge",                          \
      "Addresses that a DHCP scope can still give")                           \
    X(NAT, "rtx_nat_sessions", "gauge",                                       \
      "Translations in use of a NAT descriptor")

#define SHOW_FAMILY_ID(id, name, type, help) SHOW_##id,
enum show_family { SHOW_FAMILIES(SHOW_FAMILY_ID) };
#undef SHOW_FAMILY_ID

/* A sample; `pairs` are names and values of its labels up to NULL, or NULL. */
void show_metrics_put(struct show_metrics *metrics, enum show_family family,
                      double value, const char *const *pairs);

#endif
