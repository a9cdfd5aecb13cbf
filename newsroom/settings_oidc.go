package newsroom

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"stet.news/desk/staff"
	"stet.news/internal/egress"
)

// OIDCSettings is [desk.oidc] of newsroom.toml: an OpenID Connect provider.
type OIDCSettings struct {
	// Issuer is its address; its configuration is found below.
	Issuer   string `toml:"issuer"`
	ClientID string `toml:"client_id"`
	// SecretFile holds the client's secret; a relative path begins at the folder.
	SecretFile string `toml:"secret_file"`
	// Name is what people know it by; empty: the issuer's host.
	Name string `toml:"name,omitempty"`
}

func (o *OIDCSettings) check() error {
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Hostname() == "" || u.User != nil || (u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname()))) {
		return fmt.Errorf("oidc: issuer %q: give its address, such as https://login.example.org", o.Issuer)
	}
	if o.ClientID == "" || o.SecretFile == "" {
		return errors.New("oidc: client_id and secret_file go with an issuer")
	}
	if o.Name == "" {
		o.Name = u.Hostname()
	}
	return nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// staff is how people come in to the desk.
func (n *Newsroom) staff() (o staff.Options, err error) {
	o.Newsroom = n.Settings.Name
	d := n.Settings.Desk
	if d == nil {
		return o, nil
	}
	if o.Proxies, err = d.proxies(); err != nil || d.OIDC == nil {
		return o, err
	}
	path := d.OIDC.SecretFile
	if !filepath.IsAbs(path) {
		path = n.Folder.at(path)
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		return o, fmt.Errorf("[desk.oidc] secret_file: %w", err)
	}
	o.Outside = &staff.Outside{Issuer: d.OIDC.Issuer, ClientID: d.OIDC.ClientID, Secret: strings.TrimSpace(string(secret)), Name: d.OIDC.Name}
	o.Outside.Client, err = egress.Named(d.OIDC.Issuer)
	return o, err
}
