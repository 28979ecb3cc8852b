/** Passes the clients of other libraries as they are. tsc --strict compiles this file, and nothing runs it. */

import KeyvRedis from "@keyv/redis";
import { Redis } from "ioredis";
import Keyv from "keyv";
import { createClient, createClientPool, createCluster } from "redis";
import { SwanClient } from "swan-login";
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
