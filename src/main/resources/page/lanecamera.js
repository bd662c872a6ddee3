// The phone as a reader: codes in the camera's picture where the browser can find them itself, else a photo for the service to read.

import { Component, createRef, h } from './preact.js';
import { words } from './words.js';

const LOOK_MS = 150;
const SAME_MS = 3_000;
const SIDE_PIXELS = 1_600;
const MOST_BYTES = 2 * 1024 * 1024;

/** Whether this browser finds codes by itself. */
export async function canLook() {
  if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return false;
  const formats = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code');
}

/** Looks until it is taken away; the same code twice within 3 s is one. */
export class Camera extends Component {
  video = createRef();
  shown = '';
  shownMs = 0;

  async componentDidMount() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (this.gone) return this.end();
      this.video.current.srcObject = this.stream;
      await this.video.current.play();
      this.detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
      this.timer = setInterval(() => this.look(), LOOK_MS);
    } catch {
      this.props.onFail();
    }
    return undefined;
  }

  componentWillUnmount() {
    this.gone = true;
    this.end();
  }

  end() {
    clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
  }

  async look() {
    if (this.looking) return;
    this.looking = true;
    try {
      const codes = (await this.detector.detect(this.video.current)).map(({ rawValue }) => rawValue);
      const code = codes.find((each) => each.startsWith('QP1')) ?? codes[0];
      if (code && !this.gone && (code !== this.shown || Date.now() - this.shownMs > SAME_MS)) this.props.onCode(code);
      if (code) {
        this.shown = code;
        this.shownMs = Date.now();
      }
    } catch {
      // no picture yet
    }
    this.looking = false;
  }

  render({ onClose }) {
    return h('div', { class: 'camera' },
      h('video', { ref: this.video, muted: true, playsinline: true, 'aria-label': words.camera }),
      h('button', { type: 'button', class: 'quiet', onClick: onClose }, words.cameraOff));
  }
}

const asJpeg = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** A photo small enough to be sent. Null: this browser cannot decode it, and it is too large as it is. */
export async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file);
    const by = Math.min(1, SIDE_PIXELS / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * by));
    canvas.height = Math.max(1, Math.round(picture.height * by));
    const drawing = canvas.getContext('2d');
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.imageSmoothingQuality = 'high';
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await asJpeg(canvas, 0.9);
    return small.size <= MOST_BYTES ? small : asJpeg(canvas, 0.6);
  } catch {
    return file.size <= MOST_BYTES && ['image/png', 'image/jpeg'].includes(file.type) ? file : null;
  }
}

export function Photo({ onFile }) {
  return h('label', { class: 'main photo' },
    h('input', {
      id: 'photo', type: 'file', accept: 'image/*', onChange: (event) => {
        const [file] = event.target.files;
        event.target.value = ''; // the same photo again is a photo again
        if (file) onFile(file);
      },
    }),
    h('span', null, words.photo));
}
