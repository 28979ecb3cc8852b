/** Reads a reply of Baidu, the JSON of an error, or a line of a log. */

/** @import { Endpoint } from "../../../types/index.cjs" */

import { useState } from "preact/hooks";
import { calls } from "../../../wasm/calls.js";
import { Choice } from "../parts/choice.jsx";
import { Field } from "../parts/field.jsx";
import { ReadingCard } from "../parts/reading-card.jsx";
import { readText } from "../reply.js";
import { useStudio } from "../studio-context.js";

export function ReplyView() {
  const { lang, texts } = useStudio();
  const t = texts.reply;
  const [text, setText] = useState("");
  const [endpoint, setEndpoint] = useState("");
  const [status, setStatus] = useState("");
  const isStatus = /^[1-5]\d\d$/.test(status);
  const reply = {
    ...(endpoint && { endpoint: /** @type {Endpoint} */ (endpoint) }),
    ...(isStatus && { status: Number(status) }),
  };
  const reading = text.trim() ? readText(text.trim(), reply, lang) : undefined;
  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="columns">
        <section class="stack">
          <Field label={t.text} value={text} rows={10} onInput={setText} />
          <Choice
            label={t.call}
            value={endpoint}
            options={[["", t.anyCall], ...Object.keys(calls).map((name) => /** @type {const} */ ([name, name]))]}
            onChange={setEndpoint}
          />
          <Field
            label={t.status}
            placeholder="200"
            inputMode="numeric"
            value={status}
            onInput={setStatus}
            {...(status && !isStatus && { error: t.statusWrong })}
          />
        </section>
        <section class="stack" aria-live="polite">
          {!reading && <p class="empty">{t.nothing}</p>}
          {reading && !reading.result && reading.explanations.length === 0 && <p class="empty">{t.unknown}</p>}
          {reading && <ReadingCard reading={reading} />}
        </section>
      </div>
    </>
  );
}
