# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hub: writes what is known of nodes into the cluster, and says why protected pods wait.

It is the only writer. No decision rests on what it writes: labels narrow the scheduler's search,
the condition and the events are for people.
"""
