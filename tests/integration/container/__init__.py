# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The container image: built twice, looked into, and its components run as a cluster would."""
