package story

import (
	"net/netip"
	"net/url"
	"strings"
)

// maxLink is the length of the longest address, in bytes.
const maxLink = 2048

// GoodLink reports whether address may be linked to from a story: an absolute
// http, https, mailto or tel address, or a path on this site. Addresses with
// white space, control characters, backslashes or a user name and password are
// refused, for a reader cannot see where they lead.
func GoodLink(address string) bool {
	if address == "" || len(address) > maxLink || strings.ContainsFunc(address, oddInLink) {
		return false
	}
	scheme, rest, ok := strings.Cut(address, ":")
	if address[0] == '/' {
		return goodPath(address)
	}
	if !ok {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		return goodWeb(address)
	case "mailto":
		return strings.Contains(rest, "@")
	case "tel":
		return strings.ContainsAny(rest, "0123456789") && strings.Trim(rest, "+0123456789-.()*#;=abcdefghijklmnopqrstuvwxyz") == ""
	}
	return false
}

// GoodEmbed reports whether address may be what a card stands for: a page.
func GoodEmbed(address string) bool {
	return GoodLink(address) && len(address) > 4 && strings.EqualFold(address[:4], "http")
}

func goodPath(path string) bool {
	if strings.HasPrefix(path, "//") {
		return false // another site's
	}
	_, err := url.Parse(path)
	return err == nil
}

func goodWeb(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Opaque != "" || u.Hostname() == "" {
		return false
	}
	host := strings.Trim(u.Hostname(), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && !strings.ContainsAny(host, "%@\\:")
}

// oddInLink reports characters that have no place in an address, seen or unseen.
func oddInLink(r rune) bool {
	if r < 0x80 {
		switch r {
		case '"', '<', '>', '\\', '^', '`', '{', '|', '}', 0x7F:
			return true
		}
		return r <= ' '
	}
	switch classOf(r) {
	case classWord, classOther:
		return r == '\uFFFD'
	}
	return true
}

func trimLink(s string) string { return strings.TrimSpace(s) }
