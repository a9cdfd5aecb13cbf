// Package export writes everything a newsroom has published as a tree of plain
// files: the whole site, and beside it the log with its tiles, every revision's
// piece list, a proof for each story's page and a signed manifest. Any web
// server can serve the tree, stet verify can check it without a database, stet
// recover can mend a rolled-back record from it, and the tools of C2SP
// tlog-tiles can read its log. Package proof documents the layout and formats
// and reads them back.
//
// The tree holds what is public and nothing else: no drafts, no pictures that
// no published revision shows, no keys but the public one. What was erased is
// not in it, for it is not in the record.
//
// The tree is written into a temporary folder beside its place and renamed when
// it is whole, so a half-written one never stands under its name. Who calls
// makes sure that every page is printed and that nothing is published
// meanwhile; if something is, Write says ErrMoved and leaves nothing behind.
package export
