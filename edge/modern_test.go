package edge

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// talker speaks HTTP/2 frame by frame.
type talker struct {
	t    *testing.T
	conn net.Conn
	*http2.Framer
	block bytes.Buffer
	enc   *hpack.Encoder
}

func talk(t *testing.T, addr string, settings ...http2.Setting) *talker {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	k := &talker{t: t, conn: c, Framer: http2.NewFramer(c, c)}
	k.AllowIllegalWrites = true
	k.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	k.enc = hpack.NewEncoder(&k.block)
	io.WriteString(c, preface)
	k.WriteSettings(settings...)
	return k
}

// fields encodes "name value" pairs.
func (k *talker) fields(pairs ...string) []byte {
	k.block.Reset()
	for p := range slices.Chunk(pairs, 2) {
		k.enc.WriteField(hpack.HeaderField{Name: p[0], Value: p[1]})
	}
	return slices.Clone(k.block.Bytes())
}

func (k *talker) ask(stream uint32, ended bool, pairs ...string) error {
	return k.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: k.fields(pairs...), EndStream: ended, EndHeaders: true})
}

// want reads frames until one satisfies, and gives it. The others are told to
// the function too.
func (k *talker) want(what string, found func(http2.Frame) bool) {
	k.t.Helper()
	k.conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	for {
		f, err := k.ReadFrame()
		if err != nil {
			k.t.Fatalf("waiting for %s: %v", what, err)
		}
		if found(f) {
			return
		}
	}
}

func (k *talker) wantGoAway(code http2.ErrCode) {
	k.t.Helper()
	k.want("GOAWAY "+code.String(), func(f http2.Frame) bool {
		g, ok := f.(*http2.GoAwayFrame)
		if ok && g.ErrCode != code {
			k.t.Fatalf("GOAWAY says %v, want %v", g.ErrCode, code)
		}
		return ok
	})
}

func status(f http2.Frame) string {
	if m, ok := f.(*http2.MetaHeadersFrame); ok {
		return m.PseudoValue("status")
	}
	return ""
}

var goodHead = []string{":method", "GET", ":scheme", "http", ":path", "/en/", ":authority", "a"}

func with(pairs ...string) []string { return append(slices.Clone(goodHead), pairs...) }

// TestModernPreface: our settings come first, however the preface was cut.
func TestModernPreface(t *testing.T) {
	o := testSite()
	o.TLS = &tls.Config{Certificates: []tls.Certificate{testCertificate(t)}}
	addr, _ := start(t, o)
	for _, cut := range []int{0, 1, 10, len(preface)} {
		c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, preface[:cut])
		time.Sleep(20 * time.Millisecond)
		io.WriteString(c, preface[cut:])
		k := &talker{t: t, conn: c, Framer: http2.NewFramer(c, c)}
		k.WriteSettings()
		k.want("settings", func(f http2.Frame) bool {
			if s, ok := f.(*http2.SettingsFrame); !ok || s.IsAck() {
				t.Errorf("cut at %d, the first frame is %v", cut, f)
			}
			return true
		})
	}
}

// TestModernRequests: what a request's head may hold.
func TestModernRequests(t *testing.T) {
	addr, _ := start(t, testSite())
	for _, c := range []struct {
		name  string
		pairs []string
		want  string // a status, or "" for a stream reset with PROTOCOL_ERROR
	}{
		{"good", goodHead, "200"},
		{"te trailers", with("te", "trailers"), "200"},
		{"cookies", with("cookie", "a=b", "cookie", "c=d"), "200"},
		{"no authority", []string{":method", "GET", ":scheme", "http", ":path", "/en/"}, "200"},
		{"CONNECT", []string{":method", "CONNECT", ":authority", "a:80"}, "405"},
		{"OPTIONS *", []string{":method", "OPTIONS", ":scheme", "http", ":path", "*"}, "405"},
		{"many fields", with(slices.Repeat([]string{"x", "y"}, 100)...), "431"},
		{"large field", with("x", strings.Repeat("y", 16<<10)), "431"},
		{"one large field many times", with(slices.Repeat([]string{"x", strings.Repeat("y", 3000)}, 5000)...), "431"},
		{"upper case", with("X-Upper", "a"), ""},
		{"blank in a name", with("a b", "a"), ""},
		{"empty name", with("", "a"), ""},
		{"line break in a value", with("x", "a\r\nset-cookie: b"), ""},
		{"NUL in a value", with("x", "a\x00"), ""},
		{"value that begins with a blank", with("x", " a"), ""},
		{"connection", with("connection", "close"), ""},
		{"transfer-encoding", with("transfer-encoding", "chunked"), ""},
		{"upgrade", with("upgrade", "h2c"), ""},
		{"te gzip", with("te", "gzip"), ""},
		{"two lengths", with("content-length", "0", "content-length", "0"), ""},
		{"length of no body", with("content-length", "5"), ""},
		{"no method", goodHead[2:], ""},
		{"no scheme", slices.Concat(goodHead[:2], goodHead[4:]), ""},
		{"no path", slices.Concat(goodHead[:4], goodHead[6:]), ""},
		{"empty path", []string{":method", "GET", ":scheme", "http", ":path", ""}, ""},
		{"path without slash", []string{":method", "GET", ":scheme", "http", ":path", "en/"}, ""},
		{"two paths", with(":path", "/"), ""},
		{"two methods", with(":method", "GET"), ""},
		{"pseudo-field of answers", with(":status", "200"), ""},
		{"pseudo-field after others", []string{":method", "GET", ":scheme", "http", "x", "y", ":path", "/en/"}, ""},
		{"odd authority", []string{":method", "GET", ":scheme", "http", ":path", "/en/", ":authority", "a@b"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := talk(t, addr)
			k.ask(1, true, c.pairs...)
			k.want("an answer", func(f http2.Frame) bool {
				if r, ok := f.(*http2.RSTStreamFrame); ok {
					if c.want != "" || r.ErrCode != http2.ErrCodeProtocol {
						t.Errorf("reset with %v, want %q", r.ErrCode, c.want)
					}
					return true
				}
				if s := status(f); s != "" && s != c.want {
					t.Errorf("status %s, want %q", s, c.want)
				}
				return status(f) != ""
			})
			// Whatever it was, the connection goes on.
			k.ask(3, true, goodHead...)
			k.want("the next answer", func(f http2.Frame) bool { return f.Header().StreamID == 3 && status(f) == "200" })
		})
	}
}

// TestModernFaults: what ends the connection, and how.
func TestModernFaults(t *testing.T) {
	addr, _ := start(t, testSite())
	for _, c := range []struct {
		name string
		do   func(*talker)
		want http2.ErrCode
	}{
		{"stream 0", func(k *talker) { k.ask(0, true, goodHead...) }, http2.ErrCodeProtocol},
		{"even stream", func(k *talker) { k.ask(2, true, goodHead...) }, http2.ErrCodeProtocol},
		{"stream again", func(k *talker) { k.ask(1, true, goodHead...); k.ask(1, true, goodHead...) }, http2.ErrCodeStreamClosed},
		{"stream backwards", func(k *talker) { k.ask(3, true, goodHead...); k.ask(1, true, goodHead...) }, http2.ErrCodeStreamClosed},
		{"data on idle", func(k *talker) { k.WriteData(1, true, nil) }, http2.ErrCodeProtocol},
		{"data after the end", func(k *talker) { k.ask(1, true, goodHead...); k.WriteData(1, true, nil) }, http2.ErrCodeStreamClosed},
		{"broken HPACK", func(k *talker) {
			k.WriteRawFrame(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, []byte{0xff, 0xff, 0xff, 0xff})
		}, http2.ErrCodeCompression},
		{"padding only", func(k *talker) { k.WriteRawFrame(http2.FrameHeaders, http2.FlagHeadersPadded, 1, []byte{9, 1}) }, http2.ErrCodeProtocol},
		{"large frame", func(k *talker) { k.WriteRawFrame(http2.FrameData, 0, 1, make([]byte, 16<<10+1)) }, http2.ErrCodeFrameSize},
		{"interrupted block", func(k *talker) {
			k.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: k.fields(goodHead...)})
			k.WritePing(false, [8]byte{})
		}, http2.ErrCodeProtocol},
		{"continuation of nothing", func(k *talker) { k.WriteContinuation(1, true, nil) }, http2.ErrCodeProtocol},
		{"continuation flood", func(k *talker) {
			k.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: k.fields(goodHead...)})
			for range 100 {
				k.WriteContinuation(1, false, nil)
			}
		}, http2.ErrCodeEnhanceYourCalm},
		{"continuation without end", func(k *talker) {
			k.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: k.fields(goodHead...)})
			for range 8 {
				k.WriteContinuation(1, false, k.fields("x", strings.Repeat("y", 12<<10)))
			}
		}, http2.ErrCodeEnhanceYourCalm},
		{"ping flood", func(k *talker) { k.flood(func() error { return k.WritePing(false, [8]byte{}) }) }, http2.ErrCodeEnhanceYourCalm},
		{"settings flood", func(k *talker) { k.flood(func() error { return k.WriteSettings() }) }, http2.ErrCodeEnhanceYourCalm},
		{"priority flood", func(k *talker) {
			k.flood(func() error { return k.WritePriority(1, http2.PriorityParam{StreamDep: 3}) })
		}, http2.ErrCodeEnhanceYourCalm},
		{"unknown flood", func(k *talker) { k.flood(func() error { return k.WriteRawFrame(0xbe, 0, 0, nil) }) }, http2.ErrCodeEnhanceYourCalm},
		{"body flood", func(k *talker) {
			k.ask(1, false, goodHead...)
			k.flood(func() error { return k.WriteData(1, false, nil) })
		}, http2.ErrCodeEnhanceYourCalm},
		{"rapid reset", func(k *talker) {
			stream := uint32(1)
			k.flood(func() error {
				k.ask(stream, true, goodHead...)
				stream += 2
				return k.WriteRSTStream(stream-2, http2.ErrCodeCancel)
			})
		}, http2.ErrCodeEnhanceYourCalm},
		{"window of nothing", func(k *talker) { k.WriteWindowUpdate(0, 0) }, http2.ErrCodeProtocol},
		{"window too large", func(k *talker) { k.WriteWindowUpdate(0, 1<<31-1) }, http2.ErrCodeFlowControl},
		{"setting too large", func(k *talker) { k.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 31}) }, http2.ErrCodeFlowControl},
		{"tiny frames", func(k *talker) { k.WriteSettings(http2.Setting{ID: http2.SettingMaxFrameSize, Val: 1}) }, http2.ErrCodeProtocol},
		{"push", func(k *talker) { k.WriteRawFrame(http2.FramePushPromise, 0, 1, make([]byte, 8)) }, http2.ErrCodeProtocol},
		{"reset of idle", func(k *talker) { k.WriteRSTStream(5, 0) }, http2.ErrCodeProtocol},
		{"short ping", func(k *talker) { k.WriteRawFrame(http2.FramePing, 0, 0, make([]byte, 7)) }, http2.ErrCodeFrameSize},
		{"too much body at once", func(k *talker) {
			k.ask(1, false, goodHead...)
			for range 8 {
				k.WriteData(1, false, make([]byte, 16<<10))
			}
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := talk(t, addr)
			c.do(k)
			if c.want == 0 {
				return // it may be read in pieces, each of which is in order
			}
			k.wantGoAway(c.want)
		})
	}
}

// flood does it until the server hangs up, but not for ever.
func (k *talker) flood(do func() error) {
	for range 20_000 {
		if do() != nil {
			return
		}
	}
}

// TestModernWindows: an answer larger than its windows comes as they are opened,
// whole and in order, and a small one overtakes it.
func TestModernWindows(t *testing.T) {
	addr, _ := start(t, testSite())
	k := talk(t, addr, http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1000})
	k.ask(1, true, ":method", "GET", ":scheme", "http", ":path", "/en/large/", ":authority", "a")
	k.ask(3, true, goodHead...)
	var got []byte
	k.want("the small answer", func(f http2.Frame) bool {
		d, ok := f.(*http2.DataFrame)
		if ok && d.StreamID == 1 {
			got = append(got, d.Data()...)
		}
		return ok && d.StreamID == 3 && d.StreamEnded()
	})
	if len(got) != 1000 {
		t.Fatalf("%d bytes came for a window of 1000", len(got))
	}
	k.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 200_000})
	k.WriteWindowUpdate(0, 1<<20)
	k.WriteWindowUpdate(1, 1<<20)
	k.want("the rest", func(f http2.Frame) bool {
		d, ok := f.(*http2.DataFrame)
		if ok {
			got = append(got, d.Data()...)
		}
		return ok && d.StreamEnded()
	})
	if want := strings.Repeat("large ", 60_000); string(got) != want {
		t.Errorf("the large answer came with %d bytes, want %d, or in disorder", len(got), len(want))
	}
}

// TestModernStall: a reader who opens no window is let go.
func TestModernStall(t *testing.T) {
	o := testSite()
	o.Limits.WriteTime = 200 * time.Millisecond
	addr, _ := start(t, o)
	k := talk(t, addr, http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0})
	k.ask(1, true, goodHead...)
	k.wantGoAway(http2.ErrCodeNo)
}

// TestModernBody: a request's body is not waited for.
func TestModernBody(t *testing.T) {
	addr, _ := start(t, testSite())
	k := talk(t, addr)
	k.ask(1, false, ":method", "POST", ":scheme", "http", ":path", "/en/", ":authority", "a", "content-length", "70000")
	refused := false
	k.want("a reset that is none", func(f http2.Frame) bool {
		refused = refused || status(f) == "405"
		r, ok := f.(*http2.RSTStreamFrame)
		return ok && r.ErrCode == http2.ErrCodeNo
	})
	if !refused {
		t.Error("no 405 before the reset")
	}
	for range 4 {
		k.WriteData(1, false, make([]byte, 16<<10))
	}
	k.ask(1, true, "trailer", "x")
	k.ask(3, true, goodHead...)
	returned, answered := uint32(0), false
	k.want("the next answer, and the window given back", func(f http2.Frame) bool {
		if w, ok := f.(*http2.WindowUpdateFrame); ok && w.StreamID == 0 {
			returned += w.Increment
		}
		answered = answered || f.Header().StreamID == 3 && status(f) == "200"
		return answered && returned == 64<<10
	})
}

// TestModernManyStreams: beyond the limit streams are refused, for the reader to
// ask again.
func TestModernManyStreams(t *testing.T) {
	o := testSite()
	o.Limits.Streams = 3
	addr, _ := start(t, o)
	k := talk(t, addr, http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0})
	for id := uint32(1); id <= 7; id += 2 {
		k.ask(id, true, goodHead...)
	}
	k.want("a refusal", func(f http2.Frame) bool {
		r, ok := f.(*http2.RSTStreamFrame)
		if ok && (r.StreamID != 7 || r.ErrCode != http2.ErrCodeRefusedStream) {
			t.Errorf("stream %d: %v", r.StreamID, r.ErrCode)
		}
		return ok
	})
}

// TestModernGoodbye: a stopping server says that it goes, answers what comes
// nevertheless, and says at the end which was the last.
func TestModernGoodbye(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := testSite()
	o.Limits.Linger = 300 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- New(o).Serve(ctx, l) }()
	k := talk(t, l.Addr().String())
	k.ask(1, true, goodHead...)
	k.want("an answer", func(f http2.Frame) bool { return status(f) == "200" })
	cancel()
	var lasts []uint32
	goodbye := func(f http2.Frame) bool {
		g, ok := f.(*http2.GoAwayFrame)
		if ok {
			lasts = append(lasts, g.LastStreamID)
		}
		return ok
	}
	k.want("a first goodbye", goodbye)
	k.ask(3, true, goodHead...)
	k.want("an answer after it", func(f http2.Frame) bool { return f.Header().StreamID == 3 && status(f) == "200" })
	k.want("the last goodbye", goodbye)
	if !slices.Equal(lasts, []uint32{1<<31 - 1, 3}) {
		t.Errorf("the goodbyes name streams %v, want all and then 3", lasts)
	}
	k.conn.Close()
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// FuzzFrames: whatever frames come, the connection does not panic or hang, and
// what it sends is HTTP/2.
func FuzzFrames(f *testing.F) {
	k := &talker{}
	k.enc = hpack.NewEncoder(&k.block)
	for _, more := range [][]string{nil, {"accept-encoding", "br"}, {"range", "bytes=0-1"}, {"X", "y"}} {
		var b bytes.Buffer
		fr := http2.NewFramer(&b, nil)
		fr.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 10})
		fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: k.fields(with(more...)...), EndHeaders: true, EndStream: more == nil})
		fr.WriteData(1, true, []byte("body"))
		fr.WriteWindowUpdate(1, 100)
		fr.WriteWindowUpdate(0, 100)
		fr.WritePing(false, [8]byte{1})
		fr.WritePriority(3, http2.PriorityParam{StreamDep: 1})
		fr.WriteRSTStream(1, http2.ErrCodeCancel)
		f.Add(b.Bytes())
	}
	s := New(testSite())
	f.Fuzz(func(t *testing.T, data []byte) {
		r := s.newRun(nil)
		c := &script{in: append([]byte(preface), data...)}
		g := &guest{Conn: c, run: r}
		r.newModern(g, g, nil).serve()
		if !c.closed {
			t.Error("the connection was left open")
		}
		fr := http2.NewFramer(nil, &c.out)
		fr.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
		for {
			_, err := fr.ReadFrame()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("we sent what is not HTTP/2: %v", err)
			}
		}
	})
}

// script is a connection on which everything was said before.
type script struct {
	net.Conn
	in     []byte
	out    bytes.Buffer
	closed bool
}

func (s *script) Read(b []byte) (int, error) {
	if len(s.in) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.in[:min(len(s.in), 100)])
	s.in = s.in[n:]
	return n, nil
}

func (s *script) Write(b []byte) (int, error)      { return s.out.Write(b) }
func (s *script) Close() error                     { s.closed = true; return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }
