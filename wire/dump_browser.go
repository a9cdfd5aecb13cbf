package wire

import "strings"

// manyMarks is how many lines must carry a text browser's marks before they
// are taken for such: a writer may put a "[1]" or a bullet too.
const manyMarks = 8

// withoutMarks takes off what text browsers put into a page's text: the
// numbers of links "[12]", the names of pictures "[logo.png]", "(BUTTON)",
// bullets before everything, and the list of addresses at the end.
func withoutMarks(raw []rawLine) []rawLine {
	links, bullet := 0, 0
	for _, r := range raw {
		if _, ok := cutLinkNumber(r.text); ok {
			links++
		}
		if bulleted(r.text) && !strings.HasPrefix(r.text, "- ") && !strings.HasPrefix(r.text, "– ") {
			bullet++
		}
	}
	if links < manyMarks && bullet < manyMarks {
		return raw
	}
	out := make([]rawLine, len(raw))
	for i, r := range raw {
		out[i] = r
		if links >= manyMarks {
			out[i].text = withoutLinkNumbers(r.text)
		}
		if bullet >= manyMarks {
			out[i].text = withoutBullet(out[i].text)
		}
	}
	return out
}

// withoutReferences drops the list of addresses that the numbers refer to:
// what follows its title are lines "12. https://…", whole or wrapped.
func withoutReferences(raw []rawLine) []rawLine {
	end := len(raw)
	for i := len(raw) - 1; i >= 0; i-- {
		switch raw[i].text {
		case "References", "Visible links", "Visible links:", "Hidden links:":
			if addresses(raw[i+1 : end]) {
				end = i
			}
		}
	}
	return raw[:end]
}

// addresses reports whether most of some lines begin a numbered address.
func addresses(raw []rawLine) bool {
	all, good := 0, 0
	for _, r := range raw[:min(len(raw), 60)] {
		number, address, ok := strings.Cut(r.text, ". ")
		if r.text == "" || !ok {
			continue
		}
		all++
		if strings.Trim(number, "0123456789") == "" && (strings.Contains(address, ":") || strings.HasPrefix(address, "/")) {
			good++
		}
	}
	return good > 0 && good*10 >= all*7
}

// cutLinkNumber cuts "[12]" off the front of s.
func cutLinkNumber(s string) (string, bool) {
	if len(s) < 4 || s[0] != '[' {
		return s, false
	}
	end := strings.IndexByte(s, ']')
	if end < 2 || end > 6 || strings.Trim(s[1:end], "0123456789") != "" {
		return s, false
	}
	return s[end+1:], true
}

// withoutLinkNumbers takes the numbers before words out of a line, and the
// browser's words for pictures and buttons.
func withoutLinkNumbers(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		if after, ok := cutLinkNumber(rest); ok && after != "" && after[0] != ' ' {
			i += len(rest) - len(after)
			continue
		}
		if name, ok := pictureName(rest); ok {
			i += len(name)
			continue
		}
		if strings.HasPrefix(rest, "(BUTTON)") {
			i += len("(BUTTON)")
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// pictureName finds "[photo.jpg]" or "[IMG]" at the front of s.
func pictureName(s string) (string, bool) {
	end := strings.IndexByte(s, ']')
	if s[0] != '[' || end < 2 || end > 120 {
		return "", false
	}
	name := strings.ToLower(s[1:end])
	for _, e := range []string{".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".ico", "img", "inline", "image"} {
		if strings.HasSuffix(name, e) && !strings.Contains(name, " ") {
			return s[:end+1], true
		}
	}
	return "", false
}

func withoutBullet(s string) string {
	for _, b := range bullets {
		if rest, ok := strings.CutPrefix(s, b); ok && b != "- " && b != "– " {
			return withoutBullet(rest)
		}
	}
	return s
}
