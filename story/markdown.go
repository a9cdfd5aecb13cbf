package story

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown is b in CommonMark, with tables as GitHub writes them. Languages,
// statements and what else Markdown has no word for is left out; no HTML is
// written. A mark is left out too where Markdown's rules for the characters
// beside it would not see it: rather a plain word than a stray asterisk.
func Markdown(b Body) string {
	var w strings.Builder
	bullet := byte('*')
	for i, x := range b {
		if i > 0 {
			w.WriteString("\n")
		}
		if x.Kind() == KindList { // another sign, lest two lists become one
			bullet = '-' + '*' - bullet
		}
		markdownBlock(&w, x, bullet)
	}
	return w.String()
}

func markdownBlock(w *strings.Builder, x Block, bullet byte) {
	switch x := x.(type) {
	case Paragraph:
		w.WriteString(markdownText(x.Text) + "\n")
	case Heading:
		w.WriteString(strings.Repeat("#", min(max(x.Level, 2), 3)) + " " + oneLine(markdownText(x.Text)) + "\n")
	case List:
		markdownList(w, x, bullet)
	case Quotation:
		markdownQuotation(w, x)
	case PictureBlock:
		w.WriteString(markdownPicture(x.Picture) + "\n")
	case Table:
		markdownTable(w, x)
	case Embed:
		w.WriteString("[" + escapeMarkdown(x.Title) + "](<" + x.URL + ">)\n")
	case Divider:
		w.WriteString("* * *\n")
	}
}

func markdownList(w *strings.Builder, x List, bullet byte) {
	for i, t := range x.Items {
		mark := string(bullet) + " "
		if x.Ordered {
			mark = strconv.Itoa(i+1) + map[byte]string{'*': ")", '-': "."}[bullet] + " "
		}
		indent := "\n" + strings.Repeat(" ", len(mark))
		w.WriteString(mark + strings.ReplaceAll(markdownText(t), "\n", indent) + "\n")
	}
}

func markdownQuotation(w *strings.Builder, x Quotation) {
	paragraphs := make([]string, 0, len(x.Paragraphs)+1)
	for _, t := range x.Paragraphs {
		paragraphs = append(paragraphs, markdownText(t))
	}
	if len(x.Attribution) > 0 {
		paragraphs = append(paragraphs, "— "+markdownText(x.Attribution))
	}
	s := strings.Join(paragraphs, "\n\n")
	w.WriteString("> " + strings.ReplaceAll(s, "\n", "\n> ") + "\n")
}

func markdownPicture(p Picture) string {
	title := ""
	if c := p.captionLine(); c != "" {
		title = ` "` + escapeMarkdown(c) + `"`
	}
	return "![" + escapeMarkdown(p.Alt) + "](<" + p.Path() + ">" + title + ")"
}

func markdownTable(w *strings.Builder, x Table) {
	if len(x.Rows) == 0 {
		return
	}
	if x.Caption != "" {
		w.WriteString(escapeMarkdown(x.Caption) + "\n\n")
	}
	head, rows := make([]Text, len(x.Rows[0])), x.Rows
	if x.Header {
		head, rows = rows[0], rows[1:]
	}
	markdownRow(w, head)
	w.WriteString("|" + strings.Repeat(" --- |", len(head)) + "\n")
	for _, row := range rows {
		markdownRow(w, row)
	}
}

func markdownRow(w *strings.Builder, cells []Text) {
	w.WriteString("|")
	for _, t := range cells {
		w.WriteString(" " + oneLine(markdownText(t)) + " |")
	}
	w.WriteString("\n")
}

// oneLine turns hard breaks into spaces where Markdown has no room for them.
func oneLine(s string) string { return strings.ReplaceAll(s, "\\\n", " ") }

// markdownText writes spans with their marks.
func markdownText(t Text) string {
	var w strings.Builder
	for i := 0; i < len(t); {
		// Spans of one link share its brackets.
		j := i + 1
		for j < len(t) && t[i].Link != "" && t[j].Link == t[i].Link {
			j++
		}
		if t[i].Link != "" {
			w.WriteString("[" + emphasised(t[i:j], "[", "]") + "](<" + t[i].Link + ">)")
		} else {
			j = i + 1
			for j < len(t) && t[j].Link == "" {
				j++
			}
			w.WriteString(emphasised(t[i:j], w.String(), "["))
		}
		i = j
	}
	return w.String()
}

// emphasised writes spans of one link. Where two marked spans touch, their
// signs would run together, so only the first keeps its mark.
func emphasised(t Text, before, after string) string {
	var w strings.Builder
	w.WriteString(before)
	marked := false
	for i, s := range t {
		lead, core, tail := padding(s.Text)
		sign := ""
		if s.Strong {
			sign = "**"
		}
		if s.Emphasis {
			sign += "*"
		}
		next := after
		if i+1 < len(t) {
			next = escapeMarkdown(t[i+1].Text)
		}
		core = escapeMarkdown(core)
		lead, tail = hardBreaks(lead), hardBreaks(tail)
		if marked && lead == "" || core == "" || !flanks(w.String()+lead, core, tail+next) {
			sign = ""
		}
		w.WriteString(lead + sign + core + sign + tail)
		marked = sign != "" && tail == ""
	}
	return w.String()[len(before):]
}

// padding parts the white space at both ends from the words.
func padding(s string) (lead, core, tail string) {
	core = strings.TrimLeft(s, " \n")
	lead = s[:len(s)-len(core)]
	trimmed := strings.TrimRight(core, " \n")
	return lead, trimmed, core[len(trimmed):]
}

// flanks reports whether signs round core would open and close there, by
// CommonMark 0.31.2, section 6.2: at each end the character within is no
// punctuation, or the one without is punctuation, white space or nothing.
func flanks(before, core, after string) bool {
	first, _ := utf8.DecodeRuneInString(core)
	last, _ := utf8.DecodeLastRuneInString(core)
	prev, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return (!punct(first) || before == "" || edge(prev)) && (!punct(last) || after == "" || edge(next))
}

func punct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
func edge(r rune) bool  { return punct(r) || unicode.IsSpace(r) }

// escapeMarkdown writes s so that Markdown reads it as these very characters.
func escapeMarkdown(s string) string {
	var w strings.Builder
	w.Grow(len(s) + len(s)/16)
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\n':
			w.WriteString("\\\n")
			continue
		case '\\': // not doubled: some readers see "\\\" at the end of a line wrongly
			w.WriteString("&#92;")
			continue
		}
		if strings.IndexByte("`*_[]<>&|~#+-=!\"'().:@^${}", s[i]) >= 0 && needsEscape(s, i) {
			w.WriteByte('\\')
		}
		w.WriteByte(s[i])
	}
	return w.String()
}

// needsEscape spares the stops, dashes and brackets of ordinary prose: they mean
// something only at the start of a line, behind a number there, or in addresses.
func needsEscape(s string, i int) bool {
	switch s[i] {
	case '+', '-', '=':
		return lineStart(s, i)
	case '.', ')':
		return i > 0 && s[i-1] >= '0' && s[i-1] <= '9' && lineStart(s, i-digitsBefore(s, i))
	case '(', '\'', '^', '$', '{', '}', '@', ':':
		return false
	}
	return true
}

func lineStart(s string, i int) bool { return i == 0 || s[i-1] == '\n' }

func digitsBefore(s string, i int) int {
	n := 0
	for n < 10 && i-n > 0 && s[i-n-1] >= '0' && s[i-n-1] <= '9' {
		n++
	}
	return n
}

func hardBreaks(s string) string { return strings.ReplaceAll(s, "\n", "\\\n") }
