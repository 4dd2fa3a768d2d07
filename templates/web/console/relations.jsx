// What an object's relation leads to: each is added and removed by itself, at once.
import { useState } from 'preact/hooks';
import { objectPath } from '../kit/client.js';
import { useLoad } from '../kit/load.js';
import { Fault, message, Waiting } from '../kit/parts.jsx';
import { PointerInput } from '../kit/reference_inputs.jsx';
import { Pager } from '../kit/table.jsx';
import { t } from '../kit/texts.js';
import { pointerTo } from '../kit/values.js';
import { PointerCell } from './cells.jsx';
import { useConsole } from './context.js';
import { mayWrite } from './model.js';

const LIMIT = 25;

export function Relations({ info, object, field }) {
  const { client, model } = useConsole();
  const [error, setError] = useState();
  const [skip, setSkip] = useState(0);
  const found = useLoad(() => client.find(field.targetClass, {
    where: { $relatedTo: { object: pointerTo(info.className, object.objectId), key: field.name } }, limit: LIMIT, skip,
  }), [object.objectId, skip]);
  const isOpen = mayWrite(info, field, 'update');
  async function change(operation, one) {
    setError(undefined);
    try {
      await client.put(objectPath(info.className, object.objectId), { [field.name]: { __op: operation, objects: [pointerTo(field.targetClass, one.objectId)] } });
      message(t('saved'));
      found.reload();
    } catch (fault) {
      setError(fault);
    }
  }
  return (
    <section class="card stack" aria-label={field.name}>
      <h2>{field.name} <small>→ {field.targetClass}</small></h2>
      <Fault error={error ?? found.error} />
      {!found.data && !found.error && <Waiting />}
      {found.data && <ul class="related">{found.data.results.map((one) => (
        <li key={one.objectId} class="row spread"><PointerCell value={{ __type: 'Object', className: field.targetClass, ...one }} /><span class="row"><code class="soft">{one.objectId}</code>{isOpen && <button type="button" class="quiet small" onClick={() => change('RemoveRelation', one)}>{t('remove')}</button>}</span></li>
      ))}{found.data.results.length === 0 && <li class="soft">{t('nothing-here')}</li>}</ul>}
      {found.data && (skip > 0 || found.data.results.length === LIMIT) && <Pager skip={skip} limit={LIMIT} shown={found.data.results.length} onSkip={setSkip} />}
      {isOpen && <div class="field"><label for={`relate-${field.name}`}>{t('relation.add')}</label><PointerInput id={`relate-${field.name}`} field={field} client={client} model={model.classes} onChange={(value) => value && change('AddRelation', value)} /></div>}
    </section>
  );
}
