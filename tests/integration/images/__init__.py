# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images inspected over TLS: in a registry that lies, and in a real one."""
