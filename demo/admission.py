# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is admitted, how it is changed, and where it goes."""

import json

from demo.narrator import Narrator
from demo.rogue_webhook import rogue_webhook_running
from localcluster.layout import Recipe
from localcluster.questions import ask_node, ask_to_run
from localcluster.world import BAD, EU, NEW, PROTECTED, US, World

_COLUMNS = ",".join(
    (
        "NODE:.metadata.name",
        r"TRUSTED:.metadata.labels.bondstone\.node-restriction\.kubernetes\.io/trusted",
        r"REGION:.metadata.labels.tags\.bondstone\.node-restriction\.kubernetes\.io/region",
    )
)
_GET_API = ("-n", PROTECTED, "get", "pod", "api", "-o=json")
_REFUSED = 'TrustPolicy "payments" refuses this pod'


def show_admission(world: World, narrator: Narrator) -> None:
    """Images, pinning, affinity, binding, and two ways around that do not work."""
    _show_images(world, narrator)
    _show_good_pod(world, narrator)
    _show_ways_around(world, narrator)


def _show_images(world: World, narrator: Narrator) -> None:
    images = world.images
    plain = images.plain("shop/api:plain").reference
    partly = images.encrypted("shop/api:partly", layer="-1").reference
    mixed = images.mixed_index("shop/api:mixed").reference
    narrator.step(
        "a pod with a plain image",
        "refused, with the layers named",
        lambda: world.run_pod("plain", plain),
        _REFUSED, "layers 1, 2, 3 of 3 are not encrypted",
        command=ask_to_run("plain", plain, PROTECTED),
    )  # fmt: skip
    narrator.step(
        "an image of which skopeo encrypted one of three layers",
        "refused, with the two plain layers named",
        lambda: world.run_pod("partly", partly),
        _REFUSED, "layers 1, 2 of 3 are not encrypted",
        command=ask_to_run("partly", partly, PROTECTED),
    )  # fmt: skip
    narrator.step(
        "a multi-architecture index: encrypted for amd64, plain for arm64",
        "refused, with the platform named: a node may be of any",
        lambda: world.run_pod("mixed", mixed),
        _REFUSED, "for linux/arm64 are not encrypted",
        command=ask_to_run("mixed", mixed, PROTECTED),
    )  # fmt: skip


def _show_good_pod(world: World, narrator: Narrator) -> None:
    both = Recipe(platforms=("linux/amd64", "linux/arm64"))
    image = world.images.encrypted("shop/api:1.4", both)
    nodes = ("get", "nodes", f"-o=custom-columns={_COLUMNS}")
    narrator.step(
        f"nodes: {EU}, {US}, {BAD} and {NEW}",
        "labels say what the verification service says of each",
        lambda: world.kubectl(*nodes),
        f"{EU} true EU", f"{US} true US", f"{BAD} false <none>", f"{NEW} unknown <none>",
        command=nodes,
    )  # fmt: skip
    narrator.step(
        "an encrypted image, named by its tag",
        "admitted",
        lambda: world.run_pod("api", image.reference),
        "pod/api created",
        command=ask_to_run("api", image.reference, PROTECTED),
    )
    narrator.step(
        "what became of it on the way",
        "image pinned as name:tag@digest, required affinity and scheduler added",
        lambda: _excerpt(world),
        f"{image.reference}@{image.digest}",
        '"tags.bondstone.node-restriction.kubernetes.io/region"',
        '"bondstone-scheduler"',
        command=_GET_API,
    )
    narrator.step(
        "where it runs, of the four nodes",
        f"on {EU}, the only one that is trusted and in the EU",
        lambda: world.wait(lambda: world.node_of("api"), what="the pod is bound"),
        EU,
        command=ask_node("api", PROTECTED),
    )


def _show_ways_around(world: World, narrator: Narrator) -> None:
    image = world.images.encrypted("shop/api:1.5").reference
    override = json.dumps({"spec": {"nodeName": US}})
    by_hand = (*ask_to_run("by-hand", image, PROTECTED), f"--overrides={override}")
    narrator.step(
        f"the same image with spec.nodeName={US} set by hand, past every scheduler",
        "refused",
        lambda: world.kubectl(*by_hand),
        _REFUSED, f'spec.nodeName is "{US}"',
        command=by_hand,
    )  # fmt: skip
    with rogue_webhook_running(world.cluster):
        narrator.step(
            "another mutating webhook strips the affinity each time that ours has added it",
            "refused: the final object is judged from scratch",
            lambda: world.run_pod("stripped", image),
            _REFUSED, "required node affinity does not contain",
            command=ask_to_run("stripped", image, PROTECTED),
        )  # fmt: skip


def _excerpt(world: World) -> str:
    document = json.loads(world.kubectl(*_GET_API))
    spec = document["spec"]
    shown = {
        "image": spec["containers"][0]["image"],
        "schedulerName": spec["schedulerName"],
        "affinity": spec["affinity"],
    }
    return json.dumps(shown, indent=1)
