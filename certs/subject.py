# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whom a certificate speaks for, and for what it may be used."""

import enum
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from certs.errors import SubjectError

_DNS_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_MAX_COMMON_NAME = 64  # characters: ub-common-name of RFC 5280, appendix A.1

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Usage(enum.Enum):
    """The side of a TLS connection that a certificate is good for (RFC 5280, section 4.2.1.12)."""

    SERVER = "server"
    CLIENT = "client"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The holder of a certificate.

    ``organizations`` are the groups that Kubernetes reads from a client certificate.
    """

    common_name: str
    organizations: tuple[str, ...] = ()
    dns: tuple[str, ...] = ()
    ip: tuple[IpAddress, ...] = ()
    usage: Usage = Usage.SERVER

    def __post_init__(self) -> None:
        """Refuse what would make a certificate that nobody can verify.

        Raises:
            SubjectError: a name is empty, too long or no DNS name; a server has no name at all.
        """
        if not 0 < len(self.common_name) <= _MAX_COMMON_NAME:
            raise SubjectError(
                f"common name {self.common_name!r}: must have 1 to {_MAX_COMMON_NAME} characters"
            )
        for name in self.dns:
            if not _DNS_NAME.fullmatch(name):
                raise SubjectError(f"{name!r} is no DNS name: write it like webhook.example.svc")
        # RFC 9525: clients look at the SAN alone, so a server without one is reachable by nobody.
        if self.usage is not Usage.CLIENT and not self.dns and not self.ip:
            raise SubjectError(
                f"server {self.common_name!r} has neither a DNS name nor an address: give one"
            )

    @classmethod
    def server(cls, common_name: str, names: Iterable[str]) -> Self:
        """Return a server whose ``names`` are DNS names and IP addresses, told apart here.

        Raises:
            SubjectError: no name is given, or one is neither.
        """
        dns: list[str] = []
        ip: list[IpAddress] = []
        for name in names:
            try:
                ip.append(ipaddress.ip_address(name))
            except ValueError:
                dns.append(name)
        return cls(common_name=common_name, dns=tuple(dns), ip=tuple(ip), usage=Usage.SERVER)

    @classmethod
    def client(cls, common_name: str, *organizations: str) -> Self:
        """Return a client that members of ``organizations`` are known by."""
        return cls(common_name=common_name, organizations=organizations, usage=Usage.CLIENT)
