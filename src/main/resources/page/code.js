// The parking code QP1 of class D: what the issuer signed, and behind it this phone's proof that it is shown now.
//
//   code "." base32(step, 4 bytes || ES256 over "QP1D" || cose || step)      a step is 15 s

const PERIOD_MS = 15_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PREFIX = 'QP1D';

const ascii = (text) => new TextEncoder().encode(text);

/** RFC 4648 section 6, without padding. */
export function base32(bytes) {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >>> (bits - 5)) & 31];
  }
  return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

/** The bytes of what base32 wrote. */
export function fromBase32(text) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

/** RFC 4648 section 5, without padding. */
export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? ascii(part) : part)]));
}

/** ES256 as WebCrypto gives it, which is as the contract wants it: r and s, 32 bytes each (IEEE P1363). */
export async function signed(key, message) {
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, message));
}

export const stepAt = (ms) => Math.floor(ms / PERIOD_MS);

/** Milliseconds for which the code of this moment is still the newest. */
export const leftOf = (ms) => PERIOD_MS - (ms % PERIOD_MS);

export function stepBytes(step) {
  return Uint8Array.of(step >>> 24, step >>> 16, step >>> 8, step);
}

/** The bytes that the issuer signed, out of a code without its proof. */
export const coseOf = (code) => fromBase32(code.slice(PREFIX.length + 1));

/** The whole text to show in a step. */
export async function codeIn(step, code, key) {
  const number = stepBytes(step);
  const proof = await signed(key, joined(PREFIX, coseOf(code), number));
  return `${code}.${base32(joined(number, proof))}`;
}

/** A credential's id as people read it. */
export const visualNumber = (credentialId) => credentialId.match(/.{4}/g).join('-');
