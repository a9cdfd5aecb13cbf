// Foreign HTML is parsed in a document that has our Content-Security-Policy, by
// which the browser refuses, and reports, every style and handler in it. None is
// ever applied or run there; under another name they are not even looked at.

/** quiet renames attributes with handlers and styles, and style elements. Text between tags stays as it is. */
export function quiet(html: string) {
  let out = "", at = 0
  for (;;) {
    const open = html.indexOf("<", at), close = open < 0 ? -1 : html.indexOf(">", open)
    if (close < 0) return out + html.slice(at)
    out += html.slice(at, open) + tag(html.slice(open, close))
    at = close
  }
}

const tag = (text: string) => /^<\/?[a-z]/i.test(text)
  ? text.replace(/^(<\/?)style\b/i, "$1xmp").replace(/([\s"'/])(style|on\w+)(\s*=)/gi, "$1data-$2$3") : text

/** styleOf is what an element's style attribute said. */
export const styleOf = (dom: Element) => dom.getAttribute("data-style") ?? dom.getAttribute("style") ?? ""
