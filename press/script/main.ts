// What the pages' script is made of. Pages are whole without it; each part adds
// one thing and finds for itself whether the page has a place for it.
// `go generate ./press` makes press/static/script.js of it.

import "./live"
import "./offline"
import "./share"
