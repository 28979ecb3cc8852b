/** Drives the mock: users, codes, tokens, faults, behaviour, and the log of requests. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { CopyButton } from "../parts/copy-button.jsx";
import { RunCommand } from "../parts/run-command.jsx";
import { ServerNotice } from "../parts/server-notice.jsx";
import { useStudio } from "../studio-context.js";
import { BehaviourSection } from "./mock/behaviour.jsx";
import { FaultsSection } from "./mock/faults.jsx";
import { LogSection } from "./mock/log.jsx";
import { TokensSection } from "./mock/tokens.jsx";
import { UsersSection } from "./mock/users.jsx";

/** How often the state and the log are read while the view is open, in ms. */
const PERIOD = 2_000;

/**
 * @typedef {object} Overview
 * @property {{ client_id: string, appid: string }[]} apps
 * @property {string[]} users
 * @property {{ dialect: string, codeLifetime: number }} settings
 * @property {{ endpoint: string, fault: string, times?: number }[]} faults
 * @property {import("../../../types/mock.cjs").MockRequest[]} requests
 */

/** @param {{ isShown: boolean }} props */
export function MockView({ isShown }) {
  const { texts, server, mock } = useStudio();
  const t = texts.mock;
  const { overview, error, refresh } = useOverview(isShown);
  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {!server && <RunCommand why={t.unavailable} />}
      {mock && (
        <p class="address">
          {t.address} <code>{mock.url}</code> <CopyButton text={mock.url} label={t.address} />
        </p>
      )}
      <ServerNotice error={error} />
      {overview && (
        <>
          <div class="sections">
            <UsersSection overview={overview} refresh={refresh} />
            <TokensSection overview={overview} refresh={refresh} />
            <FaultsSection overview={overview} refresh={refresh} />
            <BehaviourSection overview={overview} refresh={refresh} />
          </div>
          <LogSection requests={overview.requests} refresh={refresh} />
        </>
      )}
    </>
  );
}

/** The state of the mock and its log, read again and again. @param {boolean} isShown  otherwise nothing is read */
function useOverview(isShown) {
  const { server } = useStudio();
  const [overview, setOverview] = useState(/** @type {Overview | undefined} */ (undefined));
  const [error, setError] = useState(/** @type {unknown} */ (undefined));

  const refresh = useCallback(async () => {
    if (!server) return;
    try {
      const [state, { requests }] = await Promise.all([server.askMock("state"), server.askMock("requests")]);
      setOverview({ ...state, requests });
      setError(undefined);
    } catch (reason) {
      setError(reason);
    }
  }, [server]);

  useEffect(() => {
    if (!isShown) return undefined;
    refresh();
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), PERIOD);
    return () => clearInterval(timer);
  }, [refresh, isShown]);
  return { overview, error, refresh };
}
