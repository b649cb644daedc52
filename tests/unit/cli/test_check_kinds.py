# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``: what only looks like an object that is judged is not passed over."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from check.errors import CheckError
from cli.main import bondstone
from tests.unit.cli.workshop import NAMESPACE, Workshop, pod

CONTAINERS = "containers: [{name: api"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def an_object(version: str, kind: str, more: str = "") -> str:
    head = f"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: api, namespace: pay}}\n"
    return f"{NAMESPACE}{head}{more}"


@pytest.mark.parametrize(
    ("version", "kind", "right"),
    [
        ("v1", "pod", 'apiVersion "v1" and kind "Pod"'),
        ("v2", "Pod", 'apiVersion "v1" and kind "Pod"'),
        ("extensions/v1beta1", "Deployment", 'apiVersion "apps/v1" and kind "Deployment"'),
        ("apps.k8s.io/v1", "Deployment", 'apiVersion "apps/v1" and kind "Deployment"'),
        ("batch/v1", "Cronjob", 'apiVersion "batch/v1" and kind "CronJob"'),
        ("v1", "podlist", 'apiVersion "v1" and kind "PodList"'),
        ("v1", "namespace", 'apiVersion "v1" and kind "Namespace"'),
        ("v1", "List", "write its objects under items"),
        ("batch.volcano.sh/v1alpha1", "Job", None),
        ("serving.knative.dev/v1", "Service", None),
    ],
)
def test_nearly_the_kind_of_one_is_unknown(
    workshop: Workshop, version: str, kind: str, right: str | None
) -> None:
    text = an_object(version, kind)
    found = [] if right is None else [("kind-unknown", f"{kind}/pay/api")]
    assert workshop.judge(text) == ((2, "unknown", found) if right else (0, "allow", []))
    assert (right or "") in workshop.check(text).stdout


@pytest.mark.parametrize("namespace", ["pay", "elsewhere"])
@pytest.mark.parametrize("containers", ["container: [{name: api", None])
def test_a_pod_without_containers_is_never_allowed(
    workshop: Workshop, containers: str | None, namespace: str
) -> None:
    text = pod("good").replace("namespace: pay", f"namespace: {namespace}")
    assert workshop.judge(text)[0] == 0
    start = text.index("{containers")
    text = text.replace(CONTAINERS, containers) if containers else f"{text[:start]}{{}}\n"
    found = [("pod-incomplete", f"Pod/{namespace}/api")]
    assert workshop.judge(text) == (2, "unknown", found)
    assert "spec.containers is missing" in workshop.check(text).stdout


@pytest.mark.parametrize(
    ("kind", "spec", "why"),
    [
        ("Deployment", "{}", "spec.template is missing"),
        ("Deployment", "{template: {spec: {}}}", "spec.template.spec.containers is missing"),
        ("Deployment", "{template: {}}", "template-unreadable: "),
    ],
)
def test_what_makes_pods_without_containers_is_never_allowed(
    workshop: Workshop, kind: str, spec: str, why: str
) -> None:
    text = an_object("apps/v1", kind, f"spec: {spec}\n").replace("namespace: pay", "namespace: x")
    result = workshop.check(text)
    assert result.exit_code == 2
    assert why in result.stdout
    assert "more)" not in result.stdout


def test_a_layout_of_no_image_of_the_input_is_told(workshop: Workshop) -> None:
    result = workshop.check(pod("bad"), workshop.layout("good"))
    assert isinstance(result.exception, CheckError)
    why = "--oci-layout registry.example/shop/good:latest names no image of the input"
    assert why in str(result.exception)


def test_a_layout_of_an_image_that_nobody_asks_about_is_not(workshop: Workshop) -> None:
    assert workshop.judge(pod("good").replace("namespace: pay", "namespace: x"))[0] == 0
    assert workshop.judge(pod("good").replace("kind: Pod", "kind: pod"))[0] == 2


def test_verbose_tells_each_reason_once(workshop: Workshop) -> None:
    result = workshop.check(pod("bad", ", nodeName: x"), "-v")
    assert result.exit_code == 1
    for code in ("layer-not-encrypted", "node-name-set"):
        assert result.stdout.count(f"{code}: ") == 1
    assert result.stdout.startswith("deny     Pod/pay/api\n")


def test_the_environment_separates_as_the_help_says(workshop: Workshop) -> None:
    pods = [pod("good"), pod("bad").replace("name: api, n", "name: b, n")]
    files = [str(workshop.write(f"{number}.yaml", text)) for number, text in enumerate(pods)]
    layouts = [workshop.layout(name).partition("=")[2] for name in ("good", "bad")]
    given = {
        "BONDSTONE_CHECK_FILES": ":".join(files),
        "BONDSTONE_CHECK_POLICIES": str(workshop.folder / "policy.yaml"),
        "BONDSTONE_CHECK_LAYOUTS": " ".join(layouts),
    }
    result = CliRunner().invoke(bondstone, ["check"], env=given, auto_envvar_prefix="BONDSTONE")
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["allow", "Pod/pay/api"], ["deny", "Pod/pay/b"],
    ]  # fmt: skip
    said = " ".join(CliRunner().invoke(bondstone, ["check", "--help"]).stdout.split())
    assert said.count("in the environment variable separated by :.") == 2
    assert said.count("in the environment variable separated by spaces.") == 1
