// @ts-check
/** Coded refusals of the bytes; nothing else is thrown by this folder on purpose. */

/** Bytes or text that this folder refuses, with a stable code and what was wrong. */
export class CredentialError extends Error {
  /**
   * @param {string} code stable machine-readable code, e.g. "malformed"
   * @param {string} detail what was wrong, for developers
   */
  constructor(code, detail) {
    super(`${code}: ${detail}`);
    this.name = "CredentialError";
    this.code = code;
    this.detail = detail;
  }
}

/**
 * A refusal of the shape of bytes or text.
 * @param {string} detail what was wrong
 * @returns {CredentialError}
 */
export function malformed(detail) {
  return new CredentialError("malformed", detail);
}

/**
 * The result of an opener's work, its refusals of a shape under a code of its own.
 * @template T
 * @param {string} code takes the place of `malformed`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} rejects with CredentialError
 */
export async function coded(code, work) {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof CredentialError && fault.code === "malformed") throw new CredentialError(code, fault.detail);
    throw fault;
  }
}
