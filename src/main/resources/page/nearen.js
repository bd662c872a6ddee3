// Words for an order by nearness, on every page that has one.

export default {
  near: 'Nearest first',
  nearAgain: 'I have moved',
  byName: 'By name',
  nearWhy: 'The browser asks you first. Where you are stays in this browser: this page sends it to nobody, and forgets it when it is closed.',
  order: {
    name: 'By name: this page does not know where you are.',
    near: 'Nearest first, in a straight line.',
    asking: 'Asking where you are…',
    nowhere: 'By name: no lot has told where it is.',
    denied: 'By name: this page may not know where you are. The browser’s settings for this page can allow it.',
    unavailable: 'By name: this device does not know where it is right now.',
    timeout: 'By name: this device did not find where it is in time. Try again in the open.',
  },
  rough: (distance) => `Where you are is known to within ${distance} only.`,
  metres: (count) => `${count} m`,
  kilometres: (count) => `${count} km`,
};
