// The texts of the plain part.
export default {
  en: { home: 'Home', 'home.hello': 'Hello, {name}', 'home.nothing': 'There is nothing here that you may see. Somebody may have to let you in first.' },
  'zh-Hant': { home: '首頁', 'home.hello': '{name}，您好', 'home.nothing': '這裡沒有您可以查看的內容，可能需要他人先授權。' },
};
