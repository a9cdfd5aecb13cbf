// Package egress is the one door out: every request that stet sends to an address
// somebody gave goes through a Client.
//
// It connects to public addresses only, on ports 80 and 443, by the address that
// the connection is really made to: however it was written, whatever a name server
// answered, also the second time, and for each redirect anew. It follows three of
// those, has no cookies, no proxy and no Referer, and reads no more and waits no
// longer than it says.
package egress

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// What a Client allows.
const (
	MaxBytes     = 1 << 20 // of a page, and of whatever a service answers, when unpacked
	MaxPicture   = 8 << 20 // of a picture
	MaxTime      = 10 * time.Second
	maxRedirects = 3
	maxHead      = 64 << 10
)

// Errors a caller can act on.
var (
	// ErrForbidden: not an address stet goes to.
	ErrForbidden = errors.New("not an address on the open web")
	// ErrNone: there was no answer that is of use.
	ErrNone = errors.New("the other site gave no page")
)

// Client sends requests. Any goroutine may use it.
type Client struct {
	http *http.Client
}

// New makes a Client.
func New() *Client { return newClient(ssrf.New().Safe, nil) }

// newClient makes one with another guard or name server, for tests.
func newClient(guard func(network, address string, c syscall.RawConn) error, names *net.Resolver) *Client {
	dialer := &net.Dialer{Timeout: MaxTime, Control: guard, Resolver: names}
	return &Client{&http.Client{
		Timeout: MaxTime,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: MaxTime, MaxResponseHeaderBytes: maxHead,
		},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) > maxRedirects {
				return fmt.Errorf("%w: more than %d redirects", ErrNone, maxRedirects)
			}
			next.Header.Del("Referer")
			return check(next.URL)
		},
	}}
}

// Answer is what another site answered.
type Answer struct {
	URL         *url.URL // after redirects
	ContentType string
	Body        []byte // the first so many bytes of it
}

// Get asks for an address and reads that many bytes at most. An answer other than
// 200 is ErrNone.
func (c *Client) Get(ctx context.Context, address, accept string, most int64) (Answer, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: it cannot be read", ErrForbidden)
	}
	if err := check(u); err != nil {
		return Answer{}, err
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: it cannot be read", ErrForbidden)
	}
	ask.Header.Set("Accept", accept)
	ask.Header.Set("User-Agent", "stet")
	got, err := c.http.Do(ask)
	if err != nil {
		return Answer{}, told(err)
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusOK {
		return Answer{}, fmt.Errorf("%w: it answered %d", ErrNone, got.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(got.Body, most))
	if err != nil && len(body) == 0 {
		return Answer{}, told(err)
	}
	return Answer{URL: got.Request.URL, ContentType: got.Header.Get("Content-Type"), Body: body}, nil
}

// check refuses addresses that no page of the web has. What they lead to, the guard
// of the connection decides.
func check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: it begins with neither http nor https", ErrForbidden)
	case u.User != nil:
		return fmt.Errorf("%w: there is a name before the host", ErrForbidden)
	case u.Hostname() == "" || strings.Contains(u.Hostname(), "%"):
		return fmt.Errorf("%w: it has no host", ErrForbidden)
	case u.Port() != "" && u.Port() != "80" && u.Port() != "443":
		return fmt.Errorf("%w: port %s", ErrForbidden, u.Port())
	}
	return nil
}

// told keeps of an error what the caller is to know: a refusal as one, all else as
// no answer. Which of a network's own addresses answer is nobody's to learn.
func told(err error) error {
	for _, refused := range []error{ErrForbidden, ssrf.ErrProhibitedIP, ssrf.ErrProhibitedPort, ssrf.ErrProhibitedNetwork, ssrf.ErrInvalidHostPort} {
		if errors.Is(err, refused) {
			return ErrForbidden
		}
	}
	return ErrNone
}
