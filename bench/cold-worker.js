// A Worker with one contender in it, which calls it once; CONTENDER and LIBRARY are filled in when it is bundled.

import * as library from "LIBRARY";
import { contenders } from "./contenders.js";

export default {
  /** @param {Request} _request @param {{ ORIGIN: string }} env */
  async fetch(_request, env) {
    if (CONTENDER !== "nothing") await contenders[CONTENDER].prepare(library, env.ORIGIN)();
    return new Response("done");
  },
};
