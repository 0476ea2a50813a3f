/** Our typing of the names we use from zxing-wasm's reader. */
export interface ReadResult { text: string; isValid: boolean; format: string; bytes: Uint8Array }
export declare function prepareZXingModule(options: { overrides?: { locateFile?: (path: string, prefix: string) => string }; fireImmediately?: boolean }): Promise<unknown> | void;
export declare function readBarcodes(input: ImageData | Blob | Uint8Array, options?: { formats?: string[]; tryHarder?: boolean; tryRotate?: boolean; tryInvert?: boolean; tryDownscale?: boolean; maxNumberOfSymbols?: number; returnErrors?: boolean }): Promise<ReadResult[]>;
