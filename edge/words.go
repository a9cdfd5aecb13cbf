package edge

// Words of the protocol as bytes, so that comparing makes no garbage. They are
// never written to.
var (
	comma      = []byte(",")
	colon      = []byte(":")
	semicolon  = []byte(";")
	space      = []byte(" ")
	newline    = []byte("\r\n")
	emptyLine  = []byte("\r\n\r\n")
	weak       = []byte("W/")
	colonBlank = []byte(": ")

	nameBrotli   = []byte("br")
	nameGzip     = []byte("gzip")
	nameIdentity = []byte("identity")

	nameDate       = []byte("Date")
	nameHost       = []byte("Host")
	nameRange      = []byte("Range")
	nameExpect     = []byte("Expect")
	nameUpgrade    = []byte("Upgrade")
	nameTrailer    = []byte("Trailer")
	nameConnection = []byte("Connection")
	nameNoneMatch  = []byte("If-None-Match")
	nameLastEvent  = []byte("Last-Event-ID")
	nameLength     = []byte("Content-Length")
	nameEncodings  = []byte("Accept-Encoding")
	nameSince      = []byte("If-Modified-Since")
	nameTransfer   = []byte("Transfer-Encoding")
	valueKeep      = []byte("keep-alive")
	valueClose     = []byte("close")

	pictureFolderBytes = []byte(pictureFolder)
)
