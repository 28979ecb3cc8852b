/** @import { Reading } from "../reply.js" */

import { isSecretField, MASK } from "../mask.js";
import { useStudio } from "../studio-context.js";
import { ExplanationCard } from "./explanation-card.jsx";
import { FieldsTable } from "./fields-table.jsx";

/** What a reply means: the result of the call, or explanations. @param {{ reading: Reading }} props */
export function ReadingCard({ reading: { endpoint, result, explanations } }) {
  const { texts, showsSecrets } = useStudio();
  if (result === undefined)
    return (
      <>
        {explanations.map((explanation) => (
          <ExplanationCard key={explanation.title} explanation={explanation} />
        ))}
      </>
    );
  const fields = Object.entries(result).map(
    ([name, value]) =>
      /** @type {[string, string]} */ ([name, isSecretField(name) && !showsSecrets ? MASK : showValue(value)]),
  );
  return (
    <article class="result">
      <h2>{texts.result.head}</h2>
      <p class="hint">{texts.result.of(endpoint ?? "")}</p>
      <FieldsTable fields={fields} />
    </article>
  );
}

/** @param {unknown} value */
const showValue = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
