package wire

import (
	"strings"

	"stet.news/story"
)

// tidyExtract drops from an extracted body what is no story, by the same signs
// as in a dump: the headline again, dates, share buttons, what follows a
// "read also", and copies of what stood before.
func tidyExtract(b story.Body, headline string) story.Body {
	fold := foldLine(headline)
	var out story.Body
	seen := map[string]bool{}
	related := false
	text := false // a paragraph was kept
	for i, x := range b {
		l := measure(blockText(x))
		switch x.(type) {
		case story.PictureBlock, story.Embed, story.Divider:
			out = append(out, x)
			continue
		}
		_, heading := x.(story.Heading)
		switch {
		case l.text == "", fold != "" && sameHeadline(l, fold):
			continue
		case l.weight >= 40 && seen[l.fold]:
			continue
		case l.stop && !heading || l.stop && l.weight < 40:
			related = true
			continue
		case l.weight < 200 && startsAny(foldWord(l.text), stopLines) && (onlyLinks(x) || !l.ends && strings.Contains(l.text, ":")):
			continue // "Read also: another story"
		case l.chrome || l.meta && !text || l.meta && l.weight < 60 && i >= len(b)-3:
			continue
		}
		if l.weight >= 80 && l.ends {
			related = false
		}
		if related && (onlyLinks(x) || l.weight < 120) {
			continue
		}
		seen[l.fold] = true
		text = text || l.weight >= 80
		out = append(out, x)
	}
	return withoutTail(out)
}

// withoutTail drops headings and links that nothing follows.
func withoutTail(b story.Body) story.Body {
	for len(b) > 0 {
		x := b[len(b)-1]
		_, heading := x.(story.Heading)
		if !heading && !onlyLinks(x) {
			break
		}
		b = b[:len(b)-1]
	}
	return b
}

// onlyLinks reports whether nearly all words of a block are links.
func onlyLinks(x story.Block) bool {
	all, linked := 0, 0
	count := func(t story.Text) {
		for _, s := range t {
			n := len(strings.TrimSpace(s.Text))
			all += n
			if s.Link != "" {
				linked += n
			}
		}
	}
	switch x := x.(type) {
	case story.Paragraph:
		count(x.Text)
	case story.Heading:
		count(x.Text)
	case story.List:
		for _, t := range x.Items {
			count(t)
		}
	}
	return all > 0 && linked*10 >= all*9
}

// blockText is a block's words in one line.
func blockText(x story.Block) string { return story.Line(story.PlainText(story.Body{x})) }

// standfirst finds the summary. What a page's description says counts only
// when readers see it on the page, for many write one for search engines; and
// where the text begins with it, it is taken from there: it stands once.
func (d *draft) standfirst(m pageMeta, page string) {
	if d.rev.Standfirst != "" {
		return
	}
	pageFold := ""
	for _, text := range m.description {
		l := measure(text)
		if l.weight < 25 || l.weight > 600 || l.chrome || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") {
			continue
		}
		for i, x := range d.rev.Body[:min(3, len(d.rev.Body))] {
			if foldLine(blockText(x)) == l.fold && len(d.rev.Body) > i+2 {
				d.rev.Standfirst = blockText(x)
				d.rev.Body = append(d.rev.Body[:i:i], d.rev.Body[i+1:]...)
				d.note("standfirst: the summary above the text")
				return
			}
		}
		if startsBody(d.rev.Body, l) {
			continue
		}
		if pageFold == "" {
			pageFold = foldLine(page)
		}
		if strings.Contains(pageFold, l.fold) {
			d.rev.Standfirst = text
			d.note("standfirst: the page's description, which stands on the page")
			return
		}
	}
}

// startsBody reports whether the text is only the beginning of the body.
func startsBody(b story.Body, l line) bool {
	for _, x := range b[:min(3, len(b))] {
		other := foldLine(blockText(x))
		if strings.HasPrefix(other, l.fold) || shinglesOf(l.fold).within(shinglesOf(other)) > 0.9 {
			return true
		}
	}
	return false
}
