// Exact times in the operator's own zone, on hover; a press shows them where there is no hover.
const exact = new Intl.DateTimeFormat(document.documentElement.lang, {
  year: "numeric", month: "short", day: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
});

export function showExactTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    time.title = exact.format(new Date(time.dateTime));
    const place = time.closest("[data-exact]");
    if (!place) continue;
    time.textContent = time.title;
    place.dir = "auto";
  }
}

document.addEventListener("click", (event) => {
  const time = event.target.closest("time");
  if (time && !event.target.closest("a")) time.textContent = time.title;
});
