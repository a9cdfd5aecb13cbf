package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"stet.news/picture/darkroom"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

// A short campaign: every kind of tampering several times.
func TestCampaign(t *testing.T) {
	c := campaign{tries: 400, untouched: 6, seed: 7, perSample: 54}
	if testing.Short() {
		c.tries, c.untouched = 160, 2
	}
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	c.print(&table)
	t.Log("\n" + table.String())
	if !c.ok() {
		t.Error("not everything was as it must be")
	}
	if len(c.counts) < 70 {
		t.Errorf("only %d kinds were tried", len(c.counts))
	}
}

// Whatever bytes a tree is made of, and though they are signed by the right
// key, verifying comes to an end and to a report.
func TestHostileTrees(t *testing.T) {
	s, err := makeSample(t.Context(), t.TempDir(), 99)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	names := s.tree.names(func(string) bool { return true })
	rounds := 250
	if testing.Short() {
		rounds = 50
	}
	for range rounds {
		x := s.tree.copied()
		for range 1 + r.IntN(4) {
			name, other := names[r.IntN(len(names))], names[r.IntN(len(names))]
			data := bytes.Clone(x[name])
			switch at := r.IntN(len(data) + 1); r.IntN(5) {
			case 0:
				x[name] = data[:at]
			case 1:
				x[name] = append(data[:at], x[other]...)
			case 2:
				x[name] = append(data, data...)
			case 3:
				x[name] = x[other]
			default:
				if at < len(data) {
					data[at] ^= byte(1 + r.IntN(255))
				}
				x[name] = data
			}
		}
		x.sign(s.signer)
		if _, err := verifyTree(t.Context(), x, asked{key: s.verifier}); err != nil {
			t.Error(err)
		}
	}
}
