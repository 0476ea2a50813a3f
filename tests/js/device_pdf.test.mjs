import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { is_pdf, look_into_pdf } from "../../verifier_web/device/pdf.js";

globalThis.ImageData ??= class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(width * height * 4) });
  }
};

const bytes = (...parts) => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const object = (dictionary, data) => bytes(`1 0 obj\n<<${dictionary}/Length ${data.length}>>\nstream\n`, data, "\nendstream\nendobj\n");

test("a PDF is known by its first bytes", () => {
  assert.ok(is_pdf(bytes("%PDF-1.7\n")));
  assert.ok(!is_pdf(bytes("\x89PNG")));
});

test("links are found plain, escaped and in object streams", async () => {
  const plain = bytes("%PDF-1.7\n/A<</S/URI/URI(HTTPS://O.EXAMPLE/V#123)>>/A<</URI (a\\(b\\))>>");
  assert.deepEqual((await look_into_pdf(plain)).links, ["HTTPS://O.EXAMPLE/V#123", "a(b)"]);
  const packed = bytes("%PDF-1.7\n", object("/Type/ObjStm/Filter/FlateDecode", deflateSync(Buffer.from("<</URI(x/V#9)>>"))));
  assert.deepEqual((await look_into_pdf(packed)).links, ["x/V#9"]);
});

test("a JPEG comes out whole", async () => {
  const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 10, 13, 0xff, 0xd9]);
  const found = await look_into_pdf(bytes("%PDF-1.4\n", object("/Subtype/Image/Filter/DCTDecode", jpeg)));
  assert.deepEqual([...found.jpegs[0]], [...jpeg]);
});

test("a JPEG wrapped in other filters comes out whole", async () => {
  const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 10, 13, 0xff, 0xd9, 0, 0, 0, 0, 7]);
  const found = async (filters, data) => (await look_into_pdf(bytes("%PDF-1.4\n", object(`/Subtype/Image/Filter[${filters}]`, data)))).jpegs.map((one) => [...one]);
  assert.deepEqual(await found("/FlateDecode/DCTDecode", deflateSync(jpeg)), [[...jpeg]]);
  assert.deepEqual(await found("/ASCIIHexDecode /DCTDecode", Buffer.from(`${jpeg.toString("hex")}>`)), [[...jpeg]]);
  const in_85 = "s4@>R$4[$gz\n#6~>"; // as `base64.a85encode` of Python writes these bytes
  assert.deepEqual(await found("/ASCII85Decode/DCTDecode", Buffer.from(in_85)), [[...jpeg]]);
  assert.deepEqual(await found("/CCITTFaxDecode", Buffer.from("fax")), []);
});

test("deflated images: eight bits with row filters, one bit, RGB", async () => {
  const head = "/Subtype/Image/Filter/FlateDecode/Width 2/Height 2";
  const filtered = deflateSync(Buffer.from([1, 10, 20, 2, 5, 5])); // Sub: 10,30 · Up: 15,35
  const eight = await look_into_pdf(bytes("%PDF-1.4\n", object(`${head}/BitsPerComponent 8/DecodeParms<</Predictor 15>>`, filtered)));
  assert.deepEqual([...eight.bitmaps[0].data].filter((_, i) => i % 4 === 0), [10, 30, 15, 35]);
  const one = await look_into_pdf(bytes("%PDF-1.4\n", object(`${head}/BitsPerComponent 1`, deflateSync(Buffer.from([0x80, 0x40])))));
  assert.deepEqual([...one.bitmaps[0].data].filter((_, i) => i % 4 === 0), [255, 0, 0, 255]);
  const rgb = await look_into_pdf(bytes("%PDF-1.4\n", object(`${head}/BitsPerComponent 8`, deflateSync(Buffer.from([9, 0, 0, 8, 0, 0, 7, 0, 0, 6, 0, 0])))));
  assert.deepEqual([...rgb.bitmaps[0].data].filter((_, i) => i % 4 === 0), [9, 8, 7, 6]);
});

test("damaged, truncated and lying files end in nothing, never in a fault", async () => {
  const good = bytes("%PDF-1.4\n", object("/Subtype/Image/Filter/FlateDecode/Width 2/Height 2/BitsPerComponent 8", deflateSync(Buffer.alloc(4))));
  for (let length = 0; length <= good.length; length += 1) await look_into_pdf(good.subarray(0, length));
  const huge = bytes("%PDF-1.4\n", object("/Subtype/Image/Filter/FlateDecode/Width 99999/Height 99999/BitsPerComponent 8", deflateSync(Buffer.alloc(9))));
  assert.deepEqual((await look_into_pdf(huge)).bitmaps, []);
});
