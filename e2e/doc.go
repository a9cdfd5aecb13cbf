// Package e2e does what people do: it starts the sample newsroom on a free port
// and goes through it with a real browser (headless Chromium), the rule engine
// axe-core inside it, and text browsers. It has only tests.
//
// axe-core is looked for in node_modules beside go.mod:
//
//	npm install --no-save axe-core@4.14.1
package e2e
