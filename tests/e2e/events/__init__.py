# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What befalls an installation while a client outside counts: two replicas behind each Service."""
