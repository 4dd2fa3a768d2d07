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

extension ParseObject {
    /// Takes a value from the object as it was, where a save has left it out.
    mutating func restore<Value: Equatable>(_ key: WritableKeyPath<Self, Value?>, from original: Self) {
        if shouldRestoreKey(key, original: original) { self[keyPath: key] = original[keyPath: key] }
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

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.name, from: object)
        updated.restore(\.users, from: object)
        updated.restore(\.roles, from: object)
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

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.user, from: object)
        updated.restore(\.createdWith, from: object)
        updated.restore(\.restricted, from: object)
        updated.restore(\.expiresAt, from: object)
        updated.restore(\.installationId, from: object)
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

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.installationId, from: object)
        updated.restore(\.deviceToken, from: object)
        updated.restore(\.channels, from: object)
        updated.restore(\.deviceType, from: object)
        updated.restore(\.pushType, from: object)
        updated.restore(\.GCMSenderId, from: object)
        updated.restore(\.timeZone, from: object)
        updated.restore(\.localeIdentifier, from: object)
        updated.restore(\.badge, from: object)
        updated.restore(\.appVersion, from: object)
        updated.restore(\.appName, from: object)
        updated.restore(\.appIdentifier, from: object)
        updated.restore(\.parseVersion, from: object)
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

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.title, from: object)
        updated.restore(\.rank, from: object)
        updated.restore(\.pinned, from: object)
        updated.restore(\.due, from: object)
        updated.restore(\.settings, from: object)
        updated.restore(\.tags, from: object)
        updated.restore(\.owner, from: object)
        updated.restore(\.parent, from: object)
        updated.restore(\.readers, from: object)
        updated.restore(\.scan, from: object)
        updated.restore(\.place, from: object)
        updated.restore(\.area, from: object)
        updated.restore(\.digest, from: object)
        return updated
    }
}

/// The roles that the app's rules speak of.
public let roleNames: [String] = []

/// The app's own functions, for ParseCloud.
public let functionNames: [String] = []
