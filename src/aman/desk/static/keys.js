// The keyboard first: letters by their place on the keyboard too, so that an Arabic or a Cyrillic
// layout has the same keys.
import { ask } from "./live.js";

const AFTER_G = 1_500;
let pressedG = -AFTER_G;

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  if (event.key === "/" || event.key === "?") return event.key;
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

export function listenForKeys() {
  const button = document.querySelector("[data-keys]");
  if (button) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.id === "text") {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button.first-choice"));
    } else if (event.key === "Escape" && typing(event.target)) event.target.blur();
    else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) press(event);
  });
}

function press(event) {
  if (document.querySelector("dialog[open]")) return;
  const key = letter(event);
  const second = performance.now() - pressedG < AFTER_G;
  pressedG = -AFTER_G;
  const done = second ? AFTER[key]?.() : PRESSED[key]?.();
  if (done) event.preventDefault();
}

const AFTER = {
  t: () => { document.getElementById("take")?.requestSubmit(); return true; },
  q: () => { location.assign("/"); return true; },
};

const PRESSED = {
  g: () => { pressedG = performance.now(); return true; },
  j: () => move(1),
  k: () => move(-1),
  n: () => {
    const news = [...document.querySelectorAll("[data-shows]:not([hidden])")];
    news.forEach((each) => ask(each.dataset.shows));
    return news.length > 0;
  },
  r: () => {
    const row = document.activeElement?.closest?.("[data-row] a");
    if (row && !row.hasAttribute("aria-current")) location.assign(`${row.href}#text`);
    else document.getElementById("text")?.focus();
    return true;
  },
  "/": () => {
    const tab = document.querySelector('[data-tab="queue"]');
    if (tab?.offsetParent) tab.click();
    document.getElementById("search")?.focus();
    return true;
  },
  "?": () => { document.getElementById("keys")?.showModal(); return true; },
};

function move(step) {
  const rows = [...document.querySelectorAll("#queue-list [data-row]:not([hidden]) a")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const open = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const from = at >= 0 ? at : open;
  const next = from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
  rows[next].focus();
  return true;
}
