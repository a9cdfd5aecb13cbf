package newsroom

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"stet.news/desk"
)

// DeskSettings is [desk] of newsroom.toml.
type DeskSettings struct {
	// URL is where people reach the desk: scheme and host. Passkeys are bound to
	// its host for ever. Empty: http://localhost and the desk's port, which is
	// right for one machine only.
	URL string `toml:"url,omitempty"`
	// Proxies are the addresses, or networks, of proxies in front of the desk,
	// whose X-Forwarded-For is believed when tries to sign in are counted.
	Proxies []string `toml:"proxies,omitempty"`
	// OIDC is a provider that people may sign in with; nil: none.
	OIDC *OIDCSettings `toml:"oidc,omitempty"`
	// Late says what becomes of a story whose time came while nothing ran:
	// "publish" (also when empty) or "ask", which holds it until a person decides.
	Late string `toml:"late,omitempty"`
	// TwoPerson names the acts that a second person must confirm: "front",
	// "breaking", "overwrite", "erase".
	TwoPerson []string `toml:"two_person,omitempty"`
	// OverwriteDays is how many days readers have had a story whose change counts
	// as "overwrite"; 0 for all changes.
	OverwriteDays int `toml:"overwrite_days,omitempty"`
}

// twoPersonActs are what TwoPerson may name.
var twoPersonActs = []string{"front", "breaking", "overwrite", "erase"}

func (d *DeskSettings) check() error {
	if _, err := d.proxies(); err != nil {
		return err
	}
	if d.OIDC != nil {
		if err := d.OIDC.check(); err != nil {
			return err
		}
	}
	if !slices.Contains([]string{"", "publish", "ask"}, d.Late) {
		return fmt.Errorf("late %q: write \"publish\" or \"ask\"", d.Late)
	}
	for _, act := range d.TwoPerson {
		if !slices.Contains(twoPersonActs, act) {
			return fmt.Errorf("two_person: there is no act %q; write some of %s", act, strings.Join(twoPersonActs, ", "))
		}
	}
	if d.OverwriteDays < 0 {
		return fmt.Errorf("overwrite_days %d: give a number of days", d.OverwriteDays)
	}
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

// proxies reads the addresses and networks.
func (d *DeskSettings) proxies() (all []netip.Prefix, err error) {
	for _, text := range d.Proxies {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			addr, addrErr := netip.ParseAddr(text)
			if p, err = addr.Prefix(addr.BitLen()); addrErr != nil || err != nil {
				return nil, fmt.Errorf("proxies: %q is no address such as 127.0.0.1 or 10.0.0.0/24", text)
			}
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// desk is what the desk is opened with. The settings have been checked.
func (s Settings) desk(o Options) desk.Options {
	opts := desk.Options{Now: o.Now, Log: o.Log}
	if s.Desk != nil {
		opts.AskLate = s.Desk.Late == "ask"
		opts.TwoPerson, opts.OverwriteAfter = s.Desk.TwoPerson, time.Duration(s.Desk.OverwriteDays)*24*time.Hour
	}
	return opts
}
