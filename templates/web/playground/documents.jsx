// The app's documents (Markdown), shown and searched. Their parts become elements one by one: no text is ever taken for
// markup.
import { lexer } from 'marked';

const ENTITIES = { '&gt;': '>', '&lt;': '<', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
const decode = (text) => text.replaceAll(/&(?:gt|lt|amp|quot|#39);/g, (entity) => ENTITIES[entity]);

function Inline({ tokens }) {
  return (tokens ?? []).map((token) => {
    if (token.type === 'codespan') return <code>{decode(token.text)}</code>;
    if (token.type === 'strong') return <strong><Inline tokens={token.tokens} /></strong>;
    if (token.type === 'em') return <em><Inline tokens={token.tokens} /></em>;
    if (token.type === 'br' || /^<br ?\/?>$/.test(token.raw)) return <br />;
    // Links lead to files beside the document, which are not here.
    return token.tokens ? <Inline tokens={token.tokens} /> : decode(token.text);
  });
}

/** The words of a text, as they are searched. */
const plain = (token) => decode(token.text ?? token.raw ?? '').replaceAll('\\', '').toLowerCase();
const has = (text, words) => words.every((word) => text.includes(word));

/** A document as sections, each of a heading and blocks: { heading, blocks }. */
export function sectionsOf(markdown) {
  const sections = [];
  for (const token of lexer(markdown)) {
    if (token.type === 'heading' && token.depth <= 2) sections.push({ heading: token, title: plain(token), blocks: [] });
    else if (token.type !== 'space' && sections.length) sections.at(-1).blocks.push(token);
  }
  return sections;
}

/** A block as far as the words are in it; nothing where they are not. */
function searchBlock(token, words) {
  if (token.type === 'table') {
    const rows = token.rows.filter((row) => has(row.map(plain).join(' '), words));
    return rows.length ? { ...token, rows } : undefined;
  }
  if (token.type === 'list') {
    const items = token.items.filter((item) => has(plain(item), words));
    return items.length ? { ...token, items } : undefined;
  }
  return has(plain(token), words) ? token : undefined;
}

/** The sections that have all of the words: whole where the heading has them, else the rows and lines that do. */
export function search(sections, words) {
  if (!words.length) return sections;
  return sections.flatMap((section) => {
    const left = words.filter((word) => !section.title.includes(word));
    if (!left.length) return [section];
    const blocks = section.blocks.map((block) => searchBlock(block, left)).filter(Boolean);
    return blocks.length ? [{ ...section, blocks }] : [];
  });
}

function Block({ token, name }) {
  if (token.type === 'list') return <ul>{token.items.map((item) => <li><Inline tokens={item.tokens.flatMap((one) => one.tokens ?? [one])} /></li>)}</ul>;
  if (token.type !== 'table') return token.tokens ? <p><Inline tokens={token.tokens} /></p> : <pre>{token.text}</pre>;
  return (
    <div class="scrolls" tabindex="0" role="region" aria-label={`${name}, table`}>
      <table>
        <thead><tr>{token.header.map((cell) => <th scope="col"><Inline tokens={cell.tokens} /></th>)}</tr></thead>
        <tbody>{token.rows.map((row) => <tr>{row.map((cell) => <td><Inline tokens={cell.tokens} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

export function Document({ id, title, sections }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {!sections.length && <p>Nothing here has these words.</p>}
      {sections.map(({ heading, title: name, blocks }) => (
        <section>
          {heading.depth > 1 && <h3><Inline tokens={heading.tokens} /></h3>}
          {blocks.map((token) => <Block token={token} name={`${title}: ${name}`} />)}
        </section>
      ))}
    </section>
  );
}
