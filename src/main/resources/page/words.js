// The words of the page: each language has a file with the same names. A name may be a function of what it speaks of.

import en from './en.js';
import zh from './zh.js';

const LANGUAGES = { en, zh };
const CHOICE = 'parkgate.language';

function first() {
  const chosen = localStorage.getItem(CHOICE);
  if (chosen in LANGUAGES) return chosen;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2));
  return wished.find((tag) => tag in LANGUAGES) ?? 'en';
}

let tag;

/** The words of the language that is set. */
export let words;

function set(language) {
  tag = language;
  words = LANGUAGES[tag];
  document.documentElement.lang = words.lang;
  document.documentElement.dir = words.dir;
  document.title = words.title;
}

set(first());

/** The names of the other languages, each in itself. */
export const others = () => Object.keys(LANGUAGES).filter((each) => each !== tag)
  .map((each) => ({ tag: each, lang: LANGUAGES[each].lang, name: LANGUAGES[each].name }));

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
