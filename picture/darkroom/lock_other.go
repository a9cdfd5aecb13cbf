//go:build !linux || !(amd64 || arm64)

package darkroom

// lockIn has no walls to put up here but those of a process of its own.
func lockIn() error { return nil }

func stepBack() {}

func limitTime() error { return nil }
