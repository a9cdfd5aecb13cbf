// A reader without a connection gets a page of ours that says so. Registering
// waits until the page is loaded: the worker must not compete with it.

addEventListener("load", () => navigator.serviceWorker?.register("/worker.js"))
