/**
 * @import { Endpoint } from "../../../types/index.cjs"
 * @import { Sent } from "../../send.js"
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { paramOf } from "../../../cli/values.js";
import { explain } from "../../../explain/explain.js";
import { showBody } from "../mask.js";
import { readAnswer } from "../reply.js";
import { useStudio } from "../studio-context.js";
import { CodeBlock } from "./code-block.jsx";
import { ExplanationCard } from "./explanation-card.jsx";
import { FieldsTable } from "./fields-table.jsx";
import { ReadingCard } from "./reading-card.jsx";

/** What became of a call that was sent. @param {{ endpoint: Endpoint, params: Record<string, string>, sent: Sent }} props */
export function AnswerCard({ endpoint, params, sent }) {
  const { lang, texts, showsSecrets } = useStudio();
  const t = texts.request;
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  // On a narrow screen it would appear below what is seen.
  useEffect(() => element.current?.scrollIntoView({ block: "nearest" }), [sent]);
  const { ms, answer, error } = sent;
  if (!answer)
    return (
      <section class="answer stack" ref={element}>
        <h2>
          {t.noAnswer} <small>{ms} ms</small>
        </h2>
        <ExplanationCard explanation={explain(error, { lang })} />
      </section>
    );
  const reading = readAnswer(endpoint, answer, params, lang);
  const secrets = Object.entries(params).flatMap(([name, value]) => (paramOf(name).isSecret ? [value] : []));
  return (
    <section class="answer stack" ref={element}>
      <h2>
        {t.answer} <small>HTTP {answer.status}</small> <small>{ms} ms</small>
      </h2>
      <ReadingCard reading={reading} />
      {reading.result && <UseButton result={reading.result} />}
      <CodeBlock name="body" head={t.body} text={showBody(answer.body, showsSecrets ? undefined : secrets)} />
      <details>
        <summary>{t.headers}</summary>
        <FieldsTable fields={Object.entries(answer.headers)} />
      </details>
    </section>
  );
}

/** Fills results into the fields of the same names. @param {{ result: object }} props */
function UseButton({ result }) {
  const { texts, setValues } = useStudio();
  const [isUsed, setUsed] = useState(false);
  const fields = Object.entries(result).filter(([, value]) => typeof value === "string");
  return (
    <div class="actions">
      <button
        type="button"
        onClick={() => {
          setValues(Object.fromEntries(fields));
          setUsed(true);
        }}
      >
        {texts.request.use}
      </button>
      <span class="hint" role="status">
        {isUsed && texts.request.used}
      </span>
    </div>
  );
}
