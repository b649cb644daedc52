# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses to listen on: of IPv4 or IPv6, or names, which are looked up as IPv4."""

import socket


def family_of(host: str) -> socket.AddressFamily:
    """Return the family of an address; ``::`` takes callers of both where the kernel does so."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def authority(host: str, port: int) -> str:
    """Write address and port as URLs do (RFC 3986 §3.2.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
