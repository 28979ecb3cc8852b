import { CopyButton } from "./copy-button.jsx";

/** A text to read and to copy. @param {{ head: string, text: string, name?: string }} props  name: for tests and styles */
export function CodeBlock({ head, text, name }) {
  return (
    <section class="code" data-name={name}>
      <div class="head">
        <h2>{head}</h2>
        <CopyButton text={text} label={head} />
      </div>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  );
}
