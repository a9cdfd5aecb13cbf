package story

import (
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hostile are shapes that grow without bound in readers that build trees, keep
// formatting open or join strings as they go. Each is repeated thousands of times.
var hostile = map[string]string{
	"formatting":   "<b><i><p>x",
	"attributes":   "<b id=1><b id=2>x<p>",
	"depth":        "<div>x",
	"lists":        "<ul><li>x",
	"quotations":   "<blockquote>x",
	"tables":       "<table><tr><td>x",
	"wide":         "<table><td colspan=64>x</table>",
	"captions":     "<figure><figcaption>x</figcaption>",
	"captions two": "<caption>x</caption><figcaption>y</figcaption>",
	"breaks":       "x<br>",
	"spans":        "<b>x</b>y",
	"comments":     "x<!---->",
	"ends":         "</p></b></table></div>",
	"links":        "<a href=/x>x",
	"marks":        "e\u0301\u0301",
	"joiners":      "x\u200c\u200d",
	"spaces":       " \n\t",
	"entities":     "&amp;&#x41;",
	"embeds":       "<b><a href=https://a.example/>x</a></b><a href=https://a.example/>y</a>",
	"quotes":       "<q>",
	"skipped":      "<svg><form>",
	"stops":        ". “Mr. A. ",
}

// TestHostileShapes counts work in bytes allocated, which does not depend on the
// machine: twice the source may not take much more than twice the work.
func TestHostileShapes(t *testing.T) {
	for name, shape := range hostile {
		for _, before := range []string{"", "<table>", "<figure>", "<p data-embed>", "<ul><li>", "<blockquote>", "<h2>"} {
			once := before + strings.Repeat(shape, 1500)
			twice := before + strings.Repeat(shape, 3000)
			a, b := allocated(func() { ReadHTML(once) }), allocated(func() { ReadHTML(twice) })
			if b > 3*a+1<<20 {
				t.Errorf("%s%s: %d bytes of work, for twice the source %d", before, name, a, b)
			}
			if most := uint64(2000*len(twice)) + 1<<20; b > most {
				t.Errorf("%s%s: %d bytes of work for %d of source", before, name, b, len(twice))
			}
		}
	}
}

func allocated(f func()) uint64 {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	return b.TotalAlloc - a.TotalAlloc
}

// TestReaderBudgets: the stacks stay within their budgets, and so does what is
// taken in.
func TestReaderBudgets(t *testing.T) {
	for name, shape := range hostile {
		r := newReader()
		z := html.NewTokenizer(strings.NewReader(strings.Repeat(shape, 2000)))
		for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
			switch tt {
			case html.StartTagToken:
				r.startToken(z, false)
			case html.TextToken:
				r.text(z.Text())
			}
			if len(r.frames) > maxDepth || len(r.collectors) > maxCollectors || len(r.skip) > maxDepth {
				t.Fatalf("%s: %d frames, %d collectors, %d skipped", name, len(r.frames), len(r.collectors), len(r.skip))
			}
		}
	}
	if got := PlainText(ReadHTML(strings.Repeat("x", maxHTML+10))); len(got) != maxHTML {
		t.Errorf("took in %d bytes", len(got))
	}
	if b := ReadHTML(strings.Repeat("<p>x", maxNodes)); len(b) == 0 || len(b) > maxNodes/2 {
		t.Errorf("%d paragraphs", len(b))
	}
}

// TestDeepTree: a tree deeper than any parser makes is read without exhausting
// the stack.
func TestDeepTree(t *testing.T) {
	root := &html.Node{Type: html.ElementNode, Data: "div"}
	for n, i := root, 0; i < 1_000_000; i++ {
		c := &html.Node{Type: html.ElementNode, Data: "div"}
		n.AppendChild(c)
		n = c
	}
	root.AppendChild(&html.Node{Type: html.TextNode, Data: "behind"})
	if got := PlainText(ReadNode(root)); got != "behind" {
		t.Errorf("got %q", got)
	}
}

func TestSentencesOfHostileText(t *testing.T) {
	for name, s := range map[string]string{
		"stops": strings.Repeat(".", 1<<20), "quotes": strings.Repeat("”", 1<<20), "stops and quotes": strings.Repeat(".”", 1<<19),
		"spaces": strings.Repeat(". ", 1<<19), "small letters": strings.Repeat(". a", 1<<19), "initials": strings.Repeat("A. ", 1<<19),
		"one word": strings.Repeat("a", 1<<20) + ". B", "dashes": ". " + strings.Repeat("—", 1<<20), "titles": strings.Repeat("Mr. ", 1<<18),
	} {
		ends := Sentences(s)
		if ends[len(ends)-1] != len(s) {
			t.Errorf("%s: ends at %d of %d", name, ends[len(ends)-1], len(s))
		}
	}
}
