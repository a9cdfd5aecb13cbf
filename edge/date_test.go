package edge

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

func TestAppendDate(t *testing.T) {
	zone := time.FixedZone("Kabul", 4*3600+1800)
	for range 10_000 {
		when := time.Unix(rand.Int64N(200_000_000_000), 0).In(zone)
		if got, want := string(appendDate(nil, when)), when.UTC().Format(http.TimeFormat); got != want {
			t.Fatalf("%v is written %q, want %q", when, got, want)
		}
	}
}
