// The pages of pictures: sending files without leaving the page, and the focal point.

import { el } from "./dom"
import { focal } from "./focal"
import { sendAll, type Words } from "./upload"

/** pageWords gives the words that the page has for its scripts. */
export function pageWords(): Words {
  const words: Record<string, string> = JSON.parse(document.getElementById("words")?.textContent ?? "{}")
  return (key, values = {}) => (words[key] ?? key).replace(/{{\s*\.(\w+)\s*}}/g, (_, name) => `${values[name] ?? ""}`)
}

export function library() {
  const form = document.getElementById("bring")
  if (form instanceof HTMLFormElement) bringing(form)
  const frame = document.getElementById("focal")
  if (frame) focal(frame, slider("focal_x"), slider("focal_y"), document.getElementById("crops"))
}

const slider = (id: string) => document.getElementById(id) as HTMLInputElement

function bringing(form: HTMLFormElement) {
  const words = pageWords(), input = form.querySelector<HTMLInputElement>("input[type=file]")!
  const list = el("ul", { class: "files", "aria-live": "polite" })
  form.append(list)
  const bring = async (files: Iterable<File>) => {
    await sendAll(files, list, words)
    form.reset()
  }
  form.addEventListener("submit", event => {
    event.preventDefault()
    void bring([...input.files ?? []])
  })
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, event => {
      event.preventDefault()
      form.classList.toggle("over", name == "dragover")
    })
  }
  form.addEventListener("drop", event => void bring([...event.dataTransfer?.files ?? []]))
}
