addEventListener("load",()=>navigator.serviceWorker?.register("/worker.js"));
