import near from './nearen.js';

const plural = (count, one, many) => (count === 1 || count === '1' ? one : many);

export default {
  ...near,
  lang: 'en',
  dir: 'ltr',
  name: 'English',
  title: 'Free spaces now · Parkgate',

  heading: 'Free spaces now',
  waiting: 'One moment…',
  none: 'No lot is open to the public yet.',
  state: {
    waiting: () => 'Connecting…',
    live: () => 'Live',
    old: (age) => `Numbers from ${age}`,
    lost: (age) => (age === null ? 'No connection, trying again…' : `No connection: numbers from ${age}`),
  },
  ago: (seconds) => {
    if (seconds < 60) return `${seconds} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
    return `${Math.floor(seconds / 86_400)} d ago`;
  },

  linksTitle: 'Other pages',
  links: {
    '/app': ['I park', 'My code, my stays'],
    '/lane': ['I stand at a gate', 'Scan with a phone or tablet'],
    '/ops': ['I run lots', 'Counts, lanes, rights'],
    '/docs': ['I connect a system', 'The interface'],
  },

  free: (count) => plural(count, 'space free', 'spaces free'),
  freeIn: (count) => `${count} free`,
  lots: (count) => (count === 1 ? '1 lot' : `${count} lots`),
  silentLots: (count) => `${count} silent`,
  unlimited: 'not limited',
  inside: (count) => `${count} inside`,
  taken: (count, capacity) => `${count} of ${capacity} taken`,
  lastChange: (age) => `updated ${age}`,
  silent: 'No news from its gates: may be out of date',
  quiet: 'no car reported lately',
  status: { FULL: 'Full: no visitors', CLOSED: 'Closed', CLOSED_TO_ALL: 'Closed' },
  more: 'Rules and health',
  less: 'Close',
  aboutAway: 'This cannot be read right now.',

  rulesTitle: 'Rules in force',
  version: (version, since) => `Version ${version}, since ${since}`,
  rules: {
    admitTransients: { true: 'Visitors may enter, and so may holders of a right.', false: 'Only holders of a right may enter.' },
    status: {
      OPEN: 'It is open.',
      FULL: 'It counts as full: visitors are not let in.',
      CLOSED: 'It is closed: only staff are let in.',
      CLOSED_TO_ALL: 'It is closed to everyone.',
    },
    capacity: (spaces) => (spaces === null ? 'Its spaces are not limited.' : `It has ${spaces} ${plural(spaces, 'space', 'spaces')}.`),
    fullPolicy: {
      HARD: 'When all are taken, nobody more is let in.',
      SOFT: 'When all are taken, holders of a right are still let in.',
    },
    minAssurance: {
      S: 'Codes on paper and on phones are taken.',
      T: 'Only codes that change every 15 seconds are taken, no paper.',
      D: 'Only codes made by the driver’s own phone are taken.',
    },
    passback: {
      HARD: 'A code whose car is inside lets no second car in.',
      SOFT: 'A code whose car is inside lets a second car in, and that is noted.',
      OFF: 'A code may let several cars in.',
    },
    noOpenSession: {
      OPEN_AND_FLAG: 'A car whose entry nobody saw is let out, and that is noted.',
      REFUSE: 'A car whose entry nobody saw needs the attendant to get out.',
    },
    revokedExit: {
      OPEN_AND_FLAG: 'A car whose code was switched off meanwhile is let out, and that is noted.',
      CALL_ATTENDANT: 'A car whose code was switched off meanwhile needs the attendant to get out.',
    },
    stalePack: {
      ALWAYS_RIGHTS: 'A gate that has been cut off for long lets in only who has a right for that case.',
      AS_FRESH: 'A gate that is cut off lets in whoever it last knew, however long ago.',
      NO_ENTRY: 'A gate that has been cut off for long lets nobody in.',
    },
    passageTimeoutSeconds: (seconds) => `Once a gate has opened, a car has ${seconds} s to pass.`,
  },
  pools: 'Shared spaces',
  pool: (spaces, policy) => `${spaces} ${plural(spaces, 'space', 'spaces')}; ${{
    HARD: 'when they are taken, its members wait outside',
    SOFT: 'when they are taken, its members are still let in',
    CHARGE: 'when they are taken, its members enter as visitors',
  }[policy]}`,

  nextTitle: 'What comes next',
  nextNone: 'No change is announced.',
  nextFrom: (version, from) => `Version ${version}, from ${from}:`,
  nextSame: 'Nothing in it differs from now.',
  announced: (when) => `Announced ${when}`,
  correctionTitle: 'Last correction of the count',
  correctionNone: 'Nobody has corrected it yet.',
  correction: {
    SET: (before, after) => `Set by hand from ${before} to ${after} cars.`,
    RESET: (before, after) => `Reset from ${before} to ${after} cars, all stays closed.`,
  },
  noReason: 'No reason is kept.',

  healthTitle: 'Health, last 7 days',
  day: 'Day',
  delay: 'Delay',
  countError: 'Miscounted cars',
  upTime: 'Gates up',
  late: (count) => `${count} late`,
  corrections: (count) => `${count} ${plural(count, 'correction', 'corrections')}`,
  duration: (seconds) => {
    if (seconds < 60) return `${seconds} s`;
    return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
  },
  healthHow: 'How this is measured',
  healthWhat: [
    'Delay: how long after it happened the service knew what the gates told, half of it sooner. Late is more than a minute.',
    'Miscounted cars: by how many cars people corrected the count, and passages that did not fit it, added up whichever way.',
    'Gates up: of the time that its gates were known, how long they were heard.',
  ],
  computed: (age) => `Measured ${age}`,

  messagesTitle: 'Questions about refusals',
  messagesNone: 'None waits for an answer.',
  messagesOpen: (count, age) => `${count} ${plural(count, 'waits', 'wait')} for an answer, the oldest from ${age}.`,
  messagesAnswered: (count, days) => `${count} answered in the last ${days} days.`,
  messagesWithin: (count, days, time) => `${count} answered in the last ${days} days, half of them within ${time}.`,

  counted: 'Counted at the gates. A lot whose gates have stopped reporting keeps its last number and is marked.',
  asData: 'The same as data',
};
