# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Alerts speak of metrics that our components really have."""

import re

from localcluster.world import World
from tests.integration.manifests.rendering import of, rendered

_WITH_OPTIONS = {"bondstone_tag_authority_usable"}
"""Shown where ``--tag-authority`` is given."""


def test_every_metric_of_an_alert_is_shown_by_a_component(world: World) -> None:
    shown = {
        name
        for component in world.bondstone.processes
        for name in re.findall(r"^# TYPE (\w+) ", world.bondstone.metrics(component), re.MULTILINE)
    }
    (rule,) = of(rendered("components/prometheus-rule"), "PrometheusRule")
    for group in rule["spec"]["groups"]:
        for alert in group["rules"]:
            asked = set(re.findall(r"\bbondstone_\w+", alert["expr"]))
            assert asked <= shown | _WITH_OPTIONS, alert["alert"]
            assert asked or "up{" in alert["expr"]
