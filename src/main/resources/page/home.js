// The page for everyone: which public lots have free spaces now, by which rules, and how far the numbers can be trusted. It leads
// drivers, attendants and operators to their own pages.

import { Component, h, render } from './preact.js';
import en from './homeen.js';
import { Live, tree } from './homelive.js';
import { Lot } from './homelot.js';
import { far } from './near.js';
import { Nearby } from './nearby.js';
import { choose, number, others, speak, words } from './words.js';
import zh from './homezh.js';

const LINKS = ['/app', '/lane', '/ops', '/docs'];

function Links() {
  return h('nav', { id: 'pages', class: 'links', 'aria-label': words.linksTitle },
    LINKS.map((href) => h('a', { key: href, href }, h('strong', null, words.links[href][0]), h('span', null, words.links[href][1]))));
}

class Home extends Component {
  state = { open: new Set() };
  live = new Live(() => this.later());

  componentDidMount() {
    this.live.start();
    setInterval(() => this.setState({}), 1_000); // ages grow
    const linked = decodeURIComponent(location.hash.slice(1));
    if (linked) this.setState({ open: new Set([linked]) });
  }

  /** Many counts may change at once: they are drawn together. */
  later() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.setState({});
    });
  }

  toggle(placeId) {
    const open = new Set(this.state.open);
    if (!open.delete(placeId)) open.add(placeId);
    this.setState({ open });
  }

  ago(moment) {
    return words.ago(Math.max(0, Math.round((this.live.now() - Date.parse(moment)) / 1000)));
  }

  told() {
    const state = this.live.state();
    const age = this.live.asOfMs === null ? null : this.ago(new Date(this.live.asOfMs).toISOString());
    return { state, text: words.state[state](age) };
  }

  sum(items) {
    const values = items.map((item) => this.live.values.get(item.placeId)).filter(Boolean);
    const silent = values.filter(({ reporting }) => reporting.silent > reporting.quiet).length;
    const free = values.some((value) => value.available === null)
      ? words.unlimited
      : words.freeIn(number(values.reduce((sum, value) => sum + value.available, 0)));
    return [free, words.lots(values.length), silent > 0 && words.silentLots(number(silent))].filter(Boolean).join(' · ');
  }

  lot(lot, old, rest) {
    return h(Lot, {
      key: lot.placeId,
      placeId: lot.placeId,
      name: lot.name,
      value: this.live.values.get(lot.placeId),
      old,
      open: this.state.open.has(lot.placeId),
      toggle: () => this.toggle(lot.placeId),
      ago: (moment) => this.ago(moment),
      ...rest,
    });
  }

  district(district, old) {
    return h('section', { class: 'district', key: district.placeId },
      h('div', { class: 'heading' }, h('h3', null, h('bdi', null, district.name)), h('p', { class: 'sum' }, this.sum(district.lots))),
      h('ul', { class: 'lots' }, district.lots.map((lot) => this.lot(lot, old))));
  }

  /** Nearest first, where somebody asked for that; each says in which district it is. */
  near(lots, old) {
    return h('ul', { class: 'lots' }, lots.map((lot) => this.lot(lot, old, {
      where: [lot.distance === null ? null : far(lot.distance), lot.within.at(-1)?.name].filter(Boolean),
    })));
  }

  all(old) {
    const { items } = this.live;
    if (items === null) return h('p', { class: 'note' }, words.waiting);
    if (items.length === 0) return h('p', { class: 'note' }, words.none);
    if (!items.some((lot) => lot.location)) return this.cities(items, old);
    return h(Nearby, { items }, (lots, at, choice) => [
      h('div', { class: 'choice' }, choice),
      at ? this.near(lots, old) : this.cities(items, old),
    ]);
  }

  cities(items, old) {
    return tree(items, words.lang).map((city) => h('section', { class: 'city', key: city.placeId },
      h('div', { class: 'heading' },
        h('h2', null, h('bdi', null, city.name)),
        h('p', { class: 'sum' }, this.sum(city.districts.flatMap((district) => district.lots)))),
      city.districts.map((district) => this.district(district, old))));
  }

  render() {
    const { state, text } = this.told();
    return [
      h('header', { key: 'header' },
        h('p', { class: 'brand' }, h('img', { src: new URL('./icon.svg', import.meta.url).pathname, alt: '', width: 28, height: 28 }), 'Parkgate'),
        h('a', { class: 'below', href: '#pages' }, words.linksTitle),
        others().map((other) => h('button', {
          key: other.tag, lang: other.lang, class: 'quiet',
          onClick: () => {
            choose(other.tag);
            this.setState({});
          },
        }, other.name))),
      h('main', { key: 'main' },
        h('div', { class: 'top' }, h('h1', null, words.heading), h('p', { class: `state ${state}`, role: 'status' }, text)),
        this.all(state !== 'live'),
        h(Links)),
      h('footer', { key: 'footer' },
        h('p', null, words.counted),
        h('p', null, h('a', { href: '/v1/availability' }, words.asData))),
    ];
  }
}

speak({ en, zh });
render(h(Home), document.getElementById('page'));
