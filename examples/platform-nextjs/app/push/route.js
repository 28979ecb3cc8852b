import { getPlatform } from "../../platform.js";

export async function POST(request) {
  return (await getPlatform()).handlePush(request);
}
