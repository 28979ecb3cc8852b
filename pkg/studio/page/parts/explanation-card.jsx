/** @import { Explanation } from "../../../types/explain.cjs" */

import { useStudio } from "../studio-context.js";

/** @param {{ explanation: Explanation }} props */
export function ExplanationCard({ explanation: { title, meaning, causes, steps, links } }) {
  const { texts } = useStudio();
  const heads = texts.explanation;
  return (
    <article class="explanation">
      <h2>{title}</h2>
      {meaning !== title && <p>{meaning}</p>}
      {steps.length > 0 && (
        <>
          <h3>{heads.steps}</h3>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {causes.length > 0 && (
        <>
          <h3>{heads.causes}</h3>
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </>
      )}
      {links.length > 0 && (
        <details>
          <summary>{heads.links}</summary>
          <ul class="links">
            {links.map((link) => (
              <li key={link}>{/^https:/.test(link) ? <OutLink href={link} /> : <code>{link}</code>}</li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

/** @param {{ href: string }} props */
function OutLink({ href }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {href.replace(/^https:\/\//, "")}
    </a>
  );
}
