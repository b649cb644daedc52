# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people are told of an image that is admitted or not: it says things in the clear."""

from collections.abc import Iterator, Mapping

from trust.admission import ImageAnswer
from trust.image import ImageEvidence

_NAMED = 5


def image_warnings(answers: Mapping[str, ImageAnswer]) -> Iterator[str]:
    """Yield a sentence for each image whose configuration seems to hold secrets.

    Args:
        answers: By reference as written.
    """
    for image, answer in answers.items():
        if not isinstance(answer, ImageEvidence):
            continue
        found = dict.fromkeys(name for one in answer.manifests for name in one.plain_secrets)
        if found:
            names = ", ".join(list(found)[:_NAMED]) + (", …" if len(found) > _NAMED else "")
            yield (
                f'image "{image.partition("@")[0]}": Env has what looks like a secret in the '
                f"clear ({names}); no tool encrypts it, use a Secret"
            )
