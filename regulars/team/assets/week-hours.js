/* Seven lists of times, one a day: a button with data-copy gives a day the times of the day before.

   <week-hours><line-list data-day="mon">…</line-list><line-list data-day="tue">… <button type="button" data-copy>As Monday</button></line-list></week-hours> */

class WeekHours extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", event => {
      const day = event.target.closest("[data-copy]")?.closest("line-list"), days = [...this.querySelectorAll("line-list")];
      if (day) day.copy(days[days.indexOf(day) - 1]);
    });
  }
}

customElements.define("week-hours", WeekHours);
