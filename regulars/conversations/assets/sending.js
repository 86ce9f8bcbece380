/* Hands a message over to the server. Answers {wrong: "why not"}, or {heard: {event: detail, …}} for the page to pass on. */

export async function send(address, body, { failed, signedOut }) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected) return { wrong: signedOut }; // led to the sign-in page: nothing was taken
    if (answer.ok) return { heard: JSON.parse(answer.headers.get("HX-Trigger") ?? "{}") };
    return { wrong: answer.status === 422 ? Object.values((await answer.json()).errors).flat().join(" ") : failed };
  } catch {
    return { wrong: failed };
  }
}

/* A key that no other message has: the same key twice is the same message. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
