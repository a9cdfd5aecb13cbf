package story

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

type fatal interface{ Fatal(...any) }

func parse(t fatal, page string) *html.Node {
	list, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range list {
		root.AppendChild(n)
	}
	return root
}

// TestReadHTML: what foreign HTML becomes, shown as our writer writes it.
func TestReadHTML(t *testing.T) {
	sha := strings.Repeat("ab", 32)
	small := "/picture/" + sha[:32] + "-3"
	for _, c := range []struct{ name, in, want string }{
		{"words alone", "Hello  world\n", "<p>Hello world</p>"},
		{"two paragraphs", "<p>a<p>b", "<p>a</p>|<p>b</p>"},
		{"line breaks", "a<br>b<br/>c", "<p>a<br>b<br>c</p>"},
		{"two breaks part paragraphs", "a<br><br>\n b", "<p>a</p>|<p>b</p>"},
		{"divisions part paragraphs", "<div>a<div>b</div>c</div>", "<p>a</p>|<p>b</p>|<p>c</p>"},
		{"headings", "<h1>a</h1><h2>b</h2><h3>c</h3><h6>d</h6>", "<h2>a</h2>|<h2>b</h2>|<h3>c</h3>|<h3>d</h3>"},
		{"a heading's paragraph", "<h2><p>a</p></h2>", "<h2>a</h2>"},
		{"marks", "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <b><i>e</i></b>", "<p><strong>a</strong> <strong>b</strong> <em>c</em> <em>d</em> <strong><em>e</em></strong></p>"},
		{"marks across", "<b>a<i>b</b>c</i>d", "<p><strong>a<em>b</em></strong><em>c</em>d</p>"},
		{"a mark round blocks", "<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p>|<p><strong>b</strong></p>"},
		{"a mark that ends within a block", "<b><p>a</b>b</p>", "<p><strong>a</strong>b</p>"},
		{"not so bold", `<b style="font-weight:normal">a</b>`, "<p>a</p>"},
		{"links", `<a href="https://example.org/?a&amp;b">a</a> <a href=" /x ">b</a> <a href="mailto:a@example.org">c</a>`,
			`<p><a href="https://example.org/?a&amp;b">a</a> <a href="/x">b</a> <a href="mailto:a@example.org">c</a></p>`},
		{"links refused", `<a href="javascript:x">a</a><a href="//evil.example">b</a><a href="data:x">c</a><a href="https://u:p@example.org">d</a><a href="https://example.org/\u202ex">e</a>`, "<p>abcde</p>"},
		{"an unclosed link", `<p><a href="/x">a<p>b`, `<p><a href="/x">a</a></p>|<p>b</p>`},
		{"a link in a link", `<a href="/x">a<a href="/y">b</a></a>`, `<p><a href="/x">a</a><a href="/y">b</a></p>`},
		{"languages", `<p lang="en" dir="ltr">a <span lang="fa">b</span></p>`, `<p lang="en" dir="ltr">a <span lang="fa" dir="rtl">b</span></p>`},
		{"a language around", `<div lang="ps"><p>a</p>b</div><p>c</p>`, `<p lang="ps" dir="rtl">a</p>|<p lang="ps" dir="rtl">b</p>|<p>c</p>`},
		{"a language said twice", `<p lang="en"><i lang="en">a</i></p>`, `<p lang="en" dir="ltr"><em>a</em></p>`},
		{"no language", `<p lang="x y" dir="up">a</p>`, "<p>a</p>"},
		{"q", "<p>a <q>b <q>c</q></q></p>", "<p>a “b ‘c’”</p>"},
		{"q in Dari", `<p lang="fa-AF"><q>b</q></p>`, `<p lang="fa-AF" dir="rtl">«b»</p>`},
		{"cite", "<p>in <cite>War and Peace</cite></p>", "<p>in <em>War and Peace</em></p>"},
		{"lists", "<ul><li>a<li>b <b>c</b></ul><ol><li>d</ol>", "<ul><li>a</li><li>b <strong>c</strong></li></ul>|<ol><li>d</li></ol>"},
		{"a list in a list", "<ul><li>a<ul><li>b<li>c</ul>d<li>e</ul>", "<ul><li>a<br>d</li><li>b</li><li>c</li><li>e</li></ul>"},
		{"an item of paragraphs", "<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"},
		{"items without a list", "<li>a<li>b", "<p>a</p>|<p>b</p>"},
		{"words of a list beside its items", "<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
		{"definitions", "<dl><dt>a<dd>b<dt>c</dl>", "<p>a</p>|<p>b</p>|<p>c</p>"},
		{"a quotation", "<blockquote>a<p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"},
		{"a quotation's footer", "<blockquote><p>a</p><footer>— <b>X</b></footer></blockquote>",
			"<figure><blockquote><p>a</p></blockquote><figcaption><p>— <strong>X</strong></p></figcaption></figure>"},
		{"a quotation's cite", "<blockquote><p>a <cite>b</cite></p><cite>X</cite></blockquote>",
			"<figure><blockquote><p>a <em>b</em></p></blockquote><figcaption><p>X</p></figcaption></figure>"},
		{"a quotation's caption", "<figure><blockquote>a</blockquote><figcaption>X</figcaption></figure>",
			"<figure><blockquote><p>a</p></blockquote><figcaption><p>X</p></figcaption></figure>"},
		{"a list in a quotation", "<blockquote><ul><li>a<li>b</ul><h3>c</h3></blockquote>", "<blockquote><p>a</p><p>b</p><p>c</p></blockquote>"},
		{"a foreign picture", `<p>a <img src="https://example.org/x.jpg" alt="x"> b</p>`, "<p>a b</p>"},
		{"a foreign picture's caption", `<figure><img src=x><figcaption>cap</figcaption></figure>`, ""},
		{"our picture", `<img src=/x alt="A &quot;tree&quot;" width=3 height=2 data-type=image/png data-sha256=` + sha + `>`,
			`<figure><picture><source type="image/avif" srcset="` + small + `.avif 3w" sizes="` + inBody.sizes + `"><source type="image/webp" srcset="` + small + `.webp 3w" sizes="` + inBody.sizes + `">` +
				`<img src="` + small + `.jpg" srcset="` + small + `.jpg 3w" sizes="` + inBody.sizes + `" width="3" height="2" alt="A &#34;tree&#34;" loading="lazy" decoding="async" data-sha256="` + sha + `" data-type="image/png"></picture></figure>`},
		{"our picture in a paragraph", `<p>a<img data-type=image/png data-decorative data-sha256=` + sha + `>b`,
			`<p>a</p>|<figure><img src="/picture/` + sha + `.png" alt="" loading="lazy" decoding="async" data-sha256="` + sha + `" data-type="image/png" data-decorative></figure>|<p>b</p>`},
		{"not our picture", `<img data-sha256="../../x">`, ""},
		{"a table", "<table><caption>C</caption><tr><th>a<th>b<tr><td>1<td>2</table>",
			`<figure><figcaption><p>C</p></figcaption><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></figure>`},
		{"a ragged table", "<table><tr><td colspan=2>a<td>b<tr><td rowspan=2>c<tr><td>d</table>",
			`<table><tbody><tr><td>a</td><td></td><td>b</td></tr><tr><td>c</td><td></td><td></td></tr><tr><td></td><td>d</td><td></td></tr></tbody></table>`},
		{"a table that lays out", "<table><tr><td><h2>a</h2><table><tr><td>x<td>y</table><td>b</table>",
			"<h2>a</h2>|<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>|<p>b</p>"},
		{"a table that says it lays out", "<table role=presentation><tr><td>a<td>b</table>", "<p>a</p>|<p>b</p>"},
		{"words beside the cells", "<table>x<tr>y<td>a</table>", "<p>x</p>|<p>y</p>|<table><tbody><tr><td>a</td></tr></tbody></table>"},
		{"cells without a table", "<tr><td>a<td>b", "<p>a</p>|<p>b</p>"},
		{"dividers", "<hr>a<hr><hr>b<hr>", "<p>a</p>|<hr>|<p>b</p>"},
		{"preformatted", "<pre>\na  b\nc\n\nd</pre>", "<p>a b<br>c</p>|<p>d</p>"},
		{"programs", "a<script>b</script><style>c</style><noscript><p>d</p></noscript><template>e</template>f", "<p>af</p>"},
		{"frames and forms", "a<iframe src=x>b</iframe><form><p>c<input></form><object>d</object><select><option>e</select><button>f</button>g", "<p>a</p>|<p>g</p>"},
		{"drawings", "a<svg><p>x</p><svg></svg><title>t</title><foreignObject><div>y</div></foreignObject></svg>b<math><mi>z</mi></math>c", "<p>abc</p>"},
		{"media", "a<video><p>x</p></video><audio>y</audio>b", "<p>ab</p>"},
		{"struck words", "a <del>b</del><s>c</s>d", "<p>a d</p>"},
		{"hidden words", "a<p hidden>b</p>c<span hidden>d</span>e", "<p>a</p>|<p>ce</p>"},
		{"a form nobody closed", "<div>a<form><p>b</div><p>c", "<p>a</p>|<p>c</p>"},
		{"comments", "a<!-- <b>x</b> --><!doctype html><![CDATA[y]]>b<?php z ?>", "<p>ab</p>"},
		{"unknown elements", "<x-y>a</x-y><font color=red>b</font>", "<p>ab</p>"},
		{"a whole page", "<!doctype html><html lang=fa dir=rtl><head><title>t</title><meta charset=utf-8></head><body><nav>n</nav><main><p>a</p></main></body></html>",
			`<p lang="fa" dir="rtl">a</p>`},
		{"zero width non-joiner", "<p>می&zwnj;رود \u200cلبه\u200c</p>", "<p>می\u200cرود لبه</p>"},
		{"Pashto letters", "<p>سړی سړي سړې سړۍ سړئ</p>", "<p>سړی سړي سړې سړۍ سړئ</p>"},
		{"characters that lead astray", "<p>a\u202eb\u2066c\u00add\u200be\ufeff\x00f</p>", "<p>abcdef</p>"},
		{"an embed", `<p data-embed data-provider="P"><a href="https://example.org/">T <b>x</b></a> <small>P</small></p>`,
			`<p data-embed data-provider="P"><a href="https://example.org/">T x</a> <small>P</small></p>`},
		{"an embed of nothing", `<p data-embed><a href="mailto:a@b">T</a></p>`, `<p><a href="mailto:a@b">T</a></p>`},
		{"an embed with a picture", `<p data-embed>` + cardPicture + `<a href="https://example.org/">T</a></p>`,
			`<figure data-embed>` + cardPicture + `<figcaption><p><a href="https://example.org/">T</a></p></figcaption></figure>`},
		{"an embed with two, and words", `<p data-embed><a href="https://example.org/">T` + strings.Replace(cardPicture, `alt="" `, `alt="A" data-focal="1 2" `, 1) + cardPicture + `</a></p>`,
			`<figure data-embed>` + cardPicture + `<figcaption><p><a href="https://example.org/">T</a></p></figcaption></figure>`},
		{"an embed with another site's picture", `<p data-embed><a href="https://example.org/"><img src="https://example.org/a.png" alt="">T</a></p>`,
			`<p data-embed><a href="https://example.org/">T</a></p>`},
		{"a statement", `<p><span data-statement=" A  B ">x</span></p>`, `<p><span data-statement="A B">x</span></p>`},
		{"erased", `<p><span data-erased>[…]</span> <span data-erased>no</span></p>`, `<p><span data-erased>[…]</span> no</p>`},
		{"stray ends", "</p></div></b></td>a</br>b</table></html>c", "<p>a<br>bc</p>"},
		{"empty", "<p></p><ul><li></ul><blockquote></blockquote><table></table><h2> </h2>", ""},
	} {
		want := strings.ReplaceAll(c.want, "|", "\n")
		if want != "" {
			want += "\n"
		}
		if got := unboxed(WriteHTML(ReadHTML(c.in), HTMLOptions{})); got != want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.in, got, want)
		}
	}
}

// cardPicture is a picture without a size, which has no renditions.
var cardPicture = `<img src="/picture/` + strings.Repeat("0", 64) + `.png" alt="" loading="lazy" decoding="async" data-sha256="` + strings.Repeat("0", 64) + `" data-type="image/png" data-decorative>`

var box = regexp.MustCompile(`<div role="region" tabindex="0" aria-label="[^"]*">(<table.*?</table>)</div>`)

// unboxed takes the boxes of tables out, which most tests have nothing to say of.
func unboxed(html string) string { return box.ReplaceAllString(html, "$1") }

func TestTablesCanBeScrolled(t *testing.T) {
	rows := [][]Text{{Plain("Grade"), Plain(`"Price"`)}, {Plain("1"), Plain("2")}}
	for caption, want := range map[string]string{"": "Grade &#34;Price&#34;", "Saffron": "Saffron"} {
		b := Body{Table{Caption: caption, Rows: rows}}
		if got := WriteHTML(b, HTMLOptions{}); !strings.Contains(got, `<div role="region" tabindex="0" aria-label="`+want+`"><table>`) {
			t.Errorf("no box called %s: %s", want, got)
		}
		if got := WriteHTML(b, HTMLOptions{Absolute: "https://example.org"}); strings.Contains(got, "<div") {
			t.Errorf("a box in a feed: %s", got)
		}
	}
}
