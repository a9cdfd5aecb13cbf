package main

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if isChild() {
		return
	}
	os.Exit(m.Run())
}

// TestKilledTellsEachOnce is a short campaign.
func TestKilledTellsEachOnce(t *testing.T) {
	if err := campaign(t.Context(), 4, 1); err != nil {
		t.Fatal(err)
	}
}
