package press

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// A page's file lies in folders named after its path, so that an operator finds
// it and a day's stories lie together: /en/2026/11/23/a/ is en/2026/11/23/a=page
// and /en/rss.xml is en/rss.xml=file. No folder's name holds "=", so a page and
// a folder of the same name never meet.
const (
	pageSuffix = "=page"
	fileSuffix = "=file"
	rootFile   = "=root"
)

// maxName keeps names below the 255 bytes that file systems take.
const maxName = 200

// fileName gives the file of a path, relative to the store's folder.
func fileName(path string) string {
	if path == "/" {
		return rootFile
	}
	suffix := fileSuffix
	if strings.HasSuffix(path, "/") {
		suffix = pageSuffix
	}
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, s := range segments {
		segments[i] = escapeName(s)
	}
	return strings.Join(segments, "/") + suffix
}

// escapeName makes a segment of a path safe as a file's name: what could be
// special anywhere becomes %XX, and what is too long is cut and told apart by
// its hash. A segment that needs neither keeps its name, in any script.
func escapeName(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if plainInName(c) && (c != '.' || i > 0) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	if b.Len() == 0 {
		return "%"
	}
	if b.Len() <= maxName {
		return b.String()
	}
	sum := sha256.Sum256([]byte(s))
	return "%~" + hex.EncodeToString(sum[:])
}

func plainInName(c byte) bool {
	return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~+", c) >= 0
}

// pathOf gives the path of a file, if its name alone says it: not when a
// segment was too long and only its hash is left.
func pathOf(name string) (path string, ok bool) {
	name, suffix, ok := strings.Cut(name, "=")
	if !ok || strings.Contains(name, "%~") {
		return "", false
	}
	if "="+suffix == rootFile {
		return "/", name == ""
	}
	plain, ok := unescapeName(name)
	path = "/" + plain
	if "="+suffix == pageSuffix {
		path += "/"
	}
	return path, ok
}

func unescapeName(s string) (string, bool) {
	if !strings.Contains(s, "%") {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 == len(s) || s[i+1] == '/' {
			continue // an empty segment
		}
		if i+2 >= len(s) {
			return "", false
		}
		c, err := hex.DecodeString(s[i+1 : i+3])
		if err != nil {
			return "", false
		}
		b.WriteByte(c[0])
		i += 2
	}
	return b.String(), true
}
