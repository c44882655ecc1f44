// Secret votes in the browser: a token is made and signed blindly at check-in, and the choice is sealed here.
// What others have written is in vendor/ballot-crypto.js; motionflow/ballots/voter.py does the same in Python.
"use strict";

// Other scripts of the page have names of their own.
{
  // Fetched by the pages that need it, when they do.
  const source = document.currentScript.dataset.crypto;
  let fetched;
  const readCrypto = () =>
    (fetched ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      const again = () => {
        fetched = undefined;
        failed();
      };
      Object.assign(script, { src: source, onload: done, onerror: again });
      document.head.append(script);
    }));

  const utf8 = (words) => new TextEncoder().encode(words);
  const toHex = (content) => [...content].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));

  const PREFIX_BYTES = 32;
  const LATER = 1.3;

  async function contextOf(header) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(header)));
  }

  // One ballot for each poll, kept in this browser alone.
  const place = (header) => `motionflow-ballot-${JSON.parse(header).id}`;
  const kept = (header) => {
    const found = JSON.parse(localStorage.getItem(place(header)) ?? "null");
    return found && found.header === header ? found : null;
  };
  const keep = (header, ballot) => localStorage.setItem(place(header), JSON.stringify({ ...ballot, header }));

  // The page of check-in shows what is decided to members. It is kept with the ballot, whose page knows nobody.
  const keepSubject = (header, ballot) => {
    const shown = document.querySelector(`[data-voted-on="${JSON.parse(header).id}"]`);
    if (shown) keep(header, { ...ballot, subject: shown.innerHTML });
  };

  // Show what belongs to a state, and hide the rest.
  function show(box, state) {
    box.dataset.shown = state;
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  }

  const scheme = () => {
    const { BlindRSA, PrepareType } = ballotCrypto;
    return new BlindRSA({ name: "RSABSSA-SHA384-PSS-Randomized", hash: "SHA-384", saltLength: 48, prepareType: PrepareType.Randomized });
  };
  const readBlindKey = (header) =>
    crypto.subtle.importKey("spki", fromHex(JSON.parse(header).blind_public), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);

  async function makeToken(header) {
    const { secretKey, publicKey } = await ballotCrypto.keygenAsync();
    const message = joined(utf8("motionflow token\n"), await contextOf(header), publicKey);
    const prepared = scheme().prepare(message);
    const { blindedMsg, inv } = await scheme().blind(await readBlindKey(header), prepared);
    return {
      secret: toHex(secretKey),
      token: toHex(publicKey),
      prepared: toHex(prepared),
      blinded: toHex(blindedMsg),
      inverse: toHex(inv),
    };
  }

  // Kept before it is sent: when the answer is lost, the same request gets the same answer.
  async function checkIn(box) {
    const header = box.dataset.header;
    let ballot;
    try {
      ballot = kept(header);
      if (!ballot) {
        show(box, "loading");
        await readCrypto();
        ballot = await makeToken(header);
        keep(header, ballot);
      }
    } catch {
      return show(box, "cannot");
    }
    if (ballot.signature) {
      keepSubject(header, ballot);
      return show(box, "ready");
    }
    show(box, "loading");
    await readCrypto().catch(() => null);
    for (;;) {
      const form = new URLSearchParams({ csrf_token: box.dataset.csrf, blinded: ballot.blinded, check_in: JSON.parse(header).check_in });
      const asked = { method: "POST", body: form, headers: { Accept: "application/json" } };
      const answer = await fetch(box.dataset.tokenUrl, asked).catch(() => null);
      const said = answer && (await answer.json().catch(() => null));
      if (answer?.ok && said?.signature) {
        const signed = await scheme()
          .finalize(await readBlindKey(header), fromHex(ballot.prepared), fromHex(said.signature), fromHex(ballot.inverse))
          .catch(() => null);
        if (!signed) return show(box, "cannot");
        ballot.signature = toHex(signed);
        keep(header, ballot);
        keepSubject(header, ballot);
        return show(box, "ready");
      }
      if (answer && answer.status < 500) {
        box.querySelector("[data-said]").textContent = said?.said ?? "";
        return show(box, said?.code === "check_in_over" ? "late" : said?.said ? "refused" : "cannot");
      }
      await pause(LATER);
      if (!box.isConnected) return undefined;
    }
  }

  async function sealed(header, ballot, choice) {
    const context = await contextOf(header);
    const secret = fromHex(ballot.secret);
    const chosen = Uint8Array.of(choice >> 8, choice & 255);
    const inside = await ballotCrypto.signAsync(joined(utf8("motionflow choice\n"), context, chosen), secret);
    const { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = ballotCrypto;
    const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
    const recipientPublicKey = await suite.kem.deserializePublicKey(fromHex(JSON.parse(header).sealing_public));
    const sender = await suite.createSenderContext({ recipientPublicKey, info: context });
    const content = joined(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(joined(chosen, inside))));
    const outside = await ballotCrypto.signAsync(joined(utf8("motionflow cast\n"), context, content), secret);
    return toHex(joined(fromHex(ballot.prepared).slice(0, PREFIX_BYTES), fromHex(ballot.signature), outside, content));
  }

  async function isReceipt(header, said) {
    await readCrypto();
    const message = joined(utf8("motionflow receipt\n"), await contextOf(header), fromHex(said.tracker));
    return ballotCrypto.verifyAsync(fromHex(said.receipt), message, fromHex(JSON.parse(header).signing_public));
  }

  const STATES = { token_used: "used", ballot_too_late: "over" };

  // Without cookies, and again until an answer comes: the same ballot always gets the same receipt.
  async function send(box, ballot) {
    const header = box.dataset.header;
    show(box, "sending");
    for (;;) {
      const answer = await fetch(location.pathname, {
        method: "POST",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token: ballot.token, body: ballot.body }),
      }).catch(() => null);
      const said = answer && (await answer.json().catch(() => null));
      if (answer?.ok && said && (await isReceipt(header, said).catch(() => false))) {
        keep(header, { ...ballot, tracker: said.tracker, receipt: said.receipt, subject: undefined });
        return follow(box);
      }
      if (answer?.ok || (answer && answer.status < 500 && said?.code !== "ballot_too_early")) {
        return show(box, STATES[said?.code] ?? "refused");
      }
      await pause(LATER);
    }
  }

  // Where this ballot stands, as the page is opened and whenever the poll's state is asked.
  async function follow(box) {
    const header = box.dataset.header;
    readCrypto().catch(() => null); // at once: the net may be gone when it is needed
    for (;;) {
      let ballot;
      try {
        ballot = kept(header);
      } catch {
        ballot = null;
      }
      if (ballot?.tracker) {
        box.querySelector("[data-tracker]").textContent = ballot.tracker;
        box.querySelector("[data-receipt]").textContent = ballot.receipt;
        return show(box, "cast");
      }
      if (ballot?.body) return send(box, ballot);
      const { state, check_in } = box.dataset.polled ? JSON.parse(box.dataset.polled) : { state: box.dataset.state };
      if (check_in && check_in !== JSON.parse(header).check_in) return show(box, "old");
      const isOver = !["check_in", "open"].includes(state);
      const hasBallot = Boolean(ballot?.signature);
      const subject = box.querySelector("[data-subject]");
      if (ballot?.subject && !subject.childElementCount) subject.innerHTML = ballot.subject;
      if (box.dataset.shown !== "unsealed") show(box, !hasBallot ? "none" : isOver ? "over" : state === "open" ? "open" : "ready");
      if (isOver || !hasBallot) return undefined;
      await pause(LATER);
      if (box.dataset.shown === "sending") return undefined;
      const answer = await fetch(box.dataset.stateUrl, { credentials: "omit" }).catch(() => null);
      if (answer?.ok) box.dataset.polled = await answer.text();
    }
  }

  async function vote(box, choice) {
    const header = box.dataset.header;
    const ballot = kept(header);
    show(box, "sending");
    try {
      await readCrypto();
      ballot.body = await sealed(header, ballot, choice);
      keep(header, ballot);
    } catch {
      return show(box, "unsealed");
    }
    return send(box, ballot);
  }

  // Pages that follow a meeting put new parts in: whatever asks for check-in is found there too.
  const begun = new WeakSet();
  function begin() {
    for (const box of document.querySelectorAll("[data-check-in], [data-sealed-ballot]")) {
      if (begun.has(box)) continue;
      begun.add(box);
      if (box.dataset.tokenUrl) checkIn(box);
      else follow(box);
    }
  }
  document.addEventListener("submit", (event) => {
    const box = event.target.closest("[data-sealed-ballot]");
    if (!box) return;
    event.preventDefault();
    vote(box, Number(new FormData(event.target).get("choice")));
  });
  new MutationObserver(begin).observe(document.documentElement, { childList: true, subtree: true });
  begin();
}
