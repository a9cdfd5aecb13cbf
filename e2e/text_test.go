package e2e

import (
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"stet.news/internal/require"
	"stet.news/newsroom"
	"stet.news/story"
)

// The text browsers, and how each writes a page to its output. The lines are
// as long as they can be, so that hardly a word is cut at their ends.
var textBrowsers = map[string][]string{
	"w3m":  {"-dump", "-cols", "10000", "-I", "UTF-8", "-O", "UTF-8"},
	"lynx": {"-dump", "-width=1024", "-nolist", "-nomargins", "-display_charset=utf-8", "-assume_charset=utf-8"},
}

// TestTextBrowsers reads every story with w3m and lynx: headline, standfirst,
// byline, date and all of the body, in this order, and the first four once.
func TestTextBrowsers(t *testing.T) {
	for tool := range textBrowsers {
		require.Tool(t, tool)
	}
	for _, v := range stories(t) {
		t.Run(v.Path, func(t *testing.T) {
			t.Parallel()
			pages := leaves(t, v)
			for tool, args := range textBrowsers {
				text := ""
				for _, page := range pages {
					text += flat(dump(t, tool, append(slices.Clone(args), served(t).at+page.path)))
				}
				head := opening(v, pages[0])
				if missing := inOrder(text, append(slices.Clone(head), told(v.Body)...)); missing != nil {
					t.Errorf("%s does not read in order: %q", tool, missing)
				}
				for _, s := range head {
					if n := strings.Count(text, s); n != 1 && !strings.Contains(story.PlainText(v.Body), s) {
						t.Errorf("%s reads %q %d times", tool, s, n)
					}
				}
			}
		})
	}
}

// opening is what stands above the body: headline, standfirst, bylines, date.
func opening(v newsroom.View, page *resource) []string {
	out := []string{v.Headline}
	if v.Standfirst != "" {
		out = append(out, v.Standfirst)
	}
	for _, b := range v.Bylines {
		out = append(out, b.Name)
	}
	return append(out, flat(textOf(find(page.root, "time", "data-piece", "published"))))
}

// TestTextLinks: lynx lists the links of a story in the order in which they
// stand in the page.
func TestTextLinks(t *testing.T) {
	require.Tool(t, "lynx")
	for _, v := range stories(t) {
		t.Run(v.Path, func(t *testing.T) {
			t.Parallel()
			for _, page := range leaves(t, v) {
				var links []string
				for n := range elements(page.root) {
					if href, is := hasAttr(n, "href"); is && n.Data == "a" {
						shown, _ := url.PathUnescape(href)
						links = append(links, shown+"\n")
					}
				}
				listed := dump(t, "lynx", []string{"-dump", "-listonly", "-nonumbers", "-display_charset=utf-8", served(t).at + page.path})
				if missing := inOrder(listed, links); missing != nil {
					t.Errorf("%s: lynx does not list in order %q", page.path, missing)
				}
			}
		})
	}
}

func dump(t *testing.T, tool string, args []string) string {
	t.Helper()
	cmd := exec.Command(tool, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v", tool, args[len(args)-1], err)
	}
	return string(out)
}
