package story

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// skeleton follows Unicode Technical Standard 39, section 4: decompose, replace
// each character by the one it looks like, decompose again. The table is our
// own and small: the lower-case letters of Latin, Cyrillic, Greek, Armenian and
// Arabic script that one could take for another in an address. Digits of every
// script count as their values.
func skeleton(s string) string {
	var w strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKD.String(s))) {
		if d, ok := Digit(r); ok {
			r = '0' + d
		}
		if look, ok := lookalikes[r]; ok {
			w.WriteString(look)
			continue
		}
		if foldsAway(r) {
			continue
		}
		w.WriteRune(r)
	}
	return norm.NFD.String(w.String())
}

// foldsAway: what joins or points words, and is easily not seen or not typed.
// The hamza and madda (U+0653–0655) stay: with them it is another letter.
func foldsAway(r rune) bool {
	switch {
	case r >= 0x064B && r <= 0x0652, r >= 0x0656 && r <= 0x065F, r == 0x0670, r == 0x0640:
		return true
	case unicode.In(r, unicode.L, unicode.M, unicode.Nd):
		return unicode.Is(unicode.Variation_Selector, r) || r == 0x034F
	}
	return true
}

// Digit gives the value of a decimal digit of any script. Unicode keeps the ten
// digits of a script together.
func Digit(r rune) (rune, bool) {
	switch {
	case r < 0x80:
		return r - '0', r >= '0' && r <= '9'
	case r >= 0x0660 && r <= 0x0669:
		return r - 0x0660, true
	case r >= 0x06F0 && r <= 0x06F9:
		return r - 0x06F0, true
	case r < 0x0700 || !unicode.Is(unicode.Nd, r): // below are no others
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10, true
		}
	}
	return 0, false
}

// lookalikes gives the letter each looks like. Never written to.
//
// Pashto ې (e), ۍ (the tailed ye) and ئ are told apart by their shape and stay
// themselves; ي, ى and ی differ only by two dots that many typefaces and
// keyboards mix up, so they are one here, and here only.
var lookalikes = spelling(
	// Latin among itself: digits and letters, letters without a dot, pairs.
	"o 0", "l 1|ǀǃӏɭ", "i ıɩɪι", "rn m", "a ɑ", "g ɡɢ", "f ƒ", "v ʋᴠ", "o ᴏ", "c ᴄ", "w ᴡ", "z ᴢ", "s ꜱ", "e ꬲ", "ae æ",
	"ss ß", "oe œ", "b ƅ", "y ʏɣ", "n ꞑ", "k ĸ",
	// Cyrillic.
	"a а", "e еҽ", "o о", "p р", "c с", "y уү", "x хҳ", "s ѕ", "i і", "j ј", "h һ", "d ԁ", "q ԛ", "w ԝѡ", "v ѵ",
	"r г", "k к", "ae ӕ", "t т", "b ь", "rn м", "h н",
	// Greek.
	"a α", "o ο", "v ν", "p ρ", "k κ", "u υ", "y γ", "n η", "t τ", "x χ", "w ω", "c ϲ", "j ϳ", "σ ς", "e ε", "b β",
	// Armenian.
	"o օ", "n ո", "u ս", "h հ", "g ց", "p ք",
	// Arabic script: letters that differ by keyboard rather than by shape.
	"ی يى", "ک كڪ", "ه ہھەۿ", "ة ۃ", "ا ٱ", "و ۏ",
)
