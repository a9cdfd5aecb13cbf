// Comfort for the board: a card is dragged to another column, which presses the
// button that the card has for that. Columns it has no button for take nothing.
// Links and pictures would be dragged by themselves, and touching screens scroll:
// there the card's own buttons are the way.
export function board(root: Document): void {
	const board = root.querySelector<HTMLElement>(".board");
	if (!board) return;
	const columns = [...board.querySelectorAll<HTMLElement>(".column")];
	let dragged: HTMLElement | null = null;
	const buttonTo = (column: HTMLElement | null) =>
		dragged?.querySelector<HTMLButtonElement>(`button[name=to][value="${column?.dataset.state ?? ""}"]`) ?? null;
	const under = (e: Event) => (e.target as Element).closest<HTMLElement>(".column");

	for (const card of board.querySelectorAll<HTMLElement>(".board-card[data-story]")) {
		card.draggable = true;
		for (const link of card.querySelectorAll("a")) link.draggable = false;
	}
	board.addEventListener("dragstart", (e) => {
		dragged = (e.target as Element).closest<HTMLElement>(".board-card[data-story]");
		if (!dragged) return;
		e.dataTransfer!.effectAllowed = "move";
		// Not every browser begins to drag what has no data.
		e.dataTransfer!.setData("text/plain", dragged.querySelector("h3")!.innerText);
		dragged.classList.add("dragged");
		for (const column of columns) column.classList.toggle("column-goal", !!buttonTo(column));
	});
	board.addEventListener("dragover", (e) => {
		const over = under(e), takes = !!buttonTo(over);
		if (takes) e.preventDefault();
		for (const column of columns) column.classList.toggle("column-over", takes && column === over);
	});
	board.addEventListener("drop", (e) => {
		const button = buttonTo(under(e));
		if (!button) return;
		e.preventDefault();
		button.form!.requestSubmit(button);
	});
	board.addEventListener("dragend", () => {
		for (const column of columns) column.classList.remove("column-goal", "column-over");
		dragged?.classList.remove("dragged");
		dragged = null;
	});
}
