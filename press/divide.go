package press

import (
	"slices"

	"stet.news/story"
)

// minRoom is how many bytes the first page has for the body at least, whatever
// else stands on it.
const minRoom = textBudget / 8

// divide finds the seams at which a body is divided into as few pages as keep the
// budget, all filled to the same degree, so that the last is not nearly empty.
//
// How heavy a part is shows only when it was printed and compressed. So the body
// is divided by an estimate into as many pages as it should need, and into one
// more when one of them turns out too heavy. What can be divided nowhere stays
// too heavy; the press names such a page when it prints it.
func (p *Press) divide(r *reader, v *storyView) ([]story.Seam, error) {
	d := division{sizes: sizesOf(v.Rev.Body), all: v.Rev.Body.Seams()}
	if err := p.rooms(r, v, &d); err != nil {
		return nil, err
	}
	for n := 2; ; n += max(1, n/8) {
		seams := d.into(n, n > 16)
		good, err := p.partsFit(r, v, seams, d.all)
		if err != nil || good || n > len(d.all) {
			return seams, err
		}
	}
}

// rooms measures how many bytes the pages have for the body: what an empty one
// leaves of the budget.
func (p *Press) rooms(r *reader, v *storyView, d *division) error {
	for i, room := range []*int{&d.first, &d.other} {
		empty, err := p.pageOfPart(r, v, partView{Number: i + 1, Count: 2, To: v.Rev.Body.End()}, "")
		if err != nil {
			return err
		}
		*room = max(textBudget-p.weight(empty), minRoom)
	}
	return nil
}

// partsFit reports whether every part that could be divided further keeps the
// budget.
func (p *Press) partsFit(r *reader, v *storyView, seams, all []story.Seam) (bool, error) {
	for n := 1; n < len(seams); n++ {
		page, err := p.partPage(r, v, seams, n)
		if err != nil {
			return false, err
		}
		divisible := slices.ContainsFunc(all, func(s story.Seam) bool { return seams[n-1].Before(s) && s.Before(seams[n]) })
		if divisible && p.weight(page) > textBudget {
			return false, nil
		}
	}
	return true, nil
}

// division is what is known of a body that is to be divided.
type division struct {
	sizes
	all          []story.Seam // where it can be
	first, other int          // bytes for the body on the first page, and on each other
}

// into divides the body into at most n parts. Blocks are divided inside only if
// they are long, unless anywhere is as good.
func (d *division) into(n int, anywhere bool) []story.Seam {
	total := d.end()
	rooms := d.first + (n-1)*d.other
	long := total * d.other / rooms / 4
	seams := []story.Seam{{}}
	rest := d.all
	for k := 1; k < n; k++ {
		target := total * (d.first + (k-1)*d.other) / rooms
		best, off := -1, 0
		for i, s := range rest {
			if !anywhere && s != (story.Seam{Block: s.Block}) && d.block(s.Block) <= long {
				continue
			}
			at := d.before(s)
			if best < 0 || abs(at-target) < off {
				best, off = i, abs(at-target)
			}
			if at > target {
				break
			}
		}
		if best < 0 {
			break
		}
		seams, rest = append(seams, rest[best]), rest[best+1:]
	}
	return append(seams, story.Seam{Block: len(d.sizes) - 1})
}

func abs(n int) int { return max(n, -n) }
