import { UsageError } from "./arguments.js";

/** More than any reply or any user data. */
const MAX_BYTES = 1_048_576;

/** All of stdin as text. */
export async function readStdin() {
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
