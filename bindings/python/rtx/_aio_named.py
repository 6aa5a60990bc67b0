"""The outputs by their names: `router.show.ip_route()`.

Made by generate.py.
"""

from typing import Any, Awaitable, Callable, List, Optional, cast

from . import _records as records
from . import show as shows

Ask = Callable[[str, Optional[float]], Awaitable[shows.Parsed]]


class Show:
    """`router.show.ip_route()`, and so on; `router.show("any command")`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def __call__(self, command: str, *, timeout: Optional[float] = None) -> shows.Parsed:
        """Any command, with a report of how much was understood."""
        return await self._ask(command, timeout)

    async def _data(self, command: str, timeout: Optional[float]) -> Any:
        return (await self._ask(command, timeout)).data

    async def environment(self, *, timeout: Optional[float] = None) -> records.Environment:
        return cast(records.Environment, await self._data("show environment", timeout))

    async def ip_route(self, *, timeout: Optional[float] = None) -> List[records.IpRoute]:
        return cast(List[records.IpRoute], await self._data("show ip route", timeout))

    async def ipv6_route(self, *, timeout: Optional[float] = None) -> List[records.Ipv6Route]:
        return cast(List[records.Ipv6Route], await self._data("show ipv6 route", timeout))

    async def ipsec_sa(self, *, timeout: Optional[float] = None) -> records.IpsecSa:
        return cast(records.IpsecSa, await self._data("show ipsec sa", timeout))

    async def ipsec_sa_gateway(
        self, gateway: int, *, detail: bool = False, timeout: Optional[float] = None
    ) -> List[records.IpsecSaGateway]:
        command = shows.numbered("show ipsec sa gateway", gateway, " detail" if detail else "")
        return cast(List[records.IpsecSaGateway], await self._data(command, timeout))

    async def status_pp(self, pp: int, *, timeout: Optional[float] = None) -> List[records.StatusPp]:
        command = shows.numbered("show status pp", pp)
        return cast(List[records.StatusPp], await self._data(command, timeout))

    async def status_pp_anonymous(self, *, timeout: Optional[float] = None) -> List[records.StatusPp]:
        return cast(List[records.StatusPp], await self._data("show status pp anonymous", timeout))

    async def status_tunnel(
        self, tunnel: int, *, timeout: Optional[float] = None
    ) -> records.StatusTunnel:
        command = shows.numbered("show status tunnel", tunnel)
        return cast(records.StatusTunnel, await self._data(command, timeout))

    async def status_l2tp(self, *, timeout: Optional[float] = None) -> records.StatusL2tp:
        return cast(records.StatusL2tp, await self._data("show status l2tp", timeout))

    async def nat_descriptor_address(
        self,
        descriptor: Optional[int] = None,
        *,
        detail: bool = False,
        timeout: Optional[float] = None,
    ) -> List[records.NatDescriptorAddress]:
        command = shows.numbered(
            "show nat descriptor address", descriptor, " detail" if detail else ""
        )
        return cast(List[records.NatDescriptorAddress], await self._data(command, timeout))

    async def log(self, *, timeout: Optional[float] = None) -> List[records.LogEntry]:
        """Oldest entry first."""
        return cast(List[records.LogEntry], await self._data("show log", timeout))

    async def arp(self, *, timeout: Optional[float] = None) -> List[records.Arp]:
        return cast(List[records.Arp], await self._data("show arp", timeout))

    async def status_lan(self, lan: int, *, timeout: Optional[float] = None) -> records.StatusLan:
        if lan < 1:
            raise ValueError("LANs are counted from 1")
        return cast(records.StatusLan, await self._data(f"show status lan{int(lan)}", timeout))

    async def status_dhcp(
        self,
        scope: Optional[int] = None,
        *,
        summary: bool = False,
        timeout: Optional[float] = None,
    ) -> List[records.StatusDhcp]:
        command = shows.numbered("show status dhcp", scope, " summary" if summary else "")
        return cast(List[records.StatusDhcp], await self._data(command, timeout))

    async def status_user(self, *, timeout: Optional[float] = None) -> List[records.StatusUser]:
        return cast(List[records.StatusUser], await self._data("show status user", timeout))

    async def status_bgp_neighbor(
        self, *, timeout: Optional[float] = None
    ) -> List[records.StatusBgpNeighbor]:
        return cast(
            List[records.StatusBgpNeighbor], await self._data("show status bgp neighbor", timeout)
        )

    async def config(self, *, timeout: Optional[float] = None) -> records.ConfigListing:
        """As administrator, which the router demands; secrets are redacted."""
        return cast(records.ConfigListing, await self._data("show config", timeout))

    async def ping(
        self, host: str, *, count: int = 4, timeout: Optional[float] = None
    ) -> records.Ping:
        command = shows.ping_command(host, count)
        return cast(records.Ping, await self._data(command, timeout))
