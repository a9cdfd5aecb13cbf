//go:build ignore

// Makes breached.bin from a list of passwords, one a line.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"log"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func main() {
	list, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var found [][]byte
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		password := norm.NFC.String(strings.ToLower(strings.TrimRight(lines.Text(), "\r")))
		if utf8.ValidString(password) && utf8.RuneCountInString(password) >= 15 {
			sum := sha256.Sum256([]byte(password))
			found = append(found, sum[:8])
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	slices.SortFunc(found, bytes.Compare)
	found = slices.CompactFunc(found, bytes.Equal)
	if err := os.WriteFile("breached.bin", bytes.Join(found, nil), 0o644); err != nil {
		log.Fatal(err)
	}
}
