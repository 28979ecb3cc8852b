import { useId } from "preact/hooks";

/**
 * A text to fill in. It is not completed, corrected or remembered by the browser, because it may be a secret.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} [props.name]  shown before the label, as code
 * @param {string} props.value
 * @param {(value: string) => void} props.onInput
 * @param {boolean} [props.isHidden]
 * @param {string} [props.hint]
 * @param {string} [props.error]
 * @param {number} [props.rows]  makes it a text of several lines
 * @param {string} [props.placeholder]
 * @param {"numeric" | "text"} [props.inputMode]
 */
export function Field({ label, name, value, onInput, isHidden = false, hint, error, rows, placeholder, inputMode }) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const common = {
    id,
    value,
    placeholder,
    autocomplete: /** @type {const} */ ("off"),
    autocapitalize: /** @type {const} */ ("none"),
    spellcheck: false,
    "aria-invalid": Boolean(error),
    "aria-describedby": described || undefined,
  };
  return (
    <div class="field">
      <label for={id}>
        {name && <code>{name}</code>} {label}
      </label>
      {rows ? (
        <textarea {...common} rows={rows} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={inputMode}
          class={isHidden ? "hidden-text" : undefined}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
