package edge

// What bytes each part of a head may have, by RFC 9110, 5.6.2 and 5.5, and RFC
// 3986. Bytes above ASCII are let through in targets, where many clients send
// UTF-8 as it is, and in values.

// text is bytes of a head, borrowed or kept.
type text interface{ []byte | string }

func isToken[B text](b B) bool {
	for i := range len(b) {
		c := b[i]
		if !tokens[c] {
			return false
		}
	}
	return len(b) > 0
}

func isTarget[B text](b B) bool {
	for i := range len(b) {
		c := b[i]
		if c <= ' ' || c == 0x7f {
			return false
		}
	}
	return len(b) > 0
}

func isValue[B text](b B) bool {
	for i := range len(b) {
		c := b[i]
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// isHost allows a name or address with a port. Its meaning is nothing to us,
// but what stands behind us may judge by it.
func isHost[B text](b B) bool {
	for i := range len(b) {
		c := b[i]
		if !hosts[c] {
			return false
		}
	}
	return len(b) > 0
}

func isNumber[B text](b B) bool {
	for i := range len(b) {
		c := b[i]
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0 && len(b) < 19
}

func isZero[B text](b B) bool { return len(b) == 1 && b[0] == '0' }

var (
	tokens = alphabet("!#$%&'*+-.^_`|~")
	hosts  = alphabet("-._~!$&'()*+,;=:[]%")
)

// alphabet has ASCII letters, digits and the marks.
func alphabet(marks string) (set [256]bool) {
	for c := '0'; c <= '9'; c++ {
		set[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		set[c], set[c-'a'+'A'] = true, true
	}
	for _, c := range marks {
		set[c] = true
	}
	return set
}
