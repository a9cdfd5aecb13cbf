package e2e

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"os"
	"os/exec"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// TestStructuredData lets structured-data-testing-tool judge every story, with a
// picture and without one, by what Google, Twitter and Facebook want to know.
func TestStructuredData(t *testing.T) {
	node := require.Tool(t, "node")
	if _, err := os.Stat("../node_modules/structured-data-testing-tool"); err != nil {
		require.Missing(t, "structured-data-testing-tool (npm install --no-save structured-data-testing-tool@4.5.0)")
	}
	type page struct{ URL, HTML string }
	var pages []page
	with := map[bool]int{}
	for _, v := range stories(t) {
		leaf := leaves(t, v)[0]
		pages = append(pages, page{home + leaf.path, leaf.body})
		with[v.Lead != nil]++
	}
	if with[true] == 0 || with[false] == 0 {
		t.Fatalf("with a picture and without: %v", with)
	}
	input, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "structured.mjs")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var judged []struct {
		URL    string
		Passed int
		Failed []string
	}
	if err := json.Unmarshal(out, &judged); err != nil {
		t.Fatal(err)
	}
	for _, j := range judged {
		if len(j.Failed) > 0 || j.Passed < 25 {
			t.Errorf("%s: %d passed, failed: %q", j.URL, j.Passed, j.Failed)
		}
	}
}

// TestPreviews asks of every page with an address what WhatsApp, Telegram and
// the networks need to show it: the words, and a picture of JPEG in the size
// that they are told, under the 300 kB from which some show none.
func TestPreviews(t *testing.T) {
	c := crawl(t)
	judged := 0
	for _, r := range c.pages() {
		meta := map[string]string{}
		for n := range elements(r.root) {
			if n.Data == "meta" {
				meta[attr(n, "property")+attr(n, "name")] = attr(n, "content")
			}
		}
		if find(r.root, "link", "rel", "canonical") == nil || strings.Contains(meta["robots"], "noindex") {
			continue // nobody is meant to share it
		}
		judged++
		for _, name := range []string{
			"og:title", "og:type", "og:url", "og:site_name", "og:locale",
			"og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt", "twitter:card",
		} {
			if meta[name] == "" {
				t.Errorf("%s has no %s", r.path, name)
			}
		}
		if !strings.HasPrefix(meta["og:url"], home+"/") {
			t.Errorf("%s: og:url is %s", r.path, meta["og:url"])
		}
		picture := c.all[strings.TrimPrefix(meta["og:image"], home)]
		if picture == nil || picture.header.Get("Content-Type") != "image/jpeg" || picture.wire >= 300_000 {
			t.Errorf("%s: %s is no picture for a preview", r.path, meta["og:image"])
			continue
		}
		size, err := jpeg.DecodeConfig(strings.NewReader(picture.body))
		if err != nil || size.Width != number(meta["og:image:width"]) || size.Height != number(meta["og:image:height"]) {
			t.Errorf("%s: %s has %d×%d pixels: %v", r.path, meta["og:image"], size.Width, size.Height, err)
		}
	}
	if judged < 100 {
		t.Errorf("only %d pages are meant to be shared", judged)
	}
}
