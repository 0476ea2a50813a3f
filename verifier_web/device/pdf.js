// @ts-check
/**
 * Looks into a PDF for a QR code without drawing the page (pdf.js would weigh more than everything
 * else here together). Our own certificates carry the code's text as a link on the code; scans are one
 * JPEG a page; other writers store the code as a plain deflated image. What else there is, is not found
 * and the screen says to take a picture of the page instead.
 */

const MOST_STREAMS = 400;
const LARGEST_STREAM = 64 * 1024 * 1024;
const LARGEST_SIDE = 6000;

/** @typedef {{links: string[], jpegs: Uint8Array[], bitmaps: ImageData[]}} PdfFindings */

/**
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
export function is_pdf(bytes) {
  return latin(bytes.subarray(0, 1024)).includes("%PDF-");
}

/**
 * Everything in the file that may be or hold a QR code's text.
 * @param {Uint8Array} bytes the whole file
 * @returns {Promise<PdfFindings>}
 */
export async function look_into_pdf(bytes) {
  /** @type {PdfFindings} */
  const found = { links: links_in(latin(bytes)), jpegs: [], bitmaps: [] };
  for (const { dictionary, data } of streams_of(bytes)) {
    if (!/\/(ObjStm|Image)\b|\/DCTDecode/.test(dictionary)) continue;
    const plain = await unwrapped(data, filters_of(dictionary));
    if (!plain) continue;
    if (dictionary.includes("/DCTDecode")) found.jpegs.push(plain);
    else if (dictionary.includes("/ObjStm")) found.links.push(...links_in(latin(plain)));
    else found.bitmaps.push(...picture_of(dictionary, plain));
  }
  return found;
}

/** @param {string} text */
function links_in(text) {
  return [...text.matchAll(/\/URI\s*\(((?:[^()\\]|\\.)*)\)/g)].map((match) => match[1].replace(/\\([()\\])/g, "$1"));
}

/** @param {Uint8Array} bytes one character a byte */
function latin(bytes) {
  return new TextDecoder("latin1").decode(bytes);
}

/**
 * @param {Uint8Array} bytes
 * @returns {{dictionary: string, data: Uint8Array}[]}
 */
function streams_of(bytes) {
  const text = latin(bytes);
  const streams = [];
  let end = 0;
  for (let found = 0; found < MOST_STREAMS; found += 1) {
    const keyword = /\bstream\r?\n/g;
    keyword.lastIndex = end;
    const start = keyword.exec(text);
    if (!start) break;
    end = text.indexOf("endstream", keyword.lastIndex);
    if (end < 0) break;
    const dictionary = text.slice(Math.max(text.lastIndexOf(" obj", start.index), 0), start.index);
    const told = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary);
    const length = told ? Number(told[1]) : text.slice(keyword.lastIndex, end).replace(/\r?\n?$/, "").length;
    streams.push({ dictionary, data: bytes.slice(keyword.lastIndex, keyword.lastIndex + length) });
    end = Math.max(text.indexOf("endstream", keyword.lastIndex + length), end) + "endstream".length;
  }
  return streams;
}

/**
 * The filters of a stream in the order in which they are undone.
 * @param {string} dictionary
 */
function filters_of(dictionary) {
  const told = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(dictionary)?.[1] ?? "";
  return told.match(/\w+/g) ?? [];
}

/**
 * The stream with its outer filters undone; a JPEG stays one.
 * @param {Uint8Array} data
 * @param {string[]} filters
 * @returns {Promise<Uint8Array | null>} null where it is damaged, too large or of another kind (fax, JPEG 2000)
 */
async function unwrapped(data, filters) {
  /** @type {Uint8Array | null} */
  let plain = data;
  for (const filter of filters) {
    if (!plain || filter === "DCTDecode") return plain;
    if (filter === "FlateDecode") plain = await inflated(plain);
    else if (filter === "ASCII85Decode") plain = from_ascii85(latin(plain));
    else if (filter === "ASCIIHexDecode") plain = Uint8Array.from(latin(plain).match(/[0-9a-f]{2}/gi) ?? [], (hex) => parseInt(hex, 16));
    else return null;
  }
  return plain;
}

/** @param {string} text five characters for four bytes, ended by "~>" */
function from_ascii85(text) {
  const digits = Array.from(text.split("~")[0].replace(/\s/g, "").replace(/z/g, "!!!!!"), (each) => each.charCodeAt(0) - 33);
  const bytes = new Uint8Array(Math.max(0, Math.floor((digits.length * 4) / 5)));
  for (let at = 0; at < digits.length; at += 5) {
    let value = 0;
    for (let i = 0; i < 5; i += 1) value = value * 85 + (digits[at + i] ?? 84);
    for (let i = 0; i < 4; i += 1) bytes[(at / 5) * 4 + i] = Math.floor(value / 256 ** (3 - i)) & 255;
  }
  return bytes;
}

/**
 * @param {Uint8Array} data
 * @returns {Promise<Uint8Array | null>} null where it is damaged or too large
 */
async function inflated(data) {
  const reader = new Blob([/** @type {BlobPart} */ (data)]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const chunks = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      if (size > LARGEST_STREAM) return null;
    }
  } catch {
    return null;
  }
  return size ? new Uint8Array(await new Blob(chunks).arrayBuffer()) : null;
}

/**
 * A deflated grey, black-and-white or RGB image as pixels; none where the format is another.
 * @param {string} dictionary
 * @param {Uint8Array} plain
 * @returns {ImageData[]}
 */
function picture_of(dictionary, plain) {
  const number = (/** @type {string} */ key) => Number(new RegExp(`/${key}\\s+(\\d+)`).exec(dictionary)?.[1] ?? 0);
  const [width, height] = [number("Width"), number("Height")];
  const bits = number("BitsPerComponent") || 1;
  const channels = bits === 8 ? Math.max(1, Math.floor(plain.length / (width * height || 1))) : 1;
  const row = Math.ceil((width * channels * bits) / 8);
  const predicted = number("Predictor") >= 10 ? 1 : 0;
  if (!width || !height || Math.max(width, height) > LARGEST_SIDE) return [];
  if (![1, 8].includes(bits) || plain.length < (row + predicted) * height) return [];
  const rows = predicted ? unfiltered(plain, { row, height, step: Math.max(1, (channels * bits) >> 3) }) : plain;
  const image = new ImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grey = bits === 8 ? rows[y * row + x * channels] : ((rows[y * row + (x >> 3)] >> (7 - (x & 7))) & 1) * 255;
      image.data.set([grey, grey, grey, 255], (y * width + x) * 4);
    }
  }
  return [image];
}

/**
 * Undo PNG's row filters.
 * @param {Uint8Array} plain
 * @param {{row: number, height: number, step: number}} shape bytes a row, rows, bytes a pixel
 */
function unfiltered(plain, { row, height, step }) {
  const out = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = plain[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const left = x >= step ? out[y * row + x - step] : 0;
      const up = y ? out[(y - 1) * row + x] : 0;
      const corner = y && x >= step ? out[(y - 1) * row + x - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * row + x] = plain[y * (row + 1) + 1 + x] + guess;
    }
  }
  return out;
}

/**
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
