// Which addresses a story may hold. The server has the last word (story.GoodLink)
// and refuses a document with others; nothing that it would refuse may get in here,
// so these are a little stricter.

/** Characters that have no place in an address, seen or unseen. */
const odd = /[\s"<>\\^`{|}\0-\x20\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff\u{e0000}-\u{e0fff}]/u

const badEscape = /%(?![0-9a-f]{2})/i

/** goodLink reports whether an address may be linked to: of the web, of mail, a telephone, or a path of this site. */
export function goodLink(address: string) {
  if (!address || new TextEncoder().encode(address).length > 2048 || odd.test(address) || badEscape.test(address)) return false
  return goodPage(address) || /^\/(?!\/)/.test(address) || /^mailto:[^@]+@[^@]+$/i.test(address) || /^tel:[+\d][-+\d.()]*\d$/i.test(address)
}

/** goodPage reports whether an address is of a page of the web. */
export function goodPage(address: string) {
  return /^https?:\/\/[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*(:\d{1,5})?([/?#]|$)/iu.test(address) && !odd.test(address) && !badEscape.test(address) && address.length < 1024
}

/** fullAddress adds what people leave out: "example.org/x" and "desk@example.org" are addresses, too. */
export function fullAddress(s: string) {
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(s)) return "mailto:" + s
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(s) ? "https://" + s : s
}
