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

/** A moment as people here write it: the day too unless it is today. */
export function moment(iso) {
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(words.lang, {
    ...(today ? {} : { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(then);
}

export const day = (iso) => new Intl.DateTimeFormat(words.lang, { dateStyle: 'long' }).format(new Date(iso));

export const number = (value) => new Intl.NumberFormat(words.lang).format(value);

/** A day of the week as the contract writes it (MON), as people here write it. */
export function weekday(name) {
  const monday = Date.UTC(2024, 0, 1);
  const index = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'].indexOf(name);
  return new Intl.DateTimeFormat(words.lang, { weekday: 'short', timeZone: 'UTC' }).format(monday + index * 86_400_000);
}
