//go:build !unix

package edge

import "time"

// atOnce is what a reader has to take a message, where a write cannot be tried.
const atOnce = 5 * time.Millisecond

func (g *guest) writeAtOnce(b []byte) (int, error) {
	g.SetWriteDeadline(time.Now().Add(atOnce))
	return g.Conn.Write(b)
}

// listens cannot be known here without waiting; the next heartbeat finds out.
func (g *guest) listens() bool { return true }

func openFiles() int { return 1 << 30 }
