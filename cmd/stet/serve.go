package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"

	"stet.news/newsroom"
)

// Where a newsroom is served when nobody says otherwise; the flags' tags say
// the same.
const (
	defaultAddr     = "127.0.0.1:8080"
	defaultDeskAddr = "127.0.0.1:8081"
)

// listenFlags are where a newsroom is served.
type listenFlags struct {
	Addr     string `default:"127.0.0.1:8080" help:"Where readers come in (${default}). Port 0 takes a free one." placeholder:"HOST:PORT"`
	DeskAddr string `default:"127.0.0.1:8081" help:"Where the desk comes in, apart from readers (${default})." placeholder:"HOST:PORT"`
}

type serveCmd struct {
	Dir string `arg:"" help:"The newsroom's folder."`
	listenFlags
	Cert string `help:"Certificate chain (PEM), to serve TLS; needs --key." type:"existingfile"`
	Key  string `help:"Its private key (PEM)." type:"existingfile"`
}

func (serveCmd) Help() string {
	return `Readers are served from printed pages, over HTTP/1.1 and HTTP/2. Verbs that
write in the same folder go through this process, and readers see the result at
once. As long as nobody looks after the accounts, the address printed for the desk makes the
first one; it opens once, and a new one is printed at each start. Stop it with Ctrl-C or SIGTERM: requests under way are finished.`
}

func (c *serveCmd) Run(ctx context.Context, a *app) error {
	o := newsroom.ServeOptions{Addr: c.Addr, DeskAddr: c.DeskAddr}
	if (c.Cert == "") != (c.Key == "") {
		return &exitError{exitUsage, fmt.Errorf("--cert and --key go together")}
	}
	if c.Cert != "" {
		pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
		if err != nil {
			return fmt.Errorf("certificate: %w", err)
		}
		o.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	n, why, err := newsroom.OpenServing(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	if why != nil {
		fmt.Fprintln(a.stderr, "stet: nothing can be published:", why)
		fmt.Fprintln(a.stderr, "stet: readers are served the pages that are printed")
	}
	scheme := "http"
	if o.TLS != nil {
		scheme = "https"
	}
	var first string
	o.First = func(address string) { first = address }
	o.Ready = func(site, desk string) {
		if a.json {
			ready := map[string]string{"site": scheme + "://" + site + "/", "desk": desk + "/", "dir": c.Dir}
			if first != "" {
				ready["first_account"] = first
			}
			a.object(ready)
			return
		}
		a.print("Read   %s://%s/", scheme, site)
		a.print("Desk   %s", cmp.Or(first, desk+"/"))
		a.print("Data   %s", c.Dir)
		a.print("Stop   Ctrl-C")
	}
	if err := n.Serve(ctx, o); err != nil {
		return err
	}
	a.print("Stopped.")
	return nil
}
