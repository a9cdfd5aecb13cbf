package story

// foldTable makes a table of rows of words. A table that holds anything else,
// says that it only lays out, or is too large is flattened, cell after cell.
func (r *reader) foldTable(c *collector) {
	r.put(c.blocks...) // what stood between the cells stands before the table, as in a browser
	if !c.layout && c.tabular() {
		if rows, ok := c.grid(); ok {
			r.put(Table{Caption: Line(c.caption.String()), Header: c.headed(), Rows: rows, Foreign: c.env})
			return
		}
	}
	r.put(paragraphs([]Text{c.caption}, c.env)...)
	for _, row := range c.rows {
		for _, cell := range row.cells {
			r.put(cell.blocks...)
		}
	}
}

// tabular reports whether every cell is a few lines of words.
func (c *collector) tabular() bool {
	for _, row := range c.rows {
		if len(row.cells) > maxColumns {
			return false
		}
		for _, cell := range row.cells {
			if lines, others := words(cell.blocks); len(others) > 0 || len(lines) > 3 {
				return false
			}
		}
	}
	return len(c.rows) <= maxRows
}

// headed reports whether the first row names the columns.
func (c *collector) headed() bool {
	for _, row := range c.rows {
		if len(row.cells) == 0 {
			continue
		}
		for _, cell := range row.cells {
			if !cell.header && !row.header {
				return false
			}
		}
		return true
	}
	return false
}

// grid lays the cells out: a cell that spans others is followed by empty ones
// and short rows are filled up. It reports false when a cell finds no column.
func (c *collector) grid() ([][]Text, bool) {
	var rows [][]Text
	var below [maxColumns]int // rows that the cell above still spans, by column
	width := 0
	for _, row := range c.rows {
		if len(row.cells) == 0 {
			continue
		}
		line, ok := layRow(row.cells, &below)
		if !ok {
			return nil, false
		}
		width = max(width, len(line))
		rows = append(rows, line)
	}
	for i := range rows {
		for len(rows[i]) < width {
			rows[i] = append(rows[i], nil)
		}
	}
	return rows, true
}

func layRow(cells []cell, below *[maxColumns]int) ([]Text, bool) {
	line := make([]Text, 0, len(cells))
	skip := func() {
		for len(line) < maxColumns && below[len(line)] > 0 {
			below[len(line)]--
			line = append(line, nil)
		}
	}
	for _, c := range cells {
		skip()
		if len(line) == maxColumns {
			return nil, false
		}
		lines, _ := words(c.blocks)
		t := joinTexts(lines, "\n")
		for i := 0; i < max(1, c.colspan) && len(line) < maxColumns; i++ {
			below[len(line)] = max(0, c.rowspan-1)
			line = append(line, t)
			t = nil
		}
	}
	skip()
	return line, true
}
