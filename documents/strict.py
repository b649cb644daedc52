# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""YAML or JSON whose meaning does not depend on who reads it: no key stands twice."""

import json
from pathlib import Path

import yaml

STUMBLES = (
    ValueError, yaml.YAMLError, RecursionError,
    LookupError, AttributeError, TypeError,  # a tag that does not fit its value
)  # fmt: skip


class SyntaxProblemError(Exception):
    """The text is neither YAML nor JSON, or is too long, or says one thing twice."""


def read_bounded(path: Path, *, limit: int) -> bytes:
    """Read a whole file, and nothing rather than a part of it.

    Args:
        path: The file.
        limit: Bytes.

    Raises:
        OSError: It cannot be read.
        SyntaxProblemError: It is longer than ``limit``.
    """
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise SyntaxProblemError(f"it is larger than {limit} bytes")
    return content


def parse_document(content: bytes) -> object:
    """Parse JSON, or else YAML: JSON is fifty times faster, and large files are generated.

    Raises:
        SyntaxProblemError: It cannot be parsed; the text is one line.
    """
    try:
        if content.lstrip().startswith(b"{"):
            return json.loads(content, object_pairs_hook=_object)
        return yaml.load(content, Loader)  # noqa: S506  a safe loader that also refuses twins
    # Tags that do not fit their values make the loader stumble in ways of its own.
    except STUMBLES as exc:
        reason = " ".join(str(exc).split())
        raise SyntaxProblemError(f"it cannot be parsed: {reason[:200]}") from exc


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


class Loader(yaml.SafeLoader):
    """SafeLoader without timestamps (who needs them reads them) and without keys twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """Refuse a key that stands twice, and aliases that grow without bound with it."""
        found = super().construct_mapping(node, deep=deep)
        if len(found) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice", node.start_mark
            )
        return found


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
