# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Credentials loaded as the client library does, and one question to see that they work."""

from pathlib import Path
from typing import TypeVar, overload

from kubernetes import client, config
from kubernetes.config.config_exception import ConfigException
from yaml import YAMLError

from cluster.connection import Connection
from cluster.errors import ClusterError

C = TypeVar("C", bound=Connection)


@overload
def connect(kubeconfig: Path | None) -> Connection: ...


@overload
def connect(kubeconfig: Path | None, kind: type[C]) -> C: ...


def connect(kubeconfig: Path | None, kind: type[Connection] = Connection) -> Connection:
    """Load credentials and make sure that the API server answers.

    Args:
        kubeconfig: A file, or None inside a cluster.
        kind: What to return.

    Raises:
        ClusterError: The file is missing or wrong, or the API server cannot be reached.
    """
    if kubeconfig is not None and not kubeconfig.exists():
        raise ClusterError(f"kubeconfig {kubeconfig} cannot be used: no such file")
    configuration = client.Configuration()
    try:
        if kubeconfig is None:
            config.load_incluster_config(client_configuration=configuration)
        else:
            config.load_kube_config(str(kubeconfig), client_configuration=configuration)
    except (ConfigException, YAMLError, OSError, ValueError, TypeError, LookupError) as exc:
        where, hint = f"kubeconfig {kubeconfig}", ""
        if kubeconfig is None:
            where, hint = "in-cluster credentials", "; outside a cluster give --kubeconfig"
        raise ClusterError(f"{where} cannot be used: {_first_line(exc)}{hint}") from exc
    if not configuration.verify_ssl:
        raise ClusterError(f"kubeconfig {kubeconfig} turns off TLS verification: give a CA instead")
    connection = kind(configuration)
    connection.get("/version", seconds=5)
    return connection


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0][:300].rstrip(". ")
