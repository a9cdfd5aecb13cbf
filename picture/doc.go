// Package picture takes picture files in and keeps them.
//
// Check looks at the bytes of one file: it must be a JPEG, PNG, GIF or WebP by
// its content (never by its name), stay within the budgets below, and really
// decode. What it hands back for publishing carries no metadata: no place, no
// camera, no serial number, no names, no hidden thumbnail. Metadata is cut out
// segment by segment, so the pixels stay exactly those that came in; the one
// exception is a JPEG that a camera stored lying on its side, which is turned
// upright and written anew.
//
// A Store keeps such bytes in a folder under the SHA-256 of what is published:
//
//	pictures/ab/abcdef….jpg
//
// Put answers only when the file would survive a power cut. Putting the same
// picture twice keeps one file. A file is never changed, and deleted only when
// an erasure asks for it.
//
// It never trusts a name, follows a link, reads an address or runs a program.
// Any goroutine may call it; a Store decodes one picture at a time, because
// one decoded picture may take MaxMemory.
package picture
