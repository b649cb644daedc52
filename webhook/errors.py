# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a request to the webhook can be wrong about; a refused pod is a Verdict, not an error."""


class WebhookError(Exception):
    """Base of every error of this package."""


class ReviewError(WebhookError):
    """The body is not an AdmissionReview that can be answered."""
