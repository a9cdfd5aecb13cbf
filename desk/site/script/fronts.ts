// Comfort for the page that arranges a front; every move has a button as well.
// A story is dragged to another place, and after a move the same button has the
// focus again, so that a key can be pressed several times.
export function fronts(root: Document): void {
	focusAgain(root);
	for (const list of root.querySelectorAll<HTMLOListElement>("[data-places]")) draggable(list);
}

function focusAgain(root: Document): void {
	const at = root.getElementById(decodeURIComponent(location.hash.slice(1)));
	if (!at?.closest("#arrange")) return;
	const line = at.closest(".place");
	const to = at instanceof HTMLButtonElement && at.disabled ? line?.querySelector<HTMLElement>("button:not([disabled])") : at;
	to?.focus();
}

function draggable(list: HTMLOListElement): void {
	let dragged: HTMLElement | null = null;
	const lineOf = (e: Event) => (e.target as Element).closest<HTMLElement>("[data-place]");
	for (const line of list.children) (line as HTMLElement).draggable = true;
	list.addEventListener("dragstart", (e) => {
		dragged = lineOf(e);
		dragged?.classList.add("place-dragged");
	});
	list.addEventListener("dragover", (e) => {
		const over = lineOf(e);
		if (!dragged || !over) return;
		e.preventDefault();
		for (const line of list.children) line.classList.toggle("place-over", line === over && line !== dragged);
	});
	list.addEventListener("dragend", () => {
		for (const line of list.children) line.classList.remove("place-over", "place-dragged");
		dragged = null;
	});
	list.addEventListener("drop", (e) => {
		const over = lineOf(e);
		if (!dragged || !over || over === dragged) return;
		e.preventDefault();
		send(list, `put:${dragged.dataset.story}:${over.dataset.place}`);
	});
}

// send submits the form as if a button with this value had been pressed.
function send(list: HTMLOListElement, value: string): void {
	const form = list.closest("form")!;
	const act = document.createElement("button");
	act.name = "do";
	act.value = value;
	act.hidden = true;
	form.append(act);
	form.requestSubmit(act);
}
