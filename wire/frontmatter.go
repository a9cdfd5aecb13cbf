package wire

import (
	"fmt"
	"strings"
)

// field is one entry of a front matter: a key with one value, or a list.
type field struct {
	key    string
	values []string
	list   bool
	line   int
}

// maxFrontMatter bounds the fields a front matter may have.
const maxFrontMatter = 200

// splitFrontMatter parts the fields at a file's head from its body: simple
// YAML between lines of "---", or TOML between lines of "+++". A file without
// either is all body. line is the body's first line, counted from 1.
func splitFrontMatter(text string) (fields []field, body string, line int, err error) {
	first, rest, _ := strings.Cut(text, "\n")
	mark := strings.TrimRight(first, " \t\r")
	if mark != "---" && mark != "+++" {
		return nil, text, 1, nil
	}
	var head []string
	for n := 2; ; n++ {
		one, after, more := strings.Cut(rest, "\n")
		one = strings.TrimRight(one, " \t\r")
		if one == mark || mark == "---" && one == "..." {
			fields, err = readFields(head, mark == "+++")
			return fields, after, n + 1, err
		}
		if !more {
			return nil, "", 0, &Error{Line: 1, What: "the front matter has no end", Mend: "put a line with " + mark + " under it"}
		}
		head, rest = append(head, one), after
	}
}

// readFields reads the lines of a front matter.
func readFields(lines []string, toml bool) ([]field, error) {
	if toml {
		return readTOML(lines)
	}
	return readYAML(lines)
}

// readYAML reads the part of YAML that front matters use: "key: value", lists
// in brackets or as "- item" lines, text over several lines behind | or >,
// comments. Anything else is an error, because a guess would publish it.
func readYAML(lines []string) ([]field, error) {
	var out []field
	for i := 0; i < len(lines); i++ {
		n, line := i+2, lines[i]
		bare := strings.TrimSpace(line)
		if bare == "" || strings.HasPrefix(bare, "#") {
			continue
		}
		if line != strings.TrimLeft(line, " \t") {
			return nil, onLine(n, "this line is indented and belongs to no key", "write \"key: value\" from the first column")
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || value != "" && value[0] != ' ' && value[0] != '\t' {
			return nil, onLine(n, fmt.Sprintf("%q is no \"key: value\"", shortened(bare)), "")
		}
		f := field{key: foldKey(key), line: n}
		value = strings.TrimSpace(value)
		var err error
		switch {
		case value == "|" || value == ">" || value == "|-" || value == ">-":
			var text []string
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || lines[i+1][0] == ' ' || lines[i+1][0] == '\t') {
				i++
				text = append(text, strings.TrimSpace(lines[i]))
			}
			f.values = []string{strings.TrimSpace(strings.Join(text, " "))}
		case value == "" || strings.HasPrefix(value, "#"):
			for i+1 < len(lines) {
				item, ok := strings.CutPrefix(strings.TrimSpace(lines[i+1]), "-")
				if !ok || item != "" && item[0] != ' ' {
					break
				}
				i++
				if item, err = scalar(strings.TrimSpace(item), i+2); err != nil {
					return nil, err
				}
				f.values, f.list = append(f.values, item), true
			}
		case strings.HasPrefix(value, "["):
			f.list = true
			f.values, err = bracketList(value, n)
		default:
			value, err = scalar(value, n)
			f.values = []string{value}
		}
		if err != nil {
			return nil, err
		}
		if out, err = addField(out, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readTOML reads "key = value" with texts, bare dates and lists; no tables.
func readTOML(lines []string) ([]field, error) {
	var out []field
	for i := 0; i < len(lines); i++ {
		n, line := i+2, strings.TrimSpace(lines[i])
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "[") {
			return nil, onLine(n, "tables are not read in a front matter", "write the keys without a table")
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, onLine(n, fmt.Sprintf("%q is no \"key = value\"", shortened(line)), "")
		}
		value = strings.TrimSpace(value)
		for strings.HasPrefix(value, "[") && !strings.Contains(value, "]") && i+1 < len(lines) {
			i++
			value += " " + strings.TrimSpace(lines[i])
		}
		f := field{key: foldKey(strings.Trim(strings.TrimSpace(key), `"`)), line: n}
		var err error
		if strings.HasPrefix(value, "[") {
			f.list = true
			f.values, err = bracketList(value, n)
		} else {
			value, err = scalar(value, n)
			f.values = []string{value}
		}
		if err != nil {
			return nil, err
		}
		if out, err = addField(out, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// foldKey makes "Published-At", "published_at" and "published at" one key.
func foldKey(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(s)))
}

func addField(out []field, f field) ([]field, error) {
	for _, o := range out {
		if o.key == f.key {
			return nil, onLine(f.line, fmt.Sprintf("%q comes twice", f.key), "keep one")
		}
	}
	if len(out) >= maxFrontMatter {
		return nil, onLine(f.line, "the front matter has too many fields", "").because(ErrTooBig)
	}
	return append(out, f), nil
}

// bracketList reads [a, "b, c", 'd'].
func bracketList(s string, line int) ([]string, error) {
	s = strings.TrimPrefix(s, "[")
	var out []string
	for {
		s = strings.TrimLeft(s, " \t,")
		if s == "" {
			return nil, onLine(line, "the list has no end", "close it with ]")
		}
		if rest, ok := strings.CutPrefix(s, "]"); ok {
			if rest = strings.TrimSpace(rest); rest != "" && rest[0] != '#' {
				return nil, onLine(line, "something follows the list", "")
			}
			return out, nil
		}
		end := strings.IndexAny(s, ",]")
		if s[0] == '"' || s[0] == '\'' {
			if end = closing(s); end < 0 {
				return nil, onLine(line, "a quotation mark is not closed", "")
			}
			end++
		}
		if end < 0 {
			return nil, onLine(line, "the list has no end", "close it with ]")
		}
		item, err := scalar(strings.TrimSpace(s[:end]), line)
		if err != nil {
			return nil, err
		}
		if item != "" {
			out = append(out, item)
		}
		s = s[end:]
	}
}

// closing is the place of the mark that closes the quotation s begins with, or -1.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0] && s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i
		}
	}
	return -1
}

// scalar reads one value: bare to the line's end or a " #", or in quotation marks.
func scalar(s string, line int) (string, error) {
	if s == "" {
		return "", nil
	}
	if s[0] == '"' || s[0] == '\'' {
		end := closing(s)
		if end < 0 {
			return "", onLine(line, "a quotation mark is not closed", "")
		}
		if rest := strings.TrimSpace(s[end+1:]); rest != "" && rest[0] != '#' {
			return "", onLine(line, "something follows the closing quotation mark", "put a backslash before a quotation mark within the text")
		}
		inner := s[1:end]
		if s[0] == '\'' {
			return strings.ReplaceAll(inner, "''", "'"), nil
		}
		return strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\n`, " ", `\t`, " ").Replace(inner), nil
	}
	if strings.ContainsRune("{&*!|>%@`", rune(s[0])) {
		return "", onLine(line, fmt.Sprintf("%q begins with a mark that means something else in YAML", shortened(s)), "put it in quotation marks")
	}
	if value, _, ok := strings.Cut(s, " #"); ok {
		s = value
	}
	if s = strings.TrimSpace(s); s == "~" || s == "null" {
		s = ""
	}
	return s, nil
}

// onLine is an error at a line of the file.
func onLine(line int, what, mend string) *Error { return &Error{Line: line, What: what, Mend: mend} }
