// Package story is the domain: what a piece of journalism is and what it is
// made of. It holds Story identities, Revisions, Editions, Sections, bylines,
// picture references and the typed Body, with the one reader that makes a Body
// from foreign HTML and the one writer that makes HTML from a Body.
//
// Every other package may use it; it imports nothing of ours, does no input or
// output, and never looks at a clock.
//
// All text here is Unicode NFC. White space inside a line of text is a single
// space; a hard line break inside a block is "\n". The zero width non-joiner
// of Persian words is a letter like any other and is never dropped, and the
// letters of Pashto are never folded into those of Persian.
package story
