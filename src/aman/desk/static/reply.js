// An answer is sent without leaving the page, so that no lost connection can take the text along.
import { endLive, fetchDocument, refreshInPlace } from "./live.js";
import { showExactTimes } from "./times.js";

export function keepDraft() {
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "reply" || event.submitter?.name === "resume") return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (document.getElementById("text")?.value.trim() && !leaving) event.preventDefault();
  });
  document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 2_000); });
}

let leaving = false;

async function send(form, submitter) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const notSent = document.getElementById("not-sent");
  notSent.hidden = true;
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const { found } = await fetchDocument(form.action, { method: "POST", body });
    show(found);
  } catch {
    notSent.hidden = false;
    form.querySelector("textarea").focus();
  } finally { delete form.dataset.sending; }
}

// The answer is a page: the same case (sent, or refused with a reason), or the way back in.
function show(found) {
  if (found.body.dataset.now !== document.body.dataset.now) {
    endLive();
    showExactTimes(found);
    document.title = found.title;
    document.body.replaceWith(found.body);
    document.querySelector("input:not([type=hidden])")?.focus();
    return;
  }
  refreshInPlace(found);
  for (const id of ["items", "queue-list", "releases", "reply"]) {
    document.getElementById(id).replaceWith(found.getElementById(id));
  }
  document.dispatchEvent(new CustomEvent("aman:shown", { detail: "items" }));
  document.getElementById("text").focus({ preventScroll: true });
  const why = document.querySelector('#reply [role="alert"]') ?? document.getElementById("text");
  why.scrollIntoView({ block: "nearest" });
}
