/** Looks a number, a name or words of a log up in the catalogue of explanations. */

import { useRef, useState } from "preact/hooks";
import { CATALOGUE } from "../../../explain/catalogue.js";
import { lookUp } from "../../../explain/explain.js";
import { ExplanationCard } from "../parts/explanation-card.jsx";
import { Field } from "../parts/field.jsx";
import { useStudio } from "../studio-context.js";

export function LookUpView() {
  const { lang, texts } = useStudio();
  const { title, lead, words, placeholder, found, unknown } = texts.lookUp;
  const [text, setText] = useState("");
  const field = useRef(/** @type {HTMLDivElement | null} */ (null));
  const isEmpty = text.trim() === "";
  const explanations = isEmpty ? [] : lookUp(text, { lang });

  /** The button that was pressed goes, so the focus must go on. @param {string} id */
  function choose(id) {
    setText(id);
    field.current?.querySelector("input")?.focus();
  }

  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <div class="narrow" ref={field}>
        <Field label={words} placeholder={placeholder} value={text} onInput={setText} />
      </div>
      <p class="hint" role="status">
        {isEmpty ? "" : explanations.length === 0 ? unknown : found(explanations.length)}
      </p>
      <div class="cards">
        {explanations.map((explanation) => (
          <ExplanationCard key={explanation.title} explanation={explanation} />
        ))}
      </div>
      {explanations.length === 0 && <Index choose={choose} />}
    </>
  );
}

/** Everything in the catalogue, by kind. @param {{ choose: (id: string) => void }} props */
function Index({ choose }) {
  const { lang, texts } = useStudio();
  const { all, kinds } = texts.lookUp;
  return (
    <section class="index">
      <h2>{all}</h2>
      {Object.entries(kinds).map(([kind, head]) => (
        <section key={kind}>
          <h3>{head}</h3>
          <ul class={kind === "symptom" ? "lines" : "chips"}>
            {CATALOGUE.filter((item) => item.kind === kind).map(({ id, label, title }) => (
              <li key={id}>
                <button type="button" class="chip" title={label && title[lang]} onClick={() => choose(id)}>
                  {label?.replace(/^(error_code|errno) /, "") ?? title[lang]}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
