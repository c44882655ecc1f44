// What the votes of a council say, while they are typed. The server judges the same anew (§§ 8-1, 11-9).
const box = document.querySelector("[data-record]");
const filled = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
const chosen = (row, round) => row?.querySelector(`[name$="-${round}"]:checked`)?.value ?? "";

/** The votes for each proposal in a round, most first. */
const count = (round) => {
  const totals = new Map();
  for (const row of box.querySelectorAll("[data-party]")) {
    const other = box.querySelector(`[data-second="${row.dataset.party}"]`);
    const value = chosen(round === "second" ? other : row, round);
    const votes = Number.parseInt(row.querySelector('[name$="-votes"]').value, 10) || 0;
    if (value && votes) totals.set(value, (totals.get(value) ?? 0) + votes);
  }
  return [...totals].sort((one, other) => other[1] - one[1]);
};

/** Offer only proposals that have a name, and in the second round only those that can be in it. */
const offer = (names, ranked) => {
  const least = ranked[1]?.[1] ?? 0;
  const finalists = ranked.filter(([, votes]) => votes >= least).map(([value]) => value);
  for (const segment of box.querySelectorAll(".mf-segment")) {
    const { value } = segment.dataset;
    const isSecond = segment.closest("[data-second]");
    segment.hidden = /^\d$/.test(value) && (!names.has(value) || (isSecond && ranked.length > 1 && !finalists.includes(value)));
  }
  for (const row of box.querySelectorAll("[data-second]")) {
    const of = box.querySelector(`[data-party="${row.dataset.second}"]`);
    const party = of.querySelector('[name$="-party"]').value.trim();
    row.hidden = !party || !of.querySelector('[name$="-votes"]').value.trim();
    row.querySelector(".mf-party-vote__name").textContent = party;
  }
};

const say = () => {
  const form = box.closest("form");
  const several = form.querySelector('[name="how"]:checked')?.value === "several";
  const names = new Map();
  if (several) {
    form.querySelectorAll('[name^="tabled-"][name$="-name"]').forEach((input, at) => {
      if (!input.value.trim()) return;
      names.set(String(at), input.value.trim());
      for (const option of form.querySelectorAll(`option[value="${at}"]`)) option.text = input.value.trim();
    });
  } else for (const value of ["for", "against"]) {
    names.set(value, box.querySelector(`.mf-segment[data-value="${value}"] label`).textContent);
  }
  const valid = (ranked) => ranked.filter(([value]) => names.has(value));
  const first = valid(count("first"));
  const cast = (ranked) => ranked.reduce((all, [, votes]) => all + votes, 0);
  const needsSecond = several && first.length > 2 && 2 * first[0][1] <= cast(first);
  offer(names, several ? first : []);
  const second = needsSecond ? valid(count("second")) : [];
  const ranked = second.length ? second : first;
  const total = cast(ranked);
  const members = Number.parseInt(box.dataset.members, 10) || total;
  const said = [filled(box.dataset.saySum, { n: total, total: members }), ...ranked.map(([value, votes]) => `${names.get(value)}: ${votes}.`)];
  const isTie = ranked.length > 1 && ranked[0][1] === ranked[1][1] && !(needsSecond && !second.length);
  if (total > members) said.push(box.dataset.sayOver);
  else if (2 * total < members) said.push(filled(box.dataset.sayQuorum, { n: Math.ceil(members / 2) }));
  if (ranked.length && 2 * ranked[0][1] > total) {
    const verdict = { for: box.dataset.sayAdopted, against: box.dataset.sayFallen }[ranked[0][0]];
    said.push(verdict ? `${verdict}.` : filled(box.dataset.sayMajority, { name: names.get(ranked[0][0]) }));
  }
  else if (needsSecond && !second.length) said.push(box.dataset.sayNone);
  else if (isTie) said.push(box.dataset.sayTie);
  box.classList.toggle("mf-is-tie", isTie);
  if (needsSecond) box.querySelector("[data-second-round]").open = true;
  const place = box.querySelector("[data-said]");
  place.hidden = !total;
  const line = (text) => Object.assign(document.createElement("p"), { textContent: text });
  place.replaceChildren(line(said.slice(0, 1 + ranked.length).join(" ")), ...said.slice(1 + ranked.length).map(line));
};

/** Unfold what an outcome asks for. */
const unfold = (form) => {
  const outcome = form.querySelector('[name="outcome"]').value;
  if (["adopted_with_changes", "answered"].includes(outcome)) form.querySelector("[data-text]").open = true;
  if (["dismissed", "sent_back", "covered", "lapsed"].includes(outcome)) form.querySelector("[data-reason]").open = true;
};

if (box) {
  const all = box.querySelector("[data-all]");
  all.hidden = false;
  all.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    for (const row of box.querySelectorAll("[data-party]")) {
      if (row.querySelector('[name$="-votes"]').value.trim()) row.querySelector(`[name$="-first"][value="${button.value}"]`).checked = true;
    }
    say();
  });
  box.dataset.live = "yes";
  addEventListener("input", say);
  const form = box.closest("form");
  form.querySelector('[name="outcome"]').addEventListener("change", () => unfold(form));
  unfold(form);
  say();
}
