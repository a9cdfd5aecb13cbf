package staff

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Lengths of a password, in code points. There are no rules on which letters it
// must hold, and none makes anybody change it (NIST SP 800-63B-4, 3.1.1.2).
const (
	MinPassword = 15
	MaxPassword = 1000 // refused above, never cut
)

// leastNews is how many letters of a password must not follow from those before.
const leastNews = 8

// ErrWeak says that a password is refused. The errors below wrap it.
var ErrWeak = errors.New("the password is not accepted")

// What is wrong with a password.
var (
	ErrShort    = fmt.Errorf("%w: it has fewer than %d characters", ErrWeak, MinPassword)
	ErrLong     = fmt.Errorf("%w: it has more than %d characters", ErrWeak, MaxPassword)
	ErrBreached = fmt.Errorf("%w: it is in a list of stolen passwords", ErrWeak)
	ErrPattern  = fmt.Errorf("%w: it repeats itself or follows the keyboard", ErrWeak)
	ErrOwnName  = fmt.Errorf("%w: it is little more than a name of yours or of the newsroom", ErrWeak)
)

// breached holds the first 8 bytes of the SHA-256 of each password in the list,
// in order. breached.md says where they are from.
//
//go:embed breached.bin
var breached string

const breachedSize = 8

// judge refuses a password that is easily guessed. names are those of the person
// and of the newsroom.
func judge(password string, names ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return ErrShort
	case n > MaxPassword:
		return ErrLong
	}
	password = norm.NFC.String(strings.ToLower(password))
	if isBreached(password) {
		return ErrBreached
	}
	once := []rune(password)
	once = once[:period(once)]
	if len(once) < MinPassword && len(once) < utf8.RuneCountInString(password) || news(once) < leastNews {
		return ErrPattern
	}
	if news([]rune(without(password, names))) < leastNews {
		return ErrOwnName
	}
	return nil
}

func isBreached(password string) bool {
	sum := sha256.Sum256([]byte(password))
	want := string(sum[:breachedSize])
	n := len(breached) / breachedSize
	at := sort.Search(n, func(i int) bool { return breached[i*breachedSize:(i+1)*breachedSize] >= want })
	return at < n && breached[at*breachedSize:(at+1)*breachedSize] == want
}

// period gives the length of the shortest beginning that, said again and again,
// makes the whole text; the text's own length when it does not repeat.
func period(text []rune) int {
	// border[i] is the longest end of text[:i+1] that it also begins with.
	border := make([]int, len(text))
	for i, n := 1, 0; i < len(text); i++ {
		for n > 0 && text[i] != text[n] {
			n = border[n-1]
		}
		if text[i] == text[n] {
			n++
		}
		border[i] = n
	}
	p := len(text) - border[len(text)-1]
	if p > len(text)/2 {
		return len(text)
	}
	return p
}

// keyboards are rows of keys in which fingers run along.
var keyboards = []string{
	"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiop", "azertyuiop",
	"1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/",
	"۱۲۳۴۵۶۷۸۹۰", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو",
	"ضصثقفغعهخحجچ", "شسیبلاتنمکګ", "ۍېزرذدړوږ",
	"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
}

// news counts the letters that do not follow from the one before: not the same
// again, not its neighbour in the alphabet or on a keyboard.
func news(text []rune) (n int) {
	for i, r := range text {
		if i == 0 || !follows(text[i-1], r) {
			n++
		}
	}
	return n
}

func follows(a, b rune) bool {
	if d := a - b; d >= -1 && d <= 1 {
		return true
	}
	return slices.ContainsFunc(keyboards, func(row string) bool {
		return strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a}))
	})
}

// without takes the words of names out of a text.
func without(text string, names []string) string {
	for _, name := range names {
		for _, word := range strings.FieldsFunc(norm.NFC.String(strings.ToLower(name)), notLetter) {
			if utf8.RuneCountInString(word) >= 3 {
				text = strings.ReplaceAll(text, word, "")
			}
		}
	}
	return text
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }
