/**
 * What every view shares.
 *
 * @import { Lang } from "../../types/explain.cjs"
 * @import { MockInfo, Server } from "./server.js"
 *
 * @typedef {object} Studio
 * @property {Lang} lang
 * @property {typeof import("./texts/en.js").en} texts  in this language
 * @property {boolean} showsSecrets
 * @property {Readonly<Record<string, string>>} values  of the parameters, which are the same in all views
 * @property {(values: Readonly<Record<string, string>>) => void} setValues  sets these, and leaves the others
 * @property {Server} [server]  none, where the page cannot send
 * @property {MockInfo} [mock]
 */

import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const StudioContext = createContext(/** @type {Studio} */ ({}));

export const useStudio = () => useContext(StudioContext);
