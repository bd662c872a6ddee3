// What is wrong at a lot, and that a person has seen to it.

import { Component, h } from './preact.js';
import { get, post, withQuery } from './opsapi.js';
import { FormDialog, Reason } from './opsdialog.js';
import { Ago, Asked } from './opsparts.js';
import { wordFor, words } from './opswords.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** What a kind that this page knows means, in its language; the lane's own numbers stand at the lane, as they are now. */
const meaning = ({ kind, detail }) => words.alarmMeans[kind] ?? detail;

/** The stay that an alarm is about. */
const sessionIn = ({ kind, detail }) => kind === 'DOUBLE_ADMIT' && UUID.exec(detail)?.[0];

export class Alarms extends Component {
  state = { clearing: null };

  render({ place, counts, may, tell }, { clearing }) {
    return h(Asked, { what: place.placeId, bell: counts.bells.alarm, about: (placeId) => placeId === place.placeId, asks: () => get(withQuery('/v1/alarms', { placeId: place.placeId, open: true, limit: 50 })) }, (answer, failed, again) =>
      h('section', { class: `card alarms${answer?.items.length ? '' : ' none'}`, 'aria-labelledby': 'alarms' },
        h('h2', { id: 'alarms' }, words.openAlarms),
        failed && h('p', { class: 'warn' }, words.notNow),
        answer?.items.length === 0 && h('p', { class: 'soft' }, words.noAlarms),
        h('ul', { class: 'plain', 'aria-live': 'polite' }, (answer?.items ?? []).map((alarm) =>
          h('li', { key: alarm.alarmId },
            h('div', null,
              h('strong', null, wordFor('alarmKinds', alarm.kind)),
              alarm.laneId && [' · ', h('bdi', null, alarm.laneId)],
              h('small', { class: 'soft' }, h(Ago, { iso: alarm.raisedAt }), meaning(alarm) && ` · ${meaning(alarm)}`,
                sessionIn(alarm) && [' ', h('a', { href: `#/session/${sessionIn(alarm)}` }, words.session)])),
            may('clearAlarm') && h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ clearing: alarm }) }, words.clear)))),
        clearing && h(FormDialog, { title: words.clearAlarm, explains: words.clearAlarmWhy, sends: words.clear, onClose: () => this.setState({ clearing: null }),
          onSend: async ({ reason }) => {
            await post(`/v1/alarms/${clearing.alarmId}/clear`, { reason });
            tell(words.cleared);
            again();
          } }, h(Reason, {}))));
  }
}
