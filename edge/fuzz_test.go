package edge

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FuzzPath: a path that may be asked for is clean, and written as an address it
// is the same path again.
func FuzzPath(f *testing.F) {
	for _, c := range table {
		f.Add([]byte(c.target))
	}
	f.Fuzz(func(t *testing.T, target []byte) {
		path, _, status := pagePath(target)
		if status != 0 {
			if path != "" || status != http.StatusBadRequest && status != http.StatusNotFound {
				t.Errorf("%q is refused with %d and path %q", target, status, path)
			}
			return
		}
		for segment := range strings.SplitSeq(path, "/") {
			if segment == "." || segment == ".." {
				t.Errorf("%q: path %q has dots", target, path)
			}
		}
		if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") || strings.ContainsAny(path, "\\\x00\r\n") ||
			!utf8.ValidString(path) || !norm.NFC.IsNormalString(path) {
			t.Errorf("%q: path %q", target, path)
		}
		again, renamed, status := pagePath(escape(nil, path))
		if len(path) < maxPath && (again != path || renamed || status != 0) {
			t.Errorf("path %q is written %q and read %q, %v, %d", path, escape(nil, path), again, renamed, status)
		}
	})
}

// FuzzEncodings: what is chosen is there, and identity only when nothing else
// is wanted.
func FuzzEncodings(f *testing.F) {
	for _, c := range encodings {
		f.Add([]byte(c.accept), true, true)
	}
	f.Fuzz(func(t *testing.T, accept []byte, hasGzip, hasBrotli bool) {
		has := [codings]bool{true, hasGzip, hasBrotli}
		got := choose(accept, has)
		if !has[got] {
			t.Fatalf("%q: chose %s, which is not there", accept, got.name())
		}
		if got != identity && !bytes.Contains(bytes.ToLower(accept), []byte(got.name())) && !bytes.Contains(accept, []byte("*")) {
			t.Errorf("%q: chose %s, which was not asked for", accept, got.name())
		}
	})
}

// FuzzTags: a tag is found where it stands in a list, and nowhere else.
func FuzzTags(f *testing.F) {
	f.Add([]byte(`"a", W/"b", "c"`))
	f.Add([]byte(`*`))
	f.Add([]byte(`,, "a"`))
	f.Add([]byte(`W/`))
	tag := []byte(`"0123456789abcdef-br"`)
	f.Fuzz(func(t *testing.T, field []byte) {
		if lists(field, tag) && !bytes.Contains(field, tag) && string(trim(field)) != "*" {
			t.Errorf("found in %q", field)
		}
		if !lists(append(append([]byte(`W/"a", `), tag...), field...), tag) {
			t.Errorf("not found at the beginning of a list that goes on %q", field)
		}
	})
}

var encodings = []struct {
	accept string
	want   coding
}{
	{"", identity},
	{"br", brotli},
	{"gzip, deflate, br, zstd", brotli},
	{"gzip,deflate", gzip},
	{"GZIP", gzip},
	{"x-gzip", identity},
	{"deflate", identity},
	{"*", brotli},
	{"*;q=0", identity},
	{"gzip;q=0, *", brotli},
	{"br;q=0, *;q=0.5", gzip},
	{"br;q=0.2, gzip;q=0.8", gzip},
	{"br;q=0.8, gzip;q=0.8", brotli},
	{"identity, gzip;q=0.5", identity},
	{"identity;q=0.5, gzip;q=0.5", gzip},
	{"identity;q=0, gzip", gzip},
	{"identity;q=0", identity},
	{"br;q=0", identity},
	{"br;q=0.000", identity},
	{"br;q=0.001", brotli},
	{"br;q=1.000", brotli},
	{"br;q=1.001", identity},
	{"br;q=2", identity},
	{"br;q=", identity},
	{"br;q=0.0001", identity},
	{"br;q=-1", identity},
	{"br;level=5", identity},
	{"br ; Q=1", brotli},
	{" gzip\t,\tbr", brotli},
	{"brotli", identity},
	{",,,", identity},
	{"br;q=0, br", brotli},
}

func TestChoose(t *testing.T) {
	for _, c := range encodings {
		if got := choose([]byte(c.accept), [codings]bool{true, true, true}); got != c.want {
			t.Errorf("Accept-Encoding %q: %s, want %s", c.accept, got.name(), c.want.name())
		}
		if got := choose([]byte(c.accept), [codings]bool{true}); got != identity {
			t.Errorf("Accept-Encoding %q chose %s, and only identity is there", c.accept, got.name())
		}
	}
}

func TestLists(t *testing.T) {
	tag := []byte(`"a-br"`)
	for field, want := range map[string]bool{
		`"a-br"`: true, `W/"a-br"`: true, ` "a-br" `: true, `"x", "a-br"`: true, `"x","a-br","y"`: true,
		`,"a-br"`: false, `"x",, "a-br"`: true, `*`: true, ` * `: true, `"a"`: false, `"a-gz"`: false, `a-br`: false, `"a-br`: false,
		`w/"a-br"`: false, `"x" "a-br"`: false, `"*"`: false, `"x`: false, ``: false, `W/`: false, `"x, "a-br"`: false,
	} {
		if got := lists([]byte(field), tag); got != want {
			t.Errorf("If-None-Match %q: %v, want %v", field, got, want)
		}
	}
}
