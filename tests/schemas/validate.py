# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An object against the schema of its kind: as strict as ``kubectl --validate=strict``.

Fields that the schema does not know are problems, too; they would be dropped in silence.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.schemas.record import FOLDER

_TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


@dataclass(frozen=True, slots=True)
class Schemas:
    """Recorded schemas by ``apiVersion/kind``."""

    kinds: Mapping[str, Mapping[str, Any]]
    shared: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, name: str) -> "Schemas":
        """Read what ``tests.schemas.record`` wrote."""
        document = json.loads((FOLDER / f"{name}.json").read_text())
        return cls(document["kinds"], document["shared"])

    def knows(self, document: Mapping[str, Any]) -> bool:
        """Tell whether there is a schema of this kind."""
        return kind_of(document) in self.kinds

    def problems(self, document: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with an object, by its fields' paths."""
        name = f"{document['kind']}/{document['metadata']['name']}"
        return [
            f"{name}: {each}" for each in self._problems(document, self.kinds[kind_of(document)])
        ]

    def _problems(self, value: object, schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
        for part in schema.get("allOf", ()):
            yield from self._problems(value, part, path)
        if "$ref" in schema:
            key = schema["$ref"].rpartition("/")[2]
            yield from self._problems(value, self.shared[key], path)
        if not _is_of_type(value, schema):
            yield f"{path or '.'}: {value!r} is no {schema['type']}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{path}: {value!r} is none of {schema['enum']}"
        elif isinstance(value, dict):
            yield from self._of_object(value, schema, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._problems(item, schema.get("items", {}), f"{path}[{index}]")

    def _of_object(
        self, value: Mapping[str, object], schema: Mapping[str, Any], path: str
    ) -> Iterator[str]:
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}.{name}: is missing"
        if "properties" not in schema and "additionalProperties" not in schema:
            return
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            if name in known or isinstance(others, dict):
                yield from self._problems(item, known.get(name, others), f"{path}.{name}")
            elif not others and not schema.get("x-kubernetes-preserve-unknown-fields"):
                yield f"{path}.{name}: is no field"


def kind_of(document: Mapping[str, Any]) -> str:
    """Return ``apiVersion/kind``."""
    return f"{document['apiVersion']}/{document['kind']}"


def _is_of_type(value: object, schema: Mapping[str, Any]) -> bool:
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return isinstance(value, int | str)
    if "type" not in schema:
        return True
    if isinstance(value, bool) and schema["type"] != "boolean":
        return False
    return isinstance(value, _TYPES[schema["type"]])
