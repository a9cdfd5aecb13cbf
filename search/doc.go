// Package search finds an edition's stories by their words, in every script that
// the newsroom writes.
//
// Text becomes words by the rules of its language (For). A word has two forms:
// the exact one, in which only spelling is levelled (case, presentation forms,
// the Arabic and the Persian ya and kaf, three sets of digits, points and
// tatweel), and the root, in which words are alike that a reader who searches
// for one would want, too: "canals" and "canal", «کتاب‌های» and «کتاب», «ښوونځی»
// and what somebody types for it without a Pashto keyboard. Words are found by
// their roots; one that is exactly the same counts for more. A query is cut into
// words by the very same code, so what stands in a text can be found by typing it.
//
// The index is a small database, a cursor over the record: CatchUp reads what
// leaves are new, enters their stories' present state and moves the cursor, in
// one transaction. Only what is public gets in, retracted stories leave. It can be
// deleted and fed anew, and Scrub writes it anew after an erasure, so that no byte
// of what was erased is left. It holds the stories' text itself, compressed, and
// so answers also when the record cannot be opened.
//
// Usual use: Open, CatchUp after each publishing, Find for each reader. A search
// costs a bounded amount of work however large the archive and common the words:
// the newest few hundred stories that match are looked at, those first that have
// the words in their heads. Nothing about a search is written down anywhere.
package search
