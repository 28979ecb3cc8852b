import { UsageError } from "./arguments.js";

/** More than any reply or any user data. */
const MAX_BYTES = 1_048_576;

/**
 * All of stdin as text.
 *
 * @param {number} [maxMs]  "" if it has not ended by then: some process managers leave it open
 */
export async function readStdin(maxMs) {
  if (maxMs === undefined) return readAll();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, maxMs);
  }).then(() => {
    process.stdin.destroy();
    return "";
  });
  // The reading fails when the stream is destroyed.
  const text = await Promise.race([
    readAll().catch((error) => (process.stdin.destroyed ? "" : Promise.reject(error))),
    late,
  ]);
  clearTimeout(timer);
  return text;
}

async function readAll() {
  const chunks = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new UsageError({ zh: "stdin 超过 1 MiB", en: "stdin is larger than 1 MiB" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\ufeff/, "");
}
