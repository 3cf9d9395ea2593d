// What is live: one stream says that something changed, one fetch brings what may change in place.
// Elements marked data-live are refreshed where they stand. Whatever would move others (new rows,
// new messages, another order) is counted, announced at the edge, and waits to be asked for.
import { showExactTimes } from "./times.js";

const REFRESH_EVERY = 15_000;
const GRACE = 5_000;
const RETRY_AFTER = 3_000;
const GONE = 404;
let stream = null;
let fetching = false;
let again = false;
let lost = null;

const element = (id) => document.getElementById(id);
const show = (id, visible) => { if (element(id)) element(id).hidden = !visible; };

export function stayLive() {
  if (!document.body.dataset.liveFrom) return;
  listen();
  setInterval(() => { if (stream) refresh(); }, REFRESH_EVERY);
}

export function endLive() {
  stream?.close();
  stream = null;
}

function listen() {
  stream = new EventSource(document.body.dataset.liveFrom);
  stream.addEventListener("changed", () => {
    refresh();
    document.dispatchEvent(new CustomEvent("aman:changed"));
  });
  stream.addEventListener("signed-out", signedOut);
  stream.addEventListener("open", () => {
    clearTimeout(lost);
    lost = null;
    show("not-connected", false);
  });
  stream.addEventListener("error", () => {
    lost ??= setTimeout(() => show("not-connected", stream !== null), GRACE);
    if (stream?.readyState === EventSource.CLOSED) setTimeout(() => { if (stream) listen(); }, RETRY_AFTER);
  });
}

// Who left his place leaves nothing to read on it; a hidden form still holds what was typed.
function signedOut() {
  endLive();
  clearTimeout(lost);
  show("not-connected", false);
  for (const shown of document.querySelectorAll("#items, #queue-list, #releases, .person .inside")) shown.replaceChildren();
  for (const shown of document.querySelectorAll("#reply, .one-thing")) shown.hidden = true;
  show("signed-out", true);
}

// The case was destroyed: nothing of it stays on this screen.
function leaveCase(found) {
  endLive();
  document.title = found.title;
  document.body.replaceWith(found.body);
}

export async function fetchDocument(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { found, answer };
}

export async function refresh() {
  if (!document.body.dataset.now) return;
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const { found, answer } = await fetchDocument(document.body.dataset.now);
    if (answer.status === GONE) { leaveCase(found); return; }
    if (!answer.ok) return;
    if (!found.body.dataset.now) { signedOut(); return; }
    refreshInPlace(found);
    announceNews(found);
  } catch { /* the stream notices a lost connection and says so */ } finally { fetching = false; }
  if (again) { again = false; refresh(); }
}

export function refreshInPlace(found) {
  showExactTimes(found);
  for (const fresh of found.querySelectorAll("[data-live]")) {
    const shown = element(fresh.id);
    if (shown && shown.innerHTML !== fresh.innerHTML) shown.replaceChildren(...fresh.cloneNode(true).childNodes);
  }
  document.title = found.title;
}

function announceNews(found) {
  announce("items", newItems(found));
  const rows = [...found.querySelectorAll("#queue-list [data-row]")];
  const news = newRows(rows);
  const order = (list) => list.map((row) => row.dataset.row).join();
  const moved = order(rows) !== order([...document.querySelectorAll("#queue-list [data-row]")]);
  if (news && !document.querySelector("#queue-list [data-row]")) ask("queue-list");
  else announce("queue-list", news, moved);
}

function newItems(found) {
  const shown = new Set([...document.querySelectorAll("#items [data-item]")].map((item) => item.dataset.item));
  const items = [...found.querySelectorAll("#items [data-item]")];
  const unopened = Number(found.getElementById("items")?.dataset.new ?? 0);
  return unopened + items.filter((item) => !shown.has(item.dataset.item)).length;
}

function newRows(rows) {
  const shown = new Map([...document.querySelectorAll("#queue-list [data-row]")]
    .map((row) => [row.dataset.row, Number(row.dataset.unread)]));
  return rows.filter((row) => Number(row.dataset.unread) > (shown.get(row.dataset.row) ?? -1)).length;
}

function announce(list, count, moved = false) {
  const place = document.querySelector(`[data-shows="${list}"]`);
  if (!place) return;
  const counts = place.dataset.counts.split("|");
  const text = count ? counts[Math.min(count, counts.length) - 1] : place.dataset.order;
  place.hidden = !(count || moved);
  if (!place.hidden && place.textContent !== text) place.textContent = text;
}

export function showNews() {
  document.addEventListener("click", (event) => {
    const news = event.target.closest("[data-shows]");
    if (!news) return;
    event.preventDefault();
    ask(news.dataset.shows);
  });
}

// Bring a list as it is now. The draft stays untouched.
export async function ask(list) {
  const place = document.querySelector(`[data-shows="${list}"]`);
  try {
    const { found, answer } = await fetchDocument(place.href);
    if (!answer.ok || !found.getElementById(list)) { location.assign(place.href); return; }
    const focused = document.activeElement?.closest?.("[data-row]")?.dataset.row;
    refreshInPlace(found);
    replaceLists(found, list);
    place.hidden = true;
    if (focused) document.querySelector(`[data-row="${focused}"] a`)?.focus();
    document.dispatchEvent(new CustomEvent("aman:shown", { detail: list }));
  } catch { show("not-connected", true); }
}

function replaceLists(found, list) {
  for (const id of list === "items" ? ["items", "queue-list", "releases"] : ["queue-list"]) {
    if (found.getElementById(id)) element(id).replaceWith(found.getElementById(id));
  }
  show("queue-empty", Boolean(found.getElementById("queue-empty")));
  if (list !== "items") return;
  for (const id of ["seen-upto", "also-seen"]) {
    const seen = found.getElementById(id);
    if (seen) element(id).value = seen.value;
  }
}
