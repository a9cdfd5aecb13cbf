package story

// tidier cleans blocks. The zero tidier knows no edition and removes the marks
// of erasure.
type tidier struct {
	around     Foreign // the language and direction of the text around, if known
	blockLang  string  // the language of the block, when it is foreign
	keepErased bool
	cleanText  bool // the words were cleaned before; only marks may have changed
}

// tidyBody cleans every block, drops those with nothing in them, and dividers
// that divide nothing: at the ends and behind another.
func tidyBody(b Body, t tidier) Body {
	out := make(Body, 0, len(b))
	for _, x := range b {
		x = t.block(x)
		if x == nil || x.Kind() == KindDivider && (len(out) == 0 || out[len(out)-1].Kind() == KindDivider) {
			continue
		}
		out = append(out, x)
	}
	if n := len(out); n > 0 && out[n-1].Kind() == KindDivider {
		out = out[:n-1]
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// block is x in its form, or nil when nothing is in it.
func (t tidier) block(x Block) Block {
	switch x := x.(type) {
	case Paragraph:
		x.Foreign = t.foreign(x.Foreign)
		x.Text = t.text(x.Text, x.Foreign)
		return unless(len(x.Text) == 0, x)
	case Heading:
		x.Foreign = t.foreign(x.Foreign)
		x.Text = t.text(x.Text, x.Foreign)
		return unless(len(x.Text) == 0, x)
	case List:
		x.Foreign = t.foreign(x.Foreign)
		x.Items = t.texts(x.Items, x.Foreign)
		return unless(len(x.Items) == 0, x)
	case Quotation:
		return t.quotation(x)
	case PictureBlock:
		x.Picture = x.Picture.Clean()
		return unless(x.Picture == Picture{}, x)
	case Table:
		return t.table(x)
	case Embed:
		return t.embed(x)
	case Divider:
		return x
	}
	return nil
}

func unless(empty bool, x Block) Block {
	if empty {
		return nil
	}
	return x
}

// quotation keeps an attribution without a quotation as a paragraph: words are
// not lost for a wrong shape.
func (t tidier) quotation(q Quotation) Block {
	q.Foreign = t.foreign(q.Foreign)
	q.Paragraphs = t.texts(q.Paragraphs, q.Foreign)
	q.Attribution = t.text(q.Attribution, q.Foreign)
	if len(q.Paragraphs) == 0 {
		return unless(len(q.Attribution) == 0, Paragraph{Text: q.Attribution, Foreign: q.Foreign})
	}
	return q
}

// table drops rows without a cell; a cell without a word keeps its place.
func (t tidier) table(x Table) Block {
	x.Foreign = t.foreign(x.Foreign)
	x.Caption = Line(x.Caption)
	words := x.Caption != ""
	rows := make([][]Text, 0, len(x.Rows))
	for _, row := range x.Rows {
		if len(row) == 0 {
			continue
		}
		cells := make([]Text, len(row))
		for i, c := range row {
			cells[i] = t.text(c, x.Foreign)
			words = words || len(cells[i]) > 0
		}
		rows = append(rows, cells)
	}
	x.Rows = rows
	if len(rows) == 0 && words {
		return Paragraph{Text: Plain(x.Caption), Foreign: x.Foreign}
	}
	return unless(!words, x)
}

func (t tidier) embed(x Embed) Block {
	x = Embed{URL: trimLink(x.URL), Title: Line(x.Title), Provider: Line(x.Provider), Picture: x.Picture}
	if x.Picture != nil {
		own := x.Picture.Clean().ForCard()
		x.Picture = &own
	}
	if x.Title == "" {
		x.Title = Line(x.URL)
	}
	return unless(x.URL == "" && x.Title == "", x)
}

func (t tidier) texts(in []Text, around Foreign) []Text {
	out := make([]Text, 0, len(in))
	for _, s := range in {
		if s = t.text(s, around); len(s) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// text cleans the marks, then the words under them.
func (t tidier) text(in Text, around Foreign) Text {
	marked := t
	marked.blockLang = around.Lang
	if around.Lang != "" {
		marked.around.Lang = around.Lang
	}
	if around.Dir != "" {
		marked.around.Dir = around.Dir
	}
	for i, s := range in {
		if m := marked.marks(s); m != s.Marks {
			in = replaceMarks(in, i, marked)
			break
		}
	}
	switch {
	case len(in) == 0:
		return nil
	case t.cleanText:
		return in.joined()
	case in.isClean(true):
		return in
	}
	return in.clean(true)
}

// replaceMarks copies in, for the caller's text is never written to.
func replaceMarks(in Text, from int, t tidier) Text {
	out := append(Text(nil), in...)
	for i := from; i < len(out); i++ {
		out[i].Marks = t.marks(out[i])
	}
	return out
}

func (t tidier) marks(s Span) Marks {
	m := s.Marks
	if m == (Marks{}) {
		return m
	}
	f := t.foreign(Foreign{m.Lang, m.Dir})
	if f.Dir != "" && f.Lang == "" {
		f.Lang = t.blockLang // words turned about within a foreign block are in its language
	}
	m.Lang, m.Dir = f.Lang, f.Dir
	m.Link = trimLink(m.Link)
	m.Statement = Line(m.Statement)
	m.Erased = m.Erased && t.keepErased && isErasedText(s.Text)
	return m
}

// foreign spells the tag, gives it its direction, and empties what is no news
// to the text around.
func (t tidier) foreign(f Foreign) Foreign {
	f.Lang = spellLang(f.Lang)
	if !goodDir(f.Dir) {
		f.Dir = ""
	}
	if f.Lang != "" && f.Dir == "" {
		f.Dir = direction(f.Lang)
	}
	if f.Dir != "" && f.Dir == t.around.Dir && (f.Lang == "" || sameLang(f.Lang, t.around.Lang)) {
		return Foreign{}
	}
	return f
}
