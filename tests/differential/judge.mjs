/** The browser's twin as a judge: reads a line of JSON, answers with a line of JSON, until the input ends. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import * as base45 from "../../verifier_web/credential/base45.js";
import * as cbor from "../../verifier_web/credential/cbor.js";
import { open_state } from "../../verifier_web/credential/election_state.js";
import { CredentialError } from "../../verifier_web/credential/errors.js";
import * as notices from "../../verifier_web/credential/notices.js";
import { open_root } from "../../verifier_web/credential/root.js";
import { verify, verify_number } from "../../verifier_web/credential/verify.js";
import { plain, read_states, read_trust } from "../js/credential_reader.mjs";

const from_hex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const to_hex = (bytes) => Buffer.from(bytes).toString("hex");
const ATTEMPTS = 3;
const SLOW_MS = 50;
const worlds = [];

async function addWorld({ trust, states }) {
  const opened = await read_trust(trust);
  worlds.push({ trust: opened, states: await read_states(states, opened) });
}

async function judge(job) {
  const { trust, states } = worlds[job.world];
  const { device_now, document_number } = job;
  if (job.kind === "verify") return plain(await verify(job.text, { trust, states, device_now, document_number }));
  if (job.kind === "verify_number") return plain(await verify_number(job.number, { trust, states, device_now }));
  if (job.kind === "bytes") return judgeBytes(job);
  const data = from_hex(job.data);
  if (job.kind === "open_root") return coded(() => open_root(data, { held: job.held ? trust.root : null }));
  const held = job.held.map((mark) => ({ ...mark, kid: from_hex(mark.kid), digest: from_hex(mark.digest) }));
  return coded(() => open_state(data, { trust, held }));
}

async function coded(open) {
  try {
    return { code: "accepted", ...hexed(await open()) };
  } catch (fault) {
    if (fault instanceof CredentialError) return { code: fault.code };
    throw fault;
  }
}

function hexed(value) {
  if (value instanceof Uint8Array) return to_hex(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hexed(item)]));
}

function judgeBytes(job) {
  const refused = (work) => {
    try {
      return work();
    } catch (fault) {
      if (fault instanceof CredentialError) return fault.code;
      throw fault;
    }
  };
  let reached = null;
  const recoded = refused(() => {
    const decoded = cbor.decode(from_hex(job.data));
    reached = "decoded";
    return to_hex(cbor.encode(decoded));
  });
  return {
    cbor: recoded === "malformed" ? [reached, recoded] : recoded,
    base45: refused(() => to_hex(base45.decode(job.base45))),
    notices: refused(() => {
      const found = [...notices.decode(from_hex(job.notices))].sort(([a], [b]) => a - b);
      return found.map(([idx, notice]) => [idx, ...Object.values(notice)]);
    }),
  };
}

/** Processor time used so far, so that a busy machine makes no input look slow. */
function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The answer and the processor time it took; a slow one is timed again, as a collection of garbage may have run. */
async function timed(job) {
  let least = Number.POSITIVE_INFINITY;
  let answer = null;
  for (let attempt = 0; attempt < ATTEMPTS && least > SLOW_MS; attempt += 1) {
    const start = processorMs();
    answer = await judge(job);
    least = Math.min(least, processorMs() - start);
  }
  return { answer, ms: least };
}

function peakMegabytes() {
  const found = /VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  return Number(found?.[1]) / 1024;
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  for (const world of message.worlds ?? []) await addWorld(world);
  const answers = [];
  let slowest_ms = 0;
  let slowest = -1;
  for (const [place, job] of (message.jobs ?? []).entries()) {
    const { answer, ms } = await timed(job);
    answers.push(answer);
    if (ms > slowest_ms) [slowest_ms, slowest] = [ms, place];
  }
  process.stdout.write(`${JSON.stringify({ answers, slowest_ms, slowest, peak_mb: peakMegabytes() })}\n`);
}
