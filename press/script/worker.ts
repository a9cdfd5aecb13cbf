// The service worker. It keeps one page for each edition that was visited, the
// one that says that there is no connection, and nothing that anybody read: a
// device can be seized. The network always comes first.

declare const self: ServiceWorkerGlobalScope

const cacheName = "offline"

self.addEventListener("install", () => self.skipWaiting())

// A new worker comes with a new look, so the pages kept by the old one go. With
// navigation preload no page waits for the worker to start.
self.addEventListener("activate", event =>
  event.waitUntil(Promise.all([caches.delete(cacheName), self.registration.navigationPreload?.enable()])))

self.addEventListener("fetch", event => {
  if (event.request.mode == "navigate") event.respondWith(visit(event))
})

async function visit(event: FetchEvent): Promise<Response> {
  const edition = new URL(event.request.url).pathname.split("/")[1]
  const page = `/${edition}/offline/`
  try {
    const response = await event.preloadResponse || await fetch(event.request)
    if (edition && response.ok) event.waitUntil(keep(page))
    return response
  } catch (unreachable) {
    return await caches.match(page) || Response.error()
  }
}

// keep takes an edition's page while it can be had.
async function keep(page: string) {
  const cache = await caches.open(cacheName)
  if (!await cache.match(page)) await cache.add(page).catch(() => {})
}
