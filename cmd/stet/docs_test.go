package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stet.news/internal/require"
)

// TestDocs runs every command in the docs: all lines of the blocks marked sh,
// each document's in one folder from top to bottom. stet is this test's own
// program. What serves is started, waited for and stopped; a package named in
// go run must be there; go test and go build are what is running already.
func TestDocs(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range append(docs, filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(doc), func(t *testing.T) {
			d := docRunner{t: t, root: root, work: t.TempDir()}
			d.prepare()
			for _, block := range shBlocks.FindAllStringSubmatch(string(text), -1) {
				for line := range strings.Lines(block[1]) {
					if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
						d.line(line)
					}
				}
			}
		})
	}
}

var shBlocks = regexp.MustCompile("(?s)```sh\n(.*?)```")

type docRunner struct {
	t          *testing.T
	root, work string
}

// prepare puts stet on the path and the files that the docs speak of into the
// working folder.
func (d *docRunner) prepare() {
	for name, text := range map[string]string{
		"page.txt": "The bridge opens\n\nAfter three winters the new bridge carries its first lorries across the river, the engineers said on Monday.\n\nIt is 40 metres long, and it cost less than planned, said the council, which paid for half of it.\n",
		"about.md": "# About us\n\nWe report what we saw.\n",
	} {
		if err := os.WriteFile(filepath.Join(d.work, name), []byte(text), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
}

// line runs one command line.
func (d *docRunner) line(line string) {
	d.t.Helper()
	words := strings.Fields(line)
	switch {
	case strings.HasPrefix(line, "go test") || strings.HasPrefix(line, "go build"):
		return
	case strings.HasPrefix(line, "go run ./cmd/stet "):
		line = "stet " + strings.TrimPrefix(line, "go run ./cmd/stet ")
		words = strings.Fields(line)
	case strings.HasPrefix(line, "go run "):
		if _, err := os.Stat(filepath.Join(d.root, words[2])); err != nil {
			d.t.Errorf("%s: there is no such package", line)
		}
		return
	}
	if words[0] == "stet" && (words[1] == "serve" || words[1] == "demo") {
		d.serve(line)
		return
	}
	if out, err := d.command(context.Background(), line).CombinedOutput(); err != nil {
		d.t.Errorf("%s\n%v\n%s", line, err, out)
	}
}

func (d *docRunner) command(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, require.Tool(d.t, "sh"), "-c", "exec "+line)
	cmd.Dir = d.work
	cmd.Env = append(os.Environ(), "TMPDIR="+d.t.TempDir())
	return cmd
}

// serve starts what serves, on free ports, and stops it once it is ready.
func (d *docRunner) serve(line string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := d.command(ctx, line+" --addr 127.0.0.1:0 --desk-addr 127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	ready := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "Stop") {
			ready = true
			cmd.Process.Signal(os.Interrupt)
		}
	}
	io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil || !ready {
		d.t.Errorf("%s: ready %v, ended with %v", line, ready, err)
	}
}
