// SPDX-FileCopyrightText: The Bondstone authors
// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package registry pins the OCI registry; nothing here is ever compiled in.
package registry

import _ "github.com/distribution/distribution/v3/cmd/registry"
