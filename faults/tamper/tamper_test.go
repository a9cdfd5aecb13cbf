package main

import (
	"strings"
	"testing"
)

// A short campaign: every kind of tampering several times.
func TestCampaign(t *testing.T) {
	c := campaign{tries: 320, untouched: 6, seed: 7, perSample: 54}
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	c.print(&table)
	t.Log("\n" + table.String())
	if !c.ok() {
		t.Error("not everything was as it must be")
	}
	if len(c.counts) < 50 {
		t.Errorf("only %d kinds were tried", len(c.counts))
	}
}
