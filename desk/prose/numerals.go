package prose

import (
	"strconv"
	"strings"
)

// numbers reads the numbers of a sentence, in digits or in words: "1,200", "۱۲۰۰"
// and "twelve hundred" are one number.
func (l *lexicon) numbers(words []word) []fact {
	var out []fact
	for i := 0; i < len(words); {
		n := l.numeral(words[i:])
		if n.length == 0 {
			i++
			continue
		}
		text := make([]string, n.length)
		for j := range text {
			text[j] = words[i+j].text
		}
		out = append(out, fact{strconv.FormatFloat(n.value(), 'f', -1, 64), strings.Join(text, " "), n.weak})
		i += n.length
	}
	return out
}

// numeral is a number that is being read.
type numeral struct {
	total, part float64 // what stands before the last thousand or million, and behind it
	length      int     // in words
	weak        bool    // the word for one, which often counts nothing
}

func (n numeral) value() float64 { return n.total + n.part }

// numeral reads the number that words begin with; its length is 0 for none.
func (l *lexicon) numeral(words []word) numeral {
	var n numeral
	for i := 0; i < len(words); {
		step := 1
		if n.length > 0 && l.and[words[i].norm] && i+1 < len(words) {
			step = 2
		}
		w := words[i+step-1].norm
		next, ok := n.add(l, w, n.length == 0)
		if !ok {
			break
		}
		i += step
		n = next
		n.length = i
	}
	return n
}

// add reads one more word into the number, if it goes on with it.
func (n numeral) add(l *lexicon, w string, first bool) (numeral, bool) {
	if v, ok := digits(w); ok {
		return numeral{part: v}, first
	}
	v, ok := l.numerals[w]
	if !ok && !first { // Arabic and Dari write "and" together with the word
		for _, join := range l.joined {
			if rest, found := strings.CutPrefix(w, join); found && !ok {
				v, ok = l.numerals[rest]
			}
		}
	}
	if !ok {
		return n, false
	}
	switch {
	case v >= 1000:
		n.total, n.part = n.total+max(n.part, 1)*v, 0
	case v == 100 && n.part > 0 && n.part < 100:
		n.part *= 100
	case n.part == 0 && (first || n.total > 0):
		n.part = v
	case v < 100 && whole(n.part, 100), v < 10 && n.part >= 20 && whole(n.part, 10), n.part < 10 && v >= 20 && whole(v, 10):
		n.part += v
	default:
		return n, false
	}
	n.weak = first && v == 1
	return n, true
}

func whole(n, by float64) bool { return n == by*float64(int(n/by)) }

var separators = strings.NewReplacer(",", "", "٬", "", "٫", ".", "'", "", "_", "")

// digits reads a word of digits, with separators of thousands and decimals; what
// letters stand around them ("1st", "5km") are left out.
func digits(w string) (float64, bool) {
	w = separators.Replace(w)
	from := strings.IndexAny(w, "0123456789")
	if from < 0 {
		return 0, false
	}
	end := from
	for end < len(w) && (w[end] >= '0' && w[end] <= '9' || w[end] == '.') {
		end++
	}
	v, err := strconv.ParseFloat(strings.Trim(w[from:end], "."), 64)
	return v, err == nil
}
