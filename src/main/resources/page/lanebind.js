// Before it is a lane: its key comes as a link or a QR code, or is typed.

import { Camera, Photo } from './lanecamera.js';
import { h } from './preact.js';
import { words } from './words.js';

export function Bind({ camera, canLook, problem, onKey, onCamera }) {
  const sent = (event) => {
    event.preventDefault();
    onKey(new FormData(event.target).get('key'));
  };
  return h('main', { class: 'sheet' },
    h('h1', null, words.bindTitle),
    h('p', null, words.bindWhy),
    canLook && (camera
      ? h(Camera, { onCode: onKey, onFail: () => onCamera(false), onClose: () => onCamera(false) })
      : h('button', { type: 'button', class: 'main', onClick: () => onCamera(true) }, words.camera)),
    h('form', { onSubmit: sent },
      h('label', { for: 'key' }, words.bindPaste),
      h('input', {
        id: 'key', name: 'key', type: 'password', dir: 'ltr', required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: false,
        'aria-invalid': Boolean(problem), 'aria-describedby': problem ? 'no-key' : null,
      }),
      problem && h('p', { id: 'no-key', class: 'warn', role: 'alert' }, words.bindProblems[problem] ?? words.bindProblems.other),
      h('button', { class: 'main' }, words.bindButton)));
}

/** What shows codes to this lane: the camera, a photo, fingers, a scanner that types. */
export function Reading({ camera, canLook, onCamera, onCode, onFile }) {
  const typed = (event) => {
    event.preventDefault();
    const field = event.target.elements.code;
    const code = field.value.trim();
    field.value = '';
    if (matchMedia('(pointer: coarse)').matches) field.blur(); // its keyboard covers the answer
    if (code) onCode(code);
  };
  return h('section', { class: 'reading' },
    camera && h(Camera, { onCode, onFail: () => onCamera(false), onClose: () => onCamera(false) }),
    !camera && (canLook
      ? h('button', { type: 'button', class: 'main', onClick: () => onCamera(true) }, words.camera)
      : h(Photo, { onFile })),
    h('form', { class: 'typed', onSubmit: typed },
      h('label', { for: 'code' }, words.typed),
      h('div', null,
        h('input', {
          id: 'code', name: 'code', dir: 'ltr', maxlength: 512, autocomplete: 'off', autocapitalize: 'characters', spellcheck: false,
          placeholder: 'ABCD-EFGH-JKMN-PQRS', enterkeyhint: 'go',
        }),
        h('button', { class: 'go' }, words.go))),
    h('p', { class: 'soft' }, words.wedge),
    canLook && h(Photo, { onFile }));
}
