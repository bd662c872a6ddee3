// Small parts that several views show.

import { Component, h } from './preact.js';
import { Field } from './opsdialog.js';
import { serviceNow } from './opslive.js';
import { ago, number, words } from './opswords.js';

/** A view's heading, which takes the focus when the view is opened. */
export const Title = ({ children, ...rest }) => h('h1', { tabindex: -1, ...rest }, children);

/** A few words on a coloured ground; the words say it all, the colour nothing more. */
export const Pill = ({ tone = 'plain', children, ...rest }) => h('span', { class: `pill ${tone}`, ...rest }, children);

/** How full: a bar that the number beside it says in words. */
export function Bar({ count, capacity }) {
  const part = capacity ? Math.min(1, count / capacity) : 0;
  return h('span', { class: `bar ${level(count, capacity)}`, 'aria-hidden': true, hidden: capacity === null },
    h('span', { style: { inlineSize: `${100 * part}%` } }));
}

export const level = (count, capacity) => {
  if (capacity === null) return 'free';
  return count >= capacity ? 'none' : count > 0.9 * capacity ? 'few' : 'free';
};

/** 131 / 220, or 131 where there is no limit. */
export function Count({ count, capacity }) {
  return h('span', { class: 'count' }, h('strong', null, number(count)), capacity === null ? null : h('small', null, ` / ${number(capacity)}`));
}

export const freeText = ({ available }) => (available === null ? words.unlimited : words.free(available));

/** How long ago something was, which grows while one looks. */
export class Ago extends Component {
  componentDidMount() {
    this.timer = setInterval(() => this.forceUpdate(), 1_000);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  render({ iso }) {
    return h('time', { datetime: iso }, ago(serviceNow() - Date.parse(iso)));
  }
}

/** Renders again whenever the counts change. */
export class Counted extends Component {
  componentDidMount() {
    this.props.counts.listeners.add(this.heard = () => this.forceUpdate());
  }

  componentWillUnmount() {
    this.props.counts.listeners.delete(this.heard);
  }

  render({ counts, children }) {
    return children(counts.lots);
  }
}

/** One of the places that this person may see, each below the one that it lies in. */
export function PlaceChoice({ places, label, none, required = false }) {
  const options = (place, depth) => [
    h('option', { value: place.placeId }, `${'\u2003'.repeat(depth)}${place.name}`),
    ...place.children.flatMap((each) => options(each, depth + 1)),
  ];
  return h(Field, { label, name: 'placeId' }, (id) =>
    h('select', { id, name: 'placeId', required },
      none !== undefined && h('option', { value: '' }, none),
      places.roots.flatMap((place) => options(place, 0))));
}

const SOON_MS = 300;

/**
 * Asks at once, and again when the service says that something is new: `bell` rings, for a place that this is `about` or without one.
 * Many rings within `afterMs` are one question. What was said last stays while nobody answers.
 */
export class Asked extends Component {
  state = { answer: undefined, failed: false };

  componentDidMount() {
    this.ask();
    this.props.bell?.add(this.heard = (placeId) => this.rung(placeId));
  }

  rung(placeId) {
    const { about, afterMs = SOON_MS } = this.props;
    if (placeId !== undefined && about && !about(placeId)) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.ask();
    }, afterMs);
  }

  componentDidUpdate(before) {
    if (before.what !== this.props.what) this.ask();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
    this.props.bell?.delete(this.heard);
    this.gone = true;
  }

  async ask() {
    const { what } = this.props;
    try {
      const answer = await this.props.asks();
      if (!this.gone && what === this.props.what) this.setState({ answer, failed: false });
    } catch (refused) {
      if (!this.gone && what === this.props.what) this.setState({ failed: refused });
    }
  }

  render({ children }, { answer, failed }) {
    return children(answer, failed, () => this.ask());
  }
}
