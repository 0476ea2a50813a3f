/** The part of pako 3.0.3's inflate module that verifier_web/credential/inflate.js uses. */
export declare class Inflate {
  constructor(options: { windowBits: number; chunkSize: number });
  push(data: Uint8Array, isLast: boolean): boolean;
  onData(chunk: Uint8Array): void;
  onEnd(status: number): void;
  err: number;
  ended: boolean;
  strm: { avail_in: number };
}
