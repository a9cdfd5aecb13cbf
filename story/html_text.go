package story

// text takes the words of a text token.
func (r *reader) text(s []byte) { takeText(r, s) }

// textString is text for the text of a node.
func (r *reader) textString(s string) { takeText(r, s) }

// takeText appends words to the block under construction. White space is
// collapsed on the way, so that what is gathered is nearly always clean.
func takeText[T string | []byte](r *reader, s T) {
	if len(r.skip) > 0 || len(s) == 0 {
		return
	}
	r.mark()
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f' {
			continue
		}
		if c == ' ' && i > from && i+1 < len(s) && s[i+1] > ' ' {
			continue // the usual case: one space between two words
		}
		r.buf = append(r.buf, s[from:i]...)
		from = i + 1
		r.space(c)
	}
	r.buf = append(r.buf, s[from:]...)
}

// mark begins a run when the marks are not those of the words before.
func (r *reader) mark() {
	n := len(r.runs)
	if n > 0 && !r.cut && r.runs[n-1].marks == r.marks {
		return
	}
	r.cut = false
	if n > 0 && r.runs[n-1].start == len(r.buf) {
		r.runs[n-1].marks = r.marks
		return
	}
	r.runs = append(r.runs, run{start: len(r.buf), marks: r.marks})
}

// space appends one white space, unless there is one already.
func (r *reader) space(c byte) {
	if r.pre > 0 && c == '\n' {
		r.lineBreak()
		r.mark() // the break may have ended the paragraph
		return
	}
	if n := len(r.buf); n > 0 && r.buf[n-1] != ' ' && r.buf[n-1] != '\n' {
		r.buf = append(r.buf, ' ')
	}
}

// lineBreak appends a hard line break; a second one ends the paragraph.
func (r *reader) lineBreak() {
	n := len(r.buf)
	if n == 0 || len(r.skip) > 0 {
		return
	}
	if r.buf[n-1] == '\n' {
		if r.top().kind != collectHeading {
			r.flush()
		}
		return
	}
	r.mark()
	r.buf = append(r.buf, '\n')
}

// flush makes a paragraph of the words gathered so far.
func (r *reader) flush() {
	if t := r.take(); len(t) > 0 {
		var env Foreign
		if n := len(r.frames); n > 0 {
			env = r.frames[n-1].env
		}
		r.put(Paragraph{Text: t, Foreign: env})
	}
}

// take gives the words gathered so far as a text. All its spans share one string.
func (r *reader) take() Text {
	n := len(r.buf)
	for n > 0 && (r.buf[n-1] == ' ' || r.buf[n-1] == '\n') {
		n--
	}
	var t Text
	if n > 0 {
		t = makeText(string(r.buf[:n]), r.runs)
		if !t.isClean(true) {
			t = t.clean(true)
		}
	}
	r.buf, r.runs, r.cut = r.buf[:0], r.runs[:0], false
	return t
}

func makeText(s string, runs []run) Text {
	t := make(Text, 0, len(runs))
	for i, x := range runs {
		end := len(s)
		if i+1 < len(runs) && runs[i+1].start < end {
			end = runs[i+1].start
		}
		if x.start >= end {
			continue
		}
		part := s[x.start:end]
		x.marks.Erased = x.marks.Erased && isErasedText(part)
		t = append(t, Span{Text: part, Marks: x.marks})
	}
	return t
}

// quoteMark writes the mark that a browser would draw for a q element.
func (r *reader) quoteMark(open bool) {
	marks := [4]string{"“", "”", "‘", "’"}
	if r.marks.Dir == RightToLeft || r.marks.Lang != "" && direction(r.marks.Lang) == RightToLeft {
		marks = [4]string{"«", "»", "‹", "›"}
	}
	i := r.quotes % 2 * 2
	if !open {
		i++
	}
	r.mark()
	r.buf = append(r.buf, marks[i]...)
}

func (r *reader) closeQuote(f *frame) {
	if f.delta.quote {
		r.quotes--
		r.quoteMark(false)
	}
}
