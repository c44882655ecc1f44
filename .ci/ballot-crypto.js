// What ballot pages need of others' cryptography; .ci/vendor builds static/vendor/ballot-crypto.js from it.
// Blind signatures come from their own module: the package's index also holds what we do not use.
export { BlindRSA, PrepareType } from "./node_modules/@cloudflare/blindrsa-ts/lib/src/blindrsa.js";
export { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
export { keygenAsync, signAsync, verifyAsync } from "@noble/ed25519";
