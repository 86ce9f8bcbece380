/* The shared worker: one live stream for all pages of this browser. A page says {address, after, since, began}
   when it comes, {bye} when it goes. */

import { LiveConnection } from "./live-connection.js";

const REMEMBERED = 1000;
const pages = new Set();
let connection = null;
let state = "live";
let start = null; // from which position on nothing was missed
let recent = []; // {change, at}: what was told, and when

globalThis.onconnect = ({ ports: [page] }) => {
  page.onmessage = ({ data }) => data.bye ? pages.delete(page) : welcome(page, data);
};

// What was told before the page was asked for, it shows; the rest it may not show, also where the timeline stood behind it when it was made.
function welcome(page, { address, after, since, began }) {
  pages.add(page);
  if (connection === null) {
    start = after;
    connection = new LiveConnection(address, { after, since }, hear);
    return;
  }
  page.postMessage({ state });
  if (after !== null && start !== null && after < start) page.postMessage({ resync: true });
  else if (after !== null) recent.filter(({ at }) => at >= began).forEach(({ change }) => page.postMessage({ change }));
}

function hear(told) {
  if (told.state) state = told.state;
  if (told.change) remember(told.change);
  if (told.resync) { start = connection?.last ?? null; recent = []; }
  pages.forEach(page => page.postMessage(told));
}

function remember(change) {
  recent.push({ change, at: Date.now() }); // performance.now() stands still while the machine sleeps
  if (recent.length > REMEMBERED) start = recent.shift().change.id;
}
