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
