package prose

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// styled is a token of a line with its marks.
type styled struct {
	text, style string
}

func plainTokens(n *node, name string) (out []styled) {
	if n == nil {
		return nil
	}
	for _, t := range splitText(n.attrs.text(name)) {
		out = append(out, styled{text: t.text})
	}
	return out
}

// lineTokens parts a line into words and what stands between, over the borders of
// its nodes: half of a word may be strong.
func lineTokens(n *node) (out []styled) {
	if n == nil {
		return nil
	}
	var text, style strings.Builder
	var ends []int
	var styles []string
	for _, c := range n.children {
		text.WriteString(c.String())
		style.Reset()
		for _, m := range c.marks {
			if m.typ != commentMark {
				style.Write(m.appendJSON(nil))
			}
		}
		ends, styles = append(ends, text.Len()), append(styles, style.String())
	}
	at := 0
	for _, t := range splitText(text.String()) {
		for ends[at] <= t.at {
			at++
		}
		s := styled{t.text, styles[at]}
		for i := at; ends[i] < t.at+len(t.text); i++ {
			s.style += styles[i+1]
		}
		out = append(out, s)
	}
	return out
}

// diffTexts compares two lines token by token. old and new are only asked whether
// they are there.
func diffTexts(kind string, a, b []styled, old, new *node) LineDiff {
	d := LineDiff{Kind: kind}
	var w runs
	i, j := 0, 0
	same := func(until int) {
		for ; i < until; i, j = i+1, j+1 {
			op := Same
			if a[i].style != b[j].style {
				op = Restyled
			}
			w.add(op, b[j].text)
		}
	}
	for _, x := range lcs.DiffLines(texts(a), texts(b)) {
		same(x.Start)
		for ; i < x.End; i++ {
			w.add(Deleted, a[i].text)
		}
		for ; j < x.ReplEnd; j++ {
			w.add(Inserted, b[j].text)
		}
	}
	same(len(a))
	d.Runs = bridge(w.all())
	switch {
	case old == nil:
		d.Op = Inserted
	case new == nil:
		d.Op = Deleted
	case slices.ContainsFunc(d.Runs, func(r Run) bool { return r.Op != Same }):
		d.Op = Changed
	}
	return d
}

func texts(in []styled) []string {
	out := make([]string, len(in))
	for i, t := range in {
		out[i] = t.text
	}
	return out
}

// runs strings words with one fate together.
type runs struct {
	out   []Run
	op    Op
	words []string // of the run that is being made
}

func (w *runs) add(op Op, text string) {
	if op != w.op {
		w.flush()
		w.op = op
	}
	w.words = append(w.words, text)
}

func (w *runs) flush() {
	if text := strings.Join(w.words, ""); text != "" {
		w.out = append(w.out, Run{w.op, text})
	}
	w.words = w.words[:0]
}

func (w *runs) all() []Run {
	w.flush()
	return w.out
}

// bridge makes one change of two that only white space parts, so that "two men"
// for "three women" is read as that and not as four changes.
func bridge(in []Run) []Run {
	var w runs
	for i := 0; i < len(in); {
		gone, come, n := changeAt(in[i:])
		if n == 0 {
			w.add(in[i].Op, in[i].Text)
			i++
			continue
		}
		for i += n; i+1 < len(in) && in[i].Op == Same && strings.TrimSpace(in[i].Text) == ""; {
			g, c, more := changeAt(in[i+1:])
			if more == 0 {
				break
			}
			gone, come = append(append(gone, in[i].Text), g...), append(append(come, in[i].Text), c...)
			i += 1 + more
		}
		for _, text := range gone {
			w.add(Deleted, text)
		}
		for _, text := range come {
			w.add(Inserted, text)
		}
	}
	return w.all()
}

// changeAt reads the words deleted and inserted at the start of runs.
func changeAt(runs []Run) (gone, come []string, n int) {
	for ; n < len(runs) && (runs[n].Op == Deleted || runs[n].Op == Inserted); n++ {
		if runs[n].Op == Deleted {
			gone = append(gone, runs[n].Text)
		} else {
			come = append(come, runs[n].Text)
		}
	}
	return gone, come, n
}
