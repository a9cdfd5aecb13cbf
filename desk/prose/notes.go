package prose

import (
	"slices"
	"strings"
)

// Comment is a passage that somebody has a word to say about; what they say is
// kept elsewhere, by its ID.
type Comment struct {
	ID       string
	From, To int    // where the passage begins and ends, in positions
	Text     string // the passage; " … " where it was parted
}

// Suggestion is a change of the text that waits for somebody's yes or no.
type Suggestion struct {
	ID, By   string
	From, To int // where the first piece begins and the last ends, in positions
	// Inserted is what would be new, Deleted what would go, Before and After the
	// words around, for who decides.
	Inserted, Deleted string
	Before, After     string
}

// piece is a run of text under one mark.
type piece struct {
	mark     mark
	from, to int
	text     string
	in       *node // the line of text it is in
	start    int   // where that line's content begins
}

// pieces gives the runs of text under marks of some types, in reading order.
// Neighbours under the same mark are one, whatever else is said of them.
func (d Doc) pieces(types ...*markType) []piece {
	var out []piece
	d.root.lines(0, func(line *node, start int) {
		open := len(out)
		pos := start
		for _, n := range line.children {
			for _, m := range n.marks {
				if slices.Contains(types, m.typ) {
					out = addPiece(out, open, piece{m, pos, pos + n.outer(), n.String(), line, start})
				}
			}
			pos += n.outer()
		}
	})
	return out
}

// addPiece lengthens the piece of the same mark that ends where p begins, if
// there is one behind open.
func addPiece(out []piece, open int, p piece) []piece {
	for i := open; i < len(out); i++ {
		if out[i].to == p.from && out[i].mark.equal(p.mark) {
			out[i].to, out[i].text = p.to, out[i].text+p.text
			return out
		}
	}
	return append(out, p)
}

// lines calls f with every node that holds text, and where its content begins.
func (n *node) lines(start int, f func(line *node, start int)) {
	if n.typ.holdsText() {
		f(n, start)
		return
	}
	for _, c := range n.children {
		c.lines(start+1, f)
		start += c.outer()
	}
}

// Comments gives the passages that are commented on, in reading order.
func (d Doc) Comments() []Comment {
	var out []Comment
	at := map[string]int{}
	for _, p := range d.pieces(commentMark) {
		id := p.mark.attrs.text("id")
		i, seen := at[id]
		if !seen {
			at[id] = len(out)
			out = append(out, Comment{id, p.from, p.to, p.text})
			continue
		}
		out[i].To, out[i].Text = p.to, out[i].Text+" … "+p.text
	}
	return out
}

// Suggestions gives what is suggested, in reading order.
func (d Doc) Suggestions() []Suggestion {
	var out []Suggestion
	at := map[string]int{}
	for _, p := range d.pieces(insertedMark, deletedMark) {
		id := p.mark.attrs.text("id")
		i, seen := at[id]
		if !seen {
			i = len(out)
			at[id] = i
			out = append(out, Suggestion{ID: id, By: p.mark.attrs.text("by"), From: p.from, Before: p.before()})
		}
		s := &out[i]
		s.To, s.After = max(s.To, p.to), p.after()
		if p.mark.typ == insertedMark {
			s.Inserted += p.text
		} else {
			s.Deleted += p.text
		}
	}
	return out
}

// around is how many code units of the words around a suggestion are shown.
const around = 60

func (p piece) before() string {
	line := p.in.textBetween(max(0, p.from-p.start-around), p.from-p.start)
	if _, after, ok := strings.Cut(line, " "); ok && p.from-p.start > around {
		return after // not half a word
	}
	return line
}

func (p piece) after() string {
	end := p.to - p.start
	line := p.in.textBetween(end, min(p.in.size, end+around))
	if i := strings.LastIndex(line, " "); i >= 0 && p.in.size-end > around {
		return line[:i]
	}
	return line
}

func (n *node) textBetween(from, to int) string {
	return newNode(paragraphType, nil, cut(n.children, from, to)).String()
}

// AcceptSuggestion makes what was suggested part of the text, by steps to apply
// in order. There are none when there is no such suggestion.
func (d Doc) AcceptSuggestion(id string) []Step { return d.settle(id, insertedMark) }

// RejectSuggestion leaves the text as it was before the suggestion.
func (d Doc) RejectSuggestion(id string) []Step { return d.settle(id, deletedMark) }

// RemoveComment takes away the mark of a comment that is settled.
func (d Doc) RemoveComment(id string) []Step {
	var steps []Step
	for _, p := range d.pieces(commentMark) {
		if p.mark.attrs.text("id") == id {
			steps = append(steps, markStep{p.from, p.to, p.mark, true})
		}
	}
	return steps
}

// settle takes the mark off the pieces of one kind and cuts the others, from the
// end, so that no step moves what those that follow are about.
func (d Doc) settle(id string, keep *markType) []Step {
	var steps, cuts []Step
	for _, p := range d.pieces(insertedMark, deletedMark) {
		switch {
		case p.mark.attrs.text("id") != id:
		case p.mark.typ == keep:
			steps = append(steps, markStep{p.from, p.to, p.mark, true})
		default:
			cuts = append(cuts, replaceStep{from: p.from, to: p.to})
		}
	}
	slices.Reverse(cuts)
	return append(steps, cuts...)
}
