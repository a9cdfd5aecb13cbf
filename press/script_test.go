package press

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// scriptBudget is how many bytes of script a public page may cost its reader,
// service worker included, before any compression.
const scriptBudget = 3000

func TestScriptWithinBudget(t *testing.T) {
	total := 0
	for _, name := range []string{"static/script.js", "static/worker.js"} {
		text, err := look.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(text))
		total += len(text)
	}
	if total > scriptBudget {
		t.Errorf("the scripts have %d bytes, the budget is %d", total, scriptBudget)
	}
}

// TestScriptIsBundled runs what go generate runs, beside the committed bundle.
func TestScriptIsBundled(t *testing.T) {
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
		require.Missing(t, "esbuild (go tool esbuild: "+strings.TrimSpace(string(out))+")")
	}
	for _, name := range []string{"script.js", "worker.js"} {
		want, err := os.ReadFile(filepath.Join(made, name))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := look.ReadFile("static/" + name); !bytes.Equal(got, want) {
			t.Errorf("static/%s is not what its sources make; run go generate ./press", name)
		}
	}
}
