// The classes of ward over parse_server_sdk. Generated.
//
//   await Parse().initialize('ward', 'http://127.0.0.1:1337/parse',
//       registeredSubClassMap: subclasses, parseUserConstructor: User.construct);
// ignore_for_file: camel_case_types, constant_identifier_names, non_constant_identifier_names
import 'package:parse_server_sdk/parse_server_sdk.dart';

/// _User: built in
class User extends ParseUser implements ParseCloneable {
  User([super.username, super.password, super.emailAddress]);
  User.clone() : this();
  static ParseUser construct(String? username, String? password, String? emailAddress, {String? sessionToken, bool? debug, ParseClient? client}) =>
      User(username, password, emailAddress);

  @override
  User clone(Map<String, dynamic> map) => User.clone()..fromJson(map);
}

enum PatientSex {
  female("female"),
  male("male"),
  other("other");

  const PatientSex(this.wire);
  final String wire;

  /// The one that is called so on the wire; null where there is none.
  static PatientSex? ofWire(String? wire) {
    for (final one in values) {
      if (one.wire == wire) return one;
    }
    return null;
  }
}

/// Patient: agent.md:4
class Patient extends ParseObject implements ParseCloneable {
  Patient() : super(table);
  Patient.clone() : this();
  static const String table = 'Patient';

  @override
  Patient clone(Map<String, dynamic> map) => Patient.clone()..fromJson(map);

  User? get user => get<User>('user');
  set user(User? value) => set<User?>('user', value);

  String? get name => get<String>('name');
  set name(String? value) => set<String?>('name', value);

  PatientSex? get sex => PatientSex.ofWire(get<String>('sex'));
  set sex(PatientSex? value) => set<String?>('sex', value?.wire);

  String? get contact => get<String>('contact');
  set contact(String? value) => set<String?>('contact', value);
}

enum OrderStatus {
  draft("draft"),
  active("active"),
  done("done");

  const OrderStatus(this.wire);
  final String wire;

  /// The one that is called so on the wire; null where there is none.
  static OrderStatus? ofWire(String? wire) {
    for (final one in values) {
      if (one.wire == wire) return one;
    }
    return null;
  }
}

/// Order: agent.md:5
class Order extends ParseObject implements ParseCloneable {
  Order() : super(table);
  Order.clone() : this();
  static const String table = 'Order';

  @override
  Order clone(Map<String, dynamic> map) => Order.clone()..fromJson(map);

  Patient? get patient => get<Patient>('patient');
  set patient(Patient? value) => set<Patient?>('patient', value);

  String? get drug => get<String>('drug');
  set drug(String? value) => set<String?>('drug', value);

  num? get dose => get<num>('dose');
  set dose(num? value) => set<num?>('dose', value);

  OrderStatus? get status => OrderStatus.ofWire(get<String>('status'));
  set status(OrderStatus? value) => set<String?>('status', value?.wire);

  String? get reason => get<String>('reason');
  set reason(String? value) => set<String?>('reason', value);

  String? get secret => get<String>('secret');
  set secret(String? value) => set<String?>('secret', value);

  DateTime? get publishedAt => get<DateTime>('publishedAt');

  User? get publishedBy => get<User>('publishedBy');

  bool? get isAcknowledged => get<bool>('isAcknowledged');
  set isAcknowledged(bool? value) => set<bool?>('isAcknowledged', value);

  DateTime? get acknowledgedAt => get<DateTime>('acknowledgedAt');

  User? get acknowledgedBy => get<User>('acknowledgedBy');
}

enum VisitStatus {
  booked("booked"),
  cancelled("cancelled");

  const VisitStatus(this.wire);
  final String wire;

  /// The one that is called so on the wire; null where there is none.
  static VisitStatus? ofWire(String? wire) {
    for (final one in values) {
      if (one.wire == wire) return one;
    }
    return null;
  }
}

/// Visit: agent.md:6
class Visit extends ParseObject implements ParseCloneable {
  Visit() : super(table);
  Visit.clone() : this();
  static const String table = 'Visit';

  @override
  Visit clone(Map<String, dynamic> map) => Visit.clone()..fromJson(map);

  Patient? get patient => get<Patient>('patient');
  set patient(Patient? value) => set<Patient?>('patient', value);

  User? get nurse => get<User>('nurse');
  set nurse(User? value) => set<User?>('nurse', value);

  DateTime? get startAt => get<DateTime>('startAt');
  set startAt(DateTime? value) => set<DateTime?>('startAt', value);

  DateTime? get endAt => get<DateTime>('endAt');
  set endAt(DateTime? value) => set<DateTime?>('endAt', value);

  VisitStatus? get status => VisitStatus.ofWire(get<String>('status'));
  set status(VisitStatus? value) => set<String?>('status', value?.wire);
}

enum MessageStatus {
  sent("sent"),
  delivered("delivered"),
  read("read");

  const MessageStatus(this.wire);
  final String wire;

  /// The one that is called so on the wire; null where there is none.
  static MessageStatus? ofWire(String? wire) {
    for (final one in values) {
      if (one.wire == wire) return one;
    }
    return null;
  }
}

/// Message: agent.md:7
class Message extends ParseObject implements ParseCloneable {
  Message() : super(table);
  Message.clone() : this();
  static const String table = 'Message';

  @override
  Message clone(Map<String, dynamic> map) => Message.clone()..fromJson(map);

  User? get sender => get<User>('sender');
  set sender(User? value) => set<User?>('sender', value);

  User? get recipient => get<User>('recipient');
  set recipient(User? value) => set<User?>('recipient', value);

  String? get body => get<String>('body');
  set body(String? value) => set<String?>('body', value);

  MessageStatus? get status => MessageStatus.ofWire(get<String>('status'));
  set status(MessageStatus? value) => set<String?>('status', value?.wire);

  bool? get isRead => get<bool>('isRead');
  set isRead(bool? value) => set<bool?>('isRead', value);

  DateTime? get sentAt => get<DateTime>('sentAt');
  set sentAt(DateTime? value) => set<DateTime?>('sentAt', value);

  DateTime? get readAt => get<DateTime>('readAt');
}

/// Entry: agent.md:8
class Entry extends ParseObject implements ParseCloneable {
  Entry() : super(table);
  Entry.clone() : this();
  static const String table = 'Entry';

  @override
  Entry clone(Map<String, dynamic> map) => Entry.clone()..fromJson(map);

  User? get owner => get<User>('owner');
  set owner(User? value) => set<User?>('owner', value);

  String? get text => get<String>('text');
  set text(String? value) => set<String?>('text', value);
}

/// CareAssignment: agent.md:25
class CareAssignment extends ParseObject implements ParseCloneable {
  CareAssignment() : super(table);
  CareAssignment.clone() : this();
  static const String table = 'CareAssignment';

  @override
  CareAssignment clone(Map<String, dynamic> map) => CareAssignment.clone()..fromJson(map);

  Patient? get patient => get<Patient>('patient');
  set patient(Patient? value) => set<Patient?>('patient', value);

  User? get provider => get<User>('provider');
  set provider(User? value) => set<User?>('provider', value);

  DateTime? get startsAt => get<DateTime>('startsAt');
  set startsAt(DateTime? value) => set<DateTime?>('startsAt', value);

  DateTime? get endsAt => get<DateTime>('endsAt');
  set endsAt(DateTime? value) => set<DateTime?>('endsAt', value);
}

/// Notification: agent.md:44
class Notification extends ParseObject implements ParseCloneable {
  Notification() : super(table);
  Notification.clone() : this();
  static const String table = 'Notification';

  @override
  Notification clone(Map<String, dynamic> map) => Notification.clone()..fromJson(map);

  User? get recipient => get<User>('recipient');
  set recipient(User? value) => set<User?>('recipient', value);

  String? get kind => get<String>('kind');
  set kind(String? value) => set<String?>('kind', value);

  String? get entityType => get<String>('entityType');
  set entityType(String? value) => set<String?>('entityType', value);

  String? get entityId => get<String>('entityId');
  set entityId(String? value) => set<String?>('entityId', value);

  bool? get isRead => get<bool>('isRead');
  set isRead(bool? value) => set<bool?>('isRead', value);

  DateTime? get readAt => get<DateTime>('readAt');
}

/// AuditLog: agent.md:42
class AuditLog extends ParseObject implements ParseCloneable {
  AuditLog() : super(table);
  AuditLog.clone() : this();
  static const String table = 'AuditLog';

  @override
  AuditLog clone(Map<String, dynamic> map) => AuditLog.clone()..fromJson(map);

  User? get actor => get<User>('actor');
  set actor(User? value) => set<User?>('actor', value);

  String? get action => get<String>('action');
  set action(String? value) => set<String?>('action', value);

  String? get entityType => get<String>('entityType');
  set entityType(String? value) => set<String?>('entityType', value);

  String? get entityId => get<String>('entityId');
  set entityId(String? value) => set<String?>('entityId', value);

  Map<String, dynamic>? get payload => get<Map<String, dynamic>>('payload');
  set payload(Map<String, dynamic>? value) => set<Map<String, dynamic>?>('payload', value);
}

/// For Parse().initialize().
final Map<String, ParseObjectConstructor> subclasses = {
  Patient.table: () => Patient(),
  Order.table: () => Order(),
  Visit.table: () => Visit(),
  Message.table: () => Message(),
  Entry.table: () => Entry(),
  CareAssignment.table: () => CareAssignment(),
  Notification.table: () => Notification(),
  AuditLog.table: () => AuditLog(),
};

/// The roles that the app's rules speak of.
const List<String> roleNames = ["nurse"];

/// The app's own functions: ParseCloudFunction(name).
const List<String> functionNames = [];
