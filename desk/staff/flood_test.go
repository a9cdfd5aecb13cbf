package staff_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stet.news/desk/staff"
)

// openCostly is a staff whose passwords cost what they usually do.
func openCostly(t *testing.T, c staff.Cost) *room {
	t.Helper()
	r := open(t)
	r.Staff = staff.New(r.store, staff.Options{Now: func() time.Time { return r.now }, Newsroom: "The Karez Herald", Cost: c})
	if err := r.At("http://localhost:8081"); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestFlood sends 5,000 sign-ins at once, from as many addresses: memory stays
// within 100 MiB more than before, and a passkey signs in meanwhile.
func TestFlood(t *testing.T) {
	r := openCostly(t, staff.Cost{})
	laila := r.add("Laila", editor)
	key := r.addPasskey(r.who(laila))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)

	var group sync.WaitGroup
	var busy, wrong atomic.Int32
	for n := range 5_000 {
		group.Go(func() {
			v := staff.Visit{Addr: netip.AddrFrom4([4]byte{10, 1, byte(n >> 8), byte(n)})}
			_, err := r.SignIn(t.Context(), v, fmt.Sprint("name", n), staff.Proof{Password: "a guess in the dark", Code: "123456"})
			switch {
			case errors.Is(err, staff.ErrBusy):
				busy.Add(1)
			case errors.Is(err, staff.ErrWrong):
				wrong.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	begun := time.Now()
	_, err := r.withPasskey(key, from("192.0.2.7"))
	want(t, "a passkey during the flood", err, nil)
	took := time.Since(begun)
	group.Wait()
	runtime.ReadMemStats(&after)
	t.Logf("%d heard, %d turned away; a passkey took %s; %d MiB more of memory", wrong.Load(), busy.Load(), took.Round(time.Millisecond), (after.Sys-before.Sys)>>20)
	if more := (after.Sys - before.Sys) >> 20; more > 100 {
		t.Errorf("%d MiB more of memory", more)
	}
	if wrong.Load() == 0 || busy.Load() == 0 {
		t.Error("nobody is heard, or nobody turned away")
	}
}

// TestTimeTellsNothing compares how long names that exist and names that do not
// are answered, by the test of Kolmogorov and Smirnov. The bound is p = 0.0001, so
// that chance alone does not fail it.
func TestTimeTellsNothing(t *testing.T) {
	r := openCostly(t, staff.Cost{Memory: 2 << 10, Passes: 1})
	laila := r.add("Laila", editor)
	const samples = 150
	took := map[bool][]float64{}
	for len(took[true]) < samples || len(took[false]) < samples {
		r.later(2 * time.Hour) // no wait is left
		exists := rand.IntN(2) == 0
		login := laila.Login
		if !exists {
			login = "nobody"
		}
		begun := time.Now()
		_, err := r.SignIn(t.Context(), from("192.0.2.7"), login, staff.Proof{Password: "a guess in the dark", Code: "123456"})
		took[exists] = append(took[exists], time.Since(begun).Seconds())
		want(t, login, err, staff.ErrWrong)
	}
	d, p := kolmogorov(took[true], took[false])
	t.Logf("%d samples: D = %.3f, p = %.3f", len(took[true])+len(took[false]), d, p)
	if p < 0.0001 {
		t.Errorf("the time of an answer tells whether a name exists: D = %.3f, p = %.5f", d, p)
	}
}

// kolmogorov gives the largest distance between two samples' distributions, and how
// likely one as large is when both are of one.
func kolmogorov(a, b []float64) (d, p float64) {
	slices.Sort(a)
	slices.Sort(b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i] <= b[j] {
			i++
		} else {
			j++
		}
		d = max(d, math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))))
	}
	n := math.Sqrt(float64(len(a)*len(b)) / float64(len(a)+len(b)))
	x := (n + 0.12 + 0.11/n) * d
	for k := 1.0; k <= 100; k++ {
		p += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*x*x)
	}
	return d, min(1, max(0, p))
}
