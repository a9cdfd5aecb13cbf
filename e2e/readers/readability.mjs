// Reads news pages with Mozilla's Readability, which Firefox's reader mode is,
// as main.go beside it does with others. Run it where node_modules is.
import {Readability} from "@mozilla/readability"
import {JSDOM, VirtualConsole} from "jsdom"

let input = ""
for await (const piece of process.stdin.setEncoding("utf8")) input += piece

// Readability gives text without what parts its blocks, so each is followed by
// a line's end.
const blocks = "p, h1, h2, h3, h4, li, figcaption, td, th, caption, blockquote, div, time, br"
const text = html => {
  const document = new JSDOM(html).window.document
  for (const e of document.querySelectorAll(blocks)) e.after("\n")
  return document.body.textContent
}

const virtualConsole = new VirtualConsole() // jsdom complains of style sheets that it cannot read
console.log(JSON.stringify(JSON.parse(input).map(({URL, HTML}) => {
  const a = new Readability(new JSDOM(HTML, {url: URL, virtualConsole}).window.document).parse()
  return {
    Reader: "readability", URL, Title: a.title, Byline: a.byline ?? "", Date: a.publishedTime ?? "", Lang: a.lang ?? "", Text: text(a.content),
  }
})))
