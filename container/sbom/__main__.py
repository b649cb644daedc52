# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m container.sbom``: print the bill of materials of one environment on one base."""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from container.sbom.components import Component
from container.sbom.debian import debian_components
from container.sbom.distributions import archive_hashes, distribution_components
from container.sbom.document import document


def main() -> int:
    """Print the document; its time is SOURCE_DATE_EPOCH, so that equal builds print equal ones."""
    parser = argparse.ArgumentParser(prog="python -m container.sbom", description=__doc__)
    parser.add_argument("packages", type=Path, help="site-packages that is described")
    parser.add_argument("--report", type=Path, required=True, help="of pip install --report")
    parser.add_argument("--root", type=Path, default=Path("/"), help="of the base's file system")
    arguments = parser.parse_args()
    hashes = archive_hashes(json.loads(arguments.report.read_text()))
    components = [
        *distribution_components(arguments.packages, hashes),
        *debian_components(arguments.root),
        _python(),
    ]
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    json.dump(document(components, made=made), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
    return 0


def _python() -> Component:
    version = platform.python_version()
    return Component(
        type="platform",
        name="CPython",
        version=version,
        purl=f"pkg:generic/python@{version}",
    )


if __name__ == "__main__":
    sys.exit(main())
