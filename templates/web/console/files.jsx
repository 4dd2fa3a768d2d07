// The files that objects name, by class and field. A file belongs to its object: who may read it may have the file.
import { useState } from 'preact/hooks';
import { Choice } from '../kit/parts.jsx';
import { t } from '../kit/texts.js';
import { objectTitle } from '../kit/values.js';
import { ObjectTable, titleOfClass, useObjects } from './browse.jsx';
import { Cell, TimeCell } from './cells.jsx';
import { linkTo, useConsole } from './context.js';
import { may } from './model.js';

/** Fields that hold files, or arrays of them: [className, field]. */
const holdersOf = (model) => Object.values(model.classes).filter((info) => may(info, 'find'))
  .flatMap((info) => Object.values(info.fields).filter(({ type, elementType }) => type === 'File' || (type === 'Array' && elementType === 'File')).map((field) => [info.className, field.name]));

const filesOf = (value) => [value].flat().filter((one) => one?.__type === 'File');

function FilesOf({ className, fieldName }) {
  const { model } = useConsole();
  const info = model.classes[className];
  const [state, setState] = useState({ order: '-updatedAt', skip: 0 });
  const found = useObjects(className, { where: { [fieldName]: { $exists: true } }, order: state.order, skip: state.skip });
  const columns = [
    { key: 'objectId', title: titleOfClass(className), render: (one) => <a href={linkTo('class', className, one.objectId)}>{objectTitle(one, info.fields)}</a> },
    { key: fieldName, title: fieldName, render: (one) => <span class="stack">{filesOf(one[fieldName]).map((file) => <Cell key={file.name} value={file} />)}</span> },
    { key: 'updatedAt', title: 'updatedAt', sorts: true, render: (one) => <TimeCell iso={one.updatedAt} /> },
  ];
  return <ObjectTable className={className} columns={columns} state={state} onState={setState} found={found} />;
}

export function Files() {
  const { model } = useConsole();
  const holders = holdersOf(model);
  const [chosen, setChosen] = useState(holders[0]?.join('.') ?? '');
  const [className, fieldName] = chosen.split('.');
  return (
    <>
      <div class="row spread">
        <h1>{t('files')}</h1>
        {holders.length > 0 && <Choice id="holder" label={t('files.of')} value={chosen} options={holders.map((one) => [one.join('.'), one.join(' · ')])} onChoose={setChosen} />}
      </div>
      <p class="soft">{t(holders.length ? 'files.more' : 'files.none')}</p>
      {chosen && <FilesOf key={chosen} className={className} fieldName={fieldName} />}
    </>
  );
}
