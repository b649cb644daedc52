# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""YAML or JSON whose meaning does not depend on who reads it: no key stands twice."""

import json
import re
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
    """SafeLoader without keys twice, timestamps, numbers to the base of 60, and endless numbers.

    Whoever needs times reads them. YAML 1.1 takes ``12:30`` for 750, in time that grows with the
    square of its length; the reader of kubectl takes it for a text, and so does this one.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """Refuse a key that stands twice, and aliases that grow without bound with it."""
        found = super().construct_mapping(node, deep=deep)
        if len(found) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice", node.start_mark
            )
        return found

    def construct_number(self, node: yaml.ScalarNode) -> object:
        """Refuse what is said to be a number and is not written as one."""
        text = self.construct_scalar(node)
        if _INT.fullmatch(text):
            return self.construct_yaml_int(node)
        if _FLOAT.fullmatch(text):
            return self.construct_yaml_float(node)
        raise yaml.constructor.ConstructorError(None, None, "it is not a number", node.start_mark)


_INT = re.compile(
    r"[-+]?(?:0b[01_]{1,64}|0o?[0-7_]{1,64}|0x[0-9a-fA-F_]{1,64}|0|[1-9][0-9_]{0,63})"
)
_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]{0,63}\.[0-9_]{0,63}|\.[0-9][0-9_]{0,63})(?:[eE][-+][0-9]{1,4})?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_REPLACED = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _REPLACED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for tag, pattern in ((_REPLACED[1], _INT), (_REPLACED[2], _FLOAT)):
    Loader.add_implicit_resolver(
        tag, re.compile(rf"(?:{pattern.pattern})\Z"), list("-+.0123456789")
    )
    Loader.add_constructor(tag, Loader.construct_number)
