// What this phone says to the service: it claims its credential, and asks what is known of it.

import { base64url, joined, signed } from './code.js';
import { measured, now } from './clock.js';
import { recoveryCode, recoveryHash } from './recovery.js';
import { keep } from './store.js';

const WAIT_MS = 15_000;

/** An answer that is none: `problem` is the last part of its type, or `no-network`. */
export class Refused extends Error {
  constructor(problem, date) {
    super(problem);
    this.problem = problem;
    this.date = date;
  }
}

/** Posts and reads JSON; the answer, and between which moments of this phone's clock the service gave it. */
async function post(path, body) {
  const asked = Date.now();
  let answer;
  let json;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    json = await answer.json();
  } catch {
    throw new Refused('no-network');
  }
  const answered = Date.now();
  if (!answer.ok) throw new Refused(String(json.type).split('/').pop(), answer.headers.get('Date'));
  return { json, asked, answered };
}

function newKey() {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}

/**
 * Makes a key and binds the link's credential to it. What is kept: `credentialId`, `code` (without a proof), `expiresAt`, `key`, and
 * until its driver has written it down `recovery`.
 *
 * @throws Refused
 */
export async function claim(claimToken) {
  const { privateKey, publicKey } = await newKey();
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const signature = base64url(await signed(privateKey, joined('QP1-CLAIM', claimToken)));
  const recovery = await recoveryCode();
  const { json, asked, answered } = await post('/v1/devices/claim', {
    claimToken,
    publicKey: { kty, crv, x, y },
    signature,
    recoveryHash: await recoveryHash(recovery),
  });
  const phone = {
    credentialId: json.credentialId,
    code: json.code,
    expiresAt: json.expiresAt,
    key: privateKey,
    aheadMs: measured(json.serverTime, asked, answered),
    recovery,
  };
  await keep('credential', phone);
  return phone;
}

/**
 * What is known of the phone's credential, and how far ahead this clock is by the answer.
 *
 * @throws Refused
 */
export async function view(phone) {
  const { json, asked, answered } = await say(phone, '/v1/devices/view', 'QP1-VIEW');
  return { ...json, aheadMs: measured(json.serverTime, asked, answered) };
}

/**
 * Asks about a refusal or a stay: `about` has its `decisionId` or `sessionId`. The same again asks nothing anew.
 *
 * @throws Refused
 */
export const ask = (phone, messageId, about, text) => say(phone, '/v1/devices/messages', 'QP1-WHY',
  messageId + (about.decisionId ?? about.sessionId) + text, { messageId, ...about, text });

/**
 * Asks about the answer.
 *
 * @throws Refused
 */
export const askAgain = (phone, messageId, text) =>
  say(phone, `/v1/devices/messages/${messageId}/reopen`, 'QP1-AGAIN', messageId + text, { text });

/**
 * Gives a visitor a code; the same again makes another link in place of the one before.
 *
 * @throws Refused
 */
export const giveVisitor = (phone, visitorId, placeId, validUntil) => say(phone, '/v1/devices/visitors', 'QP1-VISITOR',
  visitorId + placeId + validUntil, { visitorId, placeId, validUntil });

/**
 * Ends what a visitor was given.
 *
 * @throws Refused
 */
export const takeBack = (phone, visitorId) => say(phone, `/v1/devices/visitors/${visitorId}/end`, 'QP1-TAKE-BACK', visitorId);

/** Posts what the phone signs: a prefix, its credential, the moment, then more. */
async function say(phone, path, prefix, more = '', body = {}) {
  try {
    return await sayAt(now(), phone, path, prefix, more, body);
  } catch (refused) {
    if (refused.problem !== 'wrong-clock') throw refused;
    return sayAt(Date.parse(refused.date), phone, path, prefix, more, body); // the clock was set since the last answer
  }
}

async function sayAt(ms, { credentialId, key }, path, prefix, more, body) {
  const signedAt = Math.floor(ms / 1000);
  const signature = base64url(await signed(key, joined(prefix, credentialId, String(signedAt), new TextEncoder().encode(more))));
  return post(path, { credentialId, signedAt, signature, ...body });
}

/**
 * Kills or moves the credential of a lost phone: `KILL` or `MOVE`, which answers `claimToken`.
 *
 * @throws Refused
 */
export async function recover(code, action) {
  const { json } = await post('/v1/devices/recover', { recoveryCode: code, action });
  return json;
}

/** The token of a claim link, or of what follows its #; null where it is none. */
export function tokenIn(text) {
  return /^(?:[^#]*#)?([A-Za-z0-9_-]{43})$/.exec(text.trim())?.[1] ?? null;
}
