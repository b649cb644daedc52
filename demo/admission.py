# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is admitted, how it is changed, and where it goes."""

import json

from demo.narrator import Narrator
from demo.rogue_webhook import rogue_webhook_running
from localcluster.layout import Recipe
from localcluster.world import BAD, EU, NEW, PROTECTED, US, World

_COLUMNS = ",".join(
    (
        "NODE:.metadata.name",
        r"TRUSTED:.metadata.labels.bondstone\.node-restriction\.kubernetes\.io/trusted",
        r"REGION:.metadata.labels.tags\.bondstone\.node-restriction\.kubernetes\.io/region",
    )
)
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
        f"a pod with a plain image: kubectl -n {PROTECTED} run plain --image={plain}",
        "refused, with the layers named",
        lambda: world.run_pod("plain", plain),
        _REFUSED, "layers 1, 2, 3 of 3 are not encrypted",
    )  # fmt: skip
    narrator.step(
        "an image of which skopeo encrypted one of three layers",
        "refused, with the two plain layers named",
        lambda: world.run_pod("partly", partly),
        _REFUSED, "layers 1, 2 of 3 are not encrypted",
    )  # fmt: skip
    narrator.step(
        "a multi-architecture index: encrypted for amd64, plain for arm64",
        "refused, with the platform named: a node may be of any",
        lambda: world.run_pod("mixed", mixed),
        _REFUSED, "for linux/arm64 are not encrypted",
    )  # fmt: skip


def _show_good_pod(world: World, narrator: Narrator) -> None:
    both = Recipe(platforms=("linux/amd64", "linux/arm64"))
    image = world.images.encrypted("shop/api:1.4", both)
    narrator.step(
        f"nodes: {EU}, {US}, {BAD} and {NEW}",
        "labels say what the verification service says of each",
        lambda: world.kubectl("get", "nodes", f"-o=custom-columns={_COLUMNS}"),
        f"{EU} true EU", f"{US} true US", f"{BAD} false <none>", f"{NEW} unknown <none>",
    )  # fmt: skip
    narrator.step(
        "an encrypted image, named by its tag",
        "admitted",
        lambda: world.run_pod("api", image.reference),
        "pod/api created",
    )
    narrator.step(
        "what became of it on the way",
        "image pinned as name:tag@digest, required affinity and scheduler added",
        lambda: _excerpt(world, "api"),
        f"{image.reference}@{image.digest}",
        '"tags.bondstone.node-restriction.kubernetes.io/region"',
        '"bondstone-scheduler"',
    )
    narrator.step(
        "where it runs, of the four nodes",
        f"on {EU}, the only one that is trusted and in the EU",
        lambda: world.wait(lambda: world.node_of("api"), what="the pod is bound"),
        EU,
    )


def _show_ways_around(world: World, narrator: Narrator) -> None:
    image = world.images.encrypted("shop/api:1.5").reference
    override = json.dumps({"spec": {"nodeName": US}})
    narrator.step(
        f"the same image with spec.nodeName={US} set by hand, past every scheduler",
        "refused",
        lambda: world.kubectl(
            "-n", PROTECTED, "run", "by-hand", f"--image={image}", f"--overrides={override}"
        ),
        _REFUSED, f'spec.nodeName is "{US}"',
    )  # fmt: skip
    with rogue_webhook_running(world.cluster):
        narrator.step(
            "another mutating webhook strips the affinity each time that ours has added it",
            "refused: the final object is judged from scratch",
            lambda: world.run_pod("stripped", image),
            _REFUSED, "required node affinity does not contain",
        )  # fmt: skip


def _excerpt(world: World, pod: str) -> str:
    document = json.loads(world.kubectl("-n", PROTECTED, "get", "pod", pod, "-o=json"))
    spec = document["spec"]
    shown = {
        "image": spec["containers"][0]["image"],
        "schedulerName": spec["schedulerName"],
        "affinity": spec["affinity"],
    }
    return json.dumps(shown, indent=1)
