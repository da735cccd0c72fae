// The digest of a record's exact content: SHA-256(16-byte salt || RFC 8785 canonical JSON). The twin of records/digest.py.
// crypto.subtle exists only on https and on the machine's own address.

/** @typedef {string | number | boolean | null | Json[] | {[name: string]: Json}} Json */

export const SALT_BYTES = 16;

const HALF_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Sixteen random bytes, which keep an erased amount or number from being guessed from its digest.
 * @returns {Uint8Array}
 */
export function newSalt() {
  return crypto.getRandomValues(new Uint8Array(SALT_BYTES));
}

/**
 * The one way to write a value as JSON (RFC 8785), of whole numbers up to 2^53 - 1 only.
 * @param {Json} value
 * @returns {string}
 * @throws {TypeError} for a fraction, a larger number, half a character, or what JSON cannot hold
 */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not a whole number that JSON keeps exactly`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, canonical).join(",")}]`;
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    // sort() without an argument compares UTF-16 code units, as the RFC does.
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${text(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  throw new TypeError(`a record's body holds no ${typeof value}`);
}

/**
 * The digest as 64 lower-case hex digits.
 * @param {{[name: string]: Json}} frozen the envelope with its body
 * @param {Uint8Array} salt
 * @returns {Promise<string>}
 * @throws {TypeError} as `canonical` does, and when the salt has not 16 bytes
 */
export async function digestOf(frozen, salt) {
  if (salt.length !== SALT_BYTES) throw new TypeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  const written = new TextEncoder().encode(canonical(frozen));
  const salted = new Uint8Array(SALT_BYTES + written.length);
  salted.set(salt);
  salted.set(written, SALT_BYTES);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", salted));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} value
 * @returns {string}
 */
function text(value) {
  if (HALF_CHARACTER.test(value)) throw new TypeError("the text holds half a character");
  return JSON.stringify(value);
}
