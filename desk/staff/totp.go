package staff

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"rsc.io/qr"
	"stet.news/story"
)

// One-time codes of an app, by RFC 6238 in the form that every app knows: SHA-1,
// six digits, thirty seconds.
const (
	codePeriod = 30 * time.Second
	codeDigits = 6
	secretSize = 20 // RFC 4226, 4: 160 bits

	// A clock may be one step off, in either direction (RFC 6238, 5.2).
	codeSlack = 1
)

// Secret is what an app makes its codes from.
type Secret []byte

func newSecret() Secret { return random(secretSize) }

// String is the secret as it is typed into an app that has no camera, in groups
// of four.
func (s Secret) String() string {
	return grouped(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s), " ")
}

// Link is what an app's camera reads: the secret with the names under which it
// is kept there.
func (s Secret) Link(newsroom, login string) string {
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + newsroom + ":" + login}
	u.RawQuery = "secret=" + strings.ReplaceAll(s.String(), " ", "") + "&issuer=" + url.PathEscape(newsroom)
	return u.String()
}

// Code gives what an app shows at a time.
func (s Secret) Code(now time.Time) string { return s.code(stepOf(now)) }

func stepOf(now time.Time) int64 { return now.Unix() / int64(codePeriod/time.Second) }

// code gives the code of one step of time.
func (s Secret) code(step int64) string {
	mac := hmac.New(sha1.New, s)
	binary.Write(mac, binary.BigEndian, step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// check tells at which step a code is right. Steps up to last are spent: a code
// opens once.
func (s Secret) check(code string, now time.Time, last int64) (step int64, ok bool) {
	code = digits(code)
	middle := stepOf(now)
	for at := middle - codeSlack; at <= middle+codeSlack; at++ {
		if subtle.ConstantTimeCompare([]byte(s.code(at)), []byte(code)) == 1 && at > last {
			step, ok = at, true
		}
	}
	return step, ok
}

// digits writes the digits of any script as ours, and leaves the spaces out.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		if d, ok := story.Digit(r); ok {
			return '0' + d
		}
		return r
	}, text)
}

// grouped puts a sign after every fourth letter.
func grouped(text, sign string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), sign)
}

// Square is a QR code as one path of an SVG, drawn here so that no secret is
// shown to a service that draws it.
type Square struct {
	Size int    // squares along a side, with the quiet zone
	Path string // the dark ones
}

// Draw makes the square that a camera reads a text from.
func Draw(text string) (Square, error) {
	const quiet = 4
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return Square{}, fmt.Errorf("draw a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return Square{Size: code.Size + 2*quiet, Path: path.String()}, nil
}
