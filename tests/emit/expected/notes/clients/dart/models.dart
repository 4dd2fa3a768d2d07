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

  String? get title => get('title');
  set title(String? value) => set('title', value);
  num? get rank => get('rank');
  set rank(num? value) => set('rank', value);
  bool? get pinned => get('pinned');
  set pinned(bool? value) => set('pinned', value);
  DateTime? get due => get('due');
  set due(DateTime? value) => set('due', value);
  Map<String, dynamic>? get settings => get('settings');
  set settings(Map<String, dynamic>? value) => set('settings', value);
  List<Object>? get tags => get<List<dynamic>>('tags')?.cast();
  set tags(List<Object>? value) => set('tags', value);
  User? get owner => get('owner');
  set owner(User? value) => set('owner', value);
  Note? get parent => get('parent');
  set parent(Note? value) => set('parent', value);
  ParseRelation<User> get readers => getRelation<User>('readers');
  ParseFileBase? get scan => get('scan');
  set scan(ParseFileBase? value) => set('scan', value);
  ParseGeoPoint? get place => get('place');
  set place(ParseGeoPoint? value) => set('place', value);
  Object? get area => get('area');
  set area(Object? value) => set('area', value);
  Object? get digest => get('digest');
  set digest(Object? value) => set('digest', value);
}

/// For Parse().initialize().
final Map<String, ParseObjectConstructor> subclasses = {
  Note.table: () => Note(),
};

/// The roles that the app's rules speak of.
const List<String> roleNames = [];

/// The app's own functions: ParseCloudFunction(name).
const List<String> functionNames = [];
