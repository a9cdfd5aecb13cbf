package check

import (
	"net/url"
	"regexp"
	"strings"

	"stet.news/story"
)

// toComeMark is what stands for what is still to come: TK once or more, in Latin
// or look-alike Cyrillic letters, on its own; and in any script two question
// marks or more, «؟؟», which is what those who write Dari and Pashto put there.
var toComeMark = regexp.MustCompile(`(^|[^\p{L}\p{N}])((?:[TТ][KК])+)($|[^\p{L}\p{N}])|[?؟]{2,}`)

// around is how many bytes of the words before and after a TK are shown.
const around = 40

func (c *checker) toCome() {
	c.toComeIn("headline", 0, c.rev.Headline)
	c.toComeIn("standfirst", 0, c.rev.Standfirst)
	c.toComeIn("dateline", 0, c.rev.Dateline)
	if c.rev.Lead != nil {
		c.toComeIn("lead", 0, c.rev.Lead.Caption)
	}
	for i, b := range c.rev.Body {
		c.toComeIn("block", i+1, story.PlainText(story.Body{b}))
	}
}

func (c *checker) toComeIn(place string, block int, text string) {
	for _, at := range toComeMark.FindAllStringIndex(text, -1) {
		from, to := max(0, at[0]-around), min(len(text), at[1]+around)
		words := strings.ToValidUTF8(text[from:to], "")
		c.warn(Finding{Kind: ToCome, Place: place, Block: block, Words: strings.Join(strings.Fields(words), " ")})
	}
}

// links looks where links within this site lead.
func (c *checker) links() error {
	seen := map[string]bool{}
	for i, b := range c.rev.Body {
		for _, text := range textsOf(b) {
			for _, span := range text {
				if span.Link == "" || seen[span.Link] {
					continue
				}
				seen[span.Link] = true
				if err := c.link(i+1, span.Link); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *checker) link(block int, address string) error {
	dead := !story.GoodLink(address)
	if u, err := url.Parse(address); !dead && err == nil && u.Host == "" && strings.HasPrefix(u.Path, "/") && c.facts.Leads != nil {
		leads, err := c.facts.Leads(u.Path)
		if err != nil {
			return err
		}
		dead = !leads
	}
	if dead {
		c.warn(Finding{Kind: DeadLink, Place: "block", Block: block, Words: address})
	}
	return nil
}

// textsOf gives the running text of a block.
func textsOf(b story.Block) []story.Text {
	switch b := b.(type) {
	case story.Paragraph:
		return []story.Text{b.Text}
	case story.Heading:
		return []story.Text{b.Text}
	case story.List:
		return b.Items
	case story.Quotation:
		return append(append([]story.Text{}, b.Paragraphs...), b.Attribution)
	case story.Table:
		var all []story.Text
		for _, row := range b.Rows {
			all = append(all, row...)
		}
		return all
	}
	return nil
}
