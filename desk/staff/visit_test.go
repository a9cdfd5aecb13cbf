package staff_test

import (
	"net/http/httptest"
	"testing"

	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// TestAddress: what a stranger writes into X-Forwarded-For counts for nothing; what
// the named proxies write does.
func TestAddress(t *testing.T) {
	r := open(t) // trusts 198.51.100.0/24
	for _, c := range []struct{ from, header, want string }{
		{"192.0.2.1:4000", "", "192.0.2.1"},
		{"192.0.2.1:4000", "203.0.113.9", "192.0.2.1"},
		{"198.51.100.7:4000", "203.0.113.9", "203.0.113.9"},
		{"198.51.100.7:4000", "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		{"198.51.100.7:4000", "203.0.113.9, 198.51.100.8", "203.0.113.9"},
		{"198.51.100.7:4000", "nonsense", "198.51.100.7"},
		{"198.51.100.7:4000", "", "198.51.100.7"},
		{"[::ffff:198.51.100.7]:4000", "2001:db8::1", "2001:db8::1"},
		{"@", "203.0.113.9", "invalid IP"},
	} {
		q := httptest.NewRequest("GET", "/", nil)
		q.RemoteAddr = c.from
		if c.header != "" {
			q.Header.Set("X-Forwarded-For", c.header)
		}
		if got := r.VisitOf(q).Addr.String(); got != c.want {
			t.Errorf("from %s with %q: %s, want %s", c.from, c.header, got, c.want)
		}
	}
}

// TestHere: a number in the place of the desk's name is led to the name, a tunnel
// from elsewhere is not.
func TestHere(t *testing.T) {
	r := open(t)
	for host, want := range map[string]bool{
		"localhost:8081": true, "127.0.0.1:8081": false, "[::1]:8081": false, "127.0.0.1:9000": true, "localhost:9000": true, "desk.example": true, "": true,
	} {
		q := httptest.NewRequest("GET", "/sign-in", nil)
		q.Host = host
		if got := r.Here(q); got != want {
			t.Errorf("%q is here: %v", host, got)
		}
	}
}

func TestAgent(t *testing.T) {
	r := open(t)
	for header, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36":                             "Chrome, Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile Safari/604.1":  "Safari, iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0":                                                  "Firefox, Windows",
		"Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36":                   "Chrome, Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.2849.56": "Edge, Windows",
		"<script>alert(1)</script>": "", "": "",
	} {
		q := httptest.NewRequest("GET", "/", nil)
		q.Header.Set("User-Agent", header)
		if got := r.VisitOf(q).Agent; got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

// TestCookies: over TLS they are bound to the host, without it to the port.
func TestCookies(t *testing.T) {
	r := open(t)
	for address, want := range map[string]string{"https://desk.herald.example": "__Host-stet", "http://localhost:8081": "stet-8081", "http://localhost": "stet"} {
		if err := r.At(address); err != nil {
			t.Fatal(err)
		}
		p := r.add("Laila"+want, editor)
		for _, c := range p.Cookies {
			if secure := address[:5] == "https"; !c.HttpOnly || c.Secure != secure || c.Path != "/" || c.Domain != "" {
				t.Errorf("%s: cookie %+v", address, c)
			}
		}
		if got := p.Cookies[0].Name; got != want {
			t.Errorf("%s: cookie %s, want %s", address, got, want)
		}
	}
	if err := r.At("http://127.0.0.1:8081"); err != nil || r.HasPasskeys() {
		t.Errorf("passkeys for a number: %v", err)
	}
}

// TestGrantsAtOnce: what somebody may do is asked anew with each request.
func TestGrantsAtOnce(t *testing.T) {
	r := open(t)
	admin := policy.Grant{Role: policy.Administrator}
	zahra, omid := r.add("Zahra", admin), stafftest.Add(t, r.Staff, r.now, "Omid", admin)
	before := r.who(omid)
	want(t, "grant", r.Grant(t.Context(), r.who(zahra), omid.Account, []policy.Grant{editor}, noQueue), nil)
	if got := r.who(omid); len(got.Grants) != 1 || got.Grants[0] != editor {
		t.Errorf("has %v", got.Grants)
	}
	_, err := r.People(t.Context(), r.who(omid))
	want(t, "administrators' work, after that", err, policy.ErrDenied)
	want(t, "ending all sessions", r.Revoke(t.Context(), r.who(zahra), omid.Account), nil)
	want(t, "a request that was under way", r.Grant(t.Context(), before, omid.Account, []policy.Grant{admin}, noQueue), policy.ErrSignIn)
}
