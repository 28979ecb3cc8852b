// The same in workerd: a Worker that takes a contender and a load, and gives a round.

import * as arctic from "arctic";
import axios from "axios";
import ky from "ky";
import * as oauth4webapi from "oauth4webapi";
import * as openid from "openid-client";
import * as swan from "swan-login";
import * as byHand from "./by-hand.js";
import { throughput } from "./throughput.js";

/** @type {Record<string, any>} */
const libraries = {
  "swan-login": swan,
  "by hand": byHand,
  oauth4webapi,
  "openid-client": openid,
  arctic,
  axios: { default: axios },
  ky: { default: ky },
};

export default {
  /** @param {Request} request */
  async fetch(request) {
    /** @type {any} */
    const { name, origin, calls, inFlight } = await request.json();
    return Response.json(await throughput(name, libraries[name], origin)(calls, inFlight));
  },
};
