/** Passes the clients of other libraries as they are. tsc --strict compiles this file, and nothing runs it. */

import KeyvRedis from "@keyv/redis";
import { Redis } from "ioredis";
import Keyv from "keyv";
import { createClient, createClientPool, createCluster } from "redis";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";

const app = { client_id: "k", sk: "s" };

new SwanClient({ ...app, store: new Keyv() });
new SwanClient({ ...app, store: new Keyv(new KeyvRedis("redis://localhost")) });
new SwanClient({ ...app, store: new Map<string, unknown>() });
new SwanClient({ ...app, store: redisStore(new Redis()) });
new SwanClient({ ...app, store: redisStore(createClient()) });
new SwanClient({ ...app, store: redisStore(await createClient().connect()) });
new SwanClient({ ...app, store: redisStore(createClientPool()) });
new SwanClient({ ...app, store: redisStore(createCluster({ rootNodes: [] })) });

const platform = new SwanPlatform({
  client_id: "k",
  push: { token: "t", aesKey: ["a", "b"] as const },
  store: redisStore(new Redis()),
  onEvent: ({ event, app_id }) => event + app_id,
});
new SwanPlatform({ client_id: "k", push: { token: "t", aesKey: "a" }, store: new Keyv() });
new SwanPlatform({ client_id: "k", push: { token: "t", aesKey: "a" }, store: new Map<string, unknown>() });
toNodeHandler(platform.handlePush);
createLoginHandler({ client: platform.app("1"), onLogin: ({ openid }) => openid });
const { app_id, scopes } = await platform.authorize("code");
await platform.app(app_id).decryptUserData<{ mobile: string }>({ data: "d", iv: "i", session_key: scopes.join() });
// @ts-expect-error: an app_id is digits in a string
platform.app(1);
// @ts-expect-error: a platform has no secret of its own
new SwanPlatform({ client_id: "k", sk: "s", push: { token: "t", aesKey: "a" }, store: new Map() });
// @ts-expect-error: what a merchant has granted must be kept
new SwanPlatform({ client_id: "k", push: { token: "t", aesKey: "a" } });
