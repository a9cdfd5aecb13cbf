package edge

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
)

// Serve answers on the listener until ctx is done, then stops without losing a
// request: it accepts no more, tells every connection to close with its next
// answer, and waits for answers being sent. It closes the listener, and gives
// nil after an orderly stop.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := s.standard(s)
	if s.secure() {
		l = tls.NewListener(l, s.tls)
	}
	return serveStandard(ctx, h, l, s.limits)
}

func serveStandard(ctx context.Context, h *http.Server, l net.Listener, limits Limits) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), limits.Drain)
		defer cancel()
		stopped <- h.Shutdown(end)
	}()
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
