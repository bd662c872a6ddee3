// Draws a QR code (ISO/IEC 18004): error correction level M, the smallest version that takes the text, in alphanumeric mode; a text
// with other characters (a link, in small letters) as bytes.
//
//   text → bits (mode, count, pairs of characters in 11 bits, or bytes) → bytes, padded
//        → blocks with Reed-Solomon remainders, interleaved
//        → modules along the zigzag, under the mask with the fewest patterns that confuse a reader: first those that a
//          reader takes for a corner (the standard looks along one line only), then as the standard weighs them

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

// Level M of versions 1 to 15: remainder bytes of each block, and blocks.
const REMAINDER = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const LEVEL_M = 0;

/** Modules of a code's side. */
const sideOf = (version) => 17 + 4 * version;

/** Modules that carry data and remainders, by version. */
function dataModules(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version > 1) {
    const across = Math.floor(version / 7) + 2;
    modules -= (25 * across - 10) * across - 55;
    if (version > 6) modules -= 36;
  }
  return modules;
}

/** Bytes of data of a version. */
const room = (version) => (dataModules(version) >> 3) - REMAINDER[version - 1] * BLOCKS[version - 1];

/**
 * The modules of a text's code, row by row, true where dark; without the quiet zone of 4 modules.
 *
 * @param text at most 600 of the 45 characters, or 400 bytes
 */
export function qr(text) {
  const content = contentOf(text);
  const version = versionFor(content);
  const side = sideOf(version);
  const square = Array.from({ length: side }, () => new Array(side).fill(false));
  const taken = Array.from({ length: side }, () => new Array(side).fill(false));
  const set = (x, y, dark) => {
    square[y][x] = dark;
    taken[y][x] = true;
  };
  fixed(version, set);
  format(side, 0, set); // its place; the mask is known at the end
  fill(withRemainders(version, bytesOf(content, version)), square, taken);
  let best = null;
  for (let mask = 0; mask < 8; mask++) {
    const tried = square.map((row) => [...row]);
    apply(mask, tried, taken);
    format(side, mask, (x, y, dark) => (tried[y][x] = dark));
    const penalty = 10_000 * decoys(tried) + penaltyOf(tried);
    if (best === null || penalty < best.penalty) best = { penalty, tried };
  }
  return best.tried;
}

// ── Text to bytes ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Mode, how many characters, how long their number is in versions below 10 and from there on, and the bits of the characters. */
function contentOf(text) {
  const bits = [];
  const values = [...text].map((c) => CHARACTERS.indexOf(c));
  if (values.includes(-1)) {
    const bytes = new TextEncoder().encode(text);
    bytes.forEach((byte) => put(bits, byte, 8));
    return { mode: 0b0100, count: bytes.length, countBits: [8, 16], bits };
  }
  for (let i = 0; i + 1 < values.length; i += 2) put(bits, values[i] * 45 + values[i + 1], 11);
  if (values.length % 2) put(bits, values[values.length - 1], 6);
  return { mode: 0b0010, count: values.length, countBits: [9, 11], bits };
}

function put(bits, value, length) {
  for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
}

const countBitsOf = (content, version) => content.countBits[version < 10 ? 0 : 1];

function versionFor(content) {
  for (let version = 1; version <= REMAINDER.length; version++) {
    if (4 + countBitsOf(content, version) + content.bits.length <= 8 * room(version)) return version;
  }
  throw new RangeError('too long for a code');
}

function bytesOf(content, version) {
  const bits = [];
  put(bits, content.mode, 4);
  put(bits, content.count, countBitsOf(content, version));
  bits.push(...content.bits);
  const whole = 8 * room(version);
  put(bits, 0, Math.min(4, whole - bits.length));
  put(bits, 0, -bits.length & 7);
  const bytes = [];
  for (let i = 0; i < bits.length; i += 8) bytes.push(parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; bytes.length < room(version); pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

// ── Reed-Solomon over GF(256), x^8 + x^4 + x^3 + x^2 + 1 ─────────────────────────────────────────────────────────────

const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x;
  LOG[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);

/** The product of (x - 2^i), its leading 1 left out. */
function generator(degree) {
  let poly = [1];
  for (let i = 0; i < degree; i++) {
    const next = [...poly, 0];
    poly.forEach((c, j) => (next[j + 1] ^= times(c, EXP[i])));
    poly = next;
  }
  return poly.slice(1);
}

function remainder(data, divisor) {
  const rest = new Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((c, i) => (rest[i] ^= times(c, factor)));
  }
  return rest;
}

/** Data in blocks, the short ones first; then of each block its first byte, its second, …; the remainders likewise. */
function withRemainders(version, data) {
  const count = BLOCKS[version - 1];
  const short = Math.floor(data.length / count);
  const shortBlocks = count - (data.length % count);
  const divisor = generator(REMAINDER[version - 1]);
  const blocks = [];
  for (let i = 0, from = 0; i < count; i++) {
    const length = short + (i < shortBlocks ? 0 : 1);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const remainders = blocks.map((block) => remainder(block, divisor));
  const turns = (rows, length) =>
    Array.from({ length }, (_, i) => rows.filter((row) => i < row.length).map((row) => row[i])).flat();
  return [...turns(blocks, short + 1), ...turns(remainders, divisor.length)];
}

// ── Modules ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function fixed(version, set) {
  const side = sideOf(version);
  for (let i = 0; i < side; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [side - 4, 3], [3, side - 4]]) {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const [x, y, ring] = [cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy))];
        if (x >= 0 && x < side && y >= 0 && y < side) set(x, y, ring !== 2 && ring !== 4);
      }
    }
  }
  const centres = alignment(version);
  const last = centres.length - 1;
  centres.forEach((cy, j) =>
    centres.forEach((cx, i) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return; // the big squares
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }));
  if (version >= 7) {
    const bits = (version << 12) | bch(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [side - 11 + (i % 3), Math.floor(i / 3)];
      set(a, b, ((bits >>> i) & 1) === 1);
      set(b, a, ((bits >>> i) & 1) === 1);
    }
  }
}

function alignment(version) {
  if (version === 1) return [];
  const across = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * across - 2)) * 2;
  const centres = [6];
  for (let i = across - 2; i >= 0; i--) centres.push(sideOf(version) - 7 - i * step);
  return centres;
}

/** The remainder of a value, shifted, by a polynomial over GF(2). */
function bch(value, shift, poly) {
  let rest = value << shift;
  const degree = 31 - Math.clz32(poly);
  for (let i = 31 - Math.clz32(rest || 1); i >= degree; i--) {
    if ((rest >>> i) & 1) rest ^= poly << (i - degree);
  }
  return rest;
}

function format(side, mask, set) {
  const data = (LEVEL_M << 3) | mask;
  const bits = ((data << 10) | bch(data, 10, 0x537)) ^ 0x5412;
  const bit = (i) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i < 15; i++) {
    // Around the first square, past the timing lines; and once more beside the other two.
    if (i < 6) set(8, i, bit(i));
    else if (i < 8) set(8, i + 1, bit(i));
    else if (i === 8) set(7, 8, bit(i));
    else set(14 - i, 8, bit(i));
    if (i < 8) set(side - 1 - i, 8, bit(i));
    else set(8, side - 15 + i, bit(i));
  }
  set(8, side - 8, true);
}

function fill(bytes, square, taken) {
  const side = square.length;
  let i = 0;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the timing line is no column
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < side; step++) {
      const y = up ? side - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (!taken[y][x] && i < 8 * bytes.length) {
          square[y][x] = ((bytes[i >> 3] >>> (7 - (i & 7))) & 1) === 1;
          i++;
        }
      }
    }
  }
}

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

function apply(mask, square, taken) {
  square.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!taken[y][x] && MASKS[mask](x, y) === 0) row[x] = !dark;
    }));
}

/** The four rules of the standard: long lines, full squares, what looks like a finder pattern, too dark or too light. */
function penaltyOf(square) {
  const side = square.length;
  const rows = square.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
  const columns = rows.map((_, x) => rows.map((row) => row[x]).join(''));
  let penalty = 0;
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/1{5,}|0{5,}/g) ?? []) penalty += run.length - 2;
    for (let i = 0; i + 11 <= side; i++) {
      const part = line.slice(i, i + 11);
      if (part === '10111010000' || part === '00001011101') penalty += 40;
    }
  }
  for (let y = 0; y + 1 < side; y++) {
    for (let x = 0; x + 1 < side; x++) {
      const same = square[y][x];
      if (square[y][x + 1] === same && square[y + 1][x] === same && square[y + 1][x + 1] === same) penalty += 3;
    }
  }
  const dark = rows.join('').replaceAll('0', '').length / (side * side);
  return penalty + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5);
}

// ── Decoys ───────────────────────────────────────────────────────────────────────────────────────────────────────────
// Readers look for the three corners by lines of dark and light as 1:1:3:1:1, across and down, with some tolerance, and some stop
// at the first three. Data that looks so both ways misleads them even in a perfect picture.

/** Modules around which there is such a line both ways; the three corners among them, which every mask has. */
function decoys(square) {
  const across = square.map(centres);
  const down = square.map((_, x) => centres(square.map((row) => row[x])));
  let count = 0;
  for (let y = 0; y < square.length; y++) {
    for (let x = 0; x < square.length; x++) if (across[y][x] && down[x][y]) count++;
  }
  return count;
}

/** Which modules of a line lie in the middle of 1:1:3:1:1, the middle from 2 to 5. */
function centres(line) {
  const runs = [];
  line.forEach((dark, i) => (i > 0 && dark === line[i - 1] ? runs[runs.length - 1].length++ : runs.push({ from: i, length: 1 })));
  const middle = new Array(line.length).fill(false);
  for (let i = 2; i + 2 < runs.length; i++) {
    const { from, length } = runs[i];
    const narrow = [-2, -1, 1, 2].every((beside) => runs[i + beside].length === 1);
    if (line[from] && narrow && length >= 2 && length <= 5) middle.fill(true, from, from + length);
  }
  return middle;
}
