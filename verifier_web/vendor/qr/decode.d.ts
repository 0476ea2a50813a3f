/** Our typing of the one name we use from qr. */
export declare function decodeQR(image: { width: number; height: number; data: Uint8Array | Uint8ClampedArray }, options?: { effort?: number; timeLimit?: number }): string;
