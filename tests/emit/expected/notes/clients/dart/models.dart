// The classes of notes over parse_server_sdk. Generated.
//
//   await Parse().initialize('notes', 'http://127.0.0.1:1337/parse',
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

/// Note: schema.json:4
class Note extends ParseObject implements ParseCloneable {
  Note() : super(table);
  Note.clone() : this();
  static const String table = 'Note';

  @override
  Note clone(Map<String, dynamic> map) => Note.clone()..fromJson(map);

  String? get title => get<String>('title');
  set title(String? value) => set<String?>('title', value);

  num? get rank => get<num>('rank');
  set rank(num? value) => set<num?>('rank', value);

  bool? get pinned => get<bool>('pinned');
  set pinned(bool? value) => set<bool?>('pinned', value);

  DateTime? get due => get<DateTime>('due');
  set due(DateTime? value) => set<DateTime?>('due', value);

  Map<String, dynamic>? get settings => get<Map<String, dynamic>>('settings');
  set settings(Map<String, dynamic>? value) => set<Map<String, dynamic>?>('settings', value);

  List<Object>? get tags => get<List<dynamic>>('tags')?.cast();
  set tags(List<Object>? value) => set<List<Object>?>('tags', value);

  User? get owner => get<User>('owner');
  set owner(User? value) => set<User?>('owner', value);

  Note? get parent => get<Note>('parent');
  set parent(Note? value) => set<Note?>('parent', value);

  ParseRelation<User> get readers => getRelation<User>('readers');

  ParseFileBase? get scan => get<ParseFileBase>('scan');
  set scan(ParseFileBase? value) => set<ParseFileBase?>('scan', value);

  ParseGeoPoint? get place => get<ParseGeoPoint>('place');
  set place(ParseGeoPoint? value) => set<ParseGeoPoint?>('place', value);

  Object? get area => get<Object>('area');
  set area(Object? value) => set<Object?>('area', value);

  Object? get digest => get<Object>('digest');
  set digest(Object? value) => set<Object?>('digest', value);
}

/// For Parse().initialize().
final Map<String, ParseObjectConstructor> subclasses = {
  Note.table: () => Note(),
};

/// The roles that the app's rules speak of.
const List<String> roleNames = [];

/// The app's own functions: ParseCloudFunction(name).
const List<String> functionNames = [];
