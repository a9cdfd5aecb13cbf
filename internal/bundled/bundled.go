// Package bundled is for tests: it holds the committed bundles of a package's
// scripts against what their sources make.
package bundled

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// Check runs the go:generate line of script.go in the test's folder, beside the
// bundles, which lie in static/, and compares each that it makes.
func Check(t testing.TB, files fs.FS) {
	t.Helper()
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
	if err != nil || len(names) != strings.Count(line, "=script/") {
		t.Fatalf("esbuild made %q of %q: %v", names, line, err)
	}
	for _, name := range names {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := fs.ReadFile(files, "static/"+filepath.Base(name)); !bytes.Equal(got, want) {
			t.Errorf("static/%s is not what its sources make; run go generate in this package", filepath.Base(name))
		}
	}
}
