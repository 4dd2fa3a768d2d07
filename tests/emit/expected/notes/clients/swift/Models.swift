// The classes of notes over ParseSwift. Generated.
//
//   ParseSwift.initialize(applicationId: "notes", serverURL: URL(string: "http://127.0.0.1:1337/parse")!)
import Foundation
import ParseSwift

/// A value of JSON, of which the schema says no more.
public indirect enum JSONValue: Codable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

/// _User: built in
public struct User: ParseUser {
    public static var className: String { "_User" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var username: String?
    public var email: String?
    public var emailVerified: Bool?
    public var password: String?
    public var authData: [String: [String: String]?]?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case username, email, emailVerified, password, authData
    }

    public func merge(_ object: Self) throws -> Self {
        let updated = try mergeParse(object)
        return updated
    }
}

/// _Role: built in
public struct Role: ParseObject {
    public static var className: String { "_Role" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var name: String?
    public var users: ParseRelation<Role>?
    public var roles: ParseRelation<Role>?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case name = "name"
        case users = "users"
        case roles = "roles"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.name, original: object) { updated.name = object.name }
        if updated.shouldRestoreKey(\.users, original: object) { updated.users = object.users }
        if updated.shouldRestoreKey(\.roles, original: object) { updated.roles = object.roles }
        return updated
    }
}

/// _Session: built in
public struct Session: ParseObject {
    public static var className: String { "_Session" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var user: Pointer<User>?
    public var createdWith: [String: JSONValue]?
    public var restricted: Bool?
    public var expiresAt: Date?
    public var installationId: String?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case user = "user"
        case createdWith = "createdWith"
        case restricted = "restricted"
        case expiresAt = "expiresAt"
        case installationId = "installationId"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.user, original: object) { updated.user = object.user }
        if updated.shouldRestoreKey(\.createdWith, original: object) { updated.createdWith = object.createdWith }
        if updated.shouldRestoreKey(\.restricted, original: object) { updated.restricted = object.restricted }
        if updated.shouldRestoreKey(\.expiresAt, original: object) { updated.expiresAt = object.expiresAt }
        if updated.shouldRestoreKey(\.installationId, original: object) { updated.installationId = object.installationId }
        return updated
    }
}

/// _Installation: built in
public struct Installation: ParseObject {
    public static var className: String { "_Installation" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var installationId: String?
    public var deviceToken: String?
    public var channels: [JSONValue]?
    public var deviceType: String?
    public var pushType: String?
    public var GCMSenderId: String?
    public var timeZone: String?
    public var localeIdentifier: String?
    public var badge: Double?
    public var appVersion: String?
    public var appName: String?
    public var appIdentifier: String?
    public var parseVersion: String?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case installationId = "installationId"
        case deviceToken = "deviceToken"
        case channels = "channels"
        case deviceType = "deviceType"
        case pushType = "pushType"
        case GCMSenderId = "GCMSenderId"
        case timeZone = "timeZone"
        case localeIdentifier = "localeIdentifier"
        case badge = "badge"
        case appVersion = "appVersion"
        case appName = "appName"
        case appIdentifier = "appIdentifier"
        case parseVersion = "parseVersion"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.installationId, original: object) { updated.installationId = object.installationId }
        if updated.shouldRestoreKey(\.deviceToken, original: object) { updated.deviceToken = object.deviceToken }
        if updated.shouldRestoreKey(\.channels, original: object) { updated.channels = object.channels }
        if updated.shouldRestoreKey(\.deviceType, original: object) { updated.deviceType = object.deviceType }
        if updated.shouldRestoreKey(\.pushType, original: object) { updated.pushType = object.pushType }
        if updated.shouldRestoreKey(\.GCMSenderId, original: object) { updated.GCMSenderId = object.GCMSenderId }
        if updated.shouldRestoreKey(\.timeZone, original: object) { updated.timeZone = object.timeZone }
        if updated.shouldRestoreKey(\.localeIdentifier, original: object) { updated.localeIdentifier = object.localeIdentifier }
        if updated.shouldRestoreKey(\.badge, original: object) { updated.badge = object.badge }
        if updated.shouldRestoreKey(\.appVersion, original: object) { updated.appVersion = object.appVersion }
        if updated.shouldRestoreKey(\.appName, original: object) { updated.appName = object.appName }
        if updated.shouldRestoreKey(\.appIdentifier, original: object) { updated.appIdentifier = object.appIdentifier }
        if updated.shouldRestoreKey(\.parseVersion, original: object) { updated.parseVersion = object.parseVersion }
        return updated
    }
}

/// Note: schema.json:4
public struct Note: ParseObject {
    public static var className: String { "Note" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var title: String?
    public var rank: Double?
    public var pinned: Bool?
    public var due: Date?
    public var settings: [String: JSONValue]?
    public var tags: [JSONValue]?
    public var owner: Pointer<User>?
    public var parent: Pointer<Note>?
    public var readers: ParseRelation<Note>?
    public var scan: ParseFile?
    public var place: ParseGeoPoint?
    public var area: ParsePolygon?
    public var digest: ParseBytes?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case title = "title"
        case rank = "rank"
        case pinned = "pinned"
        case due = "due"
        case settings = "settings"
        case tags = "tags"
        case owner = "owner"
        case parent = "parent"
        case readers = "readers"
        case scan = "scan"
        case place = "place"
        case area = "area"
        case digest = "digest"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.title, original: object) { updated.title = object.title }
        if updated.shouldRestoreKey(\.rank, original: object) { updated.rank = object.rank }
        if updated.shouldRestoreKey(\.pinned, original: object) { updated.pinned = object.pinned }
        if updated.shouldRestoreKey(\.due, original: object) { updated.due = object.due }
        if updated.shouldRestoreKey(\.settings, original: object) { updated.settings = object.settings }
        if updated.shouldRestoreKey(\.tags, original: object) { updated.tags = object.tags }
        if updated.shouldRestoreKey(\.owner, original: object) { updated.owner = object.owner }
        if updated.shouldRestoreKey(\.parent, original: object) { updated.parent = object.parent }
        if updated.shouldRestoreKey(\.readers, original: object) { updated.readers = object.readers }
        if updated.shouldRestoreKey(\.scan, original: object) { updated.scan = object.scan }
        if updated.shouldRestoreKey(\.place, original: object) { updated.place = object.place }
        if updated.shouldRestoreKey(\.area, original: object) { updated.area = object.area }
        if updated.shouldRestoreKey(\.digest, original: object) { updated.digest = object.digest }
        return updated
    }
}

/// The roles that the app's rules speak of.
public let roleNames: [String] = []

/// The app's own functions, for ParseCloud.
public let functionNames: [String] = []
