# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook put together: the one place that knows all its parts."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint
from prometheus_client import CollectorRegistry

from cluster.connection import Connection
from cluster.live import namespaces, policies
from cluster.namespaces import NamespaceLookup
from cluster.pods import PodLookup
from cluster.secrets import SecretLookup
from images.inspect import Images
from serving.component import Check
from webhook.admission import Admission
from webhook.bindings import Bindings
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials, PodCredentials
from webhook.neighbours import PullSecrets
from webhook.routes import blueprint
from webhook.vouching import Vouching

_PARALLEL_IMAGES = 256
"""Images asked for at once over all requests. More than may wait for registries with any number of
threads (``images.waiting_room``), so that images that are known never stand behind them."""
_ASIDE = 16
"""The same for Warn and Audit; where all are taken, their pods are admitted unjudged."""


class Webhook:
    """Caches, registries and routes of one webhook process.

    Args:
        connection: The API server.
        images: Registries, and what passes of their images.
        scheduler_name: The scheduler that asks our extender.
        read_pull_secrets: Whether registries are shown what pods have.
        vouching: What is known of nodes.
        metrics: Where to count.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        images: Images,
        scheduler_name: str,
        read_pull_secrets: bool,
        vouching: Vouching,
        metrics: CollectorRegistry,
    ) -> None:
        self._vouching = vouching
        self._policies = policies(connection)
        self._namespaces = namespaces(connection)
        self._executor = ThreadPoolExecutor(_PARALLEL_IMAGES, thread_name_prefix="images")
        self._aside = ThreadPoolExecutor(_ASIDE, thread_name_prefix="images-aside")
        pull_secrets: PullSecrets = OwnCredentials()
        if read_pull_secrets:
            pull_secrets = PodCredentials(SecretLookup(connection))
        lookup = NamespaceLookup(self._namespaces, connection)
        admission = Admission(
            policies=self._policies,
            namespaces=lookup,
            inspection=Inspection(
                images,
                self._executor,
                pull_secrets,
                aside=self._aside,
            ),
            scheduler_name=scheduler_name,
            bindings=Bindings(
                policies=self._policies,
                namespaces=lookup,
                pods=PodLookup(connection),
                standing=vouching.standing,
            ),
        )
        self.blueprint: Blueprint = blueprint(admission, metrics)
        self.checks: Sequence[Check] = (
            Check.of("policies", self._policies),
            Check(
                name="namespaces", problem=self._namespaces.problem, alive=self._namespaces.alive
            ),
            *vouching.checks,
        )

    def start(self) -> None:
        """Begin to list and watch."""
        self._policies.start()
        self._namespaces.start()
        self._vouching.start()

    def stop(self) -> None:
        """Stop watching, and let go of requests to registries that have not begun."""
        self._vouching.stop()
        self._policies.stop()
        self._namespaces.stop()
        for executor in (self._executor, self._aside):
            executor.shutdown(wait=False, cancel_futures=True)
