// Passkeys: asks the browser's authenticator, between two requests to the desk.
import { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";

// Begun is what the desk answers first: what to ask, and what to bring back.
type Begun = { options: unknown; state: string };

// A ceremony holds for five minutes at the desk; one that only waits to be offered
// in a field is begun again before that.
const offerAgain = 4 * 60_000;

// Told is a refusal in the words of the desk.
class Told extends Error {}

async function post<T>(path: string, body: unknown): Promise<T> {
	const answer = await fetch(path, {
		method: "POST",
		headers: { "Content-Type": "application/json", Accept: "application/json" },
		body: JSON.stringify(body),
	});
	const value = await answer.json();
	if (!answer.ok) throw new Told(value.error);
	return value as T;
}

// fields gives what the form around a button holds.
function fields(button: HTMLElement): Record<string, string> {
	const all: Record<string, string> = {};
	const form = button.closest("form");
	if (form) for (const [name, value] of new FormData(form)) if (typeof value === "string") all[name] = value;
	return all;
}

async function ceremony(button: HTMLElement, offered: boolean): Promise<void> {
	const at = button.dataset.at ?? "";
	const make = button.dataset.passkey === "make";
	const begun = await post<Begun>(at + "/begin", { fields: fields(button) });
	const credential = make
		? await startRegistration({ optionsJSON: begun.options as PublicKeyCredentialCreationOptionsJSON })
		: await startAuthentication({ optionsJSON: begun.options as PublicKeyCredentialRequestOptionsJSON, useBrowserAutofill: offered });
	const done = await post<{ to: string }>(at, { state: begun.state, credential, fields: fields(button), next: button.dataset.next });
	// What was being sent before stands in the page, and goes on from there.
	const sent = document.querySelector<HTMLButtonElement>("button[data-sent]");
	if (sent) sent.click();
	else location.assign(done.to);
}

function say(text: string): void {
	const place = document.querySelector<HTMLElement>("[data-said]");
	if (!place) return;
	place.textContent = text;
	place.hidden = false;
}

// filled asks for the fields that stand outside the password's part of the form.
function filled(button: HTMLElement): boolean {
	const form = button.closest("form");
	if (!form) return true;
	return [...form.querySelectorAll<HTMLInputElement>("input[required]")].every((field) => field.reportValidity());
}

async function press(button: HTMLButtonElement): Promise<void> {
	if (!filled(button)) return;
	button.disabled = true;
	try {
		await ceremony(button, false);
	} catch (error) {
		say(error instanceof Told ? error.message : (button.dataset.failed ?? ""));
	}
	button.disabled = false;
}

// offer waits in the field for the name, until the person chooses a passkey there.
async function offer(button: HTMLElement): Promise<void> {
	if (!(await browserSupportsWebAuthnAutofill())) return;
	const again = setTimeout(() => void offer(button), offerAgain);
	try {
		await ceremony(button, true);
	} catch (error) {
		// A pressed button, or the next offer, ends this one: nothing to tell.
		if (error instanceof Told) {
			clearTimeout(again);
			say(error.message);
		}
	}
}

// passkeys brings the buttons to life where the browser knows passkeys.
export function passkeys(root: ParentNode): void {
	if (!browserSupportsWebAuthn()) return;
	for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-passkey]")) {
		const offered = button.dataset.passkey === "use offered";
		button.hidden = false;
		button.closest<HTMLElement>("[data-with-script]")?.removeAttribute("hidden");
		button.addEventListener("click", () => void press(button));
		if (offered) void offer(button);
	}
}
