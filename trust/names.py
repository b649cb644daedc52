# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names that Bondstone writes into a cluster: the contract of architecture.md §5."""

import re

API_GROUP = "bondstone.dev"
API_VERSION = "v1alpha1"
POLICIES_PATH = f"/apis/{API_GROUP}/{API_VERSION}/trustpolicies"
IDENTITIES_PATH = f"/apis/{API_GROUP}/{API_VERSION}/nodeidentities"
"""Where the API server serves our kinds."""
TRUSTED_LABEL = "bondstone.node-restriction.kubernetes.io/trusted"
"""Under the prefix that NodeRestriction forbids to kubelets."""
TAG_PREFIX = "tags.bondstone.node-restriction.kubernetes.io/"
ATTESTED_CONDITION = "bondstone.dev/Attested"
TAGS_ANNOTATION = "bondstone.dev/asset-tags"
NUDGE_ANNOTATION = "bondstone.dev/retry-waiting-pods-at"
PROTECTED_LABEL = "bondstone.dev/protected"
SCHEDULER_NAME = "bondstone-scheduler"
DEFAULT_SCHEDULER = "default-scheduler"
"""What the API server writes where a pod names none (k8s.io/api/core/v1)."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_DNS = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)

_PREFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
"""Unlike DNS, Kubernetes bounds only the whole prefix of a key, and none of its parts."""


def is_label_name(text: str) -> bool:
    """Tell whether ``text`` can be the part of a label key behind its prefix."""
    return _NAME.fullmatch(text) is not None


def is_dns_name(text: str) -> bool:
    """Tell whether ``text`` is a DNS subdomain (RFC 1123 as Kubernetes "Object Names" has it)."""
    return len(text) <= 253 and _DNS.fullmatch(text) is not None


def is_source_name(text: str) -> bool:
    """Tell whether ``text`` can name a verification service: one part of a DNS name."""
    return "." not in text and len(text) <= 63 and is_dns_name(text)


def is_label_key(text: str) -> bool:
    """Tell whether ``text`` is a label key (Kubernetes "Labels and Selectors", syntax)."""
    prefix, slash, name = text.rpartition("/")
    if slash and not (len(prefix) <= 253 and _PREFIX.fullmatch(prefix)):
        return False
    return is_label_name(name)


def is_label_value(text: str) -> bool:
    """Tell whether ``text`` is a label value that is not empty."""
    return _NAME.fullmatch(text) is not None
