# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images that are in folders, and all others in registries: the same evidence of both."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from images.allowances import Allowances
from images.authorization import anonymous
from images.cache import EvidenceCache
from images.configurations import Configurations
from images.credential import Credential
from images.exchange import Errand
from images.inspect import Images
from images.judge import Judge
from images.layout import Layout
from images.registries import Registry
from trust.image import ImageEvidence
from trust.reference import Reference

_READERS = 4


class LayoutImages:
    """Inspects images of folders where there is one, and asks registries otherwise.

    Args:
        folders: OCI image layouts by image.
        others: Who is asked about every other image.
        allowances: What the operator lets pass.
    """

    def __init__(
        self, folders: Mapping[Reference, Path], others: Images, allowances: Allowances
    ) -> None:
        self._folders = folders
        self._others = others
        self._allowances = allowances
        self._cache = EvidenceCache(256)
        self._pool = ThreadPoolExecutor(_READERS, thread_name_prefix="layouts")

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Return evidence; rules that the image breaks are Findings in it.

        Raises:
            ImageUnavailableError: The folder is not what it must be, or the registry gives none.
        """
        folder = folder_of(reference, self._folders)
        if folder is None:
            return self._others.inspect(
                reference, deadline=deadline, credentials=credentials, warned=warned
            )
        known = self._cache.get(reference, folder)
        if known is not None:
            return known.told(deadline)
        layout = Layout(folder)
        errand = Errand(
            reference=reference,
            registry=Registry(host=reference.registry),
            authorize=anonymous,
            deadline=deadline,
            pool=self._pool,
        )
        judged = Judge(layout, self._allowances).judge(
            errand, layout.manifest(errand, reference.wanted)
        )
        inspected = Configurations(layout).look_into(errand, judged.evidence, judged.configs)
        self._cache.put(inspected, folder)
        return inspected.told(deadline)


def folder_of(reference: Reference, folders: Mapping[Reference, Path]) -> Path | None:
    """Return the folder of an image: of the same name, and of its digest or tag.

    A reference by tag that has been pinned to a digest is still the one by that tag.
    """
    for given, folder in folders.items():
        if given.name != reference.name:
            continue
        if given.digest is not None and given.digest == reference.digest:
            return folder
        if given.tag is not None and given.tag == reference.tag:
            return folder
    return None
