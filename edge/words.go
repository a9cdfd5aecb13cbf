package edge

// Words of the protocol as bytes, so that comparing makes no garbage. They are
// never written to.
var (
	comma        = []byte(",")
	semicolon    = []byte(";")
	nameBrotli   = []byte("br")
	nameGzip     = []byte("gzip")
	nameIdentity = []byte("identity")
	weak         = []byte("W/")
)
