// What the votes of a council say, while they are typed. The server judges the same anew (§§ 8-1, 11-9).
const box = document.querySelector("[data-record]");
const filled = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => params[name]);

const say = () => {
  const form = box.closest("form");
  const second = [...box.querySelectorAll('[name$="-second"]')].some((select) => select.value);
  const totals = new Map();
  for (const row of box.querySelectorAll("[data-party]")) {
    const select = row.querySelector(`[name$="${second ? "-second" : "-first"}"]`);
    const votes = Number.parseInt(row.querySelector('[name$="-votes"]').value, 10) || 0;
    if (select.value && votes) totals.set(select.value, (totals.get(select.value) || 0) + votes);
  }
  const several = form.querySelector('[name="how"]:checked')?.value === "several";
  const names = new Map([...box.querySelector('[name$="-first"]').options].map((one) => [one.value, one.text]));
  form.querySelectorAll('[name^="tabled-"][name$="-name"]').forEach((input, at) => {
    for (const option of box.querySelectorAll(`option[value="${at}"]`)) option.text = input.value.trim() || option.text;
    if (input.value.trim()) names.set(String(at), input.value.trim());
  });
  const cast = [...totals.values()].reduce((all, votes) => all + votes, 0);
  const members = Number.parseInt(box.dataset.members, 10) || cast;
  const ranked = [...totals].sort((one, other) => other[1] - one[1]);
  const said = [filled(box.dataset.saySum, { n: cast, total: members })];
  for (const [value, votes] of ranked) said.push(`${names.get(value)}: ${votes}.`);
  if (cast > members) said.push(box.dataset.sayOver);
  else if (2 * cast < members) said.push(filled(box.dataset.sayQuorum, { n: Math.ceil(members / 2) }));
  if (ranked.length && 2 * ranked[0][1] > cast) said.push(filled(box.dataset.sayMajority, { name: names.get(ranked[0][0]) }));
  else if (several && ranked.length > 2) said.push(box.dataset.sayNone);
  else if (ranked.length > 1 && ranked[0][1] === ranked[1][1]) said.push(box.dataset.sayTie);
  box.classList.toggle("mf-needs-second", second || (several && ranked.length > 2 && 2 * ranked[0][1] <= cast));
  box.dataset.live = "yes";
  const place = box.querySelector("[data-said]");
  place.hidden = !cast;
  place.textContent = said.join(" ");
};

if (box) {
  addEventListener("input", say);
  say();
}
