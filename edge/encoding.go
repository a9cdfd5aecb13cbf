package edge

import "bytes"

// coding is a content coding, the better one higher.
type coding int

const (
	identity coding = iota
	gzip
	brotli
	codings
)

// name is how HTTP calls it.
func (c coding) name() string { return [codings]string{"identity", "gzip", "br"}[c] }

// suffix sets the tags of one page's encodings apart: they are different bytes
// and a strong ETag must say so.
func (c coding) suffix() string { return [codings]string{"", "-gz", "-br"}[c] }

// choose picks from the codings a page has what suits an Accept-Encoding field
// best: the highest weight, and of equals brotli, gzip, identity. Identity is
// the last resort even for one who refuses it: a page they may not be able to
// read is more use than none (RFC 9110, 12.5.3, leaves the choice to us).
func choose(accept []byte, has [codings]bool) coding {
	weights := weigh(accept)
	best, most := identity, 0
	for c := brotli; c >= identity; c-- {
		if has[c] && weights[c] > most {
			best, most = c, weights[c]
		}
	}
	return best
}

// weigh reads the weight of each coding, in thousandths. Identity that is not
// named weighs nothing: any coding the reader takes at all is shorter.
func weigh(accept []byte) [codings]int {
	const unnamed = -1
	weights, others := [codings]int{unnamed, unnamed, unnamed}, 0
	for len(accept) > 0 {
		var item []byte
		item, accept, _ = bytes.Cut(accept, comma)
		name, weight := readItem(item)
		switch {
		case bytes.EqualFold(name, nameBrotli):
			weights[brotli] = weight
		case bytes.EqualFold(name, nameGzip):
			weights[gzip] = weight
		case bytes.EqualFold(name, nameIdentity):
			weights[identity] = weight
		case len(name) == 1 && name[0] == '*':
			others = weight
		}
	}
	for c := range weights {
		if weights[c] == unnamed {
			weights[c] = others
		}
	}
	return weights
}

// readItem reads "name" or "name;q=0.5"; a weight that is none counts as 0.
func readItem(item []byte) (name []byte, weight int) {
	name, params, weighed := bytes.Cut(item, semicolon)
	if !weighed {
		return trim(name), 1000
	}
	params = trim(params)
	if len(params) < 3 || params[0]|0x20 != 'q' || params[1] != '=' {
		return trim(name), 0
	}
	return trim(name), readWeight(params[2:])
}

// readWeight reads a qvalue of RFC 9110, 12.4.2, in thousandths.
func readWeight(q []byte) int {
	if len(q) == 0 || len(q) > 5 || q[0] > '1' || q[0] < '0' || len(q) > 1 && q[1] != '.' {
		return 0
	}
	weight, place := 1000*int(q[0]-'0'), 100
	for _, c := range q[min(2, len(q)):] {
		if c < '0' || c > '9' {
			return 0
		}
		weight += place * int(c-'0')
		place /= 10
	}
	if weight > 1000 {
		return 0
	}
	return weight
}

// trim cuts blanks and tabs off both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}
