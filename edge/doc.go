// Package edge serves printed pages and pictures to readers, over HTTP/1.1 and
// HTTP/2, on a listener it is given.
//
// What it answers is decided in one place (Server.answer): a reader asks for an
// address, perhaps with the copy they already hold and the encodings they
// understand, and gets the page in the best encoding, "not modified", the
// address it moved to, or an error page of their edition. Three ways lead there:
//
//   - The lane, for HTTP/1.1: a goroutine per connection, a strict parser, and
//     one write per answer. It reads GET and HEAD without a body and nothing else.
//   - The modern lane, for HTTP/2: the same, answering every request that has
//     come with one write.
//   - net/http, for what is unusual: other methods, bodies, HTTP/1.0, Expect,
//     Upgrade, ranges of pictures. The connection is handed over with the bytes
//     read, answers once and is closed, so that two parsers never have to agree
//     on where the next request begins.
//
// An edition's stream of events begins in any of these ways and then belongs to
// the broadcast, which tells all streams of a run what is published (live.go).
//
// What is not HTTP by the letter of RFC 9112 and 9113 is refused and the connection
// closed: bare line feeds, folded lines, blanks before a colon, a second Host,
// two lengths.
//
// The edge never asks the record, sets no cookie, and knows nothing about
// readers: no address of theirs is logged or kept. It never looks at Host or
// any X- field, so no request can change what another reader gets.
package edge
