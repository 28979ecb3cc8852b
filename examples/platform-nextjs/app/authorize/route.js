import { getPlatform } from "../../platform.js";

// Not at build time, and not from a cache.
export const dynamic = "force-dynamic";

export async function GET() {
  const redirect_uri = `${process.env.PUBLIC_URL}/authorized`;
  return Response.redirect(await (await getPlatform()).authorizationUrl({ redirect_uri }));
}
