# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""AdmissionReview on the wire and inside (k8s.io/api/admission/v1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from webhook.errors import ReviewError

HEAD_BYTES = 4096
"""In which the API server has written the uid."""
_UID = re.compile(rb'"uid"\s*:\s*"([0-9A-Za-z._-]{1,64})"')
API_VERSION: Literal["admission.k8s.io/v1"] = "admission.k8s.io/v1"


class Status(TypedDict):
    """metav1.Status, as far as a refusal needs it; ``code`` is the HTTP status for the client."""

    code: int
    message: str
    reason: str


class Response(TypedDict):
    """AdmissionResponse; ``patch`` is base64 of an RFC 6902 document."""

    uid: str
    allowed: bool
    status: NotRequired[Status]
    patch: NotRequired[str]
    patchType: NotRequired[Literal["JSONPatch"]]
    warnings: NotRequired[list[str]]
    auditAnnotations: NotRequired[dict[str, str]]


class Review(TypedDict):
    """AdmissionReview that carries the answer."""

    apiVersion: Literal["admission.k8s.io/v1"]
    kind: Literal["AdmissionReview"]
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """AdmissionRequest, as far as decisions need it.

    Attributes:
        uid: To be echoed.
        group: API group, empty for the core.
        resource: Such as ``pods``.
        subresource: Such as ``ephemeralcontainers``, or empty.
        namespace: Where the object is or will be.
        operation: CREATE or UPDATE.
        document: The object as JSON values.
        old_document: The object before an UPDATE.
        dry_run: Nothing will be stored.
        user: Who asks.
    """

    uid: str
    group: str
    resource: str
    subresource: str
    namespace: str
    operation: str
    document: Mapping[str, object]
    old_document: Mapping[str, object] | None
    dry_run: bool
    user: str

    @property
    def target(self) -> str:
        """What is asked about, as kubectl writes it: ``jobs.batch``, ``pods/binding``."""
        group = f".{self.group}" if self.group else ""
        subresource = f"/{self.subresource}" if self.subresource else ""
        return f"{self.resource}{group}{subresource}"

    @property
    def kind(self) -> str:
        """The kind of the object, as far as it can be read."""
        kind = self.document.get("kind")
        return kind if isinstance(kind, str) else ""

    @property
    def name(self) -> str:
        """The name of the object, as far as it can be read; empty where it will be generated."""
        metadata = self.document.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        return name if isinstance(name, str) else ""


def uid_of(raw: bytes) -> str | None:
    """Find the uid of a review that cannot be read otherwise, or None.

    The API server writes it first (admission/v1 AdmissionRequest), so that no content of an object
    can come before it.
    """
    found = _UID.search(raw[:HEAD_BYTES])
    return found[1].decode() if found else None


def parse_review(body: object) -> Request:
    """Read an AdmissionReview.

    Raises:
        ReviewError: The version is not ours, or a field that is needed is missing or misshapen.
    """
    if not isinstance(body, dict) or body.get("apiVersion") != API_VERSION:
        raise ReviewError(f"the body is not an AdmissionReview of {API_VERSION}")
    if body.get("kind") != "AdmissionReview":
        raise ReviewError("kind is not AdmissionReview")
    request = _object(body, "request")
    operation = _text(request, "operation")
    if operation not in ("CREATE", "UPDATE"):
        raise ReviewError(f"request.operation {operation[:32]!r} is not CREATE or UPDATE")
    old = _object(request, "oldObject") if operation == "UPDATE" else None
    resource = _object(request, "resource")
    return Request(
        uid=_text(request, "uid"),
        group=_optional_text(resource, "group"),
        resource=_text(resource, "resource"),
        subresource=_optional_text(request, "subResource"),
        namespace=_text(request, "namespace"),
        operation=operation,
        document=_object(request, "object"),
        old_document=old,
        dry_run=request.get("dryRun") is True,
        user=_optional_text(_object(request, "userInfo"), "username"),
    )


def _object(parent: Mapping[str, object], name: str) -> dict[str, object]:
    value = parent.get(name)
    if not isinstance(value, dict):
        raise ReviewError(f"{name} is missing or is not an object")
    return value


def _text(parent: Mapping[str, object], name: str) -> str:
    value = parent.get(name)
    if not isinstance(value, str) or not value:
        raise ReviewError(f"{name} is missing or is not a string")
    return value


def _optional_text(parent: Mapping[str, object], name: str) -> str:
    value = parent.get(name, "")
    if not isinstance(value, str):
        raise ReviewError(f"{name} is not a string")
    return value
