// SPDX-FileCopyrightText: The Bondstone authors
// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package toolchain pins the programs of a control plane; nothing here is ever compiled in.
package toolchain

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
