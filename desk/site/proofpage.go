package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"stet.news/press"
)

// A proof is a page of the press, shown at the desk. It runs nothing and leads
// to the readers' site; what it shows comes from where its reader may have it.
type proofPage struct {
	*press.Page
	story  string             // the address of the story that the page is of, if it is of one
	self   func(n int) string // where the story's n-th page is shown
	file   string             // what stands before the address of a file
	public string             // of the readers' site
	paper  bool               // as it is printed on paper
	frame  string             // who may frame it, as a policy says it
}

// sendProof sends a proof, with the readers' policy but that it may be framed
// and runs nothing.
func sendProof(w http.ResponseWriter, p proofPage) error {
	body, style := p.rewrite()
	policy := "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors " + p.frame
	if style != "" {
		policy += "; style-src '" + style + "'"
	}
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", p.Type)
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(body)
	return err
}

// rewrite gives the page as it is shown here, and the hash of its style.
func (p proofPage) rewrite() (body []byte, style string) {
	var out bytes.Buffer
	style = p.Style
	z := html.NewTokenizer(bytes.NewReader(p.Body))
	inStyle, skip := false, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes(), style
		}
		raw := slices.Clone(z.Raw())
		t := z.Token()
		switch {
		case t.Data == "script" && (kind == html.StartTagToken || kind == html.EndTagToken):
			skip = kind == html.StartTagToken
		case skip, t.Data == "link" && kind == html.StartTagToken: // of nothing that is there
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			inStyle = t.Data == "style"
			p.element(&t)
			out.WriteString(t.String())
		case inStyle && kind == html.TextToken && p.paper:
			text := onPaper(string(raw))
			style = styleHash(text)
			out.WriteString(text)
		default:
			inStyle = inStyle && kind == html.TextToken
			out.Write(raw)
		}
	}
}

// element leads an element's addresses to where they are here.
func (p proofPage) element(t *html.Token) {
	for i, a := range t.Attr {
		switch a.Key {
		case "src", "poster":
			t.Attr[i].Val = p.fileAt(a.Val)
		case "srcset":
			t.Attr[i].Val = p.set(a.Val)
		case "href":
			t.Attr[i].Val = p.link(a.Val)
		}
	}
	if i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "href" }); t.Data == "a" && i >= 0 && strings.HasPrefix(t.Attr[i].Val, "http") {
		t.Attr = append(t.Attr, html.Attribute{Key: "target", Val: "_blank"}, html.Attribute{Key: "rel", Val: "noopener noreferrer"})
	}
}

// fileAt gives where a file of the site is had here.
func (p proofPage) fileAt(address string) string {
	address = strings.TrimPrefix(address, p.public)
	if !strings.HasPrefix(address, "/") {
		return address
	}
	return p.file + address
}

func (p proofPage) set(set string) string {
	parts := strings.Split(set, ", ")
	for i, one := range parts {
		parts[i] = p.fileAt(one)
	}
	return strings.Join(parts, ", ")
}

// link gives where a link leads: within the story to its pages here, else to the
// readers' site.
func (p proofPage) link(to string) string {
	if !strings.HasPrefix(to, "/") {
		return to
	}
	if p.story != "" {
		if rest, ok := strings.CutPrefix(to, p.story); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(rest, "/")); rest == "" || err == nil {
				return p.self(max(n, 1))
			}
		}
	}
	return p.public + to
}

// onPaper makes a style sheet say on a screen what it says on paper.
func onPaper(css string) string {
	return strings.NewReplacer(
		"@media print", "@media all",
		"@media screen and (prefers-color-scheme: dark)", "@media not all",
		"@media screen and (prefers-color-scheme:dark)", "@media not all",
	).Replace(css)
}

func styleHash(css string) string {
	sum := sha256.Sum256([]byte(css))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
