// What several parts of the playground are made of.

/** A choice with its label; options are [value, title]. */
export function Choice({ id, label, value, options, onChoose }) {
  return (
    <span class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([key, title]) => <option key={key} value={key}>{title}</option>)}
      </select>
    </span>
  );
}
