package main

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	mrand "math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"stet.news/press"
)

// storyPath is where the page stands on both servers.
const storyPath = "/en/2026/11/23/measured/"

// storyPage makes a page of the size of a long story's: about 45 KB, 12 KB as
// brotli. The words are drawn, not written: what is measured is moving them.
func storyPage() *press.Page {
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\"><head><meta charset=\"utf-8\"><title>Measured</title></head><body><main id=\"main\">\n")
	for b.Len() < 45_000 {
		b.WriteString("<p>")
		for range 40 {
			b.WriteString(word(rnd))
			b.WriteByte(' ')
		}
		b.WriteString("</p>\n")
	}
	b.WriteString("</main></body></html>\n")
	body := []byte(b.String())
	return &press.Page{
		Path: storyPath, Status: 200, Type: "text/html; charset=utf-8", MaxAge: 60,
		Modified: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		Body:     body, Gzip: asGzip(body), Brotli: asBrotli(body), Hash: sha256.Sum256(body),
	}
}

// word draws one of some thousands of words, the common ones often.
func word(rnd *mrand.Rand) string {
	syllables := strings.Fields("ka ten mo ra li sho ber nu da vin e so ul ta ri pen go har me is")
	n := int(rnd.ExpFloat64() * 150)
	w := syllables[n%20]
	for n /= 20; n > 0; n /= 20 {
		w += syllables[n%20]
	}
	return w
}

func asGzip(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(body)
	w.Close()
	return b.Bytes()
}

func asBrotli(body []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(body)
	w.Close()
	return b.Bytes()
}

// lay puts the page as nginx serves it, and a certificate, into the folder.
func lay(dir string) error {
	p := storyPage()
	fmt.Printf("page: %d bytes, %d gzip, %d brotli\n\n", len(p.Body), len(p.Gzip), len(p.Brotli))
	folder := filepath.Join(dir, "root", storyPath)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // nginx drops root
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "index.html"), p.Brotli, 0o644); err != nil {
		return err
	}
	return makeCertificate(dir)
}

func makeCertificate(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now()
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	cert, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(dir, "cert.pem"), "CERTIFICATE", cert); err != nil {
		return err
	}
	return writePEM(filepath.Join(dir, "key.pem"), "PRIVATE KEY", private)
}

func writePEM(path, kind string, data []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600)
}
