package press

// textBudget is how many compressed bytes an HTML page may take, its style
// among them: what a server may send before the first acknowledgement comes back.
const textBudget = 14_000

// weight is how many bytes the page takes on the wire where brotli is spoken. It
// compresses the page, unless the store has the same one, and the page keeps the
// compressed form; so a page that is printed is compressed once, measured or not.
func (p *Press) weight(page *Page) int {
	if len(page.Body) <= textBudget {
		return len(page.Body)
	}
	if page.Brotli == nil {
		if old := p.stored(page); old != nil {
			page.Brotli = old.Brotli
		} else {
			p.compress.brotli(page)
		}
	}
	if page.Brotli == nil {
		return len(page.Body)
	}
	return len(page.Brotli)
}

// Over is by how many bytes a printed page is heavier than its budget; 0 when it
// fits.
func (p *Press) Over(page *Page) int { return max(p.weight(page)-textBudget, 0) }

// overBudget counts a page that is too heavy all the same, and names it to the
// operator: something on it cannot be divided.
func (p *Press) overBudget(page *Page) {
	if page.Type != typeHTML || p.weight(page) <= textBudget {
		return
	}
	p.heavy.Add(1)
	p.log.Warn("a page is heavier than its budget, and nothing on it can be divided", "path", page.Path, "bytes", p.weight(page), "budget", textBudget)
}

// Heavy is how many pages were printed since the press was made that are heavier
// than their budget.
func (p *Press) Heavy() int64 { return p.heavy.Load() }

// fit prints a page that tells of stories as full as the budget allows. What a
// page has room for is given out from its top down: first every story has its
// headline, then each has its picture, then each its standfirst, until the page
// is full. So the stories below have no standfirst, those further below no
// picture, and, if headlines alone are too many, the last ones are not told of:
// print is told how many stories there are, and leads on to where the others are.
//
// The first least stories are told of whatever the page weighs. Most pages fit as
// they are and are printed once, the others three or four times.
func (p *Press) fit(stories []*teaser, least int, print func(shown int) (*Page, error)) (*Page, error) {
	f := fitting{stories: stories, least: min(least, len(stories))}
	for _, t := range stories {
		f.full = append(f.full, *t)
	}
	try := func(level int) (*Page, int, error) {
		page, err := print(f.show(level))
		if err != nil {
			return nil, 0, err
		}
		return page, p.weight(page), nil
	}
	best, weight, err := try(f.top())
	if err != nil || weight <= textBudget {
		return best, err
	}
	best = nil
	low, high, lowWeight, highWeight := 0, f.top(), emptyList, weight
	for tries := 0; high-low > 1 && lowWeight < fullEnough; tries++ {
		level := low + (high-low)*(aimed-lowWeight)/max(1, highWeight-lowWeight)
		if tries > 4 { // the weights mislead
			level = (low + high) / 2
		}
		level = min(max(level, low+1), high-1)
		page, weight, err := try(level)
		switch {
		case err != nil:
			return nil, err
		case weight > textBudget:
			high, highWeight = level, weight
		default:
			best, low, lowWeight = page, level, weight
		}
	}
	if best == nil {
		best, _, err = try(0)
	}
	return best, err
}

// What fit aims at, is content with, and takes a list of nearly nothing to weigh.
const (
	aimed      = textBudget - textBudget/40
	fullEnough = textBudget - textBudget/14
	emptyList  = textBudget / 3
)

// fitting are stories that a page shows more or less of.
type fitting struct {
	stories []*teaser
	full    []teaser
	least   int
}

// A level is how many headlines beyond the least, pictures and standfirsts there
// are; top is all of them.
func (f *fitting) top() int { return 3*len(f.stories) - f.least }

// show strips the stories down to a level and gives how many there are.
func (f *fitting) show(level int) (shown int) {
	n := len(f.stories)
	shown = min(n, f.least+level)
	pictures := f.least + level - n
	standfirsts := pictures - n
	for i, t := range f.stories {
		*t = f.full[i]
		if i >= pictures {
			t.Picture = nil
		}
		t.Brief = t.Brief || i >= standfirsts
	}
	return shown
}
