/* "Was this helpful?" answered in its place. Without it, the form comes back to the page.

   <helpful-vote failed="Please try again"><form method="post">…</form><p role="alert" hidden></p></helpful-vote> */

class HelpfulVote extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this.#send);
  }

  #send = async event => {
    event.preventDefault();
    const form = event.target, wrong = this.querySelector("[role=alert]");
    wrong.hidden = true;
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "helpful" } });
      if (!answer.ok && answer.status !== 422) throw new Error((await answer.text()).slice(0, 200));
      const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("helpful-vote");
      this.replaceChildren(...said.childNodes);
      this.querySelector("textarea")?.focus({ preventScroll: true });
    } catch {
      wrong.textContent = this.getAttribute("failed");
      wrong.hidden = false;
    }
  };
}

customElements.define("helpful-vote", HelpfulVote);
