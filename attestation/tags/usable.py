# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a tag authority can be believed, as a metric: what to be woken for."""

from prometheus_client import CollectorRegistry, Gauge

from attestation.tags.reader import AuthorityReader, TagReader


def show_usable(reader: TagReader, *, metrics: CollectorRegistry) -> None:
    """Let it be read at every scrape; a component without an authority shows nothing."""
    if not isinstance(reader, AuthorityReader):
        return
    Gauge(
        "bondstone_tag_authority_usable",
        "1 while keys and revocations of the tag authority can be believed, 0 otherwise.",
        registry=metrics,
    ).set_function(lambda: 0 if reader.problem() else 1)
