# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between a registry and us. A document that breaks a rule is a Finding."""


class ImagesError(Exception):
    """Base of every error of this package."""


class ImageUnavailableError(ImagesError):
    """No answer could be had: the registry is down, late, refuses us, or cannot be believed."""


class UnreachableError(ImageUnavailableError):
    """The registry is down, slow or broken: it would be for every image."""


class TooManyRequestsError(ImageUnavailableError):
    """The registry is up, and asks to be left alone for so many seconds (0 where it does not say).

    Args:
        text: For people.
        seconds: From now.
    """

    def __init__(self, text: str, *, seconds: float = 0.0) -> None:
        self.seconds = seconds
        super().__init__(text)


class PrivateAddressError(ImageUnavailableError):
    """A host that nobody has listed has an address that is not public."""


class RefusedError(ImageUnavailableError):
    """The registry refuses what was shown: somebody else's credentials may do."""


class RegistriesError(ImagesError):
    """The file that lists registries is not what it must be."""


class RuleBrokenError(ImagesError):
    """A document breaks a rule; turned into a Finding where the image is put together.

    Args:
        code: Of the Finding.
        detail: What is wrong, as a clause.
    """

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(detail)
