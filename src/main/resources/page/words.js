// The words of a page: each of its languages has a file with the same names. A name may be a function of what it speaks of.

const CHOICE = 'parkgate.language';

let languages = {};
let tag;

/** The words of the language that is set. */
export let words;

function set(language) {
  tag = language;
  words = languages[tag];
  document.documentElement.lang = words.lang;
  document.documentElement.dir = words.dir;
  document.title = words.title;
}

function first() {
  const chosen = localStorage.getItem(CHOICE);
  if (chosen in languages) return chosen;
  const wished = navigator.languages.map((each) => each.slice(0, 2));
  return wished.find((each) => each in languages) ?? 'en';
}

/** What the page speaks, by the two letters of each language; said once, before anything is shown. */
export function speak(all) {
  languages = all;
  set(first());
}

/** The names of the other languages, each in itself. */
export const others = () => Object.keys(languages).filter((each) => each !== tag)
  .map((each) => ({ tag: each, lang: languages[each].lang, name: languages[each].name }));

export function choose(language) {
  localStorage.setItem(CHOICE, language);
  set(language);
}

const MOST_FORMATS = 100;
const formats = new Map();

/** Making one takes an old phone longer than using it, and pages are drawn several times a second. */
function formatOf(lang, options) {
  const key = lang + JSON.stringify(options);
  if (!formats.has(key)) {
    if (formats.size >= MOST_FORMATS) formats.clear();
    formats.set(key, new Intl.DateTimeFormat(lang, options));
  }
  return formats.get(key);
}

const dayIn = (timeZone, then) => formatOf('en-CA', { timeZone, dateStyle: 'short' }).format(then);
const clockIn = (timeZone, then) => formatOf('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(then);

/** A time zone that this browser knows, or its own: an old phone does not know the newest names. */
function known(zone) {
  try {
    formatOf('en-CA', { timeZone: zone, dateStyle: 'short' });
    return zone;
  } catch {
    return undefined;
  }
}

/**
 * A moment as people here write it: the day too unless it is today.
 *
 * @param zone the time zone of the place that it is about, which is named where this device's clock shows another time
 * @param time how hours and minutes are written
 */
export function moment(iso, zone, time = { hour: 'numeric', minute: '2-digit' }) {
  const then = new Date(iso);
  const timeZone = known(zone);
  return formatOf(words.lang, {
    timeZone,
    ...(dayIn(timeZone, then) === dayIn(timeZone, new Date()) ? {} : { year: 'numeric', month: 'short', day: 'numeric' }),
    ...time,
    ...(clockIn(timeZone, then) === clockIn(undefined, then) ? {} : { timeZoneName: 'short' }),
  }).format(then);
}

/** @param zone the time zone of the place that it is about */
export const day = (iso, zone) => formatOf(words.lang, { timeZone: known(zone), dateStyle: 'long' }).format(new Date(iso));

export const number = (value) => new Intl.NumberFormat(words.lang).format(value);

/** A day of the week as the contract writes it (MON), as people here write it. */
export function weekday(name) {
  const monday = Date.UTC(2024, 0, 1);
  const index = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'].indexOf(name);
  return new Intl.DateTimeFormat(words.lang, { weekday: 'short', timeZone: 'UTC' }).format(monday + index * 86_400_000);
}
