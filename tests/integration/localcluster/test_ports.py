# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Ports that clusters beside each other, and connections out, leave to each other."""

import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import astuple
from pathlib import Path

import pytest

from localcluster.ports import BLOCKS, HOST, reserve_block, reserve_ports

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
ANOTHER = """
from contextlib import ExitStack
from localcluster.ports import reserve_block
with ExitStack() as stack:
    print(*(reserve_block(stack).start for _ in range(3)), flush=True)
    input()
"""


def test_what_another_process_reserved_is_not_given_until_it_ends() -> None:
    command = [sys.executable, "-c", ANOTHER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as another:
        assert another.stdout is not None
        theirs = {int(first) for first in another.stdout.readline().split()}
        with ExitStack() as stack:
            ours = {reserve_block(stack).start for _ in BLOCKS[: len(BLOCKS) // 2]}
        another.communicate("\n")
    assert len(theirs) == 3
    assert not theirs & ours


def test_a_block_is_given_again_after_its_end() -> None:
    with ExitStack() as stack:
        block = reserve_block(stack)
    with ExitStack() as stack:
        assert reserve_block(stack) == block


def test_a_block_with_a_port_that_is_taken_is_passed_over() -> None:
    with ExitStack() as stack:
        block = reserve_block(stack)
    with socket.socket() as taken:
        taken.bind((HOST, block[7]))
        with ExitStack() as stack:
            assert reserve_block(stack) != block


def test_all_ports_differ_and_are_no_connections_out() -> None:
    with ExitStack() as stack:
        found = astuple(reserve_ports(stack))
    assert len(set(found)) == len(found)
    lowest = int(RANGE.read_text().split()[0])
    if lowest < BLOCKS.stop:
        pytest.skip(f"connections out of this machine begin at port {lowest}: {RANGE}")
    assert max(found) < lowest


def test_the_api_server_gets_the_port_that_it_must_have() -> None:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port = found.getsockname()[1]
    with ExitStack() as stack:
        assert reserve_ports(stack, api=port).api == port
