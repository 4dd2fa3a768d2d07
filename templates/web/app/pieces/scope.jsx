// Which parts of a record somebody else is to see: one or more of some words.
import { wordLabel } from '../values.js';

export function ScopeChoice({ id, label, words, value, onChange }) {
  const flip = (word, isOn) => onChange(isOn ? [...value, word] : value.filter((one) => one !== word));
  return (
    <div class="field wide"><span class="label" id={id}>{label}</span>
      <div class="checks" role="group" aria-labelledby={id}>{words.map((word) => <label key={word} class="check"><input type="checkbox" checked={value.includes(word)} onChange={(event) => flip(word, event.currentTarget.checked)} /> {wordLabel(word)}</label>)}</div></div>
  );
}
