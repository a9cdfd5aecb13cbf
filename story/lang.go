package story

import "strings"

// maxLang is the length of the longest language tag kept, in bytes.
const maxLang = 35

// GoodLang reports whether tag has the shape of a BCP 47 tag (RFC 5646) in its
// usual spelling: "fa-AF", "uz-Cyrl", "en".
func GoodLang(tag string) bool { return tag != "" && spellLang(tag) == tag }

// spellLang gives tag its usual spelling (RFC 5646 §2.1.1), or "" when it has
// not the shape of a language tag.
func spellLang(tag string) string {
	if len(tag) == 2 && tag[0] >= 'a' && tag[0] <= 'z' && tag[1] >= 'a' && tag[1] <= 'z' {
		return tag
	}
	if tag == "" || len(tag) > maxLang || strings.ToLower(tag) == "und" {
		return ""
	}
	parts := strings.Split(strings.ReplaceAll(tag, "_", "-"), "-")
	for i, p := range parts {
		if len(p) == 0 || len(p) > 8 || strings.Trim(p, lettersAndDigits) != "" {
			return ""
		}
		parts[i] = spellSubtag(i, p)
	}
	if first := parts[0]; len(first) < 2 || strings.ContainsAny(first, "0123456789") {
		return ""
	}
	return strings.Join(parts, "-")
}

const lettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func spellSubtag(at int, p string) string {
	p = strings.ToLower(p)
	switch {
	case at > 0 && len(p) == 2:
		return strings.ToUpper(p)
	case at > 0 && len(p) == 4 && p[0] > '9':
		return strings.ToUpper(p[:1]) + p[1:]
	}
	return p
}

func goodDir(d Direction) bool { return d == LeftToRight || d == RightToLeft }

// sameLang reports whether a passage tagged tag is in the language of a text
// tagged around: the same tag, or the language alone ("fa" in "fa-AF").
func sameLang(tag, around string) bool {
	return tag == around || len(tag) < len(around) && strings.HasPrefix(around, tag) && around[len(tag)] == '-'
}
