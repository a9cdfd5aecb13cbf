// Package picture keeps picture files and the smaller copies that pages show. It
// never looks into one: that is done by package darkroom, in another process.
//
// A Store keeps pictures in a folder under the SHA-256 of what is published:
//
//	pictures/ab/abcdef….jpg
//
// Put answers only when the file would survive a power cut. Putting the same
// picture twice keeps one file. A file is never changed, and deleted only when
// an erasure asks for it.
//
// Renditions are the copies, in a folder that can be deleted and made again. The
// JPEG of each is made before its story is published, the AVIF and WebP behind
// that; no reader can cause one to be made.
//
// It never trusts a name, follows a link, reads an address or asks the network.
// Any goroutine may call it.
package picture
