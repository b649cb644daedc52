# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Real Keylime on this machine: verifier and registrar, and agents of ours with software TPMs.

Keylime's servers are what PyPI ships, unchanged. Its agent is written in Rust and is in no package
registry that we install from, so ``KeylimeAgent`` speaks the pull protocol of API 2.2 in its
place; its quotes are genuine, made by a TPM 2.0 (swtpm) and verified by Keylime.
"""
