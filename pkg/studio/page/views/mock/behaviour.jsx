/** @import { Overview } from "../mock.jsx" */

import { useState } from "preact/hooks";
import { Choice } from "../../parts/choice.jsx";
import { Field } from "../../parts/field.jsx";
import { MockActions } from "../../parts/mock-actions.jsx";
import { useStudio } from "../../studio-context.js";

const DIALECTS = ["errno", "oauth200", "oauth400", "oauth401"];

/** How the mock answers, and what time it is there. @param {{ overview: Overview, refresh: () => void }} props */
export function BehaviourSection({ overview: { settings }, refresh }) {
  const { texts } = useStudio();
  const t = texts.mock;
  const [dialect, setDialect] = useState("");
  const [codeLifetime, setCodeLifetime] = useState("");
  const [seconds, setSeconds] = useState("300");
  const changed = () => ({
    dialect: dialect || settings.dialect,
    ...(codeLifetime && { codeLifetime: Number(codeLifetime) }),
  });
  return (
    <section class="card stack">
      <h2>{t.behaviour}</h2>
      <Choice
        label={t.dialect}
        value={dialect || settings.dialect}
        options={DIALECTS.map((name) => [name, name])}
        onChange={setDialect}
      />
      <Field
        label={t.codeLifetime}
        inputMode="numeric"
        placeholder={String(settings.codeLifetime)}
        value={codeLifetime}
        onInput={setCodeLifetime}
      />
      <MockActions refresh={refresh} actions={[{ text: t.apply, path: "settings", params: changed }]} />
      <Field label={t.advance} inputMode="numeric" value={seconds} onInput={setSeconds} />
      <MockActions
        refresh={refresh}
        actions={[
          { text: t.advanceButton, path: "advance", params: () => ({ seconds: Number(seconds) }) },
          { text: t.reset, path: "reset" },
        ]}
      />
    </section>
  );
}
