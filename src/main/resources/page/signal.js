// A sound and a vibration for who looks at the car and not at the screen. Browsers let a page sound once it was touched.

let audio = null;

export function allowSound() {
  if (navigator.userActivation?.hasBeenActive === false) return;
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!audio && Context) audio = new Context();
  audio?.resume();
}

function tone(hertz, fromS, lengthS) {
  const at = audio.currentTime + fromS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = 'square';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.2, at);
  gain.gain.setTargetAtTime(0, at + lengthS - 0.03, 0.01);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + lengthS + 0.05);
}

/** `granted`: two rising tones, one buzz; `denied`: a long low one, two buzzes; `again`: two falling ones; `look`: three short ones. */
export function signal(kind) {
  navigator.vibrate?.({ granted: 90, denied: [250, 120, 250], again: [60, 60, 60], look: [60, 60, 60, 60, 60] }[kind]);
  if (audio?.state !== 'running') return;
  if (kind === 'granted') {
    tone(880, 0, 0.12);
    tone(1320, 0.14, 0.2);
  } else if (kind === 'denied') {
    tone(220, 0, 0.5);
  } else if (kind === 'again') {
    tone(660, 0, 0.12);
    tone(495, 0.16, 0.12);
  } else {
    [0, 0.15, 0.3].forEach((at) => tone(660, at, 0.08));
  }
}
