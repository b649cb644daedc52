# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: ``bondstone webhook|extender|hub|certs|check|identities|nodes|tags``."""
