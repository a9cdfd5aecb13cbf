// What two people made of one value at the same time. A list of names has what
// either added and neither removed; a picture that stayed the same has the words
// that either gave it. Of anything else only one can stand: theirs, which others
// have seen already. Mine is then a clash, for its writer to decide.

/** A value that could not stand; key is the part of the value that it is, none: all of it. */
export type Clash = { key?: string, mine: unknown, theirs: unknown }

export type Merged = { value: unknown, clashes: Clash[] }

export type Name = { name: string }
type Parts = Record<string, unknown>

/** As many names as a list holds; the server refuses more. */
export const mostNames = 64

/** merge gives what stands after mine and theirs were made of the same value. */
export function merge(was: unknown, mine: unknown, theirs: unknown): Merged {
  if (same(mine, was) || same(mine, theirs)) return { value: theirs, clashes: [] }
  if (same(theirs, was)) return { value: mine, clashes: [] }
  if (Array.isArray(was) && Array.isArray(mine) && Array.isArray(theirs)) {
    const value = mergeNames(was, mine, theirs)
    if (value.length <= mostNames) return { value, clashes: [] }
  } else if (samePicture(was, mine) && samePicture(was, theirs)) return mergeParts(was as Parts, mine as Parts, theirs as Parts)
  return { value: theirs, clashes: [{ mine, theirs }] }
}

/** same compares what JSON can hold, whatever the order of its keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!a || !b || typeof a != "object" || typeof b != "object") return false
  const keys = Object.keys(a)
  return keys.length == Object.keys(b).length && keys.every(k => same((a as Parts)[k], (b as Parts)[k]))
}

const names = (list: Name[]) => list.map(item => item.name)
const among = (list: Name[]) => (item: Name) => names(list).includes(item.name)

// mergeNames puts what one side added and removed on top of the other's list:
// on mine where only I changed the order, else on theirs.
function mergeNames(was: Name[], mine: Name[], theirs: Name[]): Name[] {
  const onMine = moved(was, mine) && !moved(was, theirs)
  const [onto, other] = onMine ? [mine, theirs] : [theirs, mine]
  const out = onto.filter(item => among(other)(item) || !among(was)(item))
  // From the end: what an added name stands before is there already.
  for (let i = other.length - 1; i >= 0; i--) {
    if (among(was)(other[i]) || among(out)(other[i])) continue
    const before = out.findIndex(item => i + 1 < other.length && item.name == other[i + 1].name)
    out.splice(before < 0 ? out.length : before, 0, other[i])
  }
  return out
}

function moved(was: Name[], now: Name[]) {
  return !same(names(was.filter(among(now))), names(now.filter(among(was))))
}

function samePicture(a: unknown, b: unknown) {
  return !!a && !!b && (a as Parts).sha256 !== undefined && (a as Parts).sha256 === (b as Parts).sha256
}

function mergeParts(was: Parts, mine: Parts, theirs: Parts): Merged {
  const value: Parts = {}, clashes: Clash[] = []
  for (const key in theirs) {
    const part = merge(was[key], mine[key], theirs[key])
    value[key] = part.value
    clashes.push(...part.clashes.map(c => ({ ...c, key })))
  }
  return { value, clashes }
}
