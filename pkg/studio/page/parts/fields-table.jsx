/** Names and values, one below the other. @param {{ fields: [name: string, value: string][] }} props */
export function FieldsTable({ fields }) {
  return (
    <dl class="fields">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
