/**
 * Inflates raw DEFLATE in base64, as which the module travels inside the JavaScript.
 * @param {string} base64
 * @param {number} size  of the result, in bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inflate(base64, size) {
  const deflated = decodeBase64(base64);
  // Node since 20.16, Deno and Bun have it at hand.
  const zlib = globalThis.process?.getBuiltinModule?.("zlib");
  // In one piece: pieces of the usual 16 KB would be copied together.
  return zlib
    ? zlib.inflateRawSync(deflated, { chunkSize: size })
    : inflateRaw(new Bits(deflated), new Uint8Array(size));
}

/** @param {string} base64 @returns {Uint8Array} */
function decodeBase64(base64) {
  // A tenth of the time. Not by its bare name, for which a bundler would put its own in.
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, "base64");
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * RFC 1951, without blocks that are stored: the build makes none.
 * @param {Bits} bits
 * @param {Uint8Array<ArrayBuffer>} output  is filled
 */
function inflateRaw(bits, output) {
  let end = 0;
  for (let isLast = 0; !isLast; ) {
    isLast = bits.take(1);
    const [literals, distances] = bits.take(2) === 1 ? fixedCodes() : readCodes(bits);
    for (let symbol = bits.symbol(literals); symbol !== END_OF_BLOCK; symbol = bits.symbol(literals)) {
      if (symbol < END_OF_BLOCK) output[end++] = symbol;
      else {
        const length = symbol === 285 ? 258 : 3 + bits.scaled(symbol - 257, 2);
        const distance = 1 + bits.scaled(bits.symbol(distances), 1);
        for (const stop = end + length; end < stop; end++) output[end] = output[end - distance];
      }
    }
  }
  return output;
}

const END_OF_BLOCK = 256;

/** The codes of a block that brings none: for literals and lengths, and for distances. */
function fixedCodes() {
  const literals = [8, 9, 7, 8].flatMap((length, i) => Array([144, 112, 24, 8][i]).fill(length));
  return [huffmanCode(literals), huffmanCode(Array(30).fill(5))];
}

/** The order in which a block gives the lengths of the codes for lengths. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The codes that a block brings. @param {Bits} bits */
function readCodes(bits) {
  const literals = 257 + bits.take(5);
  const total = literals + 1 + bits.take(5);
  /** @type {number[]} */
  const lengths = Array(19).fill(0);
  for (const symbol of ORDER.slice(0, 4 + bits.take(4))) lengths[symbol] = bits.take(3);
  const code = huffmanCode(lengths);
  /** @type {number[]} */
  const all = [];
  while (all.length < total) {
    const symbol = bits.symbol(code);
    if (symbol < 16) all.push(symbol);
    else if (symbol === 16) all.push(...Array(3 + bits.take(2)).fill(all[all.length - 1]));
    else all.push(...Array(symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7)).fill(0));
  }
  return [huffmanCode(all.slice(0, literals)), huffmanCode(all.slice(literals))];
}

/**
 * A canonical Huffman code: how many symbols have a code of each length, from 1 to 15, and the symbols by their codes.
 * @param {number[]} lengths  of the code of each symbol; 0 if it has none
 */
function huffmanCode(lengths) {
  const counts = Array.from({ length: 15 }, (_, i) => lengths.filter((length) => length === i + 1).length);
  const symbols = [...lengths.keys()].filter((symbol) => lengths[symbol] > 0);
  return { counts, symbols: symbols.sort((a, b) => lengths[a] - lengths[b]) };
}

/** Bits, the lowest of each byte first. */
class Bits {
  #bytes;
  #next = 0;
  #bits = 0;
  #count = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** The next bits as a number. @param {number} n  at most 13 */
  take(n) {
    for (; this.#count < n; this.#count += 8) this.#bits |= this.#bytes[this.#next++] << this.#count;
    const taken = this.#bits & ((1 << n) - 1);
    this.#bits >>>= n;
    this.#count -= n;
    return taken;
  }

  /** The next symbol of a code. @param {{ counts: number[], symbols: number[] }} code */
  symbol({ counts, symbols }) {
    // Of the codes of each length: how far the bits are beyond the first, and where its symbol is.
    let beyond = 0;
    let at = 0;
    for (const count of counts) {
      beyond = 2 * beyond + this.take(1);
      if (beyond < count) return symbols[at + beyond];
      beyond -= count;
      at += count;
    }
    throw new Error("the deflated module is damaged");
  }

  /**
   * The number of a symbol and of the bits after it.
   * @param {number} symbol
   * @param {number} k  2^k symbols have the same number of bits
   */
  scaled(symbol, k) {
    const extra = (symbol >> k) - 1;
    if (extra < 0) return symbol;
    return (((1 << k) + (symbol % (1 << k))) << extra) + this.take(extra);
  }
}
