package story

import (
	"strconv"
	"strings"
)

// PlainText is b without its marks, for mail, search and machines: paragraphs
// separated by one empty line, which stands nowhere else. Items of lists and rows
// of tables are lines; a picture is its caption.
func PlainText(b Body) string {
	var w strings.Builder
	for _, x := range b {
		switch x := x.(type) {
		case Paragraph:
			plainPart(&w, x.Text.String())
		case Heading:
			plainPart(&w, x.Text.String())
		case List:
			plainPart(&w, plainList(x))
		case Quotation:
			for _, t := range x.Paragraphs {
				plainPart(&w, t.String())
			}
			if len(x.Attribution) > 0 {
				plainPart(&w, "— "+x.Attribution.String())
			}
		case PictureBlock:
			plainPart(&w, x.Picture.captionLine())
		case Table:
			plainPart(&w, plainTable(x))
		case Embed:
			plainPart(&w, x.Title+"\n"+x.URL)
		case Divider:
			plainPart(&w, "* * *")
		}
	}
	return w.String()
}

func plainPart(w *strings.Builder, s string) {
	if s == "" {
		return
	}
	if w.Len() > 0 {
		w.WriteString("\n\n")
	}
	w.WriteString(s)
}

func plainList(x List) string {
	lines := make([]string, len(x.Items))
	for i, t := range x.Items {
		mark := "- "
		if x.Ordered {
			mark = strconv.Itoa(i+1) + ". "
		}
		lines[i] = mark + t.String()
	}
	return strings.Join(lines, "\n")
}

func plainTable(x Table) string {
	var lines []string
	if x.Caption != "" {
		lines = append(lines, x.Caption)
	}
	for _, row := range x.Rows {
		cells := make([]string, len(row))
		for i, t := range row {
			cells[i] = strings.ReplaceAll(t.String(), "\n", " ")
		}
		if line := strings.Join(cells, "\t"); strings.Trim(line, "\t") != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// captionLine is the caption with its credit in brackets.
func (p Picture) captionLine() string {
	switch {
	case p.Credit == "":
		return p.Caption
	case p.Caption == "":
		return "(" + p.Credit + ")"
	}
	return p.Caption + " (" + p.Credit + ")"
}
