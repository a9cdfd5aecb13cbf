package story

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug is the readable end of a story's address. It may change; old ones
// redirect for ever. It is never an identity.
type Slug string

// ErrBadSlug says that a text is not in a slug's form.
var ErrBadSlug = errors.New("not a slug (words of lower-case letters and digits joined by single hyphens, at most 80)")

// maxSlug is the length of the longest slug in code points.
const maxSlug = 80

// MakeSlug makes a slug of text.
func MakeSlug(text string, style SlugStyle) Slug {
	var words []string
	for _, w := range strings.FieldsFunc(norm.NFC.String(strings.ToLower(text)), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
	}) {
		words = append(words, w)
	}
	return Slug(strings.Join(words, "-"))
}

// ParseSlug accepts only what is in slug form already.
func ParseSlug(s string) (Slug, error) {
	if s == "" || MakeSlug(s, SlugNative) != Slug(s) {
		return "", ErrBadSlug
	}
	return Slug(s), nil
}

// Key is the slug's canonical key.
func (s Slug) Key() string { return strings.ReplaceAll(string(s), "-", "") }

// Key is the key of a person's or topic's page.
func Key(text string) string { return string(MakeSlug(text, SlugNative)) }
