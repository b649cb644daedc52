# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an HVS can do wrong with tokens and signatures; its reports in JSON stay true and good."""

import re
from collections.abc import Callable
from dataclasses import replace

from tests.e2e.faults.hvs_service import AAS, HvsService
from tests.e2e.faults.named_fault import NamedFault
from tests.e2e.faults.service import Service
from tests.simulators.answers import Answer, Asked
from tests.simulators.hvs.host import SimulatedHost

_SIGNATURE = re.compile(r"<Signature .*?</Signature>", re.DOTALL)
Signing = Callable[[HvsService, SimulatedHost], str]


def _of(service: Service) -> HvsService:
    assert isinstance(service, HvsService)
    return service


def _true(service: HvsService, host: SimulatedHost) -> str:
    return host.in_saml(service.hvs.chain)


def _signing(sign: Signing) -> NamedFault:
    """Return that reports are signed so; all are renewed at both ends, or nobody would ask."""

    def signed_so(service: Service, how: Signing) -> None:
        hvs = _of(service)
        hvs.hvs.signed = lambda host: how(hvs, host)
        hvs.enrol()

    return NamedFault(
        begin=lambda service: signed_so(service, sign),
        end=lambda service: signed_so(service, _true),
    )


def _stripped(service: HvsService, host: SimulatedHost) -> str:
    return _SIGNATURE.sub("", _true(service, host))


def _moved(service: HvsService, host: SimulatedHost) -> str:
    """Put the signature of a report of the failed host into one that says that it is good."""
    failed = _SIGNATURE.search(_true(service, replace(host, failed=frozenset({"OS"}))))
    assert failed is not None
    return _SIGNATURE.sub(lambda _: failed[0], _true(service, host))


def _wrapped(service: HvsService, host: SimulatedHost) -> str:
    """Hide what is signed, that the host failed, inside of what is read."""
    signed = _true(service, replace(host, failed=frozenset({"OS"})))
    forged = _SIGNATURE.sub("", _true(service, host)).replace("MapAssertion", "Forged")
    return forged.replace("</saml2:Assertion>", f"{signed}</saml2:Assertion>")


def _two(service: HvsService, host: SimulatedHost) -> str:
    return _true(service, host) + _true(service, replace(host, failed=frozenset({"OS"})))


def _expire(service: Service) -> None:
    _of(service).aas.revoke()


def _refuse_tokens(asked: Asked, truth: Answer) -> Answer:
    return replace(truth, status=500) if asked.path.startswith(AAS) else truth


def _expire_for_good(service: Service) -> None:
    service.distort(_refuse_tokens)
    _of(service).aas.revoke()


FAULTS: dict[str, NamedFault] = {
    "expired token": NamedFault(begin=_expire, end=_expire, shuns=lambda _: False),
    "expired token, and no other one": NamedFault(
        begin=_expire_for_good, end=lambda service: service.distort(None)
    ),
    "signature stripped": _signing(_stripped),
    "signature moved": _signing(_moved),
    "signed report wrapped into another one": _signing(_wrapped),
    "two assertions in one document": _signing(_two),
}
