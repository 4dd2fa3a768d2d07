// One request, put together from the server's OpenAPI document, sent as each of the people who ask, and shown as code.
import { useEffect, useState } from 'preact/hooks';
import { Answers } from './answers.jsx';
import { curlOf, sdkOf } from './code.js';
import { exampleBody, requestOf } from './operations.js';
import { Choice } from '../kit/parts.jsx';

function Field({ parameter, value, onInput }) {
  const { name, description, schema, required } = parameter;
  const hint = `hint-${name}`;
  return (
    <div class="field">
      <label for={`field-${name}`}>{name}{required ? ' (required)' : ''}</label>
      <input id={`field-${name}`} value={value ?? ''} onInput={(event) => onInput(name, event.currentTarget.value)} spellcheck={false}
        inputmode={schema?.type === 'integer' ? 'numeric' : undefined} placeholder={name === 'where' ? '{"field": "value"}' : schema?.default?.toString()} aria-describedby={description ? hint : undefined} />
      {description && <small id={hint}>{description}</small>}
    </div>
  );
}

export function Code({ api, request, people, idPrefix = '' }) {
  const [form, setForm] = useState('curl');
  const [key, setKey] = useState();
  const [sent, setSent] = useState('');
  const [copied, setCopied] = useState(false);
  const asking = people.list.filter(({ asks }) => asks);
  const person = asking.find((one) => one.key === key) ?? asking[0] ?? people.list.at(-1);
  const past = people.history.find(({ number }) => String(number) === sent);
  const text = (form === 'curl' ? curlOf : sdkOf)(api, past?.request ?? request, past?.who ?? people.identity(person));
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  useEffect(() => setCopied(false), [text]);
  return (
    <section class="code" aria-labelledby={`${idPrefix}code`}>
      <h2 id={`${idPrefix}code`}>The same as code</h2>
      <div class="row">
        <Choice id={`${idPrefix}code-form`} label="Form" value={form} onChoose={setForm} options={[['curl', 'curl'], ['sdk', 'JavaScript SDK']]} />
        <Choice id={`${idPrefix}code-request`} label="Request" value={past ? sent : ''} onChoose={setSent} options={[['', 'the one above'], ...people.history.map(({ number, title }) => [String(number), `sent: ${title}`])]} />
        {!past && <Choice id={`${idPrefix}code-person`} label="Sent by" value={person.key} onChoose={setKey} options={(asking.length ? asking : [person]).map((one) => [one.key, `${one.role}: ${one.label}`])} />}
        <button type="button" class="quiet" onClick={copy}>Copy</button>
        <span role="status">{copied ? 'Copied.' : ''}</span>
      </div>
      <pre tabindex="0" role="region" aria-label="Code"><code>{text}</code></pre>
    </section>
  );
}

/** Takes what was filled in apart: a request, or what is wrong with it. */
function tryRequest(operation, values, body) {
  try {
    return { request: requestOf(operation, values, body) };
  } catch (error) {
    return { fault: error.message };
  }
}

export function Requests({ groups, openapi, api, people }) {
  const [groupName, setGroupName] = useState(groups[0].name);
  const group = groups.find(({ name }) => name === groupName);
  const [operationId, setOperationId] = useState(group.operations[0].id);
  const operation = group.operations.find(({ id }) => id === operationId) ?? group.operations[0];
  const [values, setValues] = useState({});
  const [body, setBody] = useState('');
  const [answers, setAnswers] = useState();
  const { request, fault } = tryRequest(operation, values, body);
  const asking = people.list.filter(({ asks }) => asks);

  useEffect(() => {
    setValues({});
    setBody(exampleBody(openapi, operation.bodySchema));
    setAnswers(undefined);
  }, [operation.id]);

  async function submit(event) {
    event.preventDefault();
    if (!request) return;
    const all = await Promise.all(asking.map(async (person) => ({ person, answer: await people.ask(request, person) })));
    setAnswers(all);
  }

  return (
    <>
      <form aria-labelledby="request" onSubmit={submit}>
        <h2 id="request">What is asked</h2>
        <div class="row">
          <Choice id="class" label="Class" value={group.name} onChoose={setGroupName} options={groups.map(({ name }) => [name, name])} />
          <Choice id="operation" label="Operation" value={operation.id} onChoose={setOperationId}
            options={group.operations.map(({ id, title, method, path }) => [id, `${title}: ${method} ${path}`])} />
        </div>
        <div class="fields">
          {operation.parameters.filter((one) => one.in !== 'header').map((parameter) => (
            <Field key={parameter.name} parameter={parameter} value={values[parameter.name]} onInput={(name, value) => setValues({ ...values, [name]: value })} />
          ))}
        </div>
        {operation.takesBody && <div class="field"><label for="body">Body (JSON)</label><textarea id="body" rows={8} spellcheck={false} value={body} onInput={(event) => setBody(event.currentTarget.value)} /></div>}
        {fault && <p role="alert">{fault}</p>}
        <button type="submit" class="main" disabled={!request || !asking.length}>Ask as {asking.length ? asking.map(({ role }) => role.toLowerCase()).join(' and ') : 'nobody yet: sign in above'}</button>
      </form>
      <Answers answers={answers} />
      {request && <Code api={api} request={request} people={people} />}
    </>
  );
}
