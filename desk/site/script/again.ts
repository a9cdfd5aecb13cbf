// backoff is how long to wait before the next try, in milliseconds: longer and
// longer up to fifteen seconds, and never the same for everybody.
export function backoff(tries: number) {
  return Math.min(15_000, 500 * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2)
}
