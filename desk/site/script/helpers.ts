// Small comforts of forms: copying what a field shows, printing a page.
export function comforts(root: ParentNode): void {
	for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
		const field = button.closest(".card")?.querySelector<HTMLInputElement>("[data-copied]");
		if (!field || !navigator.clipboard) continue;
		button.hidden = false;
		button.addEventListener("click", () => {
			field.select();
			void navigator.clipboard.writeText(field.value);
		});
	}
	for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
		button.hidden = false;
		button.addEventListener("click", () => print());
	}
}
