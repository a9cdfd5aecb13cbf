package story

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"stet.news/internal/require"
)

// allowed is said again here, apart from the writer: what a story's HTML may
// hold, element by element.
var allowed = map[string]string{
	"p": "lang dir data-embed data-provider", "h2": "lang dir", "h3": "lang dir", "ul": "lang dir", "ol": "lang dir", "li": "",
	"blockquote": "lang dir", "figure": "lang dir data-embed data-provider", "figcaption": "", "hr": "", "br": "",
	"picture": "", "source": "type srcset sizes",
	"img":   "src srcset sizes width height alt loading decoding data-sha256 data-type data-focal data-decorative",
	"div":   "role tabindex aria-label", // round a table
	"table": "lang dir", "caption": "", "thead": "", "tbody": "", "tr": "", "th": "scope", "td": "",
	"small": "data-credit", "a": "href", "strong": "", "em": "",
	"span": "lang dir data-statement data-erased",
}

// unsafe walks the tokens of page and names the first thing that may not be there.
func unsafe(page string) error {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.TextToken:
		case html.StartTagToken, html.EndTagToken:
			if err := unsafeTag(z.Token()); err != nil {
				return err
			}
		default:
			return fmt.Errorf("a token that is neither text nor tag: %q", z.Raw())
		}
	}
}

func unsafeTag(tag html.Token) error {
	may, ok := allowed[tag.Data]
	if !ok {
		return fmt.Errorf("element %q", tag.Data)
	}
	for _, a := range tag.Attr {
		if !strings.Contains(" "+may+" ", " "+a.Key+" ") {
			return fmt.Errorf("attribute %s of %s", a.Key, tag.Data)
		}
		if a.Key == "srcset" && strings.Count(a.Val, "/picture/") != strings.Count(a.Val, ",")+1 {
			return fmt.Errorf("addresses %q", a.Val)
		}
		if a.Key != "href" && a.Key != "src" {
			continue
		}
		address := strings.ToLower(strings.TrimSpace(a.Val))
		scheme, _, _ := strings.Cut(address, ":")
		switch {
		case strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//"):
		case scheme == "http", scheme == "https", scheme == "mailto", scheme == "tel":
		default:
			return fmt.Errorf("address %q", a.Val)
		}
		if strings.ContainsAny(a.Val, "\t\n\r\x00") {
			return fmt.Errorf("address %q", a.Val)
		}
	}
	return nil
}

// checkSafe is what must hold of whatever is read.
func checkSafe(t *testing.T, in string) {
	t.Helper()
	b := ReadHTML(in)
	page := WriteHTML(b, HTMLOptions{})
	if err := unsafe(page); err != nil {
		t.Fatalf("read %q\nwrote %s\n%v", in, page, err)
	}
	if again := ReadHTML(page); !reflect.DeepEqual(again, b) {
		t.Fatalf("read %q\nas   %s\nthen %s", in, show(b), show(again))
	}
	if err := b.Check(); err != nil && len(in) < 10_000 {
		t.Fatalf("read %q\nas %s\nwhich is %v", in, show(b), err)
	}
}

// attacks gives every hostile snippet of the collections.
func attacks(t *testing.T) []string {
	var out []string
	for _, name := range []string{"data/xss/payload-list.txt", "data/standards/xss/Intruder/xss-payload-list.txt", "data/standards/xss/h5sc/vectors.txt"} {
		f, err := os.Open(require.Shared(t, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			out = append(out, lines.Text())
		}
	}
	for _, name := range []string{"data/xss/ugc-policy-cases.jsonl", "data/standards/xss/dompurify/expect.json", "data/standards/xss/h5sc/items.json"} {
		d, err := os.ReadFile(require.Shared(t, name))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, stringsIn(json.NewDecoder(strings.NewReader(string(d))))...)
	}
	return out
}

// stringsIn gives every string in a stream of JSON, wherever it stands.
func stringsIn(d *json.Decoder) []string {
	var out []string
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		if s, ok := tok.(string); ok {
			out = append(out, s)
		}
	}
}

func TestAttacks(t *testing.T) {
	all := attacks(t)
	if len(all) < 7000 {
		t.Fatalf("only %d attacks", len(all))
	}
	for _, in := range all {
		checkSafe(t, in)
		checkSafe(t, "<p>"+in+"</p>")
		checkSafe(t, `<p lang="`+in+`">x<a href="`+in+`">y</a><img alt="`+in+`" data-sha256=`+strings.Repeat("0", 64)+` data-type=image/gif></p>`)
	}
}

// TestAttacksInFields puts every attack where a desk or a file could put it.
func TestAttacksInFields(t *testing.T) {
	for _, in := range attacks(t) {
		f := Foreign{Lang: in, Dir: Direction(in)}
		text := Text{{Text: in, Marks: Marks{Link: in, Lang: in, Dir: Direction(in), Statement: in}}}
		b := Body{Paragraph{Text: text, Foreign: f}, List{Items: []Text{text}, Foreign: f}, Quotation{Paragraphs: []Text{text}, Attribution: text},
			Table{Caption: in, Header: true, Rows: [][]Text{{text}}}, Embed{URL: in, Title: in, Provider: in, Picture: &Picture{SHA256: in, Type: in, Alt: in}},
			Embed{URL: "https://example.org/", Title: in, Provider: in, Picture: &Picture{SHA256: strings.Repeat("0", 64), Type: "image/png", Alt: in}},
			PictureBlock{Picture{SHA256: in, Type: in, Alt: in, Caption: in, Credit: in}}}
		for _, b := range []Body{b, b.Clean()} {
			page := WriteHTML(b, HTMLOptions{})
			if err := unsafe(page); err != nil {
				t.Fatalf("%q: wrote %s: %v", in, page, err)
			}
		}
	}
}

// TestPages reads whole real pages.
func TestPages(t *testing.T) {
	for _, page := range realPages(t, 40) {
		checkSafe(t, page)
	}
}

func realPages(t testing.TB, most int) []string {
	names, _ := filepath.Glob(filepath.Join(require.Shared(t, "data/html"), "*.html.gz"))
	var out []string
	for i := 0; i < len(names); i += max(1, len(names)/most) {
		out = append(out, gunzip(t, names[i]))
	}
	if len(out) == 0 {
		require.Missing(t, "a page in data/html")
	}
	return out
}

func FuzzReadHTML(f *testing.F) {
	for _, s := range []string{
		"<p>a<b>b</p>c", "<table><tr><td>a<td>b<table><td>c", "<ul><li>a<ul><li>b", "<svg><p><style><a title='</style><script>x'>",
		"<math><mtext><table><mglyph><style><!--</style><img src onerror=x>", "<a href='java\tscript:x'>y</a>", "<q>a<q>b<p>c</q>",
		"<blockquote><cite>x</cite>a<footer>b", "<figure><figcaption>a<small data-credit>b</figure>", "<span data-erased>[…]</span>\u0301",
		"<h2>a<h3>b<ul><li>c<h2>d", "<form><div></form><p>x", "می\u200cرود<b>\u0301</b>", "<pre>a\n\nb", "<p data-embed><a href=https://a>b",
		"<img data-sha256=0000000000000000000000000000000000000000000000000000000000000000 data-type=image/gif data-focal='1 2'>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		checkSafe(t, in)
		if n := parse(t, "<p>x"); n != nil { // a parsed tree is read safely too
			if list, err := html.ParseFragment(strings.NewReader(in), n); err == nil {
				for _, c := range list {
					n.AppendChild(c)
				}
				page := WriteHTML(ReadNode(n), HTMLOptions{})
				if err := unsafe(page); err != nil {
					t.Fatalf("read %q as a tree, wrote %s: %v", in, page, err)
				}
			}
		}
	})
}

func FuzzBodyJSON(f *testing.F) {
	for _, s := range []string{`[]`, `[{"type":"paragraph","text":"x"}]`, `[{"type":"table","rows":[["a",[{"text":"b","link":"/x"}]]]}]`,
		`[{"type":"picture","picture":{"sha256":"","type":"image/png","alt":"x"}}]`, `[{"type":"divider"},{"type":"embed","url":"https://a.example","title":"T"}]`,
		`[{"type":"quotation","paragraphs":["a"],"attribution":"b","lang":"en"},{"type":"list","items":["a"]},{"type":"heading","level":2,"text":"h"}]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var b Body
		if json.Unmarshal([]byte(in), &b) != nil {
			return
		}
		clean := b.Clean()
		page := WriteHTML(clean, HTMLOptions{})
		if err := unsafe(page); err != nil {
			t.Fatal(err)
		}
		if clean.Check() != nil {
			return
		}
		if got := ReadHTML(page); !reflect.DeepEqual(got, clean) {
			t.Fatalf("wrote %s\ngot  %s\nwant %s", page, show(got), show(clean))
		}
		d, err := json.Marshal(clean)
		if err != nil {
			t.Fatal(err)
		}
		var again Body
		if err := json.Unmarshal(d, &again); err != nil || !reflect.DeepEqual(again, clean) {
			t.Fatalf("%s: %v\n%s", d, err, show(again))
		}
	})
}
