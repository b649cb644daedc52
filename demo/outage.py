# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What happens at three in the morning, when something is down."""

from demo.narrator import Narrator
from localcluster.questions import ask_label, ask_node, ask_to_run
from localcluster.world import EU, OTHER, PROTECTED, World

_ANY = "registry.example/any:1"


def show_outage(world: World, narrator: Narrator) -> None:
    """The verification service goes silent; then all webhooks are gone."""
    image = world.images.encrypted("shop/api:1.7").reference
    narrator.step(
        "the verification service falls silent",
        "after --max-staleness (6 s here) its nodes are unknown",
        lambda: _fall_silent(world),
        "unknown",
        command=ask_label(EU),
    )
    narrator.step(
        "a pod comes now",
        "it is admitted and waits; the reason names the service and since when",
        lambda: _silence(world, image),
        "NoTrustedNode",
        "pod/silent created",
        'verification service "unsafe-reports-file" has been silent since',
        command=ask_to_run("silent", image, PROTECTED),
    )
    narrator.step(
        "pods that ran before",
        "untouched: an outage is no evidence of compromise",
        lambda: world.node_of("api"),
        EU,
        command=ask_node("api", PROTECTED),
    )
    narrator.step(
        "the verification service is back",
        f"the waiting pod is bound to {EU} by itself",
        lambda: _speak_again(world),
        EU,
        command=ask_node("silent", PROTECTED),
    )
    _show_no_webhook(world, narrator, image)


def _show_no_webhook(world: World, narrator: Narrator, image: str) -> None:
    world.bondstone.processes["webhook"].kill()
    narrator.step(
        "every webhook process is killed, and a pod comes to the protected namespace",
        "refused by the API server itself",
        lambda: world.run_pod("unjudged", image),
        "failed calling webhook", "protected.mutate.bondstone.dev",
        command=ask_to_run("unjudged", image, PROTECTED),
    )  # fmt: skip
    narrator.step(
        f"a pod in namespace {OTHER}, which no policy selects",
        "created: others are unaffected",
        lambda: world.run_pod("other", _ANY, namespace=OTHER),
        "pod/other created",
        command=ask_to_run("other", _ANY, OTHER),
    )


def _fall_silent(world: World) -> str:
    world.reports.fall_silent()
    return world.wait(
        lambda: label if (label := world.label_of(EU)) == "unknown" else "",
        what="the silence exceeds its bound",
    )


def _speak_again(world: World) -> str:
    world.reports.speak_again()
    return world.wait(lambda: world.node_of("silent"), what="the waiting pod is bound")


def _silence(world: World, image: str) -> str:
    said = world.run_pod("silent", image)
    events = world.wait(
        lambda: events if "NoTrustedNode" in (events := world.events_of("silent")) else "",
        what="the hub says why the pod waits",
    )
    return f"{said}\n{events}"
