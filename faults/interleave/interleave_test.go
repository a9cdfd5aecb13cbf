package main

import (
	"testing"

	"stet.news/internal/require"
)

// TestSaboteurs: the campaign notices a client that loses text.
func TestSaboteurs(t *testing.T) {
	if testing.Short() {
		t.Skip("the campaign runs by itself")
	}
	require.Tool(t, "node")
	if _, err := bundle(t.Context(), t.TempDir()); err != nil {
		require.Missing(t, "esbuild or the packages the editor is made of ("+err.Error()+")")
	}
	for _, c := range []struct {
		saboteur string
		fails    bool
	}{{"", false}, {"silent", true}, {"late", true}} {
		err := campaign{n: 8, seed: 1, acts: 60, at: 8, saboteur: c.saboteur}.run(t.Context())
		if (err != nil) != c.fails {
			t.Errorf("saboteur %q: %v", c.saboteur, err)
		}
	}
}
