# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a pod is read: beyond what honest pods have, and within what is judged in time.

A deadline cannot interrupt the processor, so the work of one pod is bounded by what it may bring.
Every bound is checked before the first item is looked at, and is named in the refusal. Labels and
annotations have none: they are looked up by key, and the API server bounds their bytes.
"""

CONTAINERS = 200
"""In each of the three lists; a node runs 110 pods by default, most of one or two containers."""
VOLUMES = 500
"""Above what a kernel's page of mount options and a kubelet's start can bear."""
IMAGES = 256
"""Over all lists of a pod: each is a question to a registry, and all pods share its connections."""
PULL_SECRETS = 200
"""Names only; the webhook reads the Secrets of the first 32."""
NODE_SELECTOR = 200
"""Labels in spec.nodeSelector; a node has some twenty."""
TERMS = 200
"""nodeSelectorTerms: ORed, so that one for each pool of nodes is the most that is written."""
EXPRESSIONS = 100
"""In one term, matchExpressions and matchFields each: ANDed, so one for each label of a node."""
VALUES = 10_000
"""Over all expressions of the required affinity: the names of the nodes of the largest clusters."""
ADDED_VALUES = 20_000
"""In expressions of Bondstone's keys, with those that it adds: terms times values of asset tags."""
ATTRIBUTED = 1_000
"""Images and terms of a pod, times policies, up to which reasons are counted by policy."""
TAGS = 64
"""In the annotation of asset tags: a node's hardware has a handful."""
