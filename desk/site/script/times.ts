// Shows times in the reader's own zone; the page says them in UTC.
export function localTimes(root: ParentNode): void {
	const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
	for (const time of root.querySelectorAll("time[datetime]")) {
		const at = new Date(time.getAttribute("datetime") ?? "");
		if (isNaN(at.getTime())) continue;
		time.setAttribute("title", time.textContent ?? "");
		time.textContent = format.format(at);
	}
}
