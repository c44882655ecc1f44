// Small comforts; every page works without them. No dependencies, nothing inline.

// A form is sent once: its button says so, and wakes again when the reader comes back to the page.
addEventListener("submit", (event) => {
  const button = event.submitter;
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  delete form.dataset.edited;
  if (button && button.dataset.busy) {
    button.dataset.text = button.textContent.trim();
    button.setAttribute("aria-disabled", "true");
    const words = [...button.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (words) words.data = button.dataset.busy;
  }
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled][data-text]")) {
    button.removeAttribute("aria-disabled");
    const words = [...button.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (words) words.data = button.dataset.text;
  }
});

// What was typed is not lost by a slip: the browser asks before a changed form is left.
addEventListener("input", (event) => {
  const form = event.target.closest("form.mf-form");
  if (form) form.dataset.edited = "yes";
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-edited]")) event.preventDefault();
});

// The sum of the counts of a vote, against those entitled.
const number = (input) => Number.parseInt(input.value, 10) || 0;
const sum = (box) => {
  const result = box.querySelector("[data-sum-result]");
  const parts = [...box.querySelectorAll("[data-sum-part]")];
  const total = parts.reduce((all, part) => all + number(part), 0);
  const limit = document.getElementById(box.dataset.sumLimit || "");
  const most = limit && limit.value ? number(limit) : null;
  const over = most !== null && total > most;
  result.hidden = parts.every((part) => !part.value);
  result.dataset.state = over ? "over" : "";
  result.textContent =
    `${result.dataset.sumText} ${total}${most === null ? "" : "/" + most}` + (over ? ` – ${result.dataset.sumOver}` : "");
};
addEventListener("input", () => document.querySelectorAll("[data-sum]").forEach(sum));
document.querySelectorAll("[data-sum]").forEach(sum);

// A choice that needs a reason opens the place to write it; the head of a column follows the name typed.
addEventListener("input", ({ target }) => {
  for (const box of document.querySelectorAll(`details[data-chosen-in="${CSS.escape(target.id)}"]`)) {
    if (box.dataset.opensFor.split(" ").includes(target.value)) box.open = true;
  }
  for (const head of document.querySelectorAll(`[data-copy-of="${CSS.escape(target.id)}"]`)) {
    head.textContent = target.value.trim() || head.textContent;
  }
});

// The list of what must be mended is read first.
document.querySelector("[data-focus]")?.focus();

// A menu closes with Escape and with a press beside it.
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.mf-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.mf-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// While a title is written, motions like it are shown; without scripts they come after it is read or handed in.
for (const place of document.querySelectorAll("[data-alike]")) {
  let waiting;
  document.getElementById(place.dataset.alikeFrom)?.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(`${place.dataset.alike}?title=${encodeURIComponent(target.value)}`);
      if (answer.ok) place.innerHTML = await answer.text();
    }, 400);
  });
}
