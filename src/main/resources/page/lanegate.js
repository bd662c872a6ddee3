// What a hand-held lane says to the service. Its key goes along in a header and nowhere else.

import { measured, setAhead } from './clock.js';

const WAIT_MS = 6_000;
const PICTURE_WAIT_MS = 20_000;

/** A lane repeats a scan for so long; what is older is told as something that happened. */
export const REPEAT_MS = 5 * 60_000;

const LONGEST_PAUSE_MS = 10_000;

/** Nothing was decided: no network, no answer in time, or the service asks to come again. */
export class Unheard extends Error {
  constructor(afterMs = 0) {
    super('unheard');
    this.afterMs = afterMs;
  }
}

/** An answer that is none: `problem` is the last part of its type. */
export class Refused extends Error {
  constructor(status, problem, title) {
    super(title);
    this.status = status;
    this.problem = problem;
  }
}

async function ask(key, path, { method = 'POST', json, file, waitMs = WAIT_MS } = {}) {
  let answer;
  let body;
  const tooLong = new AbortController(); // old phones have no AbortSignal.timeout
  const timer = setTimeout(() => tooLong.abort(), waitMs);
  try {
    answer = await fetch(path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(json ? { 'Content-Type': 'application/json' } : {}),
        ...(file ? { 'Content-Type': file.type } : {}),
      },
      body: json ? JSON.stringify(json) : file,
      signal: tooLong.signal,
    });
    body = await answer.json();
  } catch {
    throw new Unheard();
  } finally {
    clearTimeout(timer);
  }
  if (answer.ok) return body;
  const problem = String(body.type).split('/').pop();
  // As many as a day takes: no matter of coming again in a moment.
  const later = answer.status === 429 && problem !== 'too-many-messages';
  if (answer.status >= 500 || later || answer.status === 408) {
    throw new Unheard(1000 * (Number(answer.headers.get('Retry-After')) || 1));
  }
  throw new Refused(answer.status, problem, body.title);
}

/** Asks once; `scan` has a `code`, or a `file` with the picture of one. */
export function scan(key, { scanId, code, file, eventTime, deviceSeq }) {
  return file
    ? ask(key, `/v1/scans/image?${new URLSearchParams({ scanId, eventTime, deviceSeq })}`, { file, waitMs: PICTURE_WAIT_MS })
    : ask(key, '/v1/scans', { json: { scanId, code, eventTime, deviceSeq } });
}

export const passage = (key, json) => ask(key, '/v1/passages', { json });

/** What the lane did by itself; one result for each. */
export async function tell(key, scans) {
  const { results } = await ask(key, '/v1/scans/batch', { json: { scans }, waitMs: 3 * WAIT_MS });
  return results;
}

export const occupancy = (key, placeId) => ask(key, `/v1/places/${placeId}/occupancy`, { method: 'GET' });

/** For a driver without a phone: why was this refused? */
export const askWhy = (key, messageId, decisionId, text) => ask(key, '/v1/messages', { json: { messageId, decisionId, text } });

export const askAgain = (key, messageId, text) => ask(key, `/v1/messages/${messageId}/reopen`, { json: { text } });

export const messageNow = (key, messageId) => ask(key, `/v1/messages/${messageId}`, { method: 'GET' });

export const report = (key, commandId, result) => ask(key, `/v1/lane/commands/${commandId}`, { json: { result } });

/** Says that the lane is there, and hears whose it is; this clock is set by the answer. */
export async function heartbeat(key, buffered) {
  const asked = Date.now();
  const answer = await ask(key, '/v1/lane/heartbeat', {
    json: { clock: new Date().toISOString(), buffered, software: 'parkgate lane page' },
  });
  setAhead(measured(answer.serverTime, asked, Date.now()));
  return answer;
}

/** The network may be back before the pause is over. */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
    signal.addEventListener('abort', over);
  });
}

/**
 * Asks again while nothing is heard, less and less often, for 5 minutes at most or until the signal.
 *
 * @param onUnheard told of each time
 * @throws Unheard, Refused
 */
export async function insist(attempt, signal, onUnheard) {
  const end = Date.now() + REPEAT_MS;
  for (let ms = 500; ; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof Unheard)) throw failure;
      await onUnheard();
      if (Date.now() + ms > end) throw failure;
      await pause(Math.max(ms, failure.afterMs), signal);
      if (signal.aborted) throw failure;
    }
  }
}

/** The key of a link to this page, or of what follows its #; null where it is none. */
export function keyIn(text) {
  return /^(?:[^#]*#)?(pg_lane_[A-Za-z0-9]{1,64}_[A-Za-z0-9_-]{16,128})$/.exec(text.trim())?.[1] ?? null;
}
