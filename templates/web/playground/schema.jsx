// What the app is made of: its diagram, its data dictionary, who may do what, and what became of each sentence of its
// spec. One search over all of it.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Diagram } from './diagram.jsx';
import { Document, search, sectionsOf } from './documents.jsx';
import { load } from './server.js';

const DOCUMENTS = [['dictionary', 'Data dictionary'], ['access', 'Access matrix'], ['trace', 'Trace']];

/** The documents' texts by name; one that this app has not, for want of a spec, is left out. */
function useDocuments() {
  const [documents, setDocuments] = useState();
  useEffect(() => {
    const names = ['er', ...DOCUMENTS.map(([name]) => name)];
    Promise.all(names.map(async (name) => [name, await load(`documents/${name}.md`).catch(() => undefined)]))
      .then((all) => setDocuments(Object.fromEntries(all.filter(([, text]) => text))));
  }, []);
  return documents;
}

function Searched({ documents, words }) {
  const parsed = useMemo(() => DOCUMENTS.filter(([name]) => documents[name]).map(([name, title]) => [name, title, sectionsOf(documents[name])]), [documents]);
  return (
    <>
      {documents.er && <Diagram source={documents.er} words={words} />}
      {parsed.map(([name, title, sections]) => <Document id={name} title={title} sections={search(sections, words)} />)}
    </>
  );
}

export function Schema() {
  const [text, setText] = useState('');
  const documents = useDocuments();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const jump = (id) => document.getElementById(id)?.scrollIntoView();
  return (
    <>
      <form role="search" class="row searching" onSubmit={(event) => event.preventDefault()}>
        <label>Search the schema <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} spellcheck={false} /></label>
        {documents && [['diagram', 'Diagram'], ...DOCUMENTS].filter(([name]) => documents[name === 'diagram' ? 'er' : name])
          .map(([name, title]) => <button type="button" class="quiet" onClick={() => jump(name)}>{title}</button>)}
      </form>
      {documents ? <Searched documents={documents} words={words} /> : <p class="wait">Loading …</p>}
    </>
  );
}
