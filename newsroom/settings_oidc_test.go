package newsroom

import (
	"strings"
	"testing"
)

func TestDeskSettings(t *testing.T) {
	oidc := func(o OIDCSettings) DeskSettings { return DeskSettings{OIDC: &o} }
	for _, c := range []struct {
		set   DeskSettings
		wrong string
	}{
		{DeskSettings{Proxies: []string{"127.0.0.1", "10.0.0.0/24", "::1"}}, ""},
		{DeskSettings{Proxies: []string{"the proxy"}}, `proxies: "the proxy" is no address`},
		{DeskSettings{Late: "ask", TwoPerson: []string{"erase", "overwrite"}, OverwriteDays: 7}, ""},
		{DeskSettings{Late: "never"}, `late "never"`},
		{DeskSettings{TwoPerson: []string{"publish"}}, `there is no act "publish"`},
		{DeskSettings{OverwriteDays: -1}, "overwrite_days -1"},
		{oidc(OIDCSettings{Issuer: "https://login.example.org/realm", ClientID: "stet", SecretFile: "keys/oidc.secret"}), ""},
		{oidc(OIDCSettings{Issuer: "http://localhost:9000", ClientID: "stet", SecretFile: "s"}), ""},
		{oidc(OIDCSettings{Issuer: "http://login.example.org", ClientID: "stet", SecretFile: "s"}), "oidc: issuer"},
		{oidc(OIDCSettings{Issuer: "https://me@login.example.org", ClientID: "stet", SecretFile: "s"}), "oidc: issuer"},
		{oidc(OIDCSettings{Issuer: "", ClientID: "stet", SecretFile: "s"}), "oidc: issuer"},
		{oidc(OIDCSettings{Issuer: "https://login.example.org", SecretFile: "s"}), "client_id and secret_file"},
		{oidc(OIDCSettings{Issuer: "https://login.example.org", ClientID: "stet"}), "client_id and secret_file"},
	} {
		err := c.set.check()
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%+v: %v, want %q", c.set, err, c.wrong)
		}
	}
}
