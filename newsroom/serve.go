package newsroom

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"stet.news/edge"
)

// ServeOptions says where a newsroom is served.
type ServeOptions struct {
	// Addr is where readers come in, DeskAddr where the desk does.
	Addr, DeskAddr string
	// TLS serves readers over TLS; nil for plain HTTP, behind a proxy or at home.
	TLS *tls.Config
	// Ready is told where readers and the desk really come in, once they can:
	// host and port of the site, the address of the desk.
	Ready func(site, desk string)
	// First is told, before Ready, the address at which the first account is made,
	// as long as there is no account. It holds a secret and opens once.
	First func(address string)
}

// Serve serves readers, the desk and the local socket until ctx ends. Requests
// under way are finished. It returns nil after an orderly stop.
func (n *Newsroom) Serve(ctx context.Context, o ServeOptions) error {
	site, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("listen for readers: %w", err)
	}
	defer site.Close()
	desk, err := net.Listen("tcp", o.DeskAddr)
	if err != nil {
		return fmt.Errorf("listen for the desk: %w", err)
	}
	defer desk.Close()
	local, clean, err := n.Folder.listenLocal(site.Addr().String())
	if err != nil {
		return err
	}
	defer clean()

	if n.Record != nil {
		if err := n.Press.FollowLive(ctx); err != nil { // no reason to serve nothing
			n.opts.Log.Error("open pages are not told of what is published", "error", err)
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	n.fatal = stop
	readers := edge.New(edge.Options{
		Pages: n.Press, Pictures: n.Pictures, Renditions: n.Renditions, Cards: n.cards, Live: n.Press.Live(), Search: n.searchPage, ErrorPage: n.errorPage, Log: n.opts.Log, TLS: o.TLS,
	})
	var group sync.WaitGroup
	run := func(what string, f func() error) {
		group.Go(func() {
			if err := f(); err != nil {
				stop(fmt.Errorf("%s: %w", what, err))
			}
		})
	}
	run("serve readers", func() error { return readers.Serve(ctx, site) })
	run("serve the desk", func() error { return n.serveDesk(ctx, desk) })
	run("serve the local socket", func() error { return serveHTTP(ctx, local, n.calls()) })
	run("finish renditions", func() error { n.Renditions.Finish(ctx, n.opts.Log); return nil })
	if n.Record != nil {
		run("draw cards", func() error { n.cards.drawAhead(ctx); return nil })
		run("keep the schedule", func() error { n.keepSchedule(ctx); return nil })
		run("fill the library", func() error { n.fillLibrary(ctx); return nil })
		run("watch the look", func() error { n.watchLook(ctx); return nil })
	}
	if o.First != nil && n.Record != nil {
		if err := n.offerFirst(ctx, desk.Addr().String(), o.First); err != nil {
			return err
		}
	}
	if o.Ready != nil {
		o.Ready(site.Addr().String(), n.Settings.deskURL(desk.Addr().String()))
	}
	group.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// serveHTTP serves a handler that is not the readers' until ctx ends.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		stopped <- s.Shutdown(grace)
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
