// A page follows its meeting: it asks every second whether there is news, and shows it without a
// reload. Without this script the page works by its buttons. No dependencies, nothing inline.

const EVERY = 1000;
const FIRST = 0.15; // of the time for own parts passes before the first, while the news itself reaches all
const WAIT = 10000; // no answer for so long is an answer too
const follow = document.getElementById("follow");
const stage = document.querySelector("[data-live-stage]");
const lost = document.querySelector("[data-live-lost]");
let version = follow ? follow.dataset.version : "";
let timer = 0;
let asking = false;
let part = "";
let fetching = 0;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const ask = (address, options = {}) =>
  fetch(address, { cache: "no-store", signal: AbortSignal.timeout(WAIT), ...options });
const isBusy = (box) =>
  box.querySelector("form[data-edited], .mf-step-button[open], details[open] form") ||
  (box.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"));

// The parts of the page that a page of the server's has too are taken from there.
const take = async (selector, address = location.href) => {
  const answer = await ask(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const mine = document.querySelector(selector);
  const theirs = page.querySelector(selector);
  if (!mine || !theirs) return;
  if (isBusy(mine)) {
    const news = document.querySelector("[data-live-news]");
    if (news) news.hidden = false;
    return;
  }
  mine.replaceWith(document.adoptNode(theirs));
  tell();
};

// What is the same for all comes with the news itself. What is one's own is fetched a little later, and not by
// all at once; when only others came or went, later still.
const fetchOwn = (news) => {
  const isMine = news.part !== part;
  part = news.part;
  if (isMine) clearTimeout(fetching);
  else if (fetching) return;
  fetching = setTimeout(async () => {
    fetching = 0;
    await take("#me", document.getElementById("me").dataset.address).catch(() => {});
    own();
  }, (FIRST + (1 - FIRST) * Math.random()) * news.within * (isMine ? 1000 : 3000));
};

const show = async (news) => {
  version = news.version;
  const said = document.querySelector("[data-live-said]");
  if (said && said.textContent !== news.said) said.textContent = news.said;
  if (stage) {
    const chosen = stage.querySelector("[data-ballot] :checked");
    const poll = stage.querySelector(".mf-stage")?.dataset.poll;
    stage.innerHTML = news.stage;
    fill(stage);
    const again = chosen && stage.querySelector(`[data-ballot][data-poll="${poll}"] [value="${CSS.escape(chosen.value)}"]`);
    if (again) again.checked = true;
    own();
    fetchOwn(news);
  } else if (document.querySelector("[data-live-part]")) {
    await take("[data-live-part]");
  }
};

const look = async () => {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await ask(
      `${follow.dataset.follow}?siden=${encodeURIComponent(version)}&sprak=${follow.dataset.language}`,
      { credentials: "omit" },
    );
    if (lost) lost.hidden = answer.ok;
    if (answer.status === 200) await show(await answer.json());
  } catch {
    if (lost) lost.hidden = false;
  }
  asking = false;
};

const next = () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await look();
    next();
  }, EVERY);
};

// A ballot that came with the news gets what is this page's own: its token, and a key of its own.
const fill = (box) => {
  for (const form of box.querySelectorAll("[data-ballot]")) {
    const token = form.querySelector("[name=csrf_token]");
    const key = form.querySelector("[name=form_key]");
    if (!token.value) token.value = follow.dataset.token || "";
    if (!key.value) key.value = [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  }
};

// What the viewer has voted, shown on the ballot.
const own = () => {
  const me = document.querySelector("[data-live-own]");
  const form = document.querySelector("[data-ballot]");
  const isOfPoll = form && me?.dataset.poll === form.dataset.poll;
  if (!isOfPoll) return;
  form.hidden = me.dataset.onRoll === "nei";
  const none = form.parentElement.querySelector("[data-not-on-roll]");
  if (none) none.hidden = !form.hidden;
  if (!me.dataset.liveOwn) return;
  const mine = form.querySelector(`[value="${CSS.escape(me.dataset.liveOwn)}"]`);
  if (mine && !form.dataset.said) counted(form, mine);
};

const counted = (form, choice) => {
  choice.checked = true;
  form.dataset.said = "counted";
  form.querySelector("[data-ballot-said]").textContent = `${form.dataset.counted} ${choice.parentElement.textContent.trim()}`;
  const button = form.querySelector("[data-ballot-button]");
  if (button) button.textContent = button.dataset.again;
  form.querySelector("[name=form_key]").value = "";
  fill(form.parentElement);
};

// A vote is sent until there is an answer: the same form, the same key, so that it counts once.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-ballot]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const choice = form.querySelector(":checked");
  const said = form.querySelector("[data-ballot-said]");
  const data = new URLSearchParams(new FormData(form));
  while (form.isConnected) {
    try {
      const answer = await ask(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.ok) counted(form, choice);
      else if ((answer.headers.get("Content-Type") || "").includes("json")) {
        form.dataset.said = "refused";
        said.textContent = (await answer.json()).problem;
      } else if (answer.status < 500) location.reload();
      else throw new Error("the server could not");
      break;
    } catch {
      form.dataset.said = "waits";
      said.textContent = form.dataset.waits;
      await pause(2000);
    }
  }
  delete form.dataset.sending;
}, true);

// Tellers see the sum against the roll while they type.
const tell = () => {
  for (const form of document.querySelectorAll("[data-telling]")) {
    const said = form.querySelector("[data-telling-said]");
    const parts = [...form.querySelectorAll("[data-telling-part]")];
    const roll = Number(form.dataset.roll);
    const here = parts.reduce((sum, part) => sum + (Number.parseInt(part.value, 10) || 0), 0);
    const voted = here + Number(form.dataset.others);
    form.querySelector("[data-telling-here]").textContent = here;
    form.querySelector("[data-telling-rest]").textContent = Math.max(roll - voted, 0);
    const text = voted > roll ? said.dataset.over : said.dataset.fits;
    said.dataset.state = voted > roll ? "over" : "";
    said.textContent = text.replace("{voted}", voted).replace("{roll}", roll).replace("{rest}", roll - voted);
  }
};
addEventListener("input", (event) => event.target.closest("[data-telling]") && tell());
tell();

if (follow) {
  fill(document);
  own();
  next();
  // A phone that wakes, and a net that comes back, look at once.
  const wake = () => look().then(next);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  // The code on the hall's screen changes by the clock.
  const turn = () => {
    const part = document.querySelector("[data-live-at]");
    const seconds = Number(part?.dataset.liveAt) || 15;
    setTimeout(() => take("[data-live-part]").catch(() => {}).then(turn), (seconds + 0.5) * 1000);
  };
  if (document.querySelector("[data-live-at]")) turn();
}
