package newsroom

import (
	"fmt"
	"net/url"
	"strings"
)

// DeskSettings is [desk] of newsroom.toml.
type DeskSettings struct {
	// URL is where people reach the desk: scheme and host. Passkeys are bound to
	// its host for ever. Empty: http://localhost and the desk's port, which is
	// right for one machine only.
	URL string `toml:"url,omitempty"`
}

func (d *DeskSettings) check() error {
	if d.URL == "" {
		return nil
	}
	u, err := url.Parse(d.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("url %q: give scheme and host only, such as https://desk.example.org", d.URL)
	}
	d.URL = u.Scheme + "://" + strings.ToLower(u.Host)
	return nil
}
