// The point of a picture that every crop keeps: two sliders, which the keyboard
// moves, and the picture itself, which can be pointed at.

import { el } from "./dom"

export type Point = { focal_x: number, focal_y: number }

/** focal ties a picture in its frame to two sliders; crops show what they leave. */
export function focal(frame: HTMLElement, x: HTMLInputElement, y: HTMLInputElement, crops: HTMLElement | null) {
  const image = frame.querySelector("img")!
  const mark = el("div", { class: "focal-mark", "aria-hidden": true })
  frame.append(mark)
  const show = () => {
    mark.style.left = `${x.valueAsNumber / 10}%`
    mark.style.top = `${y.valueAsNumber / 10}%`
    for (const img of crops?.querySelectorAll("img") ?? []) place(img, x.valueAsNumber, y.valueAsNumber)
  }
  for (const slider of [x, y]) slider.addEventListener("input", show)
  frame.addEventListener("click", event => {
    if (x.matches(":disabled")) return
    const box = image.getBoundingClientRect()
    x.valueAsNumber = Math.round((event.clientX - box.left) / box.width * 1000)
    y.valueAsNumber = Math.round((event.clientY - box.top) / box.height * 1000)
    show()
  })
  if (crops) crops.hidden = false
  if (!x.matches(":disabled")) frame.classList.add("ready")
  for (const img of crops?.querySelectorAll("img") ?? []) img.addEventListener("load", show)
  show()
}

// place moves a picture in its box as story.Picture.CutArea cuts it: as near round
// the point as the edges allow.
function place(img: HTMLImageElement, x: number, y: number) {
  const box = img.parentElement!.getBoundingClientRect(), w = img.naturalWidth, h = img.naturalHeight
  if (!w || !box.height) return
  const scale = Math.max(box.width / w, box.height / h)
  img.style.objectPosition = `${along(w, box.width / scale, x)}% ${along(h, box.height / scale, y)}%`
}

// along gives where a part of a whole stands, in hundredths of the way it can go.
function along(whole: number, part: number, point: number) {
  const room = whole - part
  if (room < 0.5) return 50
  return Math.min(Math.max(whole * point / 1000 - part / 2, 0), room) / room * 100
}
