// Plots by Chart.js, which is loaded with the first of them. Beside each stands a table of the same numbers, for who does not see
// it; colours come from the page's style, so that they fit the dark too.

import { Component, createRef, h } from './preact.js';
import { words } from './opswords.js';

let library;

async function charts() {
  library ??= import('./chart.js').then(() => globalThis.Chart);
  return library;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const scheme = matchMedia('(prefers-color-scheme: dark)');

export class Plot extends Component {
  canvas = createRef();
  again = () => this.draw();

  componentDidMount() {
    scheme.addEventListener('change', this.again);
    this.draw();
  }

  componentDidUpdate() {
    this.draw();
  }

  componentWillUnmount() {
    scheme.removeEventListener('change', this.again);
    this.gone = true;
    this.chart?.destroy();
  }

  async draw() {
    const Chart = await charts();
    if (this.gone) return;
    const { type, labels, sets, stacked = false, max } = this.props;
    const line = colour('line');
    const soft = colour('soft');
    const axis = { grid: { color: line }, border: { color: line }, ticks: { color: soft, precision: 0, maxTicksLimit: 9, autoSkipPadding: 12, maxRotation: 0, font: { size: 13 } } };
    const data = {
      labels,
      datasets: sets.map(({ name, values, tone, dashed, fill }) => ({
        label: name, data: values,
        borderColor: colour(tone), backgroundColor: type === 'line' && fill ? `${colour(tone)}22` : colour(tone),
        borderWidth: type === 'line' ? 2 : 0, borderDash: dashed ? [5, 4] : [], pointRadius: 0, tension: 0.25, fill: Boolean(fill), borderRadius: 3,
        spanGaps: false, maxBarThickness: 36,
      })),
    };
    this.chart?.destroy();
    this.chart = new Chart(this.canvas.current, {
      type, data,
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        indexAxis: this.props.sideways ? 'y' : 'x',
        interaction: { mode: 'index', intersect: false },
        scales: { x: { ...axis, stacked, ...(this.props.sideways ? { beginAtZero: true } : { grid: { display: false } }) },
          y: { ...axis, stacked, beginAtZero: true, suggestedMax: max, ...(this.props.sideways ? { grid: { display: false } } : {}) } },
        plugins: { legend: { display: sets.length > 1, align: 'start', labels: { color: soft, boxWidth: 16, boxHeight: 3, font: { size: 13 } } } },
      },
    });
  }

  render({ name, table }) {
    return h('figure', { class: 'plot' },
      h('div', { class: 'canvas' }, h('canvas', { ref: this.canvas, role: 'img', 'aria-label': name })),
      h('details', null, h('summary', null, words.asTable), table));
  }
}

/** The same numbers in rows. */
export function Numbers({ caption, heads, rows }) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', null,
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', null, rows.map(([first, ...rest]) =>
        h('tr', null, h('th', { scope: 'row' }, first), rest.map((each) => h('td', null, each ?? '–')))))));
}
