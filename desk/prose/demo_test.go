package prose

import (
	"fmt"
	"strings"
	"testing"

	"stet.news/demo"
	"stet.news/story"
)

// TestNoFalseAlarmOnSpelling: what an editor changes of spelling and layout in
// real stories asks nothing, in three languages.
func TestNoFalseAlarmOnSpelling(t *testing.T) {
	stories, err := demo.Stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		old := s.Revisions[0]
		for name, change := range spellings {
			new := everyText(old, change).Clean()
			for _, a := range must(Alterations(old, new, s.Edition, nil)) {
				t.Errorf("%s, %s: %s %q > %q in %.120q", s.Key, name, a.Kind, a.Old, a.New, a.Sentence)
			}
		}
		for _, a := range must(Alterations(old, parted(old), s.Edition, nil)) {
			t.Errorf("%s, parted: %s %q > %q in %.120q", s.Key, a.Kind, a.Old, a.New, a.Sentence)
		}
	}
}

var spellings = map[string]func(string) string{
	"quotation marks": strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace,
	"Arabic letters":  strings.NewReplacer("ی", "ي", "ک", "ك").Replace,
	"no joiner":       strings.NewReplacer("\u200c", "").Replace,
	"digits":          strings.NewReplacer("0", "۰", "1", "۱", "2", "۲", "3", "۳", "4", "۴", "5", "۵", "6", "۶", "7", "۷", "8", "۸", "9", "۹").Replace,
	"commas":          strings.NewReplacer(", and ", " and ", "، ", " ").Replace,
	"dashes":          strings.NewReplacer("–", "-", "—", "–").Replace,
}

func everyText(r story.Revision, change func(string) string) story.Revision {
	r.Headline, r.Standfirst = change(r.Headline), change(r.Standfirst)
	body := story.Body{}
	for _, b := range r.Body {
		if p, ok := b.(story.Paragraph); ok {
			text := append(story.Text{}, p.Text...)
			for i := range text {
				text[i].Text = change(text[i].Text)
			}
			p.Text = text
			b = p
		}
		body = append(body, b)
	}
	r.Body = body
	return r
}

// parted makes a paragraph of every sentence.
func parted(r story.Revision) story.Revision {
	var body story.Body
	for _, b := range r.Body {
		p, ok := b.(story.Paragraph)
		if !ok || len(p.Text) != 1 {
			body = append(body, b)
			continue
		}
		s, from := p.Text[0], 0
		for _, end := range story.Sentences(s.Text) {
			body = append(body, story.Paragraph{Text: story.Text{{Text: s.Text[from:end], Marks: s.Marks}}, Foreign: p.Foreign})
			from = end
		}
	}
	r.Body = body
	return r.Clean()
}

// TestFactsAreAsked: every number in real stories that is made another is found.
func TestFactsAreAsked(t *testing.T) {
	stories, err := demo.Stories()
	if err != nil {
		t.Fatal(err)
	}
	numbers, missed := 0, 0
	for _, s := range stories {
		for i, b := range s.Revisions[0].Body {
			p, ok := b.(story.Paragraph)
			if !ok || len(p.Text) == 0 {
				continue
			}
			changed := strings.NewReplacer("1", "4", "2", "6", "۱", "۴", "۲", "۶").Replace(p.Text[0].Text)
			if changed == p.Text[0].Text {
				continue
			}
			numbers++
			new := s.Revisions[0]
			new.Body = append(story.Body{}, new.Body...)
			p.Text = append(story.Text{{Text: changed, Marks: p.Text[0].Marks}}, p.Text[1:]...)
			new.Body[i] = p
			if !strings.Contains(fmt.Sprint(must(Alterations(s.Revisions[0], new, s.Edition, nil))), "{number ") {
				missed++
				t.Errorf("%s: not asked: %q", s.Key, changed)
			}
		}
	}
	if numbers < 20 {
		t.Errorf("only %d numbers were changed", numbers)
	}
}
