/** Our typing of the names we use from qrcode-generator. */
export interface QrCode { addData(data: string, mode?: "Numeric" | "Alphanumeric" | "Byte"): void; make(): void; getModuleCount(): number; isDark(row: number, column: number): boolean }
export declare function qrcode(version: number, level: "L" | "M" | "Q" | "H"): QrCode;
