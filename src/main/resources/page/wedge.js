// A scanner that types: keys faster than fingers, then Enter, wherever on the page the focus is. What is typed into a field is the
// field's.

const FASTEST_FINGER_MS = 60;
const SHORTEST = 6;

export function onWedge(then) {
  let typed = '';
  let lastMs = 0;
  const key = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target.matches?.('input, textarea')) return;
    if (event.key === 'Enter') {
      if (typed.length >= SHORTEST && event.timeStamp - lastMs <= FASTEST_FINGER_MS) {
        event.preventDefault();
        then(typed);
      }
      typed = '';
    } else if (event.key.length === 1) {
      typed = event.timeStamp - lastMs > FASTEST_FINGER_MS ? event.key : typed + event.key;
      lastMs = event.timeStamp;
      if (typed.length > 1) event.preventDefault(); // a blank would press the button that has the focus
      if (typed.length > 512) typed = '';
    }
  };
  addEventListener('keydown', key);
  return () => removeEventListener('keydown', key);
}
