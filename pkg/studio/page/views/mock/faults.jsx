/** @import { Overview } from "../mock.jsx" */

import { useState } from "preact/hooks";
import { calls } from "../../../../wasm/calls.js";
import { Choice } from "../../parts/choice.jsx";
import { MockActions } from "../../parts/mock-actions.jsx";
import { useStudio } from "../../studio-context.js";

/** What is to go wrong. @param {{ overview: Overview, refresh: () => void }} props */
export function FaultsSection({ overview: { faults }, refresh }) {
  const { texts } = useStudio();
  const t = texts.mock;
  const [endpoint, setEndpoint] = useState("*");
  const [fault, setFault] = useState("gateway");
  const [times, setTimes] = useState("1");
  const params = () => ({ endpoint, fault, ...(times && { times: Number(times) }) });
  return (
    <section class="card stack">
      <h2>{t.faults}</h2>
      <Choice
        label={t.endpoint}
        value={endpoint}
        options={[["*", t.every], ...Object.keys(calls).map((name) => /** @type {const} */ ([name, name]))]}
        onChange={setEndpoint}
      />
      <Choice
        label={t.fault}
        value={fault}
        options={Object.entries(t.faultKinds).map(([name, does]) => [name, `${name} – ${does}`])}
        onChange={setFault}
      />
      <Choice
        label={t.times}
        value={times}
        options={[...["1", "2", "3", "5", "10"].map((count) => /** @type {const} */ ([count, count])), ["", t.always]]}
        onChange={setTimes}
      />
      <MockActions
        refresh={refresh}
        actions={[
          { text: t.addFault, path: "fault", params, isMain: true },
          { text: t.clearFaults, path: "clear-faults" },
        ]}
      />
      <h3>{t.planned}</h3>
      {faults.length === 0 && <p class="empty">{t.noFaults}</p>}
      <ul class="lines" hidden={faults.length === 0}>
        {faults.map(({ endpoint, fault, times }, index) => (
          <li key={index}>
            <code>{endpoint}</code> {fault} <small>{t.left(times)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
