// How times and stretches of time are written here, beside the words themselves.

import { moment, words } from './words.js';

export { others, words, number } from './words.js';

/** How long ago, from milliseconds. */
export function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return words.secondsAgo(seconds);
  if (seconds < 3600) return words.minutesAgo(Math.floor(seconds / 60));
  if (seconds < 2 * 86_400) return words.hoursAgo(Math.floor(seconds / 3600));
  return words.daysAgo(Math.floor(seconds / 86_400));
}

/** How long, from milliseconds; seconds too where they are asked for and it is short. */
export function long(ms, seconds = false) {
  if (seconds && ms < 120_000) return words.seconds_(Math.round(ms / 1000));
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 60) return words.minutes(minutes);
  if (minutes < 2 * 1440) return words.hours(Math.floor(minutes / 60), minutes % 60);
  return words.days(Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60));
}

/** A moment in the time zone of its place, which is named where this browser's clock shows another: the day too unless it is today. */
export const at = (iso, timeZone, seconds = false) =>
  moment(iso, timeZone, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}), hourCycle: 'h23' });

/** A credential's number as it stands below its code. */
export const inFours = (credentialId) => credentialId.replace(/(.{4})(?=.)/g, '$1-');

/** The id below a number as somebody types it; null where it is none. */
export function credentialIdIn(text) {
  const bare = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(bare) ? bare : null;
}

/** A reason of a scan, in words. */
export const reasonText = (reason) => words.reasons[reason] ?? reason;

/** A flag, an alarm, a barrier's state …: in words where there are some. */
export const wordFor = (table, word) => words[table][word] ?? String(word).toLowerCase().replaceAll('_', ' ');
