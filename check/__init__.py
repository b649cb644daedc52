# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``: the webhook's own decisions on manifests in files, where no cluster is."""
