// How healthy a lot is: three raw indicators a day, as the service has them, each a link to the events behind it; no marks, no colours.

import { h } from './preact.js';
import { get } from './opsapi.js';
import { Numbers } from './opschart.js';
import { eventsOf } from './opsevents.js';
import { Asked } from './opsparts.js';
import { number, words } from './opswords.js';

const seconds = (value) => (value === null ? '–' : words.seconds_(number(Math.round(value * 10) / 10)));
const percent = (value) => (value === null ? '–' : `${number(Math.round(value * 1000) / 10)} %`);

export function Health({ place }) {
  return h('section', { class: 'card', 'aria-labelledby': 'health' },
    h('h2', { id: 'health' }, words.health),
    h(Asked, { what: place.placeId, asks: () => get(`/v1/places/${encodeURIComponent(place.placeId)}/health`) }, (health, failed) => [
      failed && h('p', { class: 'soft' }, words.notNow),
      health && h(Numbers, { caption: words.health, heads: [words.day, words.delay, words.delayWorst, words.countError, words.lanesUp],
        rows: health.days.map(({ day, delay, countError, lanes }) => {
          const link = (of, text) => h('a', { href: eventsOf(place.placeId, day, of), 'data-of': of, 'aria-label': words.behindOf(text, words.behind[of], day) }, text);
          return [day, link('delay', seconds(delay.medianSeconds)), seconds(delay.maxSeconds), link('countError', words.cars(countError.cars)),
            link('lanes', percent(lanes.upFraction))];
        }) }),
    ]));
}
