// Package hub tells everybody who has a story open what happens to it: new
// steps, a change of its state, who else came, moved or left.
//
// It is memory and nothing else. What it tells of is in the database already, so
// a listener who was cut, or a hub that starts again with its process, loses
// nothing: who comes back says which version it has and gets what came since
// from the journal. Nobody waits for a listener. Each has a short queue, and one
// that is full ends its listener.
//
// Where people are in a story is told and never stored.
package hub
