package staff

import (
	"fmt"
	"net/netip"
	"sync"
	"time"
)

// Limits on trying to come in, per account and per address. A try that is let
// through is a try that is evaluated: a password hashed, a signature checked.
//
// The account's limit counts failures in a row. It slows passwords and codes
// alone: a passkey cannot be guessed, so whoever has one comes in however many
// others try the name. A browser that has been in before counts by itself, so
// that strangers' tries do not keep it out either. Names that nobody has are
// counted as if somebody had: the answers must not tell.
const (
	freeFailures = 10               // in a row, before waits begin
	firstWait    = 30 * time.Second // doubled with each failure more
	longestWait  = time.Hour

	// An address: tries at once, and then one every so often. An office may be
	// behind one address. Passkeys are counted apart, and cost little to check.
	addressBurst = 30
	addressEvery = 6 * time.Second
	passkeyBurst = 120
	passkeyEvery = time.Second

	// Of names and addresses so many are remembered, so that a flood of new ones
	// takes no more memory than this.
	remembered = 50_000
)

// WaitError says that there were too many tries, and when the next is heard.
type WaitError struct{ Wait time.Duration }

func (e *WaitError) Error() string {
	return fmt.Sprintf("too many tries; the next is heard in %s", e.Wait.Round(time.Second))
}

// failures counts tries in a row that failed.
type failures struct {
	n     int
	until time.Time // no try is heard before
}

// bucket is what an address has left.
type bucket struct {
	left float64
	at   time.Time
}

// limits remembers who tried how often. It forgets when the process ends, which
// nobody outside can bring about.
type limits struct {
	mu        sync.Mutex
	names     *recent[string, *failures]
	addresses *recent[netip.Prefix, *bucket]
	passkeys  *recent[netip.Prefix, *bucket]
	guesses   *recent[netip.Prefix, *bucket]
	openings  *recent[netip.Prefix, *bucket]
}

func newLimits() *limits {
	buckets := func() *recent[netip.Prefix, *bucket] { return newRecent[netip.Prefix, *bucket](remembered) }
	return &limits{names: newRecent[string, *failures](remembered), addresses: buckets(), passkeys: buckets(), guesses: buckets(), openings: buckets()}
}

// fromAddress takes one try of an address with a password or code.
func (l *limits) fromAddress(addr netip.Addr, now time.Time) error {
	return l.take(l.addresses, addr, addressBurst, addressEvery, now)
}

// passkeyFrom takes one try of an address with a passkey.
func (l *limits) passkeyFrom(addr netip.Addr, now time.Time) error {
	return l.take(l.passkeys, addr, passkeyBurst, passkeyEvery, now)
}

func (l *limits) take(from *recent[netip.Prefix, *bucket], addr netip.Addr, burst float64, every time.Duration, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := from.get(network(addr), func() *bucket { return &bucket{left: burst, at: now} })
	b.left = min(burst, b.left+float64(max(0, now.Sub(b.at)))/float64(every))
	b.at = now
	if b.left < 1 {
		return &WaitError{time.Duration((1 - b.left) * float64(every))}
	}
	b.left--
	return nil
}

// network is what one party surely has to itself: an IPv4 address, or the /64 of
// an IPv6 one.
func network(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	p, _ := addr.Prefix(bits) // the zero Prefix for no address, which is one party too
	return p
}

// forName takes one try of a name as a failure, until right says otherwise.
// Counted before the password is looked at, so that a thousand tries at once are
// no more than one after the other.
func (l *limits) forName(name string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.names.get(name, func() *failures { return &failures{} })
	if now.Before(f.until) {
		return &WaitError{f.until.Sub(now)}
	}
	f.n++
	if over := f.n - freeFailures; over >= 0 {
		wait := longestWait
		if over < 12 {
			wait = min(longestWait, firstWait<<over)
		}
		f.until = now.Add(wait)
	}
	return nil
}

// right forgets the failures of a name.
func (l *limits) right(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names.drop(name)
}
