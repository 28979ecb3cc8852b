/** Limits of every renewal of a token: of the app's own, of a platform's, and of a mini program that has authorized it. */

/** The longest wait for the lock, in ms. Several processes may hold it one after another. */
export const MAX_LOCK_WAIT = 30_000;

/** The pause between a failed renewal and the next one while the old token is still valid, in ms. */
export const RENEWAL_PAUSE = 30_000;

/** The trial of a token that replaces a refused one, in ms. If Baidu refuses it meanwhile, no other one is fetched. */
export const TRIAL = 60_000;

/** How many refused tokens are remembered. */
export const MAX_REFUSED = 4;
