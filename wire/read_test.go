package wire

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

// noon is the time in tests.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func english() Options {
	return Options{Edition: story.TagInfo("en"), Section: "afghanistan", Now: noon}
}

// write puts files into a folder, making folders on the way.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// readEverything gives what Read yields.
func readEverything(paths []string, o Options) (items []Item, errs []error) {
	for item, err := range Read(context.Background(), paths, o) {
		if err != nil {
			errs = append(errs, err)
		} else {
			items = append(items, item)
		}
	}
	return items, errs
}

const smallStory = `{"headline":"A bridge opens","text":"The bridge opened on Monday.\n\nIt is long."}`

func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"b.json":           smallStory,
		"a/second.md":      "# Rain\n\nIt rained all day in the north.\n",
		"a/.hidden.json":   smallStory,
		"notes.docx":       "not read",
		"c/bad.json":       "{",
		"d/many.jsonl":     smallStory + "\n\n" + `{"headline":"Two","text":"Second story."}` + "\n{broken\n" + `{"headline":"Four","text":"Fourth."}`,
		"z/deep/er/x.json": `{"headline":"Deep","text":"A text."}`,
	})
	items, errs := readEverything([]string{dir}, english())
	var got []string
	for _, i := range items {
		rel, _ := filepath.Rel(dir, i.File)
		got = append(got, rel+" "+i.Revision.Headline)
	}
	want := []string{"a/second.md Rain", "b.json A bridge opens", "d/many.jsonl:1 A bridge opens", "d/many.jsonl:3 Two", "d/many.jsonl:5 Four", "z/deep/er/x.json Deep"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %q\nwant %q", got, want)
	}
	if len(errs) != 2 {
		t.Fatalf("errors %v, want 2", errs)
	}
	for i, want := range []string{"c/bad.json:1:2: malformed JSON", "d/many.jsonl:4:2: malformed JSON"} {
		if !strings.Contains(errs[i].Error(), want) {
			t.Errorf("error %q, want %q in it", errs[i], want)
		}
	}
	if n, err := Count([]string{dir}); n != 9 || err != nil {
		t.Errorf("Count = %d, %v, want 9", n, err)
	}
	if items[0].Revision.Section != "afghanistan" || items[0].Revision.Edition != "en" {
		t.Errorf("edition and section not filled in: %+v", items[0].Revision)
	}
}

func TestIDIsOfBytesAndEdition(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.json": smallStory, "b.json": smallStory, "c.json": smallStory + " "})
	id := func(name string, o Options) string {
		items, errs := readEverything([]string{filepath.Join(dir, name)}, o)
		if len(items) != 1 {
			t.Fatal(errs)
		}
		return items[0].ID
	}
	dari := english()
	dari.Edition = story.TagInfo("fa-AF")
	a := id("a.json", english())
	if a != id("b.json", english()) || a == id("c.json", english()) || a == id("a.json", dari) || !strings.HasPrefix(a, "import:") || len(a) != 7+64 {
		t.Errorf("the ID must be of bytes and edition: %q", a)
	}
}

func TestReadLinesCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range 500 {
		fmt.Fprintf(z, "{\"headline\":\"Story %d\",\"text\":\"Text %d.\"}\n", i, i)
	}
	z.Close()
	dir := t.TempDir()
	write(t, dir, map[string]string{"old.jsonl.gz": b.String(), "cut.jsonl.gz": b.String()[:b.Len()/2], "no.jsonl.gz": "plain"})
	items, errs := readEverything([]string{filepath.Join(dir, "old.jsonl.gz")}, english())
	if len(items) != 500 || len(errs) != 0 {
		t.Errorf("%d stories, errors %v", len(items), errs)
	}
	items, errs = readEverything([]string{filepath.Join(dir, "cut.jsonl.gz"), filepath.Join(dir, "no.jsonl.gz")}, english())
	if len(items) == 0 || len(errs) != 2 || !strings.Contains(errs[0].Error(), "ends in the middle") || !strings.Contains(errs[1].Error(), "not gzip data") {
		t.Errorf("%d stories, errors %v", len(items), errs)
	}
}

func TestReadStops(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.jsonl": strings.Repeat(smallStory+"\n", 10), "b.json": smallStory})
	n := 0
	for range Read(context.Background(), []string{dir}, english()) {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n = 0
	var last error
	for _, err := range Read(ctx, []string{dir}, english()) {
		if n++; n == 3 {
			cancel()
		}
		last = err
	}
	if n != 4 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d results, last %v", n, last)
	}
}

// TestBadInput: each gets one clear line, and no story.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	page, _ := gzipped(t, smallStory)
	write(t, dir, map[string]string{
		"empty.txt": "", "blank.md": " \n\n", "empty.json": "", "empty.jsonl": "\n",
		"binary.txt": "\x00\x01\x02" + strings.Repeat("\x00\xff\x07", 50), "picture.html": "\x89PNG\r\n\x1a\n....", "gzip.json": page,
		"menu.txt": "Home\nNews\nSport\nContact us\n", "headless.txt": strings.Repeat("This is a sentence that has no headline anywhere above it, it just goes on. ", 4),
		"plain.html": "no tags at all", "nothing.html": "<html><body><p>Hi</p></body></html>",
		"broken.json": "{\n  \"headline\": \"A\",\n  \"text\": \"b\" \"c\"\n}", "cut.json": `{"headline":"A","te`, "list.json": "[1]", "two.json": smallStory + smallStory,
		"unknown.json": "{\n\"headline\":\"A\",\n\"text\":\"b\",\n  \"autor\":\"c\"}", "double.json": `{"headline":"A","headline":"B","text":"c"}`,
		"type.json": `{"headline":7,"text":"b"}`, "block.json": `{"headline":"A","blocks":[{"type":"marquee"}]}`, "nobody.json": `{"headline":"A"}`, "nohead.json": `{"text":"b"}`,
		"future.json": `{"headline":"A","text":"b","published":"2031-01-01"}`, "absurd.json": `{"headline":"A","text":"b","published":"0001-01-01"}`, "date.json": `{"headline":"A","text":"b","published":"soon"}`,
		"open.md": "---\ntitle: A\n\ntext", "field.md": "---\ntitle: A\nnonsense\n---\ntext", "future.md": "---\ntitle: A\ndate: 2031-01-01\n---\n\ntext", "quote.md": "---\ntitle: \"A\n---\ntext",
		"day.md": "---\ntitle: A\ndate: 03/04/2025\n---\ntext", "slug.md": "---\ntitle: A\nslug: A B\n---\ntext", "nobody.md": "---\ntitle: A\n---\n", "nohead.md": "text",
		"picture.md": "---\ntitle: A\npicture: none.jpg\nalt: x\n---\ntext", "outside.md": "---\ntitle: A\npicture: ../x.jpg\nalt: x\n---\ntext",
		"deep.json": strings.Repeat("[", 5000), "story.docx": "x", "nested.html": strings.Repeat("<div>", 5000) + "text",
	})
	o := english()
	o.Picture = func([]byte) (story.Picture, error) { return story.Picture{}, errors.New("not called") }
	for name, want := range map[string]string{
		"empty.txt": "the file is empty", "blank.md": "the file is empty", "empty.json": "the file is empty", "empty.jsonl": "the file is empty",
		"binary.txt": "this is binary data", "picture.html": "this is a PNG picture", "gzip.json": "this is gzip data",
		"menu.txt": "no body found", "headless.txt": "no headline found", "plain.html": "this is no HTML", "nothing.html": "no headline found",
		"broken.json": "broken.json:3:15: malformed JSON", "cut.json": "cut.json:1:20: malformed JSON: it ends in the middle", "list.json": "a story is a JSON object", "two.json": "something follows",
		"unknown.json": `unknown.json:4:3: unknown field "autor"`, "double.json": `the field "headline" comes twice`,
		"type.json": "type.json:1:13: headline: a number stands here, want a text", "block.json": "blocks: not a body: block 1", "nobody.json": `neither "blocks" nor "text"`, "nohead.json": "no headline found",
		"future.json": "is in the future; use embargo", "absurd.json": "is not a date", "date.json": `"soon" is not a date`,
		"open.md": "the front matter has no end", "field.md": "field.md:3: ", "future.md": "future.md:3: published", "quote.md": "quote.md:2: a quotation mark is not closed",
		"day.md": "day and month could be either", "slug.md": "write it as \"a-b\"", "nobody.md": "no body found", "nohead.md": "no headline found",
		"picture.md": "picture.md:3: picture: \"none.jpg\": there is no such file", "outside.md": "not in the file's own folder",
		"deep.json": "nested too deep", "story.docx": "not a form that is read here", "nested.html": "nested too deep",
		"missing.txt": "there is no such file",
	} {
		items, errs := readEverything([]string{filepath.Join(dir, name)}, o)
		if len(items) != 0 || len(errs) != 1 {
			t.Errorf("%s: %d stories, errors %v", name, len(items), errs)
			continue
		}
		var e *Error
		if !errors.As(errs[0], &e) || !strings.Contains(errs[0].Error(), want) || !strings.HasPrefix(errs[0].Error(), dir) || strings.Contains(errs[0].Error(), "\n") {
			t.Errorf("%s: %q, want %q", name, errs[0], want)
		}
	}
}

func gzipped(t *testing.T, s string) (string, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	return b.String(), z.Close()
}

func TestFoldersAndLinks(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"empty/readme.pdf": "", "real.json": smallStory})
	if err := os.Symlink(filepath.Join(dir, "real.json"), filepath.Join(dir, "empty", "link.json")); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{"empty": "a symbolic link is not followed", "empty/link.json": "a symbolic link is not followed"} {
		items, errs := readEverything([]string{filepath.Join(dir, path)}, english())
		if len(items) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), want) {
			t.Errorf("%s: %v %v", path, items, errs)
		}
	}
	os.Remove(filepath.Join(dir, "empty", "link.json"))
	_, errs := readEverything([]string{filepath.Join(dir, "empty")}, english())
	if len(errs) != 1 || !errors.Is(errs[0], ErrNoStory) {
		t.Errorf("a folder without stories: %v", errs)
	}
}

// TestTooBig: the limits hold, and a line too long costs only itself.
func TestTooBig(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"big.txt":   strings.Repeat("A line of text, and another one. ", maxFile/33+10),
		"big.jsonl": `{"headline":"A","text":"` + strings.Repeat("x", maxLine) + "\"}\n" + smallStory,
		"tags.html": strings.Repeat("<p>", maxTokens+10),
	})
	items, errs := readEverything([]string{dir}, english())
	if len(items) != 1 || len(errs) != 3 {
		t.Fatalf("%d stories, errors %v", len(items), errs)
	}
	for _, err := range errs {
		if !errors.Is(err, ErrTooBig) {
			t.Errorf("%v is not ErrTooBig", err)
		}
	}
}
