# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs and options of the command."""

import argparse

from localcluster.hands import COMMAND
from localcluster.keylime.hands import MOST_MACHINES


def parser() -> argparse.ArgumentParser:
    """Return what reads the verbs."""
    command = argparse.ArgumentParser(
        prog=COMMAND,
        description="A throw-away Kubernetes control plane on this machine, with two Nodes that "
        "no kubelet stands behind. Programs are taken from BONDSTONE_ASSETS or KUBEBUILDER_ASSETS "
        "where those name a folder with them, and built once into the cache folder otherwise.",
    )
    verbs = command.add_subparsers(dest="verb", required=True, metavar="up|env|down|keylime|tools")
    up = verbs.add_parser("up", help="start it; Ctrl-C stops it")
    up.add_argument(
        "--api-port", type=_port, help="port of the API server, 1 to 65535 (any free one)"
    )
    up.add_argument("--detach", action="store_true", help="leave it running and return")
    up.add_argument(
        "--with-bondstone", action="store_true", help="with Bondstone, a registry and four Nodes"
    )
    up.add_argument("--lock", type=int, help=argparse.SUPPRESS)
    verbs.add_parser("env", help="print the shell line that points kubectl at it")
    verbs.add_parser("down", help="stop the one that was started with --detach")
    keylime = verbs.add_parser(
        "keylime", help="start Keylime and machines with software TPMs; Ctrl-C stops them"
    )
    keylime.add_argument(
        "--machines", type=_count, default=3, help=f"how many, 1 to {MOST_MACHINES} (3)"
    )
    verbs.add_parser("tools", help="find, build or install the programs, and do no more")
    return command


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MOST_MACHINES):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_MACHINES}")
    return int(text)
