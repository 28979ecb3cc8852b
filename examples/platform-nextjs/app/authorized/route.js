import { getPlatform } from "../../platform.js";

export async function GET(request) {
  const code = new URL(request.url).searchParams.get("authorization_code");
  return Response.json(await (await getPlatform()).authorize(code));
}
