# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What objects say of each other: ports, files and configurations that are really there."""

import re

from cli.main import bondstone
from tests.integration.manifests.rendering import (
    Document,
    of,
    pod_templates,
)

_THEIRS = "bondstone-api-server-ca"


def test_every_service_finds_pods_and_ports_of_theirs(documents: tuple[Document, ...]) -> None:
    templates = [template for _, template in pod_templates(documents)]
    for service in of(documents, "Service"):
        wanted = service["spec"]["selector"].items()
        (template,) = (each for each in templates if wanted <= each["metadata"]["labels"].items())
        listening = {
            port["containerPort"]
            for container in template["spec"]["containers"]
            for port in container["ports"]
        }
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= listening


def test_every_file_that_a_container_is_told_of_is_mounted(
    documents: tuple[Document, ...],
) -> None:
    for name, template in pod_templates(documents):
        for container in template["spec"]["containers"]:
            mounted = [each["mountPath"] for each in container.get("volumeMounts", ())]
            given = " ".join(container.get("args", ())) + " ".join(
                each.get("value", "") for each in container.get("env", ())
            )
            for path in re.findall(r"/etc/bondstone/[a-z-]+", given):
                assert path in mounted, f"{name}: {path}"


def test_every_configuration_that_is_mounted_is_shipped_or_said_to_be_the_user_s(
    documents: tuple[Document, ...],
) -> None:
    shipped = {each["metadata"]["name"] for each in of(documents, "ConfigMap")}
    for name, template in pod_templates(documents):
        for volume in template["spec"].get("volumes", ()):
            if "configMap" in volume:
                assert volume["configMap"]["name"] in shipped | {_THEIRS}, name


def test_every_option_that_a_container_is_given_is_one_of_its_command(
    documents: tuple[Document, ...],
) -> None:
    for name, template in pod_templates(documents):
        for container in template["spec"]["containers"]:
            if "command" in container:
                continue  # the scheduler; tests/e2e/manifests runs it
            verb, *given = container["args"]
            command = bondstone.commands[verb]
            options = {each for option in command.params for each in option.opts}
            assert {each.partition("=")[0] for each in given} <= options, name
            prefix = f"BONDSTONE_{verb.upper()}_"  # click's auto_envvar_prefix, and the verb
            variables = {f"{prefix}{option.name}".upper() for option in command.params}
            assert {each["name"] for each in container.get("env", ())} <= variables, name
