package record

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"stet.news/story"
)

// The names of marks, in the order in which their lines stand below a
// sentence. Each line is "NAME FIRST END" or "NAME FIRST END VALUE", where
// FIRST and END count code points of the words.
var markNames = [...]string{"strong", "emphasis", "link", "lang", "dir", "statement"}

// markValue gives the value of a mark, and whether it is set.
func markValue(m story.Marks, name string) (string, bool) {
	switch name {
	case "strong":
		return "", m.Strong
	case "emphasis":
		return "", m.Emphasis
	case "link":
		return m.Link, m.Link != ""
	case "lang":
		return m.Lang, m.Lang != ""
	case "dir":
		return string(m.Dir), m.Dir != ""
	case "statement":
		return m.Statement, m.Statement != ""
	}
	return "", false
}

func setMark(m *story.Marks, name, value string) error {
	switch name {
	case "strong":
		m.Strong = true
	case "emphasis":
		m.Emphasis = true
	case "link":
		m.Link = value
	case "lang":
		m.Lang = value
	case "dir":
		m.Dir = story.Direction(value)
	case "statement":
		m.Statement = value
	default:
		return fmt.Errorf("mark %q", name)
	}
	return nil
}

// markLines writes the marks that lie on bytes start to end of a text: for each
// name, its runs from left to right; last, where hard line breaks stand.
func markLines(t story.Text, start, end int) []string {
	spans := cutText(t, start, end)
	var lines []string
	for _, name := range markNames {
		lines = appendRuns(lines, spans, name)
	}
	at := 0
	for _, s := range spans {
		for _, r := range s.Text {
			if r == '\n' {
				lines = append(lines, fmt.Sprintf("break %d %d", at, at+1))
			}
			at++
		}
	}
	return lines
}

// cutText gives the spans between two byte offsets.
func cutText(t story.Text, start, end int) story.Text {
	var out story.Text
	at := 0
	for _, s := range t {
		lo, hi := max(start-at, 0), min(end-at, len(s.Text))
		if lo < hi {
			out = append(out, story.Span{Text: s.Text[lo:hi], Marks: s.Marks})
		}
		at += len(s.Text)
	}
	return out
}

// appendRuns adds a line for each longest run under one value of one mark.
func appendRuns(lines []string, spans story.Text, name string) []string {
	at, first, open := 0, 0, false
	value := ""
	flush := func(end int) {
		if open {
			lines = append(lines, strings.TrimRight(fmt.Sprintf("%s %d %d %s", name, first, end, value), " "))
		}
	}
	for _, s := range spans {
		v, set := markValue(s.Marks, name)
		if set != open || v != value {
			flush(at)
			first, open, value = at, set, v
		}
		at += utf8.RuneCountInString(s.Text)
	}
	flush(at)
	return lines
}

// readMarks makes text of a sentence: the words, and the mark lines below.
func readMarks(text string) (story.Text, error) {
	words, rest, more := strings.Cut(text, "\n")
	if !more {
		return story.Plain(words), nil
	}
	runes := []rune(words)
	marks := make([]story.Marks, len(runes))
	for line := range strings.SplitSeq(rest, "\n") {
		if err := readMark(line, runes, marks); err != nil {
			return nil, err
		}
	}
	var out story.Text
	for first := 0; first < len(runes); {
		end := first + 1
		for end < len(runes) && marks[end] == marks[first] {
			end++
		}
		out = append(out, story.Span{Text: string(runes[first:end]), Marks: marks[first]})
		first = end
	}
	return out, nil
}

func readMark(line string, runes []rune, marks []story.Marks) error {
	parts := strings.SplitN(line, " ", 4)
	if len(parts) < 3 {
		return fmt.Errorf("mark line %q", line)
	}
	first, err1 := strconv.Atoi(parts[1])
	end, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || first < 0 || end <= first || end > len(runes) {
		return fmt.Errorf("mark line %q", line)
	}
	if parts[0] == "break" {
		runes[first] = '\n'
		return nil
	}
	value := ""
	if len(parts) == 4 {
		value = parts[3]
	}
	for i := first; i < end; i++ {
		if err := setMark(&marks[i], parts[0], value); err != nil {
			return err
		}
	}
	return nil
}
