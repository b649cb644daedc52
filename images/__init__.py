# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries asked and manifests judged: what is served under a reference, as ImageEvidence.

The grammar of references stands in ``trust.reference``, because policies need it too. The steps of
the decision are numbered once, in ``images.inspect``; whose keys count is the policy's business
(``trust.rules.encryption``).
"""
