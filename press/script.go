package press

import (
	"crypto/sha256"
	"encoding/hex"
)

// The script is written in TypeScript and bundled when it changes, not when the
// server is built: a checkout builds with Go alone, and script_test.go holds the
// bundle against its sources. The target is what browsers of 2020 understand.
//
//go:generate go tool esbuild script=script/main.ts worker=script/worker.ts --bundle --minify --format=esm --target=es2020 --charset=utf8 --log-level=warning --outdir=static

const typeScript = "text/javascript; charset=utf-8"

// workerPath is where the service worker stands. Its address must not change,
// and it rules over what is below it: the whole site.
const workerPath = "/worker.js"

// script gives the pages' script and its path, which changes with its text so
// that caches may keep it for ever.
func script() (path string, text []byte, err error) {
	text, err = look.ReadFile("static/script.js")
	sum := sha256.Sum256(text)
	return "/script." + hex.EncodeToString(sum[:6]) + ".js", text, err
}

// workerPage prints the service worker.
func (p *Press) workerPage(r *reader) (*Page, error) {
	text, err := look.ReadFile("static/worker.js")
	return p.page(r, workerPath, typeScript, maxAgeMachine, text), err
}
