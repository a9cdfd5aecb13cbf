package wire

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode makes text of a file's bytes. A byte order mark rules; then bytes
// that are valid UTF-8 are UTF-8 whatever they declare, because no text of
// another encoding is that by chance; then what the file declares; then what
// files in the edition's language used before Unicode. The note says so when
// it was not plain UTF-8.
func decode(data []byte, declared, language string) (text, note string, err error) {
	if what := magic(data); what != "" {
		return "", "", wrong("this is "+what+", not text", "give the page or its text instead").because(ErrForm)
	}
	if enc, name := byMark(data); enc != nil {
		return decodeAs(data, enc, name, "its byte order mark says so")
	}
	if bytes.IndexByte(data, 0) >= 0 {
		if enc, name := byZeros(data); enc != nil {
			return decodeAs(data, enc, name, "every second byte is zero")
		}
		if bytes.Count(data, []byte{0})*1000 > len(data) {
			return "", "", wrong("this is binary data, not text", "give the page or its text instead").because(ErrForm)
		}
		data = bytes.ReplaceAll(data, []byte{0}, nil) // damage, a few in a long text
	}
	if s, note, ok := asUTF8(data); ok && !escapes(data, declared) {
		return s, note, nil
	}
	if declared != "" {
		if enc, name := charset.Lookup(declared); enc != nil && name != "utf-8" && name != "replacement" {
			return decodeAs(data, enc, name, "the page declares it")
		}
	}
	name := oldEncoding(data, language)
	enc, _ := charset.Lookup(name)
	return decodeAs(data, enc, name, "a guess: it is not UTF-8 and declares nothing")
}

// magic names a kind of file by its first bytes, or is empty.
func magic(data []byte) string {
	for _, m := range []struct{ head, is string }{
		{"\x89PNG", "a PNG picture"}, {"\xff\xd8\xff", "a JPEG picture"}, {"GIF8", "a GIF picture"},
		{"%PDF-", "a PDF"}, {"PK\x03\x04", "a ZIP archive or an office document"}, {"\x1f\x8b", "gzip data"},
		{"\x7fELF", "a program"}, {"SQLite format 3\x00", "a database"}, {"\xd0\xcf\x11\xe0", "an old office document"},
		{"BZh", "bzip2 data"}, {"\xfd7zXZ", "xz data"}, {"\x28\xb5\x2f\xfd", "zstd data"}, {"{\\rtf", "a rich text document"},
	} {
		if bytes.HasPrefix(data, []byte(m.head)) {
			return m.is
		}
	}
	if len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "a WebP picture"
	}
	return ""
}

// byMark finds an encoding by the byte order mark; UTF-8's is left to asUTF8.
func byMark(data []byte) (encoding.Encoding, string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM), "utf-32"
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return xunicode.UTF16(xunicode.BigEndian, xunicode.ExpectBOM), "utf-16"
	}
	return nil, ""
}

// byZeros recognises UTF-16 without a mark: in any page some characters are
// ASCII, and their other bytes are zero, all at even or all at odd places.
func byZeros(data []byte) (encoding.Encoding, string) {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch n := len(data); {
	case zeros[0] > n/40 && zeros[1] == 0:
		return xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), "utf-16be"
	case zeros[1] > n/40 && zeros[0] == 0:
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), "utf-16le"
	}
	return nil, ""
}

// asUTF8 takes UTF-8, forgiving a few broken bytes: a cut-off end, or one bad
// byte among many good letters, is damage and not another encoding.
func asUTF8(data []byte) (text, note string, ok bool) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), "", true
	}
	good, bad := 0, 0
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	// A cut-off last letter leaves up to three bad bytes.
	if bad > good/20 && !(bad <= 3 && utf8.Valid(data[:len(data)-min(bad, len(data))])) {
		return "", "", false
	}
	return string(bytes.ToValidUTF8(data, nil)), fmt.Sprintf("%d broken bytes in the UTF-8 were dropped", bad), true
}

// escapes reports an encoding that is seven-bit and so looks like UTF-8.
func escapes(data []byte, declared string) bool {
	return strings.EqualFold(declared, "iso-2022-jp") && bytes.IndexByte(data, 0x1b) >= 0
}

// oldEncoding guesses which encoding a text had before Unicode: by the
// edition's language, unless the bytes are mostly above ASCII where that
// language's letters are not.
func oldEncoding(data []byte, language string) string {
	high, letters := 0, 0
	for _, c := range data {
		switch {
		case c >= 0x80:
			high++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		}
	}
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	name, known := map[string]string{
		"fa": "windows-1256", "prs": "windows-1256", "ps": "windows-1256", "ar": "windows-1256", "ur": "windows-1256",
		"ru": "windows-1251", "uk": "windows-1251", "bg": "windows-1251", "tg": "windows-1251",
		"tr": "windows-1254", "az": "windows-1254", "pl": "windows-1250", "cs": "windows-1250", "hu": "windows-1250",
		"el": "windows-1253", "he": "windows-1255", "th": "windows-874", "vi": "windows-1258",
		"ja": "shift_jis", "zh": "gb18030", "ko": "euc-kr",
	}[base]
	mostlyHigh := high > letters
	if known && mostlyHigh == (name == "windows-1256" || name == "windows-1251") {
		return name
	}
	if !mostlyHigh {
		if known && strings.HasPrefix(name, "windows-125") && name != "windows-1256" && name != "windows-1251" {
			return name
		}
		return "windows-1252"
	}
	return likelier(data, "windows-1256", "windows-1251")
}

// likelier is the encoding under which more of the bytes are common letters.
func likelier(data []byte, names ...string) string {
	best, most := names[0], -1
	for _, name := range names {
		enc, _ := charset.Lookup(name)
		s, err := enc.NewDecoder().Bytes(data)
		if err != nil {
			continue
		}
		if n := commonLetters(string(s)); n > most {
			best, most = name, n
		}
	}
	return best
}

func commonLetters(s string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune("اليمنرتهدوبسکكعоеаинтсрвл", r) {
			n++
		}
	}
	return n
}

// decodeAs decodes by one encoding and refuses a result that is plainly wrong.
func decodeAs(data []byte, enc encoding.Encoding, name, why string) (string, string, error) {
	out, err := enc.NewDecoder().Bytes(data)
	if err == nil {
		err = plausible(string(out))
	}
	if err != nil {
		return "", "", wrong("the text cannot be read as "+name+" ("+why+")", "save it as UTF-8").because(ErrForm)
	}
	return strings.TrimPrefix(string(out), "\ufeff"), "read as " + name + ": " + why, nil
}

// plausible refuses text in which one character in fifty is none.
func plausible(s string) error {
	all, bad := 0, 0
	for _, r := range s {
		all++
		if r == utf8.RuneError || r == 0 || (unicode.IsControl(r) && !unicode.IsSpace(r)) {
			bad++
		}
	}
	if bad*50 > all {
		return fmt.Errorf("%d of %d characters are none", bad, all)
	}
	return nil
}

// declaredCharset finds what an HTML page says of its encoding in its first
// 4 KiB; empty when nothing.
func declaredCharset(data []byte) string {
	head := strings.ToLower(string(data[:min(len(data), 4096)]))
	for rest := head; ; {
		_, after, ok := strings.Cut(rest, "charset")
		if !ok {
			return ""
		}
		rest = after
		value, ok := strings.CutPrefix(strings.TrimLeft(after, " \t\r\n"), "=")
		if !ok {
			continue
		}
		value = strings.TrimLeft(value, " \t\r\n\"'")
		if end := strings.IndexAny(value, " \t\r\n\"';>/"); end > 0 {
			return value[:end]
		}
	}
}
