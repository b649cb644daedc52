# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The scheduler extender: ``/filter`` answers which of the scheduler's nodes may take a pod."""
