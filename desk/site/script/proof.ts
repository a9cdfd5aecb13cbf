// Shows a proof that is wider than its place smaller, whole, as one sees a page
// from further away. Without it the place is scrolled.
export function proofs(root: Document): void {
	for (const place of root.querySelectorAll<HTMLElement>("[data-proof]")) {
		const page = place.querySelector("iframe")!;
		const width = page.offsetWidth;
		new ResizeObserver(() => {
			const style = getComputedStyle(place);
			const room = place.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
			page.style.zoom = String(Math.min(1, room / width));
		}).observe(place);
	}
}
