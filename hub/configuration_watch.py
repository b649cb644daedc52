# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our webhook configurations and admission policies: nobody else sees that they changed."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge

from cluster.configurations import GROUP_VERSION, Configuration
from cluster.subject import Subject
from hub.authorities import fingerprints, fingerprints_of
from hub.configuration_restorer import ConfigurationRestorer
from hub.errors import AuthorityError
from hub.neighbours import Objects, Recorder
from trust.configuration import SHOWN, Shape, differences, with_url, without_entry
from trust.printable import first_of

SHIPPED = "configurations.json"
"""Written from the manifests by ``make readme``; ``make check`` finds drift."""
CHANGED = "ConfigurationChanged"
TEMPLATES = "templates.mutate.bondstone.dev"
"""The entry that components/mutate-pods-only leaves out."""
_LOG = logging.getLogger("hub")
Counted = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How the API server is expected to call the webhook.

    Attributes:
        url: Start of the URL; None where it calls the Service that is shipped.
        ca: File of the authorities that it must believe, and no others; None for any.
        restore: Whether what differs is put back.
        pods_only: Whether /mutate is called for pods alone, and not for what makes pods.
    """

    url: str | None = None
    ca: Path | None = None
    restore: bool = False
    pods_only: bool = False


def shipped_shapes(called: Called) -> Mapping[str, Shape]:
    """Return what is shipped in the variant that the operator chose, by ``kind/name``."""
    shapes: dict[str, Shape] = json.loads(files("hub").joinpath(SHIPPED).read_text())
    if called.pods_only:
        shapes = {name: without_entry(shape, TEMPLATES) for name, shape in shapes.items()}
    if called.url is None:
        return shapes
    return {name: with_url(shape, called.url) for name, shape in shapes.items()}


class ConfigurationWatch:
    """Compares, and tells what has changed once.

    Args:
        found: By kind.
        called: How the API server is expected to call the webhook.
        record: Where Events go.
        restorer: Puts back what was changed; None where nobody asked for it.
        metrics: Where to count.
    """

    def __init__(
        self,
        found: Mapping[str, Objects[Configuration]],
        *,
        called: Called,
        record: Recorder,
        restorer: ConfigurationRestorer | None = None,
        metrics: CollectorRegistry,
    ) -> None:
        self._found = found
        self._ca = called.ca
        self._shipped = shipped_shapes(called)
        self._record = record
        self._restorer = restorer
        self._told: dict[str, str] = {}
        self._intact = Gauge(
            "bondstone_webhook_configuration_intact",
            "1 while a configuration is as it was shipped, 0 when it was changed or deleted.",
            ["configuration"],
            registry=metrics,
        )

    def look(self, counted: Counted) -> None:
        """Look at every configuration; those of a kind that has not been read yet wait.

        Args:
            counted: Entered with each name; takes a ClusterError.
        """
        for key, shipped in self._shipped.items():
            kind, name = key.split("/")
            if not self._found[kind].synced:
                continue
            found = self._found[kind].values().get(name)
            problems = list(self._problems(shipped, found))
            self._intact.labels(key).set(not problems)
            text = first_of(problems, most=SHOWN, between="; ")
            if text != self._told.get(key, ""):
                with counted(key):
                    self._tell(kind, name, found, text)
                    self._told[key] = text
            if self._restorer is not None:
                with counted(key):
                    self._restorer.look(key, shipped, found, intact=not problems)

    def _problems(self, shipped: Shape, found: Configuration | None) -> Iterator[str]:
        if found is None:
            yield "it does not exist"
            return
        yield from differences(shipped, found.shape)
        for entry, bundle in found.bundles.items():
            try:
                known = fingerprints(bundle)
                if self._ca is not None and known != fingerprints_of(self._ca):
                    yield f"{entry} has another caBundle than {self._ca.name}"
            except AuthorityError as exc:
                yield f"{entry} {exc}"

    def _tell(self, kind: str, name: str, found: Configuration | None, text: str) -> None:
        about = {"configuration": f"{kind}/{name}"}
        if not text:
            _LOG.info("configuration is as it was shipped again", extra=about)
            return
        uid = found.uid if found is not None else ""
        subject = Subject(api_version=GROUP_VERSION, kind=kind, name=name, uid=uid)
        message = f"{kind} {name} is not as it was shipped: {text}; apply Bondstone's manifests"
        _LOG.warning("configuration changed", extra={**about, "why": text})
        self._record(subject, reason=CHANGED, message=message)
