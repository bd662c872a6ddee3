// Three raw indicators of each of the last days: how late the service knew, by how much it counted wrong, how long its lanes were there.

import { h } from './preact.js';
import { number, words } from './words.js';

const dayName = (day) => new Intl.DateTimeFormat(words.lang, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
  .format(new Date(`${day}T00:00:00Z`));

const percent = (fraction) => new Intl.NumberFormat(words.lang, { style: 'percent', maximumFractionDigits: 2 }).format(fraction);

function Day({ day, delay, countError, lanes }) {
  return h('tr', null,
    h('th', { scope: 'row' }, dayName(day)),
    h('td', null, delay.events === 0 ? '–' : [
      words.duration(delay.medianSeconds), delay.late > 0 && h('small', null, words.late(number(delay.late)))]),
    h('td', { class: countError.cars > 0 ? 'some' : null }, number(countError.cars),
      countError.corrections > 0 && h('small', null, words.corrections(number(countError.corrections)))),
    h('td', { class: lanes.upFraction !== null && lanes.upFraction < 0.99 ? 'some' : null },
      lanes.upFraction === null ? '–' : percent(lanes.upFraction)));
}

function Messages({ open, oldest, answered, medianSecondsToAnswer, days, ago }) {
  return [
    h('h5', null, words.messagesTitle),
    h('p', null, open === 0 ? words.messagesNone : words.messagesOpen(number(open), ago(oldest))),
    h('p', null, medianSecondsToAnswer === null ? words.messagesAnswered(number(answered), number(days))
      : words.messagesWithin(number(answered), number(days), words.duration(medianSecondsToAnswer))),
  ];
}

/**
 * @param health as the service answers
 * @param messages null: nobody can say; without numbers where this lot has none
 */
export function Health({ health, messages, ago }) {
  return h('section', { class: 'health' },
    h('h5', null, words.healthTitle),
    h('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': words.healthTitle }, h('table', null,
      h('thead', null, h('tr', null,
        h('th', { scope: 'col' }, words.day), h('th', { scope: 'col' }, words.delay),
        h('th', { scope: 'col' }, words.countError), h('th', { scope: 'col' }, words.upTime))),
      h('tbody', null, health.days.map((day) => h(Day, { key: day.day, ...day }))))),
    h('details', null,
      h('summary', null, words.healthHow),
      h('ul', { class: 'rules' }, words.healthWhat.map((each) => h('li', { key: each }, each)))),
    h('p', { class: 'soft' }, words.computed(ago(health.computedAt))),
    messages?.open !== undefined && h(Messages, { ...messages, ago }));
}
