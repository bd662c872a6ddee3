// One public lot: its free spaces, and what stands behind them when somebody asks.

import { Component, h } from './preact.js';
import { Health } from './homehealth.js';
import { Rules } from './homerules.js';
import { number, words } from './words.js';

const AGAIN_MS = 60_000;

async function asked(path) {
  const answer = await fetch(path, { credentials: 'omit', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** What drivers asked of this lot and how fast they were answered; null where nobody can say. */
const messagesAt = (placeId) => asked('/v1/messages/figures')
  .then(({ items, days }) => ({ ...items.find((item) => item.placeId === placeId), days }))
  .catch(() => null);

/** The rules and the health of a lot, read when it is opened and each minute while it is. */
class About extends Component {
  state = {};

  componentDidMount() {
    this.read();
    this.timer = setInterval(() => this.read(), AGAIN_MS);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  async read() {
    const lot = `/v1/places/${encodeURIComponent(this.props.placeId)}`;
    try {
      const [rules, health, messages] = await Promise.all([
        asked(`${lot}/rules`), asked(`${lot}/health`), messagesAt(this.props.placeId)]);
      this.setState({ rules, health, messages, away: false });
    } catch {
      this.setState({ away: true });
    }
  }

  render({ ago }, { rules, health, messages, away }) {
    return h('div', { class: 'about' },
      away && h('p', { class: 'warn', role: 'alert' }, words.aboutAway),
      !rules && !away && h('p', { class: 'soft' }, words.waiting),
      rules && h(Rules, { rules, ago, timeZone: health.timeZone }),
      health && h(Health, { health, messages, ago }));
  }
}

function level({ capacity, available }) {
  if (capacity === null || available > capacity / 10) return 'free';
  return available > 0 ? 'few' : 'none';
}

function taken({ currentCount, capacity }) {
  if (currentCount === null || currentCount === undefined) return '';
  return capacity === null ? words.inside(number(currentCount)) : words.taken(number(currentCount), number(capacity));
}

/**
 * @param where how far, in which district; none where the page says so by its order
 * @param value its newest numbers
 * @param old whether the whole picture is
 * @param open whether what stands behind is shown
 */
export function Lot({ placeId, name, where = [], value, old, open, toggle, ago }) {
  const { capacity, available, currentCount, status, updatedAt } = value;
  const { reporting } = value;
  const silent = reporting.silent > reporting.quiet;
  const marks = [words.status[status], silent && words.silent].filter(Boolean);
  return h('li', { id: `lot-${placeId}`, class: `lot ${level(value)}${old || silent ? ' old' : ''}${open ? ' open' : ''}` },
    h('h4', { class: 'name' }, h('bdi', null, name)),
    where.length > 0 && h('p', { class: 'soft where' }, where.map((each, i) => [i > 0 && ' · ', h('bdi', { key: i }, each)])),
    h('p', { class: 'number' }, h('strong', null, capacity === null ? '–' : number(available)), ' ',
      h('span', null, capacity === null ? words.unlimited : words.free(available))),
    capacity !== null && h('progress', {
      max: Math.max(1, capacity), value: Math.min(currentCount, capacity), 'aria-hidden': true, // the line below says it in words
    }),
    h('p', { class: 'soft' }, taken(value), ' ',
      h('span', { class: 'age' }, words.lastChange(ago(updatedAt)), reporting.quiet > 0 && ` · ${words.quiet}`)),
    marks.length > 0 && h('p', { class: 'mark' }, marks.join(' · ')),
    h('button', { class: 'more', 'aria-expanded': String(open), 'aria-label': `${open ? words.less : words.more}: ${name}`, onClick: toggle },
      open ? words.less : words.more),
    open && h(About, { placeId, ago }));
}
