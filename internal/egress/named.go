package egress

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"code.dny.dev/ssrf"
)

// Named is for a service that the operator has named in the settings, such as a
// provider of sign-ins. Its own host may be in the house; what that refers to
// beyond itself must be on the open web, as for everybody else.
func Named(address string) (*http.Client, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	open := &net.Dialer{Timeout: MaxTime}
	guarded := &net.Dialer{Timeout: MaxTime, Control: ssrf.New().Safe}
	transport := &http.Transport{
		ForceAttemptHTTP2: true, TLSHandshakeTimeout: MaxTime, MaxResponseHeaderBytes: maxHead,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if host, _, err := net.SplitHostPort(addr); err == nil && host == u.Hostname() {
				return open.DialContext(ctx, network, addr)
			}
			return guarded.DialContext(ctx, network, addr)
		},
	}
	return &http.Client{
		Timeout: MaxTime, Transport: bounded{transport},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) > maxRedirects {
				return fmt.Errorf("%w: more than %d redirects", ErrNone, maxRedirects)
			}
			return nil
		},
	}, nil
}

// bounded ends every answer after MaxBytes.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, MaxBytes), resp.Body}
	}
	return resp, err
}
