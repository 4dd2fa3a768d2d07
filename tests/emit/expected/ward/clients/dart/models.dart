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

  User? get user => get('user');
  set user(User? value) => set('user', value);
  String? get name => get('name');
  set name(String? value) => set('name', value);
  PatientSex? get sex => PatientSex.ofWire(get<String>('sex'));
  set sex(PatientSex? value) => set('sex', value?.wire);
  String? get contact => get('contact');
  set contact(String? value) => set('contact', value);
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

  Patient? get patient => get('patient');
  set patient(Patient? value) => set('patient', value);
  String? get drug => get('drug');
  set drug(String? value) => set('drug', value);
  num? get dose => get('dose');
  set dose(num? value) => set('dose', value);
  OrderStatus? get status => OrderStatus.ofWire(get<String>('status'));
  set status(OrderStatus? value) => set('status', value?.wire);
  String? get reason => get('reason');
  set reason(String? value) => set('reason', value);
  String? get secret => get('secret');
  set secret(String? value) => set('secret', value);
  DateTime? get publishedAt => get('publishedAt');
  User? get publishedBy => get('publishedBy');
  bool? get isAcknowledged => get('isAcknowledged');
  set isAcknowledged(bool? value) => set('isAcknowledged', value);
  DateTime? get acknowledgedAt => get('acknowledgedAt');
  User? get acknowledgedBy => get('acknowledgedBy');
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

  Patient? get patient => get('patient');
  set patient(Patient? value) => set('patient', value);
  User? get nurse => get('nurse');
  set nurse(User? value) => set('nurse', value);
  DateTime? get startAt => get('startAt');
  set startAt(DateTime? value) => set('startAt', value);
  DateTime? get endAt => get('endAt');
  set endAt(DateTime? value) => set('endAt', value);
  VisitStatus? get status => VisitStatus.ofWire(get<String>('status'));
  set status(VisitStatus? value) => set('status', value?.wire);
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

  User? get sender => get('sender');
  set sender(User? value) => set('sender', value);
  User? get recipient => get('recipient');
  set recipient(User? value) => set('recipient', value);
  String? get body => get('body');
  set body(String? value) => set('body', value);
  MessageStatus? get status => MessageStatus.ofWire(get<String>('status'));
  set status(MessageStatus? value) => set('status', value?.wire);
  bool? get isRead => get('isRead');
  set isRead(bool? value) => set('isRead', value);
  DateTime? get sentAt => get('sentAt');
  set sentAt(DateTime? value) => set('sentAt', value);
  DateTime? get readAt => get('readAt');
}

/// Entry: agent.md:8
class Entry extends ParseObject implements ParseCloneable {
  Entry() : super(table);
  Entry.clone() : this();
  static const String table = 'Entry';

  @override
  Entry clone(Map<String, dynamic> map) => Entry.clone()..fromJson(map);

  User? get owner => get('owner');
  set owner(User? value) => set('owner', value);
  String? get text => get('text');
  set text(String? value) => set('text', value);
}

/// CareAssignment: agent.md:25
class CareAssignment extends ParseObject implements ParseCloneable {
  CareAssignment() : super(table);
  CareAssignment.clone() : this();
  static const String table = 'CareAssignment';

  @override
  CareAssignment clone(Map<String, dynamic> map) => CareAssignment.clone()..fromJson(map);

  Patient? get patient => get('patient');
  set patient(Patient? value) => set('patient', value);
  User? get provider => get('provider');
  set provider(User? value) => set('provider', value);
  DateTime? get startsAt => get('startsAt');
  set startsAt(DateTime? value) => set('startsAt', value);
  DateTime? get endsAt => get('endsAt');
  set endsAt(DateTime? value) => set('endsAt', value);
}

/// Notification: agent.md:44
class Notification extends ParseObject implements ParseCloneable {
  Notification() : super(table);
  Notification.clone() : this();
  static const String table = 'Notification';

  @override
  Notification clone(Map<String, dynamic> map) => Notification.clone()..fromJson(map);

  User? get recipient => get('recipient');
  set recipient(User? value) => set('recipient', value);
  String? get kind => get('kind');
  set kind(String? value) => set('kind', value);
  String? get entityType => get('entityType');
  set entityType(String? value) => set('entityType', value);
  String? get entityId => get('entityId');
  set entityId(String? value) => set('entityId', value);
  bool? get isRead => get('isRead');
  set isRead(bool? value) => set('isRead', value);
  DateTime? get readAt => get('readAt');
}

/// AuditLog: agent.md:42
class AuditLog extends ParseObject implements ParseCloneable {
  AuditLog() : super(table);
  AuditLog.clone() : this();
  static const String table = 'AuditLog';

  @override
  AuditLog clone(Map<String, dynamic> map) => AuditLog.clone()..fromJson(map);

  User? get actor => get('actor');
  set actor(User? value) => set('actor', value);
  String? get action => get('action');
  set action(String? value) => set('action', value);
  String? get entityType => get('entityType');
  set entityType(String? value) => set('entityType', value);
  String? get entityId => get('entityId');
  set entityId(String? value) => set('entityId', value);
  Map<String, dynamic>? get payload => get('payload');
  set payload(Map<String, dynamic>? value) => set('payload', value);
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
const List<String> functionNames = ["accessReport"];
