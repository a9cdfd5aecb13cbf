// Making elements. Text goes in as text: there is no way here from a string to markup.

type Child = globalThis.Node | string | null | undefined | false

/** el makes an element; attributes that are false or undefined are left out, and true is "". */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K, attrs: Record<string, string | number | boolean | undefined> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attrs)) {
    if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : `${value}`)
  }
  made.append(...children.filter((c): c is globalThis.Node | string => !!c))
  return made
}

/**
 * held is what a field holds within its maxlength. Browsers hold hands to it, but
 * not dictation and other programs, and the server refuses what is longer.
 */
export function held(field: HTMLInputElement | HTMLTextAreaElement) {
  return field.maxLength < 0 ? field.value : field.value.slice(0, field.maxLength).replace(/[\ud800-\udbff]$/, "")
}

/** icon draws a sign of the toolbar from the outlines in icons.ts. */
export function icon(path: string) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  const line = document.createElementNS(svg.namespaceURI, "path")
  line.setAttribute("d", path)
  svg.append(line)
  return svg
}
