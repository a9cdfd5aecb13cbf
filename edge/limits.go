package edge

import (
	"runtime"
	"time"
)

// Limits are the budgets of a server. A zero field stands for its default.
type Limits struct {
	Line   int // bytes of a request line; 8 KiB, then 414
	Head   int // bytes of a request's head, line included; 16 KiB, then 431
	Fields int // header fields of a request; 100, then 431

	HeadTime  time.Duration // for a request's head, from its first byte; 5 s
	IdleTime  time.Duration // between requests of a connection; 60 s
	WriteTime time.Duration // for each 64 KiB of an answer; 30 s

	Connections int // open at once; 12,000. Beyond, those idle longest are closed
	Streams     int // requests at once on one HTTP/2 connection; 100
	// Live is how many streams of events may be open at once; 12,000, and not
	// more than three fifths of the files the process may have. A connection that
	// has one does not count among Connections, so streams take no place from
	// pages. 503 beyond.
	Live int

	// Searches is how many are answered at once; half of the processors, at least 1,
	// so that the other half has time for pages. SearchQueue is how many more may wait
	// for SearchWait; 16 and 50 ms. Beyond, 503. SearchTime is for one search; 1 s.
	Searches, SearchQueue  int
	SearchWait, SearchTime time.Duration

	// Linger is how long a stopping server still answers on connections that
	// were idle, telling them to close; 500 ms. Without it a request already on
	// its way would be lost.
	Linger time.Duration
	// Drain is how long a stopping server waits for answers being sent; 10 s.
	Drain time.Duration
}

// maxPath is the longest decoded path that can be a page; longer is not found.
const maxPath = 1024

// sendPiece is what a reader must take within Limits.WriteTime: at the default
// about 2 KB a second, slower than any network people read on.
const sendPiece = 64 << 10

func (l Limits) orDefaults() Limits {
	orInt(&l.Line, 8<<10)
	orInt(&l.Head, 16<<10)
	orInt(&l.Fields, 100)
	orTime(&l.HeadTime, 5*time.Second)
	orTime(&l.IdleTime, 60*time.Second)
	orTime(&l.WriteTime, 30*time.Second)
	orInt(&l.Connections, 12_000)
	orInt(&l.Streams, 100)
	orInt(&l.Live, 12_000)
	orInt(&l.Searches, max(1, runtime.GOMAXPROCS(0)/2))
	orInt(&l.SearchQueue, 16)
	orTime(&l.SearchWait, 50*time.Millisecond)
	orTime(&l.SearchTime, time.Second)
	orTime(&l.Linger, 500*time.Millisecond)
	orTime(&l.Drain, 10*time.Second)
	return l
}

func orInt(n *int, standard int) {
	if *n <= 0 {
		*n = standard
	}
}

func orTime(d *time.Duration, standard time.Duration) {
	if *d <= 0 {
		*d = standard
	}
}
