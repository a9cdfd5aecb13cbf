// Comfort for choosing several stories of a list: all that are shown at once, and
// how many are chosen.
import { el } from "./dom";

export function choosing(root: Document): void {
	const form = root.querySelector<HTMLFormElement>("form.choose");
	if (!form) return;
	const boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=s]")];
	const go = form.querySelector<HTMLButtonElement>(".choose-bar button")!;
	const all = el("input", { type: "checkbox" });
	const count = el("b");
	const said = el("span", { class: "quiet", role: "status" }, form.dataset.chosen, " ", count);
	form.prepend(el("div", { class: "choose-all" }, el("label", { class: "tick" }, all, form.dataset.all), said));
	const show = () => {
		const chosen = boxes.filter((box) => box.checked).length;
		count.textContent = chosen.toLocaleString(root.documentElement.lang);
		all.checked = chosen === boxes.length;
		all.indeterminate = chosen > 0 && chosen < boxes.length;
		go.disabled = chosen === 0;
	};
	all.addEventListener("change", () => {
		for (const box of boxes) box.checked = all.checked;
	});
	form.addEventListener("change", show);
	addEventListener("pageshow", show); // who comes back finds what they had chosen
	show();
}
