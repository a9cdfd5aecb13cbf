package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"

	"stet.news/story"
)

// writer makes random stories: every kind of block and mark, three scripts.
type writer struct {
	*rand.Rand
	pictures []story.Picture
}

var vocabulary = map[string][]string{
	"en":    strings.Fields("the river bridge council teacher market winter water school vote said new two road after year people mountain “open” isn’t closed price rose 12 women doctors talks border"),
	"fa-AF": strings.Fields("کابل مردم می\u200cگویند آب سرک مکتب زمستان بازار پل نو سال داکتران گفت\u200cوگو «باز» بسته قیمت زنان مرز شورا معلم"),
	"ps":    strings.Fields("کابل خلک وایي اوبه سړک ښوونځی ژمی بازار پول نوی کال ډاکټران خبرې «پرانیستل» تړل بیه ښځې پوله شورا ښوونکی"),
}

var sections = []string{"afghanistan", "world", "culture"}

func (w *writer) words(edition string, n int) string {
	list := vocabulary[edition]
	out := make([]string, n)
	for i := range out {
		out[i] = list[w.IntN(len(list))]
	}
	return strings.Join(out, " ")
}

func (w *writer) sentences(edition string, n int) string {
	var b strings.Builder
	for range n {
		s := w.words(edition, 3+w.IntN(9))
		if edition == "en" {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		b.WriteString(s + []string{".", "!", "?", "؟"}[w.IntN(4)] + " ")
	}
	return strings.TrimSpace(b.String())
}

func (w *writer) text(edition string, n int) story.Text {
	words := strings.SplitAfter(w.sentences(edition, n), " ")
	var t story.Text
	for _, word := range words {
		span := story.Span{Text: word}
		switch w.IntN(14) {
		case 0:
			span.Strong = true
		case 1:
			span.Emphasis = true
		case 2:
			span.Link = []string{"https://example.org/a?b=c&d=e", "/en/latest/", "https://newsroom.example/x/", "mailto:desk@example.org"}[w.IntN(4)]
		case 3:
			span.Statement = "N. Ahmadi"
		case 4:
			span.Lang, span.Dir = "ar", story.RightToLeft
		}
		t = append(t, span)
	}
	return t.Join()
}

func (w *writer) body(edition string) story.Body {
	b := story.Body{story.Paragraph{Text: w.text(edition, 1+w.IntN(4))}}
	for range w.IntN(5) {
		b = append(b, w.block(edition))
	}
	if w.IntN(5) == 0 { // more than a page holds
		for range 20 + w.IntN(40) {
			b = append(b, w.block(edition), story.Paragraph{Text: story.Plain(w.unheard(120))})
		}
	}
	return b
}

// unheard is a sentence of words that nobody used before, which do not compress.
func (w *writer) unheard(words int) string {
	var b strings.Builder
	for range words {
		for range 2 + w.IntN(8) {
			b.WriteByte(byte('a' + w.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String()) + "."
}

func (w *writer) block(edition string) story.Block {
	switch w.IntN(9) {
	case 0:
		return story.Heading{Level: 2 + w.IntN(2), Text: story.Plain(w.words(edition, 3))}
	case 1:
		return story.List{Ordered: w.IntN(2) == 0, Items: []story.Text{w.text(edition, 1), w.text(edition, 2)}}
	case 2:
		return story.Quotation{Paragraphs: []story.Text{w.text(edition, 2)}, Attribution: story.Plain(w.words(edition, 2))}
	case 3:
		return story.Table{Caption: w.words(edition, 2), Header: true, Rows: [][]story.Text{
			{story.Plain("a"), story.Plain(w.words(edition, 1))}, {story.Plain(w.words(edition, 2)), story.Plain("4 & 5 < 6")}}}
	case 4:
		return story.Embed{URL: "https://example.org/watch", Title: w.words(edition, 3), Provider: "Example"}
	case 5:
		if p := w.picture(edition); p != nil {
			return story.PictureBlock{Picture: *p}
		}
	case 6:
		return story.Paragraph{Text: w.text("ps", 1), Foreign: story.Foreign{Lang: "ps", Dir: story.RightToLeft}}
	}
	return story.Paragraph{Text: w.text(edition, 1+w.IntN(5))}
}

func (w *writer) picture(edition string) *story.Picture {
	if len(w.pictures) == 0 {
		return nil
	}
	p := w.pictures[w.IntN(len(w.pictures))]
	p.Alt = w.words(edition, 4)
	if w.IntN(2) == 0 {
		p.Caption, p.Credit = w.words(edition, 6), "A. Karimi"
	}
	return &p
}

func (w *writer) revision(edition string) story.Revision {
	r := story.Revision{
		Edition: edition, Section: sections[w.IntN(len(sections))], Headline: w.words(edition, 3+w.IntN(5)),
		Body: w.body(edition), Lead: nil,
	}
	if w.IntN(4) > 0 {
		r.Standfirst = w.sentences(edition, 1)
	}
	for range w.IntN(3) {
		r.Bylines = append(r.Bylines, story.Byline{Name: w.words(edition, 2)})
	}
	if w.IntN(2) == 0 {
		r.Dateline = w.words(edition, 1)
	}
	for range w.IntN(3) {
		r.Topics = append(r.Topics, story.Topic{Name: w.words(edition, 1)})
	}
	if w.IntN(3) == 0 {
		r.Lead = w.picture(edition)
	}
	return r
}

// drawing is a small picture like no other.
func drawing(seed byte) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 8, 6))
	for i := range 48 {
		img.Set(i%8, i/8, color.RGBA{seed, byte(i * 5), seed ^ byte(i), 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(fmt.Sprint("a picture that cannot be encoded: ", err))
	}
	return b.Bytes()
}
