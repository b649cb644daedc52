# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What attempts need: pods as an attacker writes them, a registry that lies, raw HTTPS."""

import json
import ssl
from collections.abc import Callable, Iterator

import pytest

from images.media_types import OCI_MANIFEST
from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.templates.conftest import apply as apply
from tests.e2e.test_private_registries import private as private
from tests.e2e.test_private_registries import right as right
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator, registry_simulator
from tests.unit.images.builders import asset

Create = Callable[..., str]
Containers = list[dict[str, object]]
Serve = Callable[..., Containers]


@pytest.fixture
def create(world: World, name: Callable[[], str], encrypted: Pushed) -> Create:
    """Create a pod with a good container in the protected namespace, and return what was said."""

    def act(pod: str = "", *, namespace: str = PROTECTED, **spec: object) -> str:
        complete = {"containers": [{"name": "main", "image": encrypted.reference}], **spec}
        metadata = {"name": pod or name()}
        document = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": complete}
        return world.kubectl("-n", namespace, "create", "-f", "-", stdin=json.dumps(document))

    return act


@pytest.fixture
def liar(world: World) -> Iterator[RegistrySimulator]:
    """Serve a registry that the webhook may ask, and that says what a test wants."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pki = world.cluster.pki
    context.load_cert_chain(pki.certificate("registry"), pki.key("registry"))
    with registry_simulator(context, port=world.cluster.ports.private_registry) as server:
        yield server


@pytest.fixture
def serve(liar: RegistrySimulator, name: Callable[[], str]) -> Serve:
    """Serve a manifest under a name of its own, after some lies, and return the pod's containers.

    The bytes are new each time: what was judged once is known by its digest.
    """

    def put(content: bytes = b"", *lies: Answer, media_type: str = OCI_MANIFEST) -> Containers:
        tag = name()
        if not content:
            content = asset("manifest-jwe")
        if content.startswith(b"{"):
            content = content + b" " * int(tag.rpartition("-")[2])
        liar.put_manifest(f"shop/api:{tag}", content, media_type=media_type)
        liar.lie(f"/v2/shop/api/manifests/{tag}", *lies)
        return [{"name": "main", "image": f"{liar.host}/shop/api:{tag}"}]

    return put
