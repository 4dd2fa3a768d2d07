// The texts of behavioral health's part.
export default {
  en: {
    assessment: 'Assessment', 'assessment.score': 'score {n}', assessments: 'Assessments', 'assessments.none': 'There are no assessments.', 'assessments.new': 'New assessment', intakes: 'First visits', 'intakes.none': 'No first visit is recorded.', 'intakes.new': 'Record a first visit',
    crisis: 'Crisis', crises: 'Crises', 'crises.none': 'No crisis is recorded.', 'crises.new': 'Record a crisis', interventions: 'What was done', 'interventions.none': 'Nothing is recorded.', 'interventions.new': 'Record what was done',
    disclosures: 'Disclosures', 'disclosures.none': 'You have not let anybody else see your records.', 'disclosures.new': 'Let somebody see my records', 'disclosure.explained': 'These records are protected by law: only whom you name sees them, for what you say and until the time you choose. You can take it back at any time, for what has not been looked at yet.',
    'disclosure.to': 'Who may see them', 'disclosure.until': 'Until', 'disclosure.purpose': 'What for', 'disclosure.what': 'Which records', 'disclosure.give': 'I agree', 'disclosure.revoke': 'Take it back',
    disclosed: 'Disclosed to me', 'disclosed.none': 'Nothing has been disclosed to you.', 'disclosed.open': 'Look', 'disclosed.since': 'Disclosed {time}', 'disclosed.for': 'For: {purpose}. Until {time}.', 'disclosed.ended': 'The consent has ended. What it opened cannot be seen any more.',
    'word.assessments': 'Assessments', 'word.crisisLogs': 'Crises',
    'class.Assessment': 'Assessments', 'class.IntakeAssessment': 'First visits', 'class.CrisisLog': 'Crises', 'class.CrisisInterventionLog': 'What was done', 'class.DisclosureConsent': 'Disclosures', 'class.ProviderProfile': 'My details',
    'field.data': 'Findings', 'field.recommendations': 'Recommendations', 'field.assessmentDate': 'When', 'field.details': 'Details', 'field.incident': 'What happened', 'field.timestamp': 'When', 'field.responseAction': 'What was done', 'field.interventionDate': 'When', 'field.outcome': 'Outcome', 'field.purpose': 'What for', 'field.scope': 'Which records', 'field.signedAt': 'Signed', 'field.revokedAt': 'Taken back', 'field.patientHistory': 'History', 'field.instrument': 'Instrument', 'field.score': 'Score', 'field.year': 'Year', 'field.event': 'What was',
  },
  'zh-Hant': {
    assessment: '評估', 'assessment.score': '{n} 分', assessments: '評估', 'assessments.none': '沒有評估。', 'assessments.new': '新增評估', intakes: '初診', 'intakes.none': '沒有初診紀錄。', 'intakes.new': '記錄初診',
    crisis: '危機', crises: '危機紀錄', 'crises.none': '沒有危機紀錄。', 'crises.new': '記錄危機', interventions: '處置', 'interventions.none': '沒有處置紀錄。', 'interventions.new': '記錄處置',
    disclosures: '揭露同意', 'disclosures.none': '您尚未同意任何人查看您的紀錄。', 'disclosures.new': '同意他人查看我的紀錄', 'disclosure.explained': '這些紀錄受法律保護：只有您指定的人，為您所述的目的，在您選擇的期限內可以查看。您可隨時撤回，對尚未查看的內容立即生效。',
    'disclosure.to': '可查看的人', 'disclosure.until': '期限', 'disclosure.purpose': '目的', 'disclosure.what': '哪些紀錄', 'disclosure.give': '我同意', 'disclosure.revoke': '撤回',
    disclosed: '揭露給我的', 'disclosed.none': '沒有揭露給您的紀錄。', 'disclosed.open': '查看', 'disclosed.since': '揭露於 {time}', 'disclosed.for': '目的：{purpose}。期限：{time}。', 'disclosed.ended': '同意已結束，相關內容無法再查看。',
    'word.assessments': '評估', 'word.crisisLogs': '危機紀錄',
    'class.Assessment': '評估', 'class.IntakeAssessment': '初診', 'class.CrisisLog': '危機紀錄', 'class.CrisisInterventionLog': '處置', 'class.DisclosureConsent': '揭露同意', 'class.ProviderProfile': '我的資料',
    'field.data': '評估結果', 'field.recommendations': '建議', 'field.assessmentDate': '時間', 'field.details': '詳細內容', 'field.incident': '事件', 'field.timestamp': '時間', 'field.responseAction': '處置', 'field.interventionDate': '時間', 'field.outcome': '結果', 'field.purpose': '目的', 'field.scope': '哪些紀錄', 'field.signedAt': '簽署時間', 'field.revokedAt': '撤回時間', 'field.patientHistory': '病史', 'field.instrument': '量表', 'field.score': '分數', 'field.year': '年份', 'field.event': '事件',
  },
};
