package staff

import "time"

// Secrets in addresses, which outsiders open, cannot be guessed; that somebody
// tries must not keep the desk busy all the same. An address has so many wrong
// ones looked up at once, and then one every so often.
const (
	guessBurst = 20
	guessEvery = 3 * time.Second

	// Right ones have a page printed, for which nobody at the desk may write
	// meanwhile.
	openingBurst = 60
	openingEvery = time.Second
)

// Guess takes a try of a visit to open something by its secret alone, or says
// that there were too many.
func (s *Staff) Guess(v Visit) error {
	return s.limits.take(s.limits.guesses, v.Addr, guessBurst, guessEvery, s.now())
}

// Guessed gives the try back: the secret was right.
func (s *Staff) Guessed(v Visit) {
	l := s.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.guesses.get(network(v.Addr), func() *bucket { return &bucket{left: guessBurst, at: s.now()} })
	b.left = min(guessBurst, b.left+1)
}

// Opening takes one opening of a visit, by whatever secret, or says that there
// were too many.
func (s *Staff) Opening(v Visit) error {
	return s.limits.take(s.limits.openings, v.Addr, openingBurst, openingEvery, s.now())
}
