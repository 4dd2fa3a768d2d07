// The starter app as a reader of Chinese has it on a phone: lists and pairs as Chinese writes them, words for what the
// templates say, the view one is in in sight, and the focus back where it was.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noBrowser } from '../lib/browser.mjs';
import { appWorld, PHONE } from './app_world.mjs';

const READER = { ...PHONE, locale: 'zh-TW', colorScheme: 'dark' };

/** A window in which a demo account has come in: '病患' or '醫療人員'. */
async function enter(world, role) {
  const page = await world.open('/app', READER);
  await page.getByRole('button', { name: `以${role}身分進入` }).click();
  await page.getByRole('button', { name: '帳戶', exact: true }).waitFor();
  return page;
}
const goTo = (page, name) => page.getByRole('navigation', { name: '頁面' }).getByRole('link', { name, exact: true }).click();
/** Whether the whole of an element is between the left and the right of another one. */
const isInSight = (page, inner, outer) => page.evaluate(([one, all]) => {
  const [a, b] = [one, all].map((selector) => document.querySelector(selector).getBoundingClientRect());
  return a.left >= b.left - 1 && a.right <= b.right + 1;
}, [inner, outer]);

describe('the portal in Chinese', { skip: noBrowser }, () => {
  const world = appWorld('portal');

  test('calls a provider, a contact and the language by what Chinese writes', async () => {
    const page = await enter(world, '病患');
    await goTo(page, '我的資料');
    await page.getByText('電話：+1 555 0101 · 城市：Fairhaven').waitFor();
    await goTo(page, '預約');
    await page.getByText('沒有即將到來的預約。').waitFor();
    await page.getByRole('button', { name: '新增預約' }).click();
    assert.deepEqual(await page.getByLabel('對象').locator('option').allTextContents(), ['Internal medicine、Fairhaven Clinic']);
  });

  test('has the view one is in in sight, and the focus where it was when a dialog ends', async () => {
    const page = await enter(world, '病患');
    for (const name of ['我的資料', '總覽', '預約']) {
      await goTo(page, name);
      await page.locator('.top nav a[aria-current]', { hasText: name }).waitFor();
      assert.ok(await isInSight(page, '.top nav a[aria-current]', '.top nav'), name);
    }
    // However one came, not by a link that had to be in sight to be clicked.
    await page.evaluate(() => { location.hash = '#me'; });
    await page.locator('.top nav a[aria-current]', { hasText: '我的資料' }).waitFor();
    assert.ok(await isInSight(page, '.top nav a[aria-current]', '.top nav'));
    await goTo(page, '預約');
    const button = page.getByRole('button', { name: '新增預約' });
    for (const end of [() => page.getByRole('button', { name: '取消' }).click(), () => page.keyboard.press('Escape')]) {
      await button.click();
      await page.getByRole('dialog').getByLabel('原因').fill('追蹤');
      await end();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => document.activeElement.textContent), '新增預約');
    }
  });
});

describe('the personal health record in Chinese', { skip: noBrowser }, () => {
  const world = appWorld('phr');

  test('lists what is shared, names kinds, and says once that there is nothing', async () => {
    const page = await enter(world, '病患');
    await goTo(page, '分享');
    await page.getByText('文件、檢驗結果').first().waitFor();
    await goTo(page, '文件庫');
    await page.getByText('檢驗報告').waitFor();
    await page.getByRole('button', { name: '上傳文件' }).first().click();
    await page.getByRole('dialog').getByText('選擇檔案').waitFor();
    const provider = await enter(world, '醫療人員');
    for (const [name, text] of [['過敏', '沒有過敏紀錄。'], ['免疫接種', '沒有接種紀錄。']]) {
      await goTo(provider, name);
      await provider.getByText(text).waitFor();
      assert.equal(await provider.locator('main .empty').count(), 1, name);
    }
  });
});

describe('the behavioral record in Chinese', { skip: noBrowser }, () => {
  const world = appWorld('behavioral');

  test('tells what was before in words', async () => {
    const page = await enter(world, '病患');
    await goTo(page, '我的資料');
    await page.getByText('年份：2021 · 事件：Generalised anxiety, outpatient therapy').waitFor();
  });
});
