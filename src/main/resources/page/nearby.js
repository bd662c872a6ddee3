// Lots by name, or nearest first once somebody asks for it.

import { Component, h } from './preact.js';
import { far, nearest, NotFound, whereIAm } from './near.js';
import { words } from './words.js';

const ROUGH_M = 300; // a position known no better is called so

let left = {}; // while another view is shown, as long as the page is open

/** Tells its child the lots in order, where this device is (null: not known), and what chooses the order. */
export class Nearby extends Component {
  state = left;

  componentWillUnmount() {
    left = { ...this.state, asking: false };
  }

  async find() {
    this.setState({ asking: true });
    try {
      this.setState({ at: await whereIAm(), problem: null });
    } catch (notFound) {
      if (!(notFound instanceof NotFound)) throw notFound;
      this.setState({ at: null, problem: notFound.problem });
    } finally {
      this.setState({ asking: false });
    }
  }

  /** The page is drawn often, and sorting a city takes a phone a while. */
  ordered(items, at) {
    const { of, from, lang } = this.order ?? {};
    if (of !== items || from !== at || lang !== words.lang) {
      this.order = { of: items, from: at, lang: words.lang, lots: nearest(items, at) };
    }
    return this.order.lots;
  }

  told(items) {
    const { at, asking, problem } = this.state;
    if (!items.some((lot) => lot.location)) return words.order.nowhere;
    if (asking) return words.order.asking;
    if (!at) return words.order[problem ?? 'name'];
    return at.accuracy > ROUGH_M ? `${words.order.near} ${words.rough(far(at.accuracy))}` : words.order.near;
  }

  /** The way to an order by nearness, and back. */
  choice(items) {
    const { at, asking } = this.state;
    if (!items.some((lot) => lot.location)) return null;
    return [
      h('button', { type: 'button', class: 'quiet', id: 'near', disabled: asking, onClick: () => this.find() },
        at ? words.nearAgain : words.near),
      at && h('button', { type: 'button', class: 'quiet', id: 'by-name', onClick: () => this.setState({ at: null }) }, words.byName),
      !at && h('small', null, words.nearWhy),
    ];
  }

  render({ items, children }, { at = null }) {
    return children(this.ordered(items, at), at, [
      this.choice(items),
      h('p', { class: 'order', role: 'status' }, this.told(items)),
    ]);
  }
}
