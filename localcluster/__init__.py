# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A throw-away Kubernetes control plane on this machine: for demo, tests and benchmarks.

Real etcd, kube-apiserver, kube-controller-manager and two kube-schedulers; no kubelets: Node
objects with live Leases stand for machines. Not shipped.
``.venv/bin/python -m localcluster --help`` says how to use it by hand.
"""
