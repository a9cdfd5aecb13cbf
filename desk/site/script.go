package site

// The bundles are committed, so that building stet needs no Node; a test checks
// that they are what their sources make.
//
//go:generate go tool esbuild desk=script/desk.ts editor=script/editor.ts --bundle --minify --format=esm --target=es2022 --charset=utf8 --log-level=warning --outdir=static
