// Counts a published secret poll again, by the browser's own cryptography and nothing else: works offline.
// Independent of motionflow's Python; what is checked stands in the table of recount.html, in the same order.
"use strict";

const text = (words) => new TextEncoder().encode(words);
const digits = (content) => [...content].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const hex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const two = (number) => Uint8Array.of(number >> 8, number & 255);
const sha256 = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", content));
const holds = (promise) => promise.catch(() => false);

const signedBy = async (key, signature, message) => {
  const read = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", read, signature, message);
};
const PSS = { name: "RSA-PSS", hash: "SHA-384", saltLength: 48 };
const blindlySignedBy = async (key, signature, message) => {
  const read = await crypto.subtle.importKey("spki", key, PSS, false, ["verify"]);
  return crypto.subtle.verify(PSS, read, signature, message);
};

// HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KEM = join(text("KEM"), two(0x10));
const SUITE = join(text("HPKE"), two(0x10), two(1), two(1));
const hmac = async (key, message) => {
  const read = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", read, message));
};
const extract = (suite, salt, label, content) =>
  hmac(salt.length ? salt : new Uint8Array(32), join(text("HPKE-v1"), suite, text(label), content));
const expand = async (suite, key, label, content, size) =>
  (await hmac(key, join(two(size), text("HPKE-v1"), suite, text(label), content, [1]))).slice(0, size);
const base64 = (content) => btoa(String.fromCharCode(...content)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

const readSealingKey = (secret, point) =>
  crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", d: base64(secret), x: base64(point.slice(1, 33)),
    y: base64(point.slice(33)) }, CURVE, false, ["deriveBits"]);
const unseal = async (key, point, sealed, context) => {
  const sent = sealed.slice(0, 65);
  const other = await crypto.subtle.importKey("raw", sent, CURVE, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: other }, key, 256));
  const first = await extract(KEM, [], "eae_prk", shared);
  const secret = await extract(SUITE, await expand(KEM, first, "shared_secret", join(sent, point), 32), "secret", []);
  const schedule = join([0], await extract(SUITE, [], "psk_id_hash", []), await extract(SUITE, [], "info_hash", context));
  const sealing = await crypto.subtle.importKey(
    "raw", await expand(SUITE, secret, "key", schedule, 16), "AES-GCM", false, ["decrypt"]);
  const iv = await expand(SUITE, secret, "base_nonce", schedule, 12);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, sealing, sealed.slice(65)));
};

async function recount(file) {
  const { signature, ...signed } = JSON.parse(file);
  const poll = signed.poll;
  const faults = { file: 0, key: 0, order: 0, token: 0, cast: 0, seal: 0, choice: 0, counts: 0, numbers: 0 };
  const context = await sha256(text(JSON.stringify(poll)));
  const message = join(text("motionflow published\n"), await sha256(text(JSON.stringify(signed))));
  if (!(await holds(signedBy(hex(poll.signing_public), hex(signature), message)))) faults.file += 1;
  const point = hex(poll.sealing_public);
  const key = await readSealingKey(hex(signed.sealing_private), point).catch(() => null);
  if (!key) faults.key += 1;
  const counts = [...signed.paper], trackers = [];
  let before = "";
  for (const ballot of signed.ballots) {
    const parts = ["token", "prefix", "signature", "cast", "sealed"].map((name) => hex(ballot[name]));
    const [token, prefix, blind, cast, sealed] = parts;
    trackers.push(digits(await sha256(join(...parts))));
    if (!(before < ballot.token)) faults.order += 1;
    before = ballot.token;
    const named = join(prefix, text("motionflow token\n"), context, token);
    if (!(await holds(blindlySignedBy(hex(poll.blind_public), blind, named)))) faults.token += 1;
    if (!(await holds(signedBy(token, cast, join(text("motionflow cast\n"), context, sealed))))) faults.cast += 1;
    const opened = key && (await unseal(key, point, sealed, context).catch(() => null));
    if (!opened) { faults.seal += 1; continue; }
    const chosen = join(text("motionflow choice\n"), context, opened.slice(0, 2));
    const choice = opened[0] * 256 + opened[1];
    if (choice >= poll.options.length || !(await holds(signedBy(token, opened.slice(2), chosen)))) faults.choice += 1;
    else counts[choice] += 1;
  }
  if (String(counts) !== String(signed.counts) || counts.length !== poll.options.length) faults.counts += 1;
  const rising = [signed.ballots.length, signed.issued, signed.present, signed.roll];
  if (rising.some((number, place) => place && !(rising[place - 1] <= number))) faults.numbers += 1;
  if (!(counts.reduce((sum, votes) => sum + votes, 0) <= signed.present)) faults.numbers += 1;
  return { poll, counts, faults, trackers, checksum: digits(await sha256(text(file))) };
}

const show = (id, words) => { document.getElementById(id).textContent = words; };
document.getElementById("file").addEventListener("change", async ({ target }) => {
  document.body.className = "busy";
  const found = await recount(await target.files[0].text()).catch(() => null);
  document.body.className = !found ? "none" : Object.values(found.faults).some(Boolean) ? "fails" : "holds";
  if (!found) return;
  for (const [name, number] of Object.entries(found.faults)) show(`${name}-faults`, number);
  show("question", `${found.poll.body} ${found.poll.day}: ${found.poll.question}`);
  show("checksum", found.checksum);
  show("votes", found.poll.options.map((option, place) => `${option}: ${found.counts[place]}`).join("\n"));
  Object.assign(document.getElementById("mine"), { value: "", className: "", oninput: ({ target }) =>
    (target.className = target.value && (found.trackers.includes(target.value.trim()) ? "there" : "missing")) });
});
