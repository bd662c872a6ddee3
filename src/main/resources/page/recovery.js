// The recovery code: with it a driver kills or moves the credential of a lost phone, from any browser. 26 random characters of
// Crockford's Base32 and two that check the typing; the service learns only its hash.

import { base64url, joined } from './code.js';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM = 26;

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));

async function withCheck(random) {
  const [first, second] = await sha256('QP1-RECOVERY-CHECK', random);
  return random + LETTERS[first >>> 3] + LETTERS[((first & 7) << 2) | (second >>> 6)];
}

/** A new one. */
export function recoveryCode() {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM));
  return withCheck([...bytes].map((byte) => LETTERS[byte & 31]).join(''));
}

/** What the claim tells of it. */
export const recoveryHash = async (code) => base64url(await sha256('QP1-RECOVERY', code));

/** As it is read and typed. */
export const inGroups = (code) => code.match(/.{4}/g).join('-');

/** The code that was typed, with any dashes and spaces, in any case; null where it is none. */
export async function typedCode(text) {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{28}$/.test(code)) return null;
  return (await withCheck(code.slice(0, RANDOM))) === code ? code : null;
}
