# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The start of a world of stories, and what is said where it does not start."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

import pytest

from localcluster.binaries import FOLDERS
from localcluster.build import BUILT, build_folder
from localcluster.errors import LocalClusterError

T = TypeVar("T")


@contextmanager
def begun(world: AbstractContextManager[T]) -> Iterator[T]:
    """Start a world of stories; what is broken fails with its own words."""
    if _nothing_to_run():
        pytest.skip(
            "there is no control plane and no Go to build one: install Go, or name a folder of "
            f"binaries in {' or '.join(FOLDERS)}"
        )
    with ExitStack() as stack:
        try:
            started = stack.enter_context(world)
        except LocalClusterError as exc:
            pytest.fail(f"the world of the stories did not start: {exc}", pytrace=False)
        yield started


def _nothing_to_run() -> bool:
    named = any(os.environ.get(variable) for variable in FOLDERS)
    built = all((build_folder() / name).exists() for name in BUILT)
    return not named and not built and shutil.which("go") is None
