// SPDX-FileCopyrightText: The Bondstone authors
// SPDX-License-Identifier: Apache-2.0

// Command htpasswd prints one line of a registry's password file for the user given as argument;
// the password comes on standard input. The registry takes bcrypt only.
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/bcrypt"
)

func main() {
	password, err := io.ReadAll(io.LimitReader(os.Stdin, 72))
	if err != nil || len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: htpasswd USER <PASSWORD")
		os.Exit(2)
	}
	hash, err := bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s:%s\n", os.Args[1], hash)
}
