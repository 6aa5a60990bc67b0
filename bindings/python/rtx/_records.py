"""The records of the router's outputs. Made by generate.py: do not edit."""

from ctypes import Structure, c_char_p, c_double, c_int32, c_int64, c_uint32, c_uint64
from dataclasses import dataclass
from datetime import datetime
from typing import Dict, Optional, Tuple, Union

from ._convert import Address, Field, Output, Record
from ._structures import CAddress, CList, CRanges, CTexts


class CEnvironment(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("model", c_char_p),
        ("revision", c_char_p),
        ("built", c_char_p),
        ("boot_rom", c_char_p),
        ("flash_rom_table", c_char_p),
        ("hardware_version", c_char_p),
        ("serial", c_char_p),
        ("mac_addresses", CTexts),
        ("tam", c_char_p),
        ("cpu_5s_percent", c_int64),
        ("cpu_1min_percent", c_int64),
        ("cpu_5min_percent", c_int64),
        ("memory_percent", c_int64),
        ("packet_buffer_small_percent", c_int64),
        ("packet_buffer_middle_percent", c_int64),
        ("packet_buffer_large_percent", c_int64),
        ("packet_buffer_jumbo_percent", c_int64),
        ("packet_buffer_huge_percent", c_int64),
        ("firmware", c_char_p),
        ("config_file", c_char_p),
        ("default_firmware", c_char_p),
        ("default_config_file", c_char_p),
        ("serial_baud", c_int64),
        ("boot_time", c_char_p),
        ("current_time", c_char_p),
        ("uptime_s", c_int64),
        ("security_class", c_int64),
        ("forget", c_int32),
        ("telnet", c_int32),
        ("temperature_c", c_int64),
    ]


@dataclass(frozen=True)
class Environment:
    """show environment"""

    model: Optional[str]
    """model, RTX810"""
    revision: Optional[str]
    """revision of the firmware, 11.01.21"""
    built: Optional[datetime]
    """when the firmware was built, without offset"""
    boot_rom: Optional[str]
    """version of the boot ROM"""
    flash_rom_table: Optional[str]
    """version of the flash ROM's table"""
    hardware_version: Optional[str]
    """version of the board"""
    serial: Optional[str]
    """serial number"""
    mac_addresses: Tuple[str, ...]
    """one per LAN; some models print a range as one text"""
    tam: Optional[str]
    """a mark that newer firmware prints on the board's line"""
    cpu_5s_percent: Optional[int]
    """CPU load over 5 seconds (percent)"""
    cpu_1min_percent: Optional[int]
    """CPU load over a minute (percent)"""
    cpu_5min_percent: Optional[int]
    """CPU load over 5 minutes (percent)"""
    memory_percent: Optional[int]
    """memory in use (percent)"""
    packet_buffer_small_percent: Optional[int]
    """small packet buffers in use (percent)"""
    packet_buffer_middle_percent: Optional[int]
    """middle packet buffers in use (percent)"""
    packet_buffer_large_percent: Optional[int]
    """large packet buffers in use (percent)"""
    packet_buffer_jumbo_percent: Optional[int]
    """jumbo packet buffers in use (percent)"""
    packet_buffer_huge_percent: Optional[int]
    """huge packet buffers in use (percent)"""
    firmware: Optional[str]
    """the firmware that runs: exec0, internal"""
    config_file: Optional[str]
    """the configuration that was loaded: config0, 0"""
    default_firmware: Optional[str]
    """the firmware of the next start"""
    default_config_file: Optional[str]
    """the configuration of the next start"""
    serial_baud: Optional[int]
    """speed of the serial console (baud)"""
    boot_time: Optional[datetime]
    """when the router started, by its own clock"""
    current_time: Optional[datetime]
    """the router's own clock"""
    uptime_s: Optional[int]
    """time since the start (seconds)"""
    security_class: Optional[int]
    """1 to 3: who may log in remotely"""
    forget: Optional[bool]
    """can a forgotten password be got round on the serial console"""
    telnet: Optional[bool]
    """may the telnet client be used"""
    temperature_c: Optional[int]
    """temperature inside; not on an RTX810 (celsius)"""


class CIpRoute(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("destination", CAddress),
        ("gateway", CAddress),
        ("interface", c_char_p),
        ("kind", c_char_p),
        ("additional", c_char_p),
    ]


@dataclass(frozen=True)
class IpRoute:
    """show ip route"""

    destination: Optional[Address]
    """`default` or a prefix, as printed"""
    gateway: Optional[Address]
    """absent where the interface alone says the way"""
    interface: Optional[str]
    """PP[01], LAN1, LAN3(DHCP), TUNNEL[2]"""
    kind: Optional[str]
    """static, implicit, temporary, rip, ospf, bgp, …"""
    additional: Optional[str]
    """path=…, cost=…, filter:…, as printed"""


class CIpv6Route(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("destination", CAddress),
        ("gateway", CAddress),
        ("interface", c_char_p),
        ("kind", c_char_p),
        ("additional", c_char_p),
    ]


@dataclass(frozen=True)
class Ipv6Route:
    """show ipv6 route"""

    destination: Optional[Address]
    """`default` or a prefix, as printed"""
    gateway: Optional[Address]
    """absent where the interface alone says the way"""
    interface: Optional[str]
    """LAN2, TUNNEL[1], PP[01]"""
    kind: Optional[str]
    """static, implicit, temporary, ripng, …"""
    additional: Optional[str]
    """what stands behind, as printed"""


class CIpsecSaRow(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("id", c_int64),
        ("gateway", c_int64),
        ("isakmp", c_int64),
        ("kind", c_char_p),
        ("tunnel", c_int64),
        ("protocol", c_char_p),
        ("direction", c_char_p),
        ("life_s", c_int64),
        ("remote_id", CAddress),
    ]


@dataclass(frozen=True)
class IpsecSaRow:
    """part of another record"""

    id: Optional[int]
    """number of the SA"""
    gateway: Optional[int]
    """number of the security gateway"""
    isakmp: Optional[int]
    """the ISAKMP SA that it was made by"""
    kind: Optional[str]
    """isakmp, tunnel, transport; ike of IKEv2 is isakmp"""
    tunnel: Optional[int]
    """the number in tun[001]"""
    protocol: Optional[str]
    """esp, ah"""
    direction: Optional[str]
    """send, recv"""
    life_s: Optional[int]
    """how long it will live (seconds)"""
    remote_id: Optional[Address]
    """who is at the other end"""


class CIpsecSa(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("isakmp", c_int64),
        ("send", c_int64),
        ("recv", c_int64),
        ("sas", CList),
    ]


@dataclass(frozen=True)
class IpsecSa:
    """show ipsec sa"""

    isakmp: Optional[int]
    """ISAKMP (IKE) SAs in all"""
    send: Optional[int]
    """SAs to send with"""
    recv: Optional[int]
    """SAs to receive with"""
    sas: Tuple[IpsecSaRow, ...]
    """one per SA"""


class CIpsecSaGateway(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("id", c_int64),
        ("gateway", c_int64),
        ("isakmp", c_int64),
        ("kind", c_char_p),
        ("tunnel", c_int64),
        ("protocol", c_char_p),
        ("direction", c_char_p),
        ("life_s", c_int64),
        ("remote_id", CAddress),
        ("duration_s", c_int64),
        ("local_id", CAddress),
        ("mode", c_char_p),
        ("algorithm", c_char_p),
        ("spi", c_char_p),
        ("key", c_char_p),
        ("flags", c_char_p),
        ("isakmp_count", c_int64),
        ("send_count", c_int64),
        ("recv_count", c_int64),
    ]


@dataclass(frozen=True)
class IpsecSaGateway:
    """show ipsec sa gateway"""

    id: Optional[int]
    """number of the SA"""
    gateway: Optional[int]
    """number of the security gateway"""
    isakmp: Optional[int]
    """the ISAKMP SA that it was made by"""
    kind: Optional[str]
    """isakmp, tunnel, transport"""
    tunnel: Optional[int]
    """number of the tunnel"""
    protocol: Optional[str]
    """esp, ah, ike"""
    direction: Optional[str]
    """send, recv"""
    life_s: Optional[int]
    """how long it will live (seconds)"""
    remote_id: Optional[Address]
    """who is at the other end"""
    duration_s: Optional[int]
    """how long it will live, as detail prints it (seconds)"""
    local_id: Optional[Address]
    """who is at this end"""
    mode: Optional[str]
    """tunnel, transport, main, aggressive"""
    algorithm: Optional[str]
    """cipher, hash and group, as printed"""
    spi: Optional[str]
    """bytes in hexadecimal"""
    key: Optional[str]
    """always hidden"""
    flags: Optional[str]
    """U: up, K: keepalive, …, as printed"""
    isakmp_count: Optional[int]
    """ISAKMP SAs of the gateway"""
    send_count: Optional[int]
    """SAs to send with"""
    recv_count: Optional[int]
    """SAs to receive with"""


class CStatusPp(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("interface", c_char_p),
        ("description", c_char_p),
        ("session_type", c_char_p),
        ("state", c_char_p),
        ("peer", c_char_p),
        ("connected_s", c_int64),
        ("received_packets", c_int64),
        ("received_octets", c_int64),
        ("received_load_percent", c_double),
        ("transmitted_packets", c_int64),
        ("transmitted_octets", c_int64),
        ("transmitted_load_percent", c_double),
        ("lcp_local", CTexts),
        ("lcp_remote", CTexts),
        ("ipcp_local", CTexts),
        ("ipcp_remote", CTexts),
        ("ipv6cp_local", CTexts),
        ("ipv6cp_remote", CTexts),
        ("primary_dns", CAddress),
        ("secondary_dns", CAddress),
        ("local_address", CAddress),
        ("remote_address", CAddress),
        ("local_interface_id", c_char_p),
        ("remote_interface_id", c_char_p),
        ("ccp", c_char_p),
        ("user_id", c_char_p),
        ("last_state", c_char_p),
    ]


@dataclass(frozen=True)
class StatusPp:
    """show status pp"""

    interface: Optional[str]
    """PP[01], ANONYMOUS[01]"""
    description: Optional[str]
    """what the user calls it"""
    session_type: Optional[str]
    """pppoe, l2tp, pptp, isdn, line, …"""
    state: Optional[str]
    """connected, connecting, disconnected, never_connected, disabled"""
    peer: Optional[str]
    """who is at the other end"""
    connected_s: Optional[int]
    """how long it is connected (seconds)"""
    received_packets: Optional[int]
    """received packets"""
    received_octets: Optional[int]
    """received octets"""
    received_load_percent: Optional[float]
    """load of the line, received (percent)"""
    transmitted_packets: Optional[int]
    """transmitted packets"""
    transmitted_octets: Optional[int]
    """transmitted octets"""
    transmitted_load_percent: Optional[float]
    """load of the line, transmitted (percent)"""
    lcp_local: Tuple[str, ...]
    """names of our options in LCP"""
    lcp_remote: Tuple[str, ...]
    """names of the other end's options"""
    ipcp_local: Tuple[str, ...]
    """names of our options in IPCP"""
    ipcp_remote: Tuple[str, ...]
    """names of the other end's options"""
    ipv6cp_local: Tuple[str, ...]
    """names of our options in IPV6CP"""
    ipv6cp_remote: Tuple[str, ...]
    """names of the other end's options"""
    primary_dns: Optional[Address]
    """name server, got or given"""
    secondary_dns: Optional[Address]
    """the second name server"""
    local_address: Optional[Address]
    """our address"""
    remote_address: Optional[Address]
    """the other end's address"""
    local_interface_id: Optional[str]
    """our interface identifier"""
    remote_interface_id: Optional[str]
    """the other end's identifier"""
    ccp: Optional[str]
    """compression: none, …"""
    user_id: Optional[str]
    """the name with which the other end logged in"""
    last_state: Optional[str]
    """how the session before ended, as printed"""


class CStatusTunnel(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("tunnel", c_int64),
        ("description", c_char_p),
        ("interface_type", c_char_p),
        ("state", c_char_p),
        ("since", c_char_p),
        ("connected_s", c_int64),
        ("mtu_ipv4", c_int64),
        ("mtu_ipv6", c_int64),
        ("received_ipv4_packets", c_int64),
        ("received_ipv4_octets", c_int64),
        ("received_ipv6_packets", c_int64),
        ("received_ipv6_octets", c_int64),
        ("transmitted_ipv4_packets", c_int64),
        ("transmitted_ipv4_octets", c_int64),
        ("transmitted_ipv6_packets", c_int64),
        ("transmitted_ipv6_octets", c_int64),
        ("keepalive_type", c_char_p),
        ("keepalive_status", c_char_p),
        ("keepalive_next_s", c_int64),
        ("remote_address", CAddress),
    ]


@dataclass(frozen=True)
class StatusTunnel:
    """show status tunnel"""

    tunnel: Optional[int]
    """its number"""
    description: Optional[str]
    """what the user calls it"""
    interface_type: Optional[str]
    """ipsec, ipip, l2tp, …"""
    state: Optional[str]
    """connected, connecting, disconnected, never_connected, disabled"""
    since: Optional[datetime]
    """when it came up"""
    connected_s: Optional[int]
    """how long it is up (seconds)"""
    mtu_ipv4: Optional[int]
    """longest packet of IPv4 (octets)"""
    mtu_ipv6: Optional[int]
    """longest packet of IPv6 (octets)"""
    received_ipv4_packets: Optional[int]
    """received packets of IPv4"""
    received_ipv4_octets: Optional[int]
    """received octets of IPv4"""
    received_ipv6_packets: Optional[int]
    """received packets of IPv6"""
    received_ipv6_octets: Optional[int]
    """received octets of IPv6"""
    transmitted_ipv4_packets: Optional[int]
    """transmitted packets of IPv4"""
    transmitted_ipv4_octets: Optional[int]
    """transmitted octets of IPv4"""
    transmitted_ipv6_packets: Optional[int]
    """transmitted packets of IPv6"""
    transmitted_ipv6_octets: Optional[int]
    """transmitted octets of IPv6"""
    keepalive_type: Optional[str]
    """how the tunnel is watched"""
    keepalive_status: Optional[str]
    """OK, NG"""
    keepalive_next_s: Optional[int]
    """time until it is tried again (seconds)"""
    remote_address: Optional[Address]
    """the other end"""


class CL2tpSession(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("state", c_char_p),
        ("local_session_id", c_int64),
        ("remote_session_id", c_int64),
        ("received_packets", c_int64),
        ("received_octets", c_int64),
        ("transmitted_packets", c_int64),
        ("transmitted_octets", c_int64),
        ("circuit_status", c_char_p),
    ]


@dataclass(frozen=True)
class L2tpSession:
    """part of another record"""

    state: Optional[str]
    """established, …"""
    local_session_id: Optional[int]
    """our number of it"""
    remote_session_id: Optional[int]
    """the other end's number"""
    received_packets: Optional[int]
    """received packets"""
    received_octets: Optional[int]
    """received octets"""
    transmitted_packets: Optional[int]
    """transmitted packets"""
    transmitted_octets: Optional[int]
    """transmitted octets"""
    circuit_status: Optional[str]
    """L2TPv3: of the circuit, as printed"""


class CL2tpTunnel(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("tunnel", c_int64),
        ("state", c_char_p),
        ("version", c_char_p),
        ("local_tunnel_id", c_int64),
        ("remote_tunnel_id", c_int64),
        ("local_address", CAddress),
        ("remote_address", CAddress),
        ("local_port", c_int64),
        ("remote_port", c_int64),
        ("pp_bind", c_char_p),
        ("vendor", c_char_p),
        ("hostname", c_char_p),
        ("sessions", CList),
    ]


@dataclass(frozen=True)
class L2tpTunnel:
    """part of another record"""

    tunnel: Optional[int]
    """number of the tunnel interface"""
    state: Optional[str]
    """established, idle, …"""
    version: Optional[str]
    """L2TPv2, L2TPv3"""
    local_tunnel_id: Optional[int]
    """our number of it"""
    remote_tunnel_id: Optional[int]
    """the other end's number"""
    local_address: Optional[Address]
    """our address"""
    remote_address: Optional[Address]
    """the other end's"""
    local_port: Optional[int]
    """our port"""
    remote_port: Optional[int]
    """the other end's port"""
    pp_bind: Optional[str]
    """the peer that uses it"""
    vendor: Optional[str]
    """what the other end says it is"""
    hostname: Optional[str]
    """and what it is called"""
    sessions: Tuple[L2tpSession, ...]
    """the sessions in it"""


class CStatusL2tp(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("tunnel_count", c_int64),
        ("session_count", c_int64),
        ("tunnels", CList),
    ]


@dataclass(frozen=True)
class StatusL2tp:
    """show status l2tp"""

    tunnel_count: Optional[int]
    """tunnels in use"""
    session_count: Optional[int]
    """sessions in use"""
    tunnels: Tuple[L2tpTunnel, ...]
    """one per tunnel"""


class CNatEntry(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("protocol", c_char_p),
        ("inner_address", CAddress),
        ("inner_port", c_int64),
        ("destination_address", CAddress),
        ("destination_port", c_int64),
        ("masquerade", c_int64),
        ("type", c_char_p),
        ("ttl_s", c_int64),
    ]


@dataclass(frozen=True)
class NatEntry:
    """part of another record"""

    protocol: Optional[str]
    """tcp, udp, icmp, esp, gre, …"""
    inner_address: Optional[Address]
    """who is inside"""
    inner_port: Optional[int]
    """and its port, absent when any"""
    destination_address: Optional[Address]
    """who is outside, absent when anybody"""
    destination_port: Optional[int]
    """and its port"""
    masquerade: Optional[int]
    """the port that the outside sees"""
    type: Optional[str]
    """static, dynamic"""
    ttl_s: Optional[int]
    """how long it lives (seconds)"""


class CNatInner(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("no", c_int64),
        ("inner_address", CAddress),
        ("in_use", c_int64),
        ("limit", c_int64),
        ("type", c_char_p),
    ]


@dataclass(frozen=True)
class NatInner:
    """part of another record"""

    no: Optional[int]
    """its number in the list"""
    inner_address: Optional[Address]
    """who is inside"""
    in_use: Optional[int]
    """ports (or sessions) in use"""
    limit: Optional[int]
    """how many it may have"""
    type: Optional[str]
    """static, dynamic"""


class CNatDescriptorAddress(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("descriptor", c_int64),
        ("interface", c_char_p),
        ("interface_index", c_int64),
        ("kind", c_char_p),
        ("outer_address", CAddress),
        ("port_ranges", CRanges),
        ("in_use", c_int64),
        ("entries", CList),
        ("inner", CList),
    ]


@dataclass(frozen=True)
class NatDescriptorAddress:
    """show nat descriptor address"""

    descriptor: Optional[int]
    """its number"""
    interface: Optional[str]
    """where it is used"""
    interface_index: Optional[int]
    """which of that interface's descriptors it is"""
    kind: Optional[str]
    """masquerade, nat"""
    outer_address: Optional[Address]
    """what the outside sees"""
    port_ranges: Tuple[Tuple[int, int], ...]
    """ports that masquerade takes"""
    in_use: Optional[int]
    """ports (or sessions) in use"""
    entries: Tuple[NatEntry, ...]
    """the translations, as far as printed"""
    inner: Tuple[NatInner, ...]
    """the hosts inside"""


class CLogEntry(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("time", c_char_p),
        ("category", c_char_p),
        ("interface", c_char_p),
        ("message", c_char_p),
    ]


@dataclass(frozen=True)
class LogEntry:
    """show log"""

    time: Optional[datetime]
    """the router's own clock, without offset"""
    category: Optional[str]
    """IKE for a message that begins with [IKE]"""
    interface: Optional[str]
    """TUNNEL[1], PP[ANONYMOUS01], LAN1(port4), where the message begins with one"""
    message: Optional[str]
    """all that follows the time stamp"""


class CArp(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("interface", c_char_p),
        ("port", c_int64),
        ("address", CAddress),
        ("mac", c_char_p),
        ("ttl_s", c_int64),
    ]


@dataclass(frozen=True)
class Arp:
    """show arp"""

    interface: Optional[str]
    """LAN1"""
    port: Optional[int]
    """the port of its switch"""
    address: Optional[Address]
    """who is there"""
    mac: Optional[str]
    """in lower case"""
    ttl_s: Optional[int]
    """how long it is known; absent when permanent (seconds)"""


class CLanPort(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("port", c_int64),
        ("negotiation", c_char_p),
        ("link", c_char_p),
        ("speed_mbps", c_int64),
        ("duplex", c_char_p),
        ("media", c_char_p),
    ]


@dataclass(frozen=True)
class LanPort:
    """part of another record"""

    port: Optional[int]
    """its number"""
    negotiation: Optional[str]
    """auto, fixed"""
    link: Optional[str]
    """up, down"""
    speed_mbps: Optional[int]
    """speed (mbps)"""
    duplex: Optional[str]
    """full, half"""
    media: Optional[str]
    """1000BASE-T"""


class CStatusLan(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("interface", c_char_p),
        ("description", c_char_p),
        ("ip_address", CAddress),
        ("dhcp", c_int32),
        ("mac", c_char_p),
        ("mtu", c_int64),
        ("promiscuous", c_int32),
        ("ports", CList),
        ("received_packets", c_int64),
        ("received_octets", c_int64),
        ("transmitted_packets", c_int64),
        ("transmitted_octets", c_int64),
        ("transmitted_ipv4_packets", c_int64),
        ("transmitted_ipv4_fastpath_packets", c_int64),
        ("received_ipv4_packets", c_int64),
        ("transmitted_ipv6_packets", c_int64),
        ("transmitted_ipv6_fastpath_packets", c_int64),
        ("received_ipv6_packets", c_int64),
        ("receive_overflow", c_int64),
        ("unsupported_packets", c_int64),
        ("receive_errors", c_int64),
        ("crc_errors", c_int64),
        ("alignment_errors", c_int64),
        ("short_frames", c_int64),
        ("long_frames", c_int64),
        ("transmit_errors", c_int64),
        ("transmit_overflow", c_int64),
        ("collisions", c_int64),
        ("excessive_collisions", c_int64),
        ("late_collisions", c_int64),
        ("carrier_losses", c_int64),
    ]


@dataclass(frozen=True)
class StatusLan:
    """show status lan1"""

    interface: Optional[str]
    """LAN1"""
    description: Optional[str]
    """what the user calls it"""
    ip_address: Optional[Address]
    """its address and network"""
    dhcp: Optional[bool]
    """is the address from a DHCP server"""
    mac: Optional[str]
    """in lower case"""
    mtu: Optional[int]
    """longest packet (octets)"""
    promiscuous: Optional[bool]
    """does it take all frames"""
    ports: Tuple[LanPort, ...]
    """how it is connected; port 1 for an interface without a switch"""
    received_packets: Optional[int]
    """received packets"""
    received_octets: Optional[int]
    """received octets"""
    transmitted_packets: Optional[int]
    """transmitted packets"""
    transmitted_octets: Optional[int]
    """transmitted octets"""
    transmitted_ipv4_packets: Optional[int]
    """transmitted packets of IPv4"""
    transmitted_ipv4_fastpath_packets: Optional[int]
    """those that took the fast path (packets)"""
    received_ipv4_packets: Optional[int]
    """received packets of IPv4"""
    transmitted_ipv6_packets: Optional[int]
    """transmitted packets of IPv6"""
    transmitted_ipv6_fastpath_packets: Optional[int]
    """those that took the fast path (packets)"""
    received_ipv6_packets: Optional[int]
    """received packets of IPv6"""
    receive_overflow: Optional[int]
    """frames lost as they came too fast"""
    unsupported_packets: Optional[int]
    """frames of protocols that the router does not speak"""
    receive_errors: Optional[int]
    """frames that came in broken"""
    crc_errors: Optional[int]
    """frames with a wrong checksum"""
    alignment_errors: Optional[int]
    """frames of a broken length"""
    short_frames: Optional[int]
    """frames too short"""
    long_frames: Optional[int]
    """frames too long"""
    transmit_errors: Optional[int]
    """frames that could not be sent"""
    transmit_overflow: Optional[int]
    """frames lost as the queue was full"""
    collisions: Optional[int]
    """collisions"""
    excessive_collisions: Optional[int]
    """frames given up after too many collisions"""
    late_collisions: Optional[int]
    """collisions that came too late"""
    carrier_losses: Optional[int]
    """times that the carrier was lost"""


class CDhcpLease(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("no", c_int64),
        ("address", CAddress),
        ("client_ethernet", c_char_p),
        ("client_id", c_char_p),
        ("hostname", c_char_p),
        ("remaining_s", c_int64),
        ("kind", c_char_p),
    ]


@dataclass(frozen=True)
class DhcpLease:
    """part of another record"""

    no: Optional[int]
    """its number in the summary"""
    address: Optional[Address]
    """the address"""
    client_ethernet: Optional[str]
    """who has it, in lower case"""
    client_id: Optional[str]
    """who has it: type and identifier, as printed"""
    hostname: Optional[str]
    """what it calls itself"""
    remaining_s: Optional[int]
    """how long it may keep it; absent when for ever (seconds)"""
    kind: Optional[str]
    """leased, reserved"""


class CStatusDhcp(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("scope", c_int64),
        ("network", CAddress),
        ("leases", CList),
        ("total", c_int64),
        ("excluded", c_int64),
        ("in_use", c_int64),
        ("free", c_int64),
        ("reserved", c_int64),
    ]


@dataclass(frozen=True)
class StatusDhcp:
    """show status dhcp"""

    scope: Optional[int]
    """its number"""
    network: Optional[Address]
    """the network"""
    leases: Tuple[DhcpLease, ...]
    """one per lease"""
    total: Optional[int]
    """addresses in all"""
    excluded: Optional[int]
    """those that are not given"""
    in_use: Optional[int]
    """those that are given"""
    free: Optional[int]
    """those that are free"""
    reserved: Optional[int]
    """those that are kept for somebody"""


class CStatusUser(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("name", c_char_p),
        ("connection", c_char_p),
        ("login", c_char_p),
        ("idle_s", c_int64),
        ("address", CAddress),
        ("self", c_int32),
        ("administrator", c_int32),
        ("radius", c_int32),
    ]


@dataclass(frozen=True)
class StatusUser:
    """show status user"""

    name: Optional[str]
    """absent for the one without a name"""
    connection: Optional[str]
    """telnet1, serial, remote, ssh1, http1"""
    login: Optional[str]
    """when, as printed: month/day hour:minute"""
    idle_s: Optional[int]
    """for how long nothing was typed (seconds)"""
    address: Optional[Address]
    """where from"""
    self: Optional[bool]
    """is it this very session"""
    administrator: Optional[bool]
    """is it at the administrator level"""
    radius: Optional[bool]
    """did a RADIUS server let it in"""


class CStatusBgpNeighbor(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("neighbor", CAddress),
        ("remote_as", c_int64),
        ("local_as", c_int64),
        ("link", c_char_p),
        ("version", c_int64),
        ("router_id", CAddress),
        ("state", c_char_p),
        ("uptime_s", c_int64),
        ("last_read_s", c_int64),
        ("hold_s", c_int64),
        ("keepalive_s", c_int64),
        ("received_messages", c_int64),
        ("received_notifications", c_int64),
        ("received_queue", c_int64),
        ("sent_messages", c_int64),
        ("sent_notifications", c_int64),
        ("sent_queue", c_int64),
        ("received_prefixes", c_int64),
        ("sent_prefixes", c_int64),
        ("established_count", c_int64),
        ("dropped_count", c_int64),
        ("last_reset_s", c_int64),
        ("local_address", CAddress),
        ("local_port", c_int64),
        ("remote_address", CAddress),
        ("remote_port", c_int64),
    ]


@dataclass(frozen=True)
class StatusBgpNeighbor:
    """show status bgp neighbor"""

    neighbor: Optional[Address]
    """who it is"""
    remote_as: Optional[int]
    """its autonomous system"""
    local_as: Optional[int]
    """ours"""
    link: Optional[str]
    """external, internal"""
    version: Optional[int]
    """of the protocol"""
    router_id: Optional[Address]
    """how it calls itself"""
    state: Optional[str]
    """idle, connect, active, opensent, openconfirm, established"""
    uptime_s: Optional[int]
    """how long it is established (seconds)"""
    last_read_s: Optional[int]
    """since it was heard last (seconds)"""
    hold_s: Optional[int]
    """how long it may be silent (seconds)"""
    keepalive_s: Optional[int]
    """how often it is greeted (seconds)"""
    received_messages: Optional[int]
    """messages"""
    received_notifications: Optional[int]
    """notifications among them"""
    received_queue: Optional[int]
    """not looked at yet"""
    sent_messages: Optional[int]
    """messages"""
    sent_notifications: Optional[int]
    """notifications among them"""
    sent_queue: Optional[int]
    """not sent yet"""
    received_prefixes: Optional[int]
    """routes that it told"""
    sent_prefixes: Optional[int]
    """routes that it was told"""
    established_count: Optional[int]
    """how often it was connected"""
    dropped_count: Optional[int]
    """how often it was lost"""
    last_reset_s: Optional[int]
    """since it was lost; absent: never (seconds)"""
    local_address: Optional[Address]
    """our address"""
    local_port: Optional[int]
    """our port"""
    remote_address: Optional[Address]
    """its address"""
    remote_port: Optional[int]
    """its port"""


class CConfigLine(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("context", c_char_p),
        ("text", c_char_p),
        ("key", c_char_p),
        ("secret", c_int32),
    ]


@dataclass(frozen=True)
class ConfigLine:
    """part of another record"""

    context: Optional[str]
    """where it stands: "", pp 1, pp anonymous, tunnel 1, tunnel 1 ipsec tunnel 101"""
    text: Optional[str]
    """the statement; secret words are *"""
    key: Optional[str]
    """the words that name what it sets"""
    secret: Optional[bool]
    """was something in it hidden"""


class CConfigListing(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("model", c_char_p),
        ("revision", c_char_p),
        ("built", c_char_p),
        ("reporting_date", c_char_p),
        ("mac_addresses", CTexts),
        ("memory", c_char_p),
        ("hardware_version", c_char_p),
        ("serial", c_char_p),
        ("statements", CList),
    ]


@dataclass(frozen=True)
class ConfigListing:
    """show config"""

    model: Optional[str]
    """model, RTX810"""
    revision: Optional[str]
    """revision of the firmware, 11.01.21"""
    built: Optional[datetime]
    """when the firmware was built, without offset"""
    reporting_date: Optional[datetime]
    """the router's clock when it printed this"""
    mac_addresses: Tuple[str, ...]
    """one per LAN"""
    memory: Optional[str]
    """memory and interfaces, as printed"""
    hardware_version: Optional[str]
    """version of the board"""
    serial: Optional[str]
    """serial number"""
    statements: Tuple[ConfigLine, ...]
    """all statements, in order"""


class CPingReply(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("address", CAddress),
        ("sequence", c_int64),
        ("ttl", c_int64),
        ("time_ms", c_double),
    ]


@dataclass(frozen=True)
class PingReply:
    """part of another record"""

    address: Optional[Address]
    """who answered"""
    sequence: Optional[int]
    """which packet"""
    ttl: Optional[int]
    """hops left"""
    time_ms: Optional[float]
    """round trip (milliseconds)"""


class CPing(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("padding", c_uint32),
        ("present", c_uint64),
        ("sent", c_int64),
        ("received", c_int64),
        ("loss_percent", c_double),
        ("min_ms", c_double),
        ("avg_ms", c_double),
        ("max_ms", c_double),
        ("replies", CList),
    ]


@dataclass(frozen=True)
class Ping:
    """ping"""

    sent: Optional[int]
    """packets sent"""
    received: Optional[int]
    """packets that came back"""
    loss_percent: Optional[float]
    """packets lost (percent)"""
    min_ms: Optional[float]
    """shortest round trip (milliseconds)"""
    avg_ms: Optional[float]
    """mean round trip (milliseconds)"""
    max_ms: Optional[float]
    """longest round trip (milliseconds)"""
    replies: Tuple[PingReply, ...]
    """the answers"""


RECORDS: Dict[str, Record] = {
    "environment": Record(
        Environment,
        CEnvironment,
        (
            Field("model", "text", ""),
            Field("revision", "text", ""),
            Field("built", "time", ""),
            Field("boot_rom", "text", ""),
            Field("flash_rom_table", "text", ""),
            Field("hardware_version", "text", ""),
            Field("serial", "text", ""),
            Field("mac_addresses", "texts", ""),
            Field("tam", "text", ""),
            Field("cpu_5s_percent", "number", ""),
            Field("cpu_1min_percent", "number", ""),
            Field("cpu_5min_percent", "number", ""),
            Field("memory_percent", "number", ""),
            Field("packet_buffer_small_percent", "number", ""),
            Field("packet_buffer_middle_percent", "number", ""),
            Field("packet_buffer_large_percent", "number", ""),
            Field("packet_buffer_jumbo_percent", "number", ""),
            Field("packet_buffer_huge_percent", "number", ""),
            Field("firmware", "text", ""),
            Field("config_file", "text", ""),
            Field("default_firmware", "text", ""),
            Field("default_config_file", "text", ""),
            Field("serial_baud", "number", ""),
            Field("boot_time", "time", ""),
            Field("current_time", "time", ""),
            Field("uptime_s", "duration", ""),
            Field("security_class", "number", ""),
            Field("forget", "flag", ""),
            Field("telnet", "flag", ""),
            Field("temperature_c", "number", ""),
        ),
    ),
    "ip_route": Record(
        IpRoute,
        CIpRoute,
        (
            Field("destination", "address", ""),
            Field("gateway", "address", ""),
            Field("interface", "text", ""),
            Field("kind", "word", ""),
            Field("additional", "text", ""),
        ),
    ),
    "ipv6_route": Record(
        Ipv6Route,
        CIpv6Route,
        (
            Field("destination", "address", ""),
            Field("gateway", "address", ""),
            Field("interface", "text", ""),
            Field("kind", "word", ""),
            Field("additional", "text", ""),
        ),
    ),
    "ipsec_sa_row": Record(
        IpsecSaRow,
        CIpsecSaRow,
        (
            Field("id", "number", ""),
            Field("gateway", "number", ""),
            Field("isakmp", "number", ""),
            Field("kind", "word", ""),
            Field("tunnel", "number", ""),
            Field("protocol", "word", ""),
            Field("direction", "word", ""),
            Field("life_s", "duration", ""),
            Field("remote_id", "address", ""),
        ),
    ),
    "ipsec_sa": Record(
        IpsecSa,
        CIpsecSa,
        (
            Field("isakmp", "number", ""),
            Field("send", "number", ""),
            Field("recv", "number", ""),
            Field("sas", "records", "ipsec_sa_row"),
        ),
    ),
    "ipsec_sa_gateway": Record(
        IpsecSaGateway,
        CIpsecSaGateway,
        (
            Field("id", "number", ""),
            Field("gateway", "number", ""),
            Field("isakmp", "number", ""),
            Field("kind", "word", ""),
            Field("tunnel", "number", ""),
            Field("protocol", "word", ""),
            Field("direction", "word", ""),
            Field("life_s", "duration", ""),
            Field("remote_id", "address", ""),
            Field("duration_s", "duration", ""),
            Field("local_id", "address", ""),
            Field("mode", "word", ""),
            Field("algorithm", "text", ""),
            Field("spi", "text", ""),
            Field("key", "text", ""),
            Field("flags", "text", ""),
            Field("isakmp_count", "number", ""),
            Field("send_count", "number", ""),
            Field("recv_count", "number", ""),
        ),
    ),
    "status_pp": Record(
        StatusPp,
        CStatusPp,
        (
            Field("interface", "text", ""),
            Field("description", "text", ""),
            Field("session_type", "word", ""),
            Field("state", "word", ""),
            Field("peer", "text", ""),
            Field("connected_s", "duration", ""),
            Field("received_packets", "number", ""),
            Field("received_octets", "number", ""),
            Field("received_load_percent", "decimal", ""),
            Field("transmitted_packets", "number", ""),
            Field("transmitted_octets", "number", ""),
            Field("transmitted_load_percent", "decimal", ""),
            Field("lcp_local", "texts", ""),
            Field("lcp_remote", "texts", ""),
            Field("ipcp_local", "texts", ""),
            Field("ipcp_remote", "texts", ""),
            Field("ipv6cp_local", "texts", ""),
            Field("ipv6cp_remote", "texts", ""),
            Field("primary_dns", "address", ""),
            Field("secondary_dns", "address", ""),
            Field("local_address", "address", ""),
            Field("remote_address", "address", ""),
            Field("local_interface_id", "text", ""),
            Field("remote_interface_id", "text", ""),
            Field("ccp", "word", ""),
            Field("user_id", "text", ""),
            Field("last_state", "text", ""),
        ),
    ),
    "status_tunnel": Record(
        StatusTunnel,
        CStatusTunnel,
        (
            Field("tunnel", "number", ""),
            Field("description", "text", ""),
            Field("interface_type", "word", ""),
            Field("state", "word", ""),
            Field("since", "time", ""),
            Field("connected_s", "duration", ""),
            Field("mtu_ipv4", "number", ""),
            Field("mtu_ipv6", "number", ""),
            Field("received_ipv4_packets", "number", ""),
            Field("received_ipv4_octets", "number", ""),
            Field("received_ipv6_packets", "number", ""),
            Field("received_ipv6_octets", "number", ""),
            Field("transmitted_ipv4_packets", "number", ""),
            Field("transmitted_ipv4_octets", "number", ""),
            Field("transmitted_ipv6_packets", "number", ""),
            Field("transmitted_ipv6_octets", "number", ""),
            Field("keepalive_type", "text", ""),
            Field("keepalive_status", "text", ""),
            Field("keepalive_next_s", "duration", ""),
            Field("remote_address", "address", ""),
        ),
    ),
    "l2tp_session": Record(
        L2tpSession,
        CL2tpSession,
        (
            Field("state", "word", ""),
            Field("local_session_id", "number", ""),
            Field("remote_session_id", "number", ""),
            Field("received_packets", "number", ""),
            Field("received_octets", "number", ""),
            Field("transmitted_packets", "number", ""),
            Field("transmitted_octets", "number", ""),
            Field("circuit_status", "text", ""),
        ),
    ),
    "l2tp_tunnel": Record(
        L2tpTunnel,
        CL2tpTunnel,
        (
            Field("tunnel", "number", ""),
            Field("state", "word", ""),
            Field("version", "text", ""),
            Field("local_tunnel_id", "number", ""),
            Field("remote_tunnel_id", "number", ""),
            Field("local_address", "address", ""),
            Field("remote_address", "address", ""),
            Field("local_port", "number", ""),
            Field("remote_port", "number", ""),
            Field("pp_bind", "text", ""),
            Field("vendor", "text", ""),
            Field("hostname", "text", ""),
            Field("sessions", "records", "l2tp_session"),
        ),
    ),
    "status_l2tp": Record(
        StatusL2tp,
        CStatusL2tp,
        (
            Field("tunnel_count", "number", ""),
            Field("session_count", "number", ""),
            Field("tunnels", "records", "l2tp_tunnel"),
        ),
    ),
    "nat_entry": Record(
        NatEntry,
        CNatEntry,
        (
            Field("protocol", "word", ""),
            Field("inner_address", "address", ""),
            Field("inner_port", "number", ""),
            Field("destination_address", "address", ""),
            Field("destination_port", "number", ""),
            Field("masquerade", "number", ""),
            Field("type", "word", ""),
            Field("ttl_s", "duration", ""),
        ),
    ),
    "nat_inner": Record(
        NatInner,
        CNatInner,
        (
            Field("no", "number", ""),
            Field("inner_address", "address", ""),
            Field("in_use", "number", ""),
            Field("limit", "number", ""),
            Field("type", "word", ""),
        ),
    ),
    "nat_descriptor_address": Record(
        NatDescriptorAddress,
        CNatDescriptorAddress,
        (
            Field("descriptor", "number", ""),
            Field("interface", "text", ""),
            Field("interface_index", "number", ""),
            Field("kind", "word", ""),
            Field("outer_address", "address", ""),
            Field("port_ranges", "ranges", ""),
            Field("in_use", "number", ""),
            Field("entries", "records", "nat_entry"),
            Field("inner", "records", "nat_inner"),
        ),
    ),
    "log_entry": Record(
        LogEntry,
        CLogEntry,
        (
            Field("time", "time", ""),
            Field("category", "text", ""),
            Field("interface", "text", ""),
            Field("message", "text", ""),
        ),
    ),
    "arp": Record(
        Arp,
        CArp,
        (
            Field("interface", "text", ""),
            Field("port", "number", ""),
            Field("address", "address", ""),
            Field("mac", "word", ""),
            Field("ttl_s", "number", ""),
        ),
    ),
    "lan_port": Record(
        LanPort,
        CLanPort,
        (
            Field("port", "number", ""),
            Field("negotiation", "word", ""),
            Field("link", "word", ""),
            Field("speed_mbps", "number", ""),
            Field("duplex", "word", ""),
            Field("media", "text", ""),
        ),
    ),
    "status_lan": Record(
        StatusLan,
        CStatusLan,
        (
            Field("interface", "text", ""),
            Field("description", "text", ""),
            Field("ip_address", "address", ""),
            Field("dhcp", "flag", ""),
            Field("mac", "word", ""),
            Field("mtu", "number", ""),
            Field("promiscuous", "flag", ""),
            Field("ports", "records", "lan_port"),
            Field("received_packets", "number", ""),
            Field("received_octets", "number", ""),
            Field("transmitted_packets", "number", ""),
            Field("transmitted_octets", "number", ""),
            Field("transmitted_ipv4_packets", "number", ""),
            Field("transmitted_ipv4_fastpath_packets", "number", ""),
            Field("received_ipv4_packets", "number", ""),
            Field("transmitted_ipv6_packets", "number", ""),
            Field("transmitted_ipv6_fastpath_packets", "number", ""),
            Field("received_ipv6_packets", "number", ""),
            Field("receive_overflow", "number", ""),
            Field("unsupported_packets", "number", ""),
            Field("receive_errors", "number", ""),
            Field("crc_errors", "number", ""),
            Field("alignment_errors", "number", ""),
            Field("short_frames", "number", ""),
            Field("long_frames", "number", ""),
            Field("transmit_errors", "number", ""),
            Field("transmit_overflow", "number", ""),
            Field("collisions", "number", ""),
            Field("excessive_collisions", "number", ""),
            Field("late_collisions", "number", ""),
            Field("carrier_losses", "number", ""),
        ),
    ),
    "dhcp_lease": Record(
        DhcpLease,
        CDhcpLease,
        (
            Field("no", "number", ""),
            Field("address", "address", ""),
            Field("client_ethernet", "word", ""),
            Field("client_id", "text", ""),
            Field("hostname", "text", ""),
            Field("remaining_s", "duration", ""),
            Field("kind", "word", ""),
        ),
    ),
    "status_dhcp": Record(
        StatusDhcp,
        CStatusDhcp,
        (
            Field("scope", "number", ""),
            Field("network", "address", ""),
            Field("leases", "records", "dhcp_lease"),
            Field("total", "number", ""),
            Field("excluded", "number", ""),
            Field("in_use", "number", ""),
            Field("free", "number", ""),
            Field("reserved", "number", ""),
        ),
    ),
    "status_user": Record(
        StatusUser,
        CStatusUser,
        (
            Field("name", "text", ""),
            Field("connection", "word", ""),
            Field("login", "text", ""),
            Field("idle_s", "duration", ""),
            Field("address", "address", ""),
            Field("self", "flag", ""),
            Field("administrator", "flag", ""),
            Field("radius", "flag", ""),
        ),
    ),
    "status_bgp_neighbor": Record(
        StatusBgpNeighbor,
        CStatusBgpNeighbor,
        (
            Field("neighbor", "address", ""),
            Field("remote_as", "number", ""),
            Field("local_as", "number", ""),
            Field("link", "word", ""),
            Field("version", "number", ""),
            Field("router_id", "address", ""),
            Field("state", "word", ""),
            Field("uptime_s", "duration", ""),
            Field("last_read_s", "duration", ""),
            Field("hold_s", "number", ""),
            Field("keepalive_s", "number", ""),
            Field("received_messages", "number", ""),
            Field("received_notifications", "number", ""),
            Field("received_queue", "number", ""),
            Field("sent_messages", "number", ""),
            Field("sent_notifications", "number", ""),
            Field("sent_queue", "number", ""),
            Field("received_prefixes", "number", ""),
            Field("sent_prefixes", "number", ""),
            Field("established_count", "number", ""),
            Field("dropped_count", "number", ""),
            Field("last_reset_s", "duration", ""),
            Field("local_address", "address", ""),
            Field("local_port", "number", ""),
            Field("remote_address", "address", ""),
            Field("remote_port", "number", ""),
        ),
    ),
    "config_line": Record(
        ConfigLine,
        CConfigLine,
        (
            Field("context", "text", ""),
            Field("text", "text", ""),
            Field("key", "text", ""),
            Field("secret", "flag", ""),
        ),
    ),
    "config_listing": Record(
        ConfigListing,
        CConfigListing,
        (
            Field("model", "text", ""),
            Field("revision", "text", ""),
            Field("built", "time", ""),
            Field("reporting_date", "time", ""),
            Field("mac_addresses", "texts", ""),
            Field("memory", "text", ""),
            Field("hardware_version", "text", ""),
            Field("serial", "text", ""),
            Field("statements", "records", "config_line"),
        ),
    ),
    "ping_reply": Record(
        PingReply,
        CPingReply,
        (
            Field("address", "address", ""),
            Field("sequence", "number", ""),
            Field("ttl", "number", ""),
            Field("time_ms", "decimal", ""),
        ),
    ),
    "ping": Record(
        Ping,
        CPing,
        (
            Field("sent", "number", ""),
            Field("received", "number", ""),
            Field("loss_percent", "decimal", ""),
            Field("min_ms", "decimal", ""),
            Field("avg_ms", "decimal", ""),
            Field("max_ms", "decimal", ""),
            Field("replies", "records", "ping_reply"),
        ),
    ),
}

OUTPUTS: Dict[str, Output] = {
    "environment": Output("environment", False, "show environment"),
    "ip_route": Output("ip_route", True, "show ip route"),
    "ipv6_route": Output("ipv6_route", True, "show ipv6 route"),
    "ipsec_sa": Output("ipsec_sa", False, "show ipsec sa"),
    "ipsec_sa_gateway": Output("ipsec_sa_gateway", True, "show ipsec sa gateway"),
    "status_pp": Output("status_pp", True, "show status pp"),
    "status_tunnel": Output("status_tunnel", False, "show status tunnel"),
    "status_l2tp": Output("status_l2tp", False, "show status l2tp"),
    "nat_descriptor_address": Output("nat_descriptor_address", True, "show nat descriptor address"),
    "log": Output("log_entry", True, "show log"),
    "arp": Output("arp", True, "show arp"),
    "status_lan": Output("status_lan", False, "show status lan1"),
    "status_dhcp": Output("status_dhcp", True, "show status dhcp"),
    "status_user": Output("status_user", True, "show status user"),
    "status_bgp_neighbor": Output("status_bgp_neighbor", True, "show status bgp neighbor"),
    "config": Output("config_listing", False, "show config"),
    "ping": Output("ping", False, "ping"),
}

AnyRecord = Union[
    Environment,
    IpRoute,
    Ipv6Route,
    IpsecSa,
    IpsecSaGateway,
    StatusPp,
    StatusTunnel,
    StatusL2tp,
    NatDescriptorAddress,
    LogEntry,
    Arp,
    StatusLan,
    StatusDhcp,
    StatusUser,
    StatusBgpNeighbor,
    ConfigListing,
    Ping,
]
