// Package darkroom opens pictures: the one place where bytes that anybody may have
// made meet decoders that others wrote. It does so in a process of its own, the
// same program started again, which has given away files, sockets, programs and
// other processes before the first byte comes, and has bounds on memory and time.
//
//	func main() {
//		darkroom.Main() // first of all; in a darkroom it does not return
//
//	taken, clean, err := darkroom.Now.Check(ctx, data)
//	prints, err := darkroom.Later.Print(ctx, "image/jpeg", clean, wanted)
//
// Check takes a JPEG, PNG, GIF, WebP or AVIF by its content, never by its name.
// What it gives back is upright and in sRGB, and holds no metadata: no place, no
// camera, no serial number, no hidden thumbnail; but for the credit, six fields of
// the IPTC standard, in one XMP packet of our own. A file that is upright and in
// sRGB is cut segment by segment and keeps its pixels exactly. Any other is
// written anew: AVIF always, as JPEG, because not every reader's browser has it.
//
// Print makes renditions, which package story names.
//
// In the process: check.go tells the order of things, each format has its file,
// icc.go and colour.go make sRGB, codec.go runs AVIF and WebP as WebAssembly. Outside
// of it: room.go, which believes nothing that comes back but what it can see.
// frame.go is what they say to each other.
package darkroom
