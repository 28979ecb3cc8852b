import { useId } from "preact/hooks";

/**
 * A list to choose one from.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {(readonly [value: string, text: string])[]} props.options
 * @param {(value: string) => void} props.onChange
 */
export function Choice({ label, value, options, onChange }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
