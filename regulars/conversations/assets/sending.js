/* Hands a message over to the server. Answers {heard: {event: detail, …}} for the page to pass on, or {wrong: "why not"};
   with {newer: "what came meanwhile"} or {gaps: "which places"} it can be sent all the same once somebody has looked. */

export async function send(address, body, { failed, signedOut }) {
  body.set("csrfmiddlewaretoken", token(body.get("csrfmiddlewaretoken")));
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected) return { wrong: signedOut }; // led to the sign-in page: nothing was taken
    if (answer.ok) return { heard: JSON.parse(answer.headers.get("HX-Trigger") ?? "{}") };
    if (answer.status !== 422) return { wrong: failed };
    const { if_last_position: newer, gaps, ...others } = (await answer.json()).errors;
    if (newer) return { newer: newer.join(" ") };
    return gaps ? { gaps: gaps.join(" ") } : { wrong: Object.values(others).flat().join(" ") };
  } catch {
    return { wrong: failed };
  }
}

/* A key that no other message has: the same key twice is the same message. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/* The token that forms are let in by, as it is now: it changes when somebody signs in anew in another tab. */
export function token(usual) {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? usual;
}
