/* Has something translated: {html} when it worked, {wrong} in words when it did not. The button is busy meanwhile. */

import { token } from "./sending.js";

export async function translate(button, address, body, failed) {
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    body.set("csrfmiddlewaretoken", token(""));
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected || ![200, 422].includes(answer.status)) return { wrong: failed };
    const { html, errors } = await answer.json();
    return html ? { html } : { wrong: Object.values(errors).flat().join(" ") };
  } catch {
    return { wrong: failed };
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
