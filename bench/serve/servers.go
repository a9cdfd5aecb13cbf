package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"stet.news/edge"
	"stet.news/press"
)

// server is one of the two, running on the first core.
type server struct {
	name       string
	plain, tls string // addresses
	pid        int    // whose CPU time counts
}

const (
	edgePlain, edgeTLS   = "127.0.0.1:18080", "127.0.0.1:18443"
	nginxPlain, nginxTLS = "127.0.0.1:18081", "127.0.0.1:18444"
)

func startServers(ctx context.Context, dir string, o options) (all []*server, stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	var running []*exec.Cmd
	stop = func() {
		cancel()
		for _, c := range running {
			c.Wait()
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, stop, err
	}
	child := pinned(ctx, self, "-child", edgePlain, "-dir", dir, "-profile", o.profile)
	if err := child.Start(); err != nil {
		return nil, stop, err
	}
	running = append(running, child)
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, []byte(nginxConf(dir, o)), 0o644); err != nil {
		return nil, stop, err
	}
	peer := pinned(ctx, "nginx", "-c", conf, "-e", "stderr")
	if err := peer.Start(); err != nil {
		return nil, stop, err
	}
	running = append(running, peer)
	if err := await(edgePlain, edgeTLS, nginxPlain, nginxTLS); err != nil {
		return nil, stop, err
	}
	worker, err := childOf(peer.Process.Pid)
	if err != nil {
		return nil, stop, err
	}
	all = []*server{
		{"stet", edgePlain, edgeTLS, child.Process.Pid},
		{"nginx", nginxPlain, nginxTLS, worker},
	}
	return all, stop, sameBytes(all)
}

// pinned prepares a command on the first core.
func pinned(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "taskset", append([]string{"-c", "0", name}, args...)...)
	c.Stderr = os.Stderr
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 5 * time.Second
	return c
}

// serveEdge is the child: the edge with one page, plain and over TLS.
func serveEdge(addr, dir, profile string) error {
	cert, err := tls.LoadX509KeyPair(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"))
	if err != nil {
		return err
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	pages := onePage{storyPage()}
	done := make(chan error, 2)
	for _, s := range []struct {
		addr string
		tls  *tls.Config
	}{{addr, nil}, {edgeTLS, &tls.Config{Certificates: []tls.Certificate{cert}}}} {
		l, err := net.Listen("tcp", s.addr)
		if err != nil {
			return err
		}
		go func() { done <- edge.New(edge.Options{Pages: pages, TLS: s.tls}).Serve(ctx, l) }()
	}
	return errors.Join(<-done, <-done)
}

type onePage struct{ page *press.Page }

func (o onePage) Page(path string) (*press.Page, error) {
	if path != o.page.Path {
		return nil, press.ErrNoPage
	}
	return o.page, nil
}

func nginxConf(dir string, o options) string {
	fields := "add_header Content-Encoding br; add_header Vary Accept-Encoding; add_header Cache-Control \"public, max-age=60\";"
	if o.sameFields {
		fields += ourFields
	}
	return fmt.Sprintf(`
worker_processes 1; daemon off; pid %[1]s/nginx.pid; error_log stderr error;
events { worker_connections 4096; }
http {
	access_log off; server_tokens off; sendfile on; tcp_nopush on; etag on;
	keepalive_requests 1000000000; keepalive_timeout 60; charset utf-8; default_type text/html;
	types { text/html html; }
	open_file_cache max=1000 inactive=600s; open_file_cache_valid 600s;
	client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
	http2_max_concurrent_streams 100;
	ssl_certificate %[1]s/cert.pem; ssl_certificate_key %[1]s/key.pem; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:a:1m;
	%[2]s
	server { listen %[3]s; root %[1]s/root; }
	server { listen %[4]s ssl http2; root %[1]s/root; }
}
`, dir, fields, nginxPlain, nginxTLS)
}

const ourFields = `
	add_header Content-Security-Policy "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; img-src 'self'; script-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
	add_header X-Content-Type-Options nosniff; add_header Referrer-Policy same-origin;
	add_header Permissions-Policy "camera=(), geolocation=(), microphone=()";
	add_header Cross-Origin-Opener-Policy same-origin; add_header Cross-Origin-Resource-Policy same-origin;
`

func await(addrs ...string) error {
	for _, addr := range addrs {
		var err error
		for range 400 { // 20 s: making the page takes a busy machine a while
			var c net.Conn
			if c, err = net.Dial("tcp", addr); err == nil {
				c.Close()
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// childOf gives the process that nginx's master runs.
func childOf(pid int) (child int, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return 0, err
	}
	if _, err := fmt.Sscan(string(data), &child); err != nil {
		return 0, fmt.Errorf("nginx has no worker: %w", err)
	}
	return child, nil
}

// sameBytes makes sure that both give the same body in the same coding, over
// both protocols.
func sameBytes(all []*server) error {
	want := string(storyPage().Brotli)
	for _, s := range all {
		for _, h2 := range []bool{false, true} {
			transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: h2}
			q, err := http.NewRequest("GET", "https://"+s.tls+storyPath, nil)
			if err != nil {
				return err
			}
			q.Header.Set("Accept-Encoding", "br")
			res, err := transport.RoundTrip(q)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			transport.CloseIdleConnections()
			if err != nil || string(body) != want || !strings.Contains(res.Header.Get("Content-Encoding"), "br") {
				return fmt.Errorf("%s gives other bytes: %s, %d of them (%v)", s.name, res.Status, len(body), err)
			}
		}
	}
	return nil
}
