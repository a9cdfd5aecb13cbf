package staff

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// TestNameLimit tries one name ten thousand times from everywhere, one try every
// ten seconds for a day: fewer than a hundred are heard.
func TestNameLimit(t *testing.T) {
	l, now := newLimits(), time.Unix(1_800_000_000, 0)
	heard := 0
	for range 10_000 {
		if l.forName("laila", now) == nil {
			heard++
		}
		now = now.Add(10 * time.Second)
	}
	if heard < freeFailures || heard > 100 {
		t.Errorf("%d of 10,000 tries within %s were heard", heard, 10_000*10*time.Second)
	}
	if err := l.forName("omid", now); err != nil {
		t.Error("another name has to wait, too:", err)
	}
	l.right("laila")
	if err := l.forName("laila", now); err != nil {
		t.Error("after the right password:", err)
	}
}

func TestAddressLimit(t *testing.T) {
	l, now := newLimits(), time.Unix(1_800_000_000, 0)
	heard := func(addr string, tries int) (n int) {
		for range tries {
			if l.fromAddress(netip.MustParseAddr(addr), now) == nil {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		addr string
		want int
	}{
		{"192.0.2.1", addressBurst}, {"192.0.2.2", addressBurst},
		{"::ffff:192.0.2.1", 0}, // the same
		{"2001:db8::1", addressBurst}, {"2001:db8::ffff:1", 0}, {"2001:db8:0:1::1", addressBurst},
		{"fe80::1%eth0", addressBurst}, {"fe80::1%eth1", 0},
	} {
		if got := heard(c.addr, 100); got != c.want {
			t.Errorf("%s: %d tries heard, want %d", c.addr, got, c.want)
		}
	}
	var wait *WaitError
	if err := l.fromAddress(netip.MustParseAddr("192.0.2.1"), now); !errors.As(err, &wait) || wait.Wait > addressEvery {
		t.Error(err)
	}
	now = now.Add(addressEvery)
	if got := heard("192.0.2.1", 5); got != 1 {
		t.Errorf("after %s: %d", addressEvery, got)
	}
	now = now.Add(-time.Hour) // the clock jumps back
	if got := heard("192.0.2.1", 5); got != 0 {
		t.Errorf("after the clock jumped back: %d", got)
	}
}

// TestLimitsForget makes sure that a flood of names takes no more memory than
// was set aside.
func TestLimitsForget(t *testing.T) {
	r := newRecent[string, int](100)
	r.get("kept", func() int { return 7 })
	for n := range 1000 {
		r.get(fmt.Sprint(n), func() int { return 0 })
		if got := r.get("kept", func() int { return 0 }); got != 7 {
			t.Fatal("what is asked for was forgotten")
		}
	}
	if len(r.at) != 100 || r.order.Len() != 100 {
		t.Error(len(r.at), r.order.Len())
	}
}
