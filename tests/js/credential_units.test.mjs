/** Unit tests of verifier_web/credential: each trap of its decoders, its texts and numbers, its promises. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import * as base45 from "../../verifier_web/credential/base45.js";
import * as cbor from "../../verifier_web/credential/cbor.js";
import * as numbers from "../../verifier_web/credential/certificate_number.js";
import { normalise_document_number } from "../../verifier_web/credential/document_commitment.js";
import { CredentialError } from "../../verifier_web/credential/errors.js";
import { inflate, QR_LIMIT } from "../../verifier_web/credential/inflate.js";
import { key_id } from "../../verifier_web/credential/key_id.js";
import { read_text, segments, to_text } from "../../verifier_web/credential/qr_text.js";
import { verify_es256 } from "../../verifier_web/credential/signature.js";
import { verify, verify_number } from "../../verifier_web/credential/verify.js";
import { from_hex } from "./credential_reader.mjs";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (text) => new TextEncoder().encode(text);

function refuses(work, code) {
  assert.throws(work, (fault) => fault instanceof CredentialError && fault.code === code);
}

test("CBOR: what encode writes, decode reads", () => {
  const value = new Map([
    [1, -7],
    [24, [0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]],
    [-1, [-1, -24, -25, -256, -257, -Number.MAX_SAFE_INTEGER]],
    ["Ңө", [null, "", "\ufeffbyte order mark stays", "😀", new Uint8Array(300)]],
  ]);
  assert.deepEqual(cbor.decode(cbor.encode(value)), value);
  assert.deepEqual(cbor.decode(cbor.encode(new cbor.Tagged(98, []))), new cbor.Tagged(98, []));
});

test("CBOR: keys are ordered bytewise, not by length first", () => {
  assert.equal(hex(cbor.encode(new Map([[-1, 0], [24, 0], ["a", 0], [1, 0]]))), "a401001818002000616100");
});

for (const [name, text] of Object.entries({
  nothing: "",
  "bytes after the end": "0000",
  "longer than needed, 8 bits": "1817",
  "longer than needed, 16 bits": "1900ff",
  "longer than needed, 32 bits": "1a0000ffff",
  "longer than needed, 64 bits": "1b00000000ffffffff",
  "2^53": "1b0020000000000000",
  "-2^53": "3b001fffffffffffff",
  "2^64-1": "1bffffffffffffffff",
  "reserved length": "1c",
  "indefinite bytes": "5f4100ff",
  "indefinite text": "7f6161ff",
  "indefinite array": "9f00ff",
  "indefinite map": "bf0000ff",
  break: "ff",
  false: "f4",
  true: "f5",
  undefined: "f7",
  "simple value": "f820",
  "half float": "f93c00",
  "single float": "fa3f800000",
  "double float": "fb3ff0000000000000",
  "tag 61": "d83d00",
  "tag 18 in two bytes": "d81200",
  "tag inside": "81d200",
  "tag twice": "d2d200",
  "not UTF-8": "61ff",
  surrogate: "63eda080",
  overlong: "62c080",
  "beyond Unicode": "64f4908080",
  "text beyond the end": "6261",
  "bytes beyond the end": "5affffffff00",
  "array beyond the end": "9b0000000fffffffff00",
  "map beyond the end": "bb001fffffffffffff00",
  "keys out of order": "a202000100",
  "keys twice": "a201000100",
  "keys by length first": "a301002000181800",
  "null as key": "a1f600",
  "bytes as key": "a1410000",
  "array as key": "a18000",
  "map as key": "a1a000",
  "seven deep": "8181818181818100",
  "seven maps deep": "a100".repeat(6) + "a0",
  "ends inside a number": "19ff",
})) {
  test(`CBOR refuses: ${name}`, () => refuses(() => cbor.decode(from_hex(text)), "malformed"));
}

test("CBOR: six levels and the greatest integers are inside", () => {
  assert.equal(hex(cbor.encode(cbor.decode(from_hex("81818181818100")))), "81818181818100");
  assert.equal(cbor.decode(from_hex("1b001fffffffffffff")), 2 ** 53 - 1);
  assert.equal(cbor.decode(from_hex("3b001ffffffffffffe")), -(2 ** 53 - 1));
});

for (const value of [1.5, Number.NaN, 2 ** 53, true, undefined, 1n, "\ud800", {}, new Map([[null, 1]]), new cbor.Tagged(61, 0)]) {
  test(`CBOR cannot write ${typeof value} ${String(value)}`, () => refuses(() => cbor.encode(value), "malformed"));
}

test("Base45: the examples of RFC 9285", () => {
  for (const [plain, text] of [["AB", "BB8"], ["Hello!!", "%69 VD92EX0"], ["base-45", "UJCLQE7W581"], ["ietf!", "QED8WEX0"]]) {
    assert.equal(base45.encode(bytes(plain)), text);
    assert.deepEqual(base45.decode(text), bytes(plain));
  }
  for (const text of ["GGW", "::", ":::", "A", "AAAA", "aa", "Ä0", "😀0"]) refuses(() => base45.decode(text), "malformed");
});

test("inflate: whole streams within the bound and nothing else", () => {
  const limit = QR_LIMIT;
  const full = Buffer.alloc(limit, 7);
  assert.deepEqual(Buffer.from(inflate(deflateSync(full), { limit })), full);
  assert.equal(inflate(deflateSync(""), { limit }).length, 0);
  const big = Buffer.alloc(300_000, 1);
  assert.equal(inflate(deflateSync(big), { limit: 512 * 1024 }).length, big.length);
  const good = deflateSync(full);
  const odd = [Buffer.alloc(0), good.subarray(0, 1), good.subarray(0, -1), Buffer.concat([good, Buffer.of(0)])];
  odd.push(Buffer.concat([good, good]), deflateSync(Buffer.alloc(limit + 1)), deflateSync(Buffer.alloc(50_000_000)));
  odd.push(Buffer.from([...good.subarray(0, -1), good.at(-1) ^ 1]), gzipSync(full), deflateRawSync(full));
  odd.push(deflateSync(full, { dictionary: Buffer.alloc(100, 7) }));
  for (const stream of odd) refuses(() => inflate(stream, { limit }), "malformed");
});

test("inflate: a small window in the header refuses no far distance, as in zlib", () => {
  const content = Buffer.concat([Buffer.from("far"), Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 7) % 251)), Buffer.from("far away")]);
  const stream = deflateSync(content);
  stream.set([0x18, 0x95], 0);
  assert.deepEqual(Buffer.from(inflate(stream, { limit: 9999 })), content);
});

test("QR text: written and read again, in three segments", async () => {
  const sealed = cbor.encode(new cbor.Tagged(18, [new Uint8Array(200)]));
  const text = await to_text(sealed, { origin: "https://o.example.kg", path: "S" });
  assert.match(text, /^HTTPS:\/\/O\.EXAMPLE\.KG\/S#[1-9][0-9]+$/);
  assert.deepEqual(read_text(text, { origins: ["https://O.example.kg"], path: "S" }), sealed);
  assert.equal(segments(text).map(([, part]) => part).join(""), text);
  assert.deepEqual(segments(text).map(([mode]) => mode), ["alphanumeric", "byte", "numeric"]);
  refuses(() => read_text(text, { origins: ["https://o.example.kg"] }), "not_a_credential");
  refuses(() => read_text(text, { origins: ["https://o.example"], path: "S" }), "other_host");
  await assert.rejects(to_text(crypto.getRandomValues(new Uint8Array(1785)), { origin: "x" }), { code: "malformed" });
});

test("QR text: without a compressor the bytes go plain, and are read all the same", async () => {
  const { CompressionStream } = globalThis;
  try {
    delete globalThis.CompressionStream;
    const text = await to_text(new Uint8Array(50), { origin: "https://o" });
    assert.deepEqual(read_text(text, { origins: ["https://o"] }), new Uint8Array(50));
  } finally {
    globalThis.CompressionStream = CompressionStream;
  }
});

test("QR text: a thousand digits take well under a millisecond", () => {
  const text = `https://o/V#2${"4".repeat(999)}`;
  const started = performance.now();
  for (let i = 0; i < 1000; i += 1) {
    try {
      read_text(text, { origins: ["https://o"] });
    } catch {}
  }
  assert.ok(performance.now() - started < 1000);
});

test("certificate numbers: made, grouped, typed, checked", () => {
  const number = numbers.make("PR", 42);
  assert.equal(number.slice(0, -1), "PR0042");
  assert.deepEqual(numbers.check(number), { prefix: "PR", index: 42 });
  assert.deepEqual(numbers.check(` ${numbers.group(number).toLowerCase().replace("p", "р")} `), { prefix: "PR", index: 42 });
  assert.equal(numbers.group("other"), "other");
  for (let at = 0; at < number.length; at += 1) {
    for (const other of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      if (other === number[at] || (number[at] === "0" && other === "O")) continue;
      refuses(() => numbers.check(number.slice(0, at) + other + number.slice(at + 1)), "malformed");
    }
  }
  refuses(() => numbers.make("P", 1), "malformed");
  refuses(() => numbers.make("PR", 2 ** 20), "malformed");
});

test("look-alikes are read where only one reading is whole", () => {
  const number = numbers.make("PR", 42);
  assert.equal(numbers.read(number.replaceAll("0", "О").replace("PR", "ПР")), number);
  assert.equal(numbers.read(number.replaceAll("0", "o")), number);
  refuses(() => numbers.read("IIO00591"), "malformed");
  refuses(() => numbers.read("O".repeat(12)), "malformed");
});

test("document numbers: look-alikes, case, separators", () => {
  assert.equal(normalise_document_number("аВ-12 № 3х é ß İ ı"), "AB123X");
});

test("signatures: points off the curve verify nothing, and no WebCrypto is no verdict on a signature", async () => {
  const key = { x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(2) };
  assert.equal(await verify_es256(bytes("m"), new Uint8Array(64).fill(1), key), false);
  assert.equal(await verify_es256(bytes("m"), new Uint8Array(63), key), false);
  assert.equal((await key_id(key)).length, 8);
});

test("verify never rejects and never turns red or green without WebCrypto", async () => {
  const key = { kid: new Uint8Array(8), x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(2) };
  const root = { keys: [{ ...key, role: "issue", standing: "active", not_after: null }], root_keys: [], version: 1 };
  const trust = { root, issuer: "https://o", origins: ["https://o"], floor: 0 };
  const circumstances = { trust, states: {}, device_now: 1 };
  const observer = new Map([[1, 2], [3, "e"]]);
  const payload = cbor.encode(new Map([[6, 1], [-65801, observer]]));
  const header = cbor.encode(new Map([[1, -7], [4, key.kid]]));
  const sealed = cbor.encode(new cbor.Tagged(18, [header, new Map(), payload, new Uint8Array(64).fill(1)]));
  const text = await to_text(sealed, { origin: "https://o" });
  assert.equal((await verify(text, circumstances)).code, "signature_invalid");
  const { subtle } = crypto;
  Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
  try {
    root.keys = [{ ...root.keys[0] }]; // Another object: its import isn't remembered.
    assert.equal((await verify(text, circumstances)).colour, "grey");
  } finally {
    Object.defineProperty(crypto, "subtle", { value: subtle, configurable: true });
  }
  for (const odd of [undefined, null, 7, {}, "\ud800", "x".repeat(1e6)]) {
    assert.equal((await verify(odd, circumstances)).colour, "grey");
    assert.equal((await verify_number(odd, circumstances)).colour, "grey");
  }
});
