// SPDX-FileCopyrightText: The Bondstone authors
// SPDX-License-Identifier: Apache-2.0

// Command htpasswd reads a password from standard input and prints a bcrypt line for the user that
// its one argument names: the only kind that the registry's basic authentication accepts.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// maxPassword is bcrypt's own limit in bytes; a longer password would be cut without a word.
const maxPassword = 72

func main() {
	if len(os.Args) != 2 || os.Args[1] == "" || strings.ContainsAny(os.Args[1], ":\n") {
		fail("usage: htpasswd USER <password: a user name holds neither a colon nor a line end")
	}
	password, err := io.ReadAll(io.LimitReader(os.Stdin, maxPassword+1))
	if err != nil {
		fail(err.Error())
	}
	hash, err := bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	if err != nil {
		fail(err.Error())
	}
	fmt.Printf("%s:%s\n", os.Args[1], hash)
}

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, "htpasswd: "+sentence)
	os.Exit(2)
}
