package site

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// TestScriptsAreBundled runs what go generate runs, beside the committed bundles.
func TestScriptsAreBundled(t *testing.T) {
	tool := require.Tool(t, "go")
	source, err := os.ReadFile("script.go")
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(source), "//go:generate go ")
	line, _, _ = strings.Cut(line, "\n")
	made := t.TempDir()
	cmd := exec.Command(tool, strings.Fields(strings.Replace(line, "--outdir=static", "--outdir="+made, 1))...)
	if out, err := cmd.CombinedOutput(); err != nil {
		require.Missing(t, "esbuild or the packages the scripts are made of ("+strings.TrimSpace(string(out))+")")
	}
	names, err := filepath.Glob(filepath.Join(made, "*.js"))
	if err != nil || len(names) == 0 {
		t.Fatalf("esbuild made nothing: %v", err)
	}
	for _, name := range names {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := staticFiles.ReadFile("static/" + filepath.Base(name)); !bytes.Equal(got, want) {
			t.Errorf("static/%s is not what its sources make; run go generate ./desk/site", filepath.Base(name))
		}
	}
}
