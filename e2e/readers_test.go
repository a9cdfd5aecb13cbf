package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
	"stet.news/newsroom"
)

// read is a page as a reader mode understands it.
type read struct {
	Reader, URL, Title, Byline, Date, Lang, Text string
}

// TestReaders: three reader modes get the same of every story: headline,
// bylines, date, language and the whole body in order, and nothing else.
func TestReaders(t *testing.T) {
	type page struct{ URL, HTML string }
	var pages []page
	for _, v := range stories(t) {
		for _, leaf := range leaves(t, v) {
			pages = append(pages, page{home + leaf.path, leaf.body})
		}
	}
	input, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]read{}
	for _, cmd := range []*exec.Cmd{goReaders(t), mozillaReader(t)} {
		cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var reads []read
		if err := json.Unmarshal(out, &reads); err != nil {
			t.Fatalf("%v: %.500s", err, out)
		}
		for _, r := range reads {
			got[r.Reader+" "+r.URL] = r
		}
	}
	for _, v := range stories(t) {
		for _, reader := range []string{"readability", "go-readability", "go-trafilatura"} {
			var all read
			for _, leaf := range leaves(t, v) {
				r := got[reader+" "+home+leaf.path]
				r.Text = all.Text + "\n" + r.Text
				all = r
			}
			t.Run(reader+v.Path, func(t *testing.T) { understood(t, v, all) })
		}
	}
}

// understood compares what a reader made of a story with the story.
func understood(t *testing.T, v newsroom.View, got read) {
	if got.Title != v.Headline {
		t.Errorf("the headline is %q, want %q", got.Title, v.Headline)
	}
	if byline := strings.ReplaceAll(got.Byline, "; ", ", "); byline != names(v) {
		t.Errorf("the byline is %q, want %q", byline, names(v))
	}
	if want := v.Published.In(kabul).Format("2006-01-02T15:04:05-07:00"); len(got.Date) < 10 || !strings.HasPrefix(want, got.Date) {
		t.Errorf("the date is %q, want %q", got.Date, want)
	}
	if got.Lang != v.Edition && got.Lang != guessed[v.Edition] {
		t.Errorf("the language is %q, want %q", got.Lang, v.Edition)
	}
	text := solid(got.Text)
	if missing := inOrder(text, solids(told(v.Body))); missing != nil {
		t.Errorf("of the body it lacks %q", missing)
	}
	if more := without(text, v); more != "" {
		t.Errorf("beside the story it has %q", more)
	}
}

// guessed is what go-trafilatura takes the editions for. It goes by the words
// alone, whatever the page says, and does not know Pashto.
var guessed = map[string]string{"en": "en", "fa-AF": "fa", "ps": "fa"}

// names are the bylines of a story as one line.
func names(v newsroom.View) string {
	var names []string
	for _, b := range v.Bylines {
		names = append(names, b.Name)
	}
	return strings.Join(names, ", ")
}

// without takes out of a text what belongs to the story and what only marks
// where its parts begin.
func without(text string, v newsroom.View) string {
	parts := append([]string{v.Headline, v.Standfirst}, told(v.Body)...)
	if v.Lead != nil {
		parts = append(parts, v.Lead.Caption, v.Lead.Credit)
	}
	for _, part := range parts {
		text = strings.Replace(text, solid(part), "", 1)
	}
	return strings.Trim(text, "•-*—|")
}

// solid is text without any white space: readers part words round a mark as it
// pleases them.
func solid(s string) string { return strings.Join(strings.Fields(s), "") }

func solids(list []string) []string {
	for i, s := range list {
		list[i] = solid(s)
	}
	return list
}

// goReaders builds the program in readers/, if its modules are here: a test
// asks nobody for them.
func goReaders(t *testing.T) *exec.Cmd {
	t.Helper()
	program := filepath.Join(t.TempDir(), "readers")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = "readers"
	build.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Logf("%s", out)
		require.Missing(t, "go-trafilatura (cd e2e/readers && go mod download)")
	}
	return exec.Command(program)
}

func mozillaReader(t *testing.T) *exec.Cmd {
	t.Helper()
	node := require.Tool(t, "node")
	for _, name := range []string{"@mozilla/readability", "jsdom"} {
		if _, err := os.Stat(filepath.Join("../node_modules", name)); err != nil {
			require.Missing(t, name+" (npm install --no-save @mozilla/readability@0.6.0 jsdom@24.1.3)")
		}
	}
	return exec.Command(node, "readers/readability.mjs")
}
