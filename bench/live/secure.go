//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ledger notes when each event was heard.
type ledger struct {
	mu    sync.Mutex
	times map[int64][]int64
}

func (l *ledger) note(text []byte, at int64) {
	if n, ok := id(text); ok {
		l.mu.Lock()
		l.times[n] = append(l.times[n], at)
		l.mu.Unlock()
	}
}

// openSecure holds a goroutine and a TLS connection for each stream.
func openSecure(o options, heard *ledger, done <-chan struct{}) error {
	for range o.readers {
		body, err := dialSecure(o)
		if err != nil {
			return err
		}
		go func() {
			defer body.Body.Close()
			buf := make([]byte, 16<<10)
			for {
				n, err := body.Body.Read(buf)
				heard.note(buf[:n], time.Now().UnixNano())
				if err != nil {
					return
				}
			}
		}()
	}
	ready()
	<-done
	return nil
}

func dialSecure(o options) (*http.Response, error) {
	client := &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: o.way == "h2",
		DisableCompression: true,
	}
	q, err := http.NewRequest("GET", "https://"+o.child+"/en/live", nil)
	if err != nil {
		return nil, err
	}
	res, err := client.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK || (res.ProtoMajor == 2) != (o.way == "h2") {
		return nil, fmt.Errorf("%s %s", res.Proto, res.Status)
	}
	return res, readOpening(res.Body)
}

// certificate makes one for a moment.
func certificate(work string) (cert, key string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"a"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		return "", "", err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	cert, key = filepath.Join(work, "cert.pem"), filepath.Join(work, "key.pem")
	if err = os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		return "", "", err
	}
	return cert, key, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600)
}
