// GraphQL: a document answered for several people side by side, with what may be written told from the server's schema.
// Shown where the server answers /graphql. GraphiQL would be twenty times the rest of the playground.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Answers } from './answers.jsx';
import { completionsOf, schemaOf, typeName, typeText } from './graphql_complete.js';
import { Code } from './requests.jsx';
import { send } from './server.js';

const MOST = 30; // completions that are shown
const FIELD = 'name description args { name description type { ...T } } type { ...T }';
const INTROSPECTION = `query Introspection { __schema { queryType { name } mutationType { name } subscriptionType { name } types {
  kind name description fields { ${FIELD} } inputFields { name description type { ...T } } enumValues { name description } possibleTypes { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;
const EXAMPLE = '{\n  health\n}\n';

const requestOf = (query, variables) => ({ operation: { id: 'graphql' }, method: 'POST', path: '/graphql', query: {}, body: { query, ...(variables === undefined ? {} : { variables }) } });

/** Whether the server answers GraphQL at all, whoever asks: an answer of it has data or errors. */
export function useHasGraphql(api, identity) {
  const [has, setHas] = useState(false);
  useEffect(() => {
    let isWanted = true;
    send(api, requestOf('{ __typename }'), identity).then(({ json }) => isWanted && setHas(Boolean(json?.data ?? json?.errors)));
    return () => {
      isWanted = false;
    };
  }, [api, identity.applicationId]);
  return has;
}

/** The schema as the server tells it to one of the people: { schema, fault }. */
function useSchema(api, people, kept) {
  const [state, setState] = useState(kept.schema ?? {});
  const person = people.list.find(({ token }) => token) ?? people.list.at(-1);
  useEffect(() => {
    if (state.schema) return;
    send(api, requestOf(INTROSPECTION), people.identity(person)).then(({ json, error }) => setState(json?.data?.__schema
      ? { schema: schemaOf(json.data), ...exampleOf(schemaOf(json.data)) } : { fault: error ?? json?.errors?.[0]?.message ?? json?.error ?? 'the server tells no schema' }));
  }, [person.token]);
  kept.schema = state;
  return state;
}

const PARSES_OWN = ['users', 'roles', 'sessions', 'installations'];

/** A query to begin with: the first field that lists something of the app's. */
function exampleOf(schema) {
  const query = schema.types.get(schema.roots.query);
  const name = (query?.fields ?? []).find(({ name: field, type, args }) => !PARSES_OWN.includes(field) && args.some((one) => one.name === 'where') && schema.types.get(typeName(type))?.fields?.some((one) => one.name === 'edges'))?.name;
  return { example: name ? `{\n  ${name}(first: 5) {\n    edges {\n      node {\n        objectId\n      }\n    }\n  }\n}\n` : EXAMPLE };
}

/** A text area with completions below it: by Ctrl and space or while one types, taken with Enter, left with Escape. */
function Editor({ schema, text, onText }) {
  const area = useRef();
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { prefix, options } = useMemo(() => (schema ? completionsOf(schema, text.slice(0, caret)) : { prefix: '', options: [] }), [schema, text, caret]);
  const shown = isOpen ? options.slice(0, MOST) : [];
  const moveTo = (place) => requestAnimationFrame(() => {
    area.current.focus();
    area.current.setSelectionRange(place, place);
    setCaret(place);
  });
  const take = ({ name }) => {
    const start = caret - prefix.length;
    onText(text.slice(0, start) + name + text.slice(caret));
    setOpen(false);
    moveTo(start + name.length);
  };
  const key = (event) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      setOpen(true);
      setAt(0);
    } else if (shown.length && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault();
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length);
    } else if (shown.length && event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      take(shown[at]);
    } else if (event.key === 'Escape' && isOpen) {
      setOpen(false);
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      event.currentTarget.form.requestSubmit();
    }
  };
  const input = (event) => {
    onText(event.currentTarget.value);
    setCaret(event.currentTarget.selectionStart);
    setOpen(/[_A-Za-z]$/.test(event.currentTarget.value.slice(0, event.currentTarget.selectionStart)));
    setAt(0);
  };
  return (
    <div class="field finds">
      <label for="document">Document</label>
      <textarea ref={area} id="document" class="code" rows={12} spellcheck={false} value={text} role="combobox" aria-autocomplete="list" aria-expanded={shown.length > 0} aria-controls="completions" aria-describedby="document-hint"
        aria-activedescendant={shown.length ? `completion-${at}` : undefined} onInput={input} onKeyDown={key} onSelect={(event) => setCaret(event.currentTarget.selectionStart)} onBlur={() => setOpen(false)} />
      <small id="document-hint">Ctrl and space shows what may stand here, Ctrl and Enter asks.</small>
      {shown.length > 0 && (
        <ul class="found" id="completions" role="listbox" aria-label="What may stand here">
          {shown.map((option, i) => <li key={option.name} id={`completion-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => {
            event.preventDefault();
            take(option);
          }}><span>{option.name}</span><code>{option.detail}</code></li>)}
        </ul>
      )}
    </div>
  );
}

const TypeLink = ({ type, onShow }) => <button type="button" class="quiet small" onClick={() => onShow(typeName(type))}>{typeText(type)}</button>;

function Member({ member, onShow }) {
  return (
    <li>
      <code>{member.name}</code>{member.args?.length > 0 && <span> ({member.args.map((one) => <span key={one.name}><code>{one.name}</code>: <TypeLink type={one.type} onShow={onShow} /></span>)})</span>}
      {member.type && <>: <TypeLink type={member.type} onShow={onShow} /></>}
      {member.description && <small> {member.description}</small>}
    </li>
  );
}

/** The schema's types, one at a time; found by their names and those of their fields. */
function Documentation({ schema, fault }) {
  const [name, setName] = useState();
  const [text, setText] = useState('');
  if (!schema) return <section aria-labelledby="types"><h2 id="types">Schema</h2><p>{fault ? `The server tells no schema: ${fault}. Sign in above.` : 'Loading …'}</p></section>;
  const word = text.trim().toLowerCase();
  const has = (type) => type.name.toLowerCase().includes(word) || (type.fields ?? type.inputFields ?? []).some((field) => field.name.toLowerCase().includes(word));
  const type = schema.types.get(name ?? schema.roots.query);
  return (
    <section aria-labelledby="types">
      <div class="row"><h2 id="types">Schema</h2><label>Search the types <input type="search" value={text} spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} /></label></div>
      {word && <p class="row">{[...schema.types.values()].filter((one) => !one.name.startsWith('__') && has(one)).slice(0, MOST).map((one) => <button key={one.name} type="button" class="small" onClick={() => setName(one.name)}>{one.name}</button>)}</p>}
      <p class="row">{Object.entries(schema.roots).map(([operation, root]) => <button key={operation} type="button" class="quiet small" onClick={() => setName(root)}>{operation}</button>)}</p>
      <div class="scrolls members" tabindex="0" role="region" aria-label={`Type ${type.name}`}>
        <h3>{type.name} <span>{type.kind.toLowerCase().replace('_', ' ')}</span></h3>
        {type.description && <p>{type.description}</p>}
        <ul>{(type.fields ?? type.inputFields ?? type.enumValues ?? type.possibleTypes ?? []).map((member) => <Member key={member.name} member={member} onShow={setName} />)}</ul>
      </div>
    </section>
  );
}

function variablesOf(text) {
  try {
    return { variables: text.trim() ? JSON.parse(text) : undefined };
  } catch (error) {
    return { fault: `Variables are not JSON: ${error.message}` };
  }
}

export function Graphql({ api, people, kept }) {
  const { schema, fault, example } = useSchema(api, people, kept);
  const [text, setText] = useState(kept.text);
  const [variablesText, setVariablesText] = useState(kept.variables ?? '');
  Object.assign(kept, { text, variables: variablesText });
  const [answers, setAnswers] = useState();
  const shown = text ?? example ?? EXAMPLE;
  const { variables, fault: variablesFault } = variablesOf(variablesText);
  const asking = people.list.filter(({ asks }) => asks);
  const request = requestOf(shown, variables);
  async function submit(event) {
    event.preventDefault();
    if (variablesFault || !asking.length) return;
    setAnswers(await Promise.all(asking.map(async (person) => ({ person, answer: await people.ask(request, person) }))));
  }
  return (
    <>
      <form aria-labelledby="graphql" onSubmit={submit}>
        <h2 id="graphql">What is asked</h2>
        <Editor schema={schema} text={shown} onText={setText} />
        <div class="field"><label for="variables">Variables (JSON)</label><textarea id="variables" class="code" rows={3} spellcheck={false} value={variablesText} onInput={(event) => setVariablesText(event.currentTarget.value)} /></div>
        {variablesFault && <p role="alert">{variablesFault}</p>}
        <button type="submit" class="main" disabled={Boolean(variablesFault) || !asking.length}>Ask as {asking.length ? asking.map(({ role }) => role.toLowerCase()).join(' and ') : 'nobody yet: sign in above'}</button>
      </form>
      <Answers answers={answers} idPrefix="graphql-" />
      <Documentation schema={schema} fault={fault} />
      <Code api={api} request={request} people={people} idPrefix="graphql-" />
    </>
  );
}
