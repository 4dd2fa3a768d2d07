// The texts of the patient portal's part.
export default {
  en: {
    overview: 'Overview', 'overview.hello': 'Hello, {name}',
    plans: 'Treatment plans', 'plans.open': 'Plans to read and confirm', 'plans.none': 'There are no treatment plans.', 'plans.new': 'New plan',
    results: 'Results', 'results.latest': 'Latest results', 'results.all': 'All results', 'results.none': 'There are no results yet.', 'results.new': 'New result',
    'class.LabResult': 'Results', 'class.TreatmentPlan': 'Treatment plans', 'class.ProviderProfile': 'My details',
    'field.testName': 'Test', 'field.testCode': 'Code', 'field.resultValue': 'Value', 'field.units': 'Unit', 'field.referenceRange': 'Usual range', 'field.reportedAt': 'Reported', 'field.reportType': 'Kind', 'field.visibility': 'Who sees it', 'field.summary': 'In short', 'field.details': 'Details', 'field.startDate': 'From', 'field.endDate': 'Until',
    'word.preliminary': 'Preliminary', 'word.final': 'Final', 'word.corrected': 'Corrected', 'word.blood': 'Blood', 'word.urine': 'Urine', 'word.imaging': 'Imaging', 'word.other': 'Other', 'word.shared': 'Patient and providers', 'word.patient-only': 'The patient only', 'word.provider-only': 'Providers only',
  },
  'zh-Hant': {
    overview: '總覽', 'overview.hello': '{name}，您好',
    plans: '治療計劃', 'plans.open': '請閱讀並確認的計劃', 'plans.none': '沒有治療計劃。', 'plans.new': '新增計劃',
    results: '檢驗結果', 'results.latest': '最新結果', 'results.all': '所有結果', 'results.none': '尚無檢驗結果。', 'results.new': '新增結果',
    'class.LabResult': '檢驗結果', 'class.TreatmentPlan': '治療計劃', 'class.ProviderProfile': '我的資料',
    'field.testName': '檢驗項目', 'field.testCode': '代碼', 'field.resultValue': '數值', 'field.units': '單位', 'field.referenceRange': '參考範圍', 'field.reportedAt': '報告時間', 'field.reportType': '類型', 'field.visibility': '可見對象', 'field.summary': '摘要', 'field.details': '詳細內容', 'field.startDate': '開始', 'field.endDate': '結束',
    'word.preliminary': '初步', 'word.final': '最終', 'word.corrected': '已更正', 'word.blood': '血液', 'word.urine': '尿液', 'word.imaging': '影像', 'word.other': '其他', 'word.shared': '病患與醫療人員', 'word.patient-only': '僅限病患', 'word.provider-only': '僅限醫療人員',
  },
};
