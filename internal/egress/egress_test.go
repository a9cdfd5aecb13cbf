package egress

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"code.dny.dev/ssrf"
)

// inside are addresses that must never be connected to, each in the ways that
// URLs, parsers and name servers can write it.
func inside() (hosts []string) {
	for _, a := range []string{
		"127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "169.254.0.1",
		"100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.88.99.1", "203.0.113.5",
	} {
		b := netip.MustParseAddr(a).As4()
		n := binary.BigEndian.Uint32(b[:])
		hosts = append(hosts, a, a+".", fmt.Sprint(n), fmt.Sprintf("0x%x", n), fmt.Sprintf("0%o", n), fmt.Sprintf("%d.%d", b[0], n&0xffffff),
			fmt.Sprintf("0x%x.0x%x.0x%x.0x%x", b[0], b[1], b[2], b[3]), fmt.Sprintf("0%o.0%o.0%o.0%o", b[0], b[1], b[2], b[3]),
			"[::ffff:"+a+"]", fmt.Sprintf("[::ffff:%x:%x]", n>>16, n&0xffff), "[::"+a+"]", "[64:ff9b::"+a+"]", fmt.Sprintf("[64:ff9b:1::%x:%x]", n>>16, n&0xffff),
			fmt.Sprintf("[2002:%x:%x::1]", n>>16, n&0xffff), fmt.Sprintf("[2001:0:%x:%x::]", n>>16, n&0xffff))
	}
	return append(hosts, "[::1]", "[::]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]", "[fec0::1]",
		"localhost", "LOCALHOST", "localhost.", "１２７.0.0.1", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "metadata.google.internal")
}

// noNames answers every question with "no such name": a test must not ask the
// network.
func noNames(t *testing.T) *net.Resolver {
	return names(t, func(string, int32) []netip.Addr { return nil })
}

// names is a name server of our own; asked counts from 1.
func names(t *testing.T, answer func(name string, asked int32) []netip.Addr) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	var asked atomic.Int32
	go func() {
		question := make([]byte, 512)
		for {
			n, from, err := server.ReadFrom(question)
			if err != nil {
				return
			}
			server.WriteTo(reply(question[:n], func(name string) []netip.Addr { return answer(name, asked.Add(1)) }), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("udp", server.LocalAddr().String())
	}}
}

// reply answers a question of the DNS (RFC 1035) with the addresses of its kind.
func reply(question []byte, answer func(string) []netip.Addr) []byte {
	at, labels := 12, []string{}
	for question[at] != 0 {
		labels = append(labels, string(question[at+1:at+1+int(question[at])]))
		at += 1 + int(question[at])
	}
	kind := binary.BigEndian.Uint16(question[at+1:])
	out := slices.Clone(question[:at+5])
	out[2], out[3] = 0x81, 0x80
	clear(out[6:12])
	count := uint16(0)
	for _, a := range answer(strings.Join(labels, ".")) {
		if (kind == 1) != a.Is4() || kind != 1 && kind != 28 {
			continue
		}
		count++
		out = append(out, 0xc0, 12)
		out = binary.BigEndian.AppendUint16(out, kind)
		out = append(out, 0, 1, 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint16(out, uint16(len(a.AsSlice())))
		out = append(out, a.AsSlice()...)
	}
	binary.BigEndian.PutUint16(out[6:], count)
	if count == 0 && kind == 1 {
		out[3] |= 3
	}
	return out
}

// counted is a client that counts the connections which its guard lets pass.
func counted(r *net.Resolver) (*Client, *atomic.Int32) {
	passed := &atomic.Int32{}
	return newClient(func(network, address string, c syscall.RawConn) error {
		err := ssrf.New().Safe(network, address, c)
		if err == nil {
			passed.Add(1)
			return errors.New("a test connects to nobody")
		}
		return err
	}, r), passed
}

// TestNothingInside: no way of writing an inner address leads to a connection.
func TestNothingInside(t *testing.T) {
	c, passed := counted(noNames(t))
	n := 0
	for _, host := range inside() {
		for _, u := range []string{"http://" + host + "/", "https://" + host + ":80/x?y", "http://example.org@" + host + "/", "http://" + host + "#@example.org/", "http://" + host + `\@example.org/`} {
			n++
			if _, err := c.Get(t.Context(), u, "*/*", MaxBytes); !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrNone) {
				t.Errorf("%s: %v", u, err)
			}
		}
	}
	if passed.Load() > 0 {
		t.Errorf("the guard let %d connections pass", passed.Load())
	}
	t.Logf("%d addresses", n)
}

func TestOnlyPages(t *testing.T) {
	c, passed := counted(noNames(t))
	for _, u := range []string{
		"", "example.org", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org:80/", "http:///x", "http://", "https://example.org:22/",
		"http://example.org:6379/", "http://user@example.org/", "http://u:p@example.org/", "javascript:alert(1)", "data:text/html,x", "http://exa mple.org/", "http://[::1", "unix:///run/x.sock",
	} {
		if _, err := c.Get(t.Context(), u, "*/*", MaxBytes); !errors.Is(err, ErrForbidden) {
			t.Errorf("%q: %v", u, err)
		}
	}
	if passed.Load() > 0 {
		t.Error("the guard let a connection pass")
	}
}

// TestNamesDecideNothing: a name that leads inside is refused, and one that leads
// outside when it is asked first and inside after that, too.
func TestNamesDecideNothing(t *testing.T) {
	outside, loop := netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("127.0.0.1")
	r := names(t, func(name string, asked int32) []netip.Addr {
		switch {
		case strings.HasPrefix(name, "inside"), asked > 2: // the first name is asked for both kinds of address
			return []netip.Addr{loop, netip.MustParseAddr("::1")}
		}
		return []netip.Addr{outside}
	})
	c, passed := counted(r)
	if _, err := c.Get(t.Context(), "http://rebinding.example/", "*/*", MaxBytes); !errors.Is(err, ErrNone) || passed.Load() != 1 {
		t.Fatalf("the first time: %v, %d passed", err, passed.Load())
	}
	for _, u := range []string{"http://rebinding.example/", "http://inside.example/"} {
		if _, err := c.Get(t.Context(), u, "*/*", MaxBytes); !errors.Is(err, ErrForbidden) || passed.Load() != 1 {
			t.Errorf("%s: %v, %d passed", u, err, passed.Load())
		}
	}
}

// web is a site that a client may reach although it is on this machine, and a name
// for it; every other address is guarded as ever.
func web(t *testing.T, h http.HandlerFunc) (*Client, string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	own := server.Listener.Addr().String()
	names := names(t, func(name string, _ int32) []netip.Addr { return []netip.Addr{netip.MustParseAddr("127.0.0.1")} })
	c := newClient(func(network, address string, rc syscall.RawConn) error {
		if address == own {
			return nil
		}
		return ssrf.New().Safe(network, address, rc)
	}, names)
	dial := c.http.Transport.(*http.Transport).DialContext
	c.http.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "site.example:80" {
			address = own
		}
		return dial(ctx, network, address)
	}
	return c, "http://site.example"
}

func TestRedirects(t *testing.T) {
	var hits atomic.Int32
	c, site := web(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("it was told %v", r.Header)
		}
		hits.Add(1)
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		switch to := r.URL.Query().Get("to"); {
		case to != "":
			w.Header().Set("Location", to)
			w.WriteHeader(map[string]int{"": 302, "301": 301, "303": 303, "307": 307, "308": 308}[r.URL.Query().Get("by")])
		case strings.HasPrefix(r.URL.Path, "/round"):
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		default:
			io.WriteString(w, "here")
		}
	})
	for _, by := range []string{"", "301", "303", "307", "308"} {
		if a, err := c.Get(t.Context(), site+"/?by="+by+"&to=/end", "*/*", MaxBytes); err != nil || string(a.Body) != "here" || a.URL.Path != "/end" {
			t.Errorf("%s to a page: %v", by, err)
		}
		for _, host := range inside() {
			to := "http://" + host + "/"
			hits.Store(0)
			a, err := c.Get(t.Context(), site+"/?by="+by+"&to="+strings.NewReplacer("%", "%25", "#", "%23").Replace(to), "*/*", MaxBytes)
			if !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrNone) || hits.Load() != 1 {
				t.Errorf("%s to %s: %q %v, asked %d times", by, to, a.Body, err, hits.Load())
			}
		}
		for _, to := range []string{"file:///etc/passwd", "ftp://site.example/", "http://u@site.example/", "http://site.example:8080/"} {
			if _, err := c.Get(t.Context(), site+"/?by="+by+"&to="+to, "*/*", MaxBytes); !errors.Is(err, ErrForbidden) {
				t.Errorf("%s to %s: %v", by, to, err)
			}
		}
	}
	hits.Store(0)
	if _, err := c.Get(t.Context(), site+"/round", "*/*", MaxBytes); !errors.Is(err, ErrNone) || hits.Load() != 4 {
		t.Errorf("round and round: %v, asked %d times", err, hits.Load())
	}
}

func TestBudgets(t *testing.T) {
	c, site := web(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			w.Write(make([]byte, 3*MaxBytes))
		case "/head":
			w.Header().Set("X", strings.Repeat("x", 2*maxHead))
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		}
	})
	if a, err := c.Get(t.Context(), site+"/large", "*/*", MaxBytes); err != nil || len(a.Body) != MaxBytes {
		t.Errorf("a large page: %d bytes, %v", len(a.Body), err)
	}
	for _, path := range []string{"/head", "/missing"} {
		if _, err := c.Get(t.Context(), site+path, "*/*", MaxBytes); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if c.http.Timeout != MaxTime || c.http.Jar != nil || c.http.Transport.(*http.Transport).Proxy != nil {
		t.Error("it waits for ever, keeps cookies or asks a proxy")
	}
}
