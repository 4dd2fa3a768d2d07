// The texts of the clinical trial's part.
export default {
  en: {
    today: 'Today', 'today.hello': 'Hello, {name}', 'today.new-orders': 'New orders to read and confirm', 'today.doses': 'Your last doses',
    orders: 'Medication', 'orders.none': 'There are no orders.', 'orders.new': 'New order', kits: 'Study medication', 'kits.none': 'No study medication has been handed out.', 'kits.new': 'Hand out medication',
    doses: 'Doses', 'doses.none': 'No doses are recorded yet.', 'doses.new': 'Record a dose', 'doses.all': 'All doses', 'doses.summary': '{taken} of the last {n} doses taken',
    'protocol.none': 'Nothing is recorded about the protocol yet.', 'protocol.new': 'Record protocol adherence',
    'class.MedicationOrder': 'Orders', 'class.MedicationDistribution': 'Study medication', 'class.AdherenceLog': 'Doses', 'class.ProtocolAdherence': 'Protocol adherence',
    'field.medication': 'Medication', 'field.medicationName': 'Medication', 'field.adherenceStatus': 'How it went', 'field.timestamp': 'When', 'field.drug': 'Drug', 'field.dosage': 'Dosage', 'field.frequency': 'How often', 'field.instructions': 'Instructions', 'field.protocolId': 'Protocol', 'field.dose': 'Dose', 'field.distributionDate': 'Handed out on',
    'word.taken': 'Taken', 'word.missed': 'Missed', 'word.late': 'Taken late', 'word.partial': 'Taken in part', 'word.compliant': 'As the protocol says', 'word.deviation': 'Deviation', 'word.withdrawn': 'Withdrawn', 'word.dispensed': 'Handed out', 'word.returned': 'Returned',
  },
  'zh-Hant': {
    today: '今天', 'today.hello': '{name}，您好', 'today.new-orders': '請閱讀並確認的新處方', 'today.doses': '最近的服藥紀錄',
    orders: '用藥', 'orders.none': '沒有處方。', 'orders.new': '新增處方', kits: '試驗藥物', 'kits.none': '尚未發放試驗藥物。', 'kits.new': '發放藥物',
    doses: '服藥紀錄', 'doses.none': '尚無服藥紀錄。', 'doses.new': '記錄服藥', 'doses.all': '所有服藥紀錄', 'doses.summary': '最近 {n} 次中已服用 {taken} 次',
    'protocol.none': '尚無方案遵循紀錄。', 'protocol.new': '記錄方案遵循',
    'class.MedicationOrder': '處方', 'class.MedicationDistribution': '試驗藥物', 'class.AdherenceLog': '服藥紀錄', 'class.ProtocolAdherence': '方案遵循',
    'field.medication': '藥物', 'field.medicationName': '藥物', 'field.adherenceStatus': '情況', 'field.timestamp': '時間', 'field.drug': '藥物', 'field.dosage': '劑量', 'field.frequency': '頻率', 'field.instructions': '用藥說明', 'field.protocolId': '方案', 'field.dose': '劑量', 'field.distributionDate': '發放日期',
    'word.taken': '已服用', 'word.missed': '漏服', 'word.late': '延遲服用', 'word.partial': '部分服用', 'word.compliant': '符合方案', 'word.deviation': '偏離方案', 'word.withdrawn': '已退出', 'word.dispensed': '已發放', 'word.returned': '已歸還',
  },
};
