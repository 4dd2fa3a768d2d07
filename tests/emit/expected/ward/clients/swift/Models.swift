// The classes of ward over ParseSwift. Generated.
//
//   ParseSwift.initialize(applicationId: "ward", serverURL: URL(string: "http://127.0.0.1:1337/parse")!)
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

public enum PatientSex: String, Codable, Hashable {
    case female = "female"
    case male = "male"
    case other = "other"
}

/// Patient: agent.md:4
public struct Patient: ParseObject {
    public static var className: String { "Patient" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var user: Pointer<User>?
    public var name: String?
    public var sex: PatientSex?
    public var contact: String?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.user, from: object)
        updated.restore(\.name, from: object)
        updated.restore(\.sex, from: object)
        updated.restore(\.contact, from: object)
        return updated
    }
}

public enum OrderStatus: String, Codable, Hashable {
    case draft = "draft"
    case active = "active"
    case done = "done"
}

/// Order: agent.md:5
public struct Order: ParseObject {
    public static var className: String { "Order" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var patient: Pointer<Patient>?
    public var drug: String?
    public var dose: Double?
    public var status: OrderStatus?
    public var reason: String?
    public var secret: String?
    public var publishedAt: Date?
    public var publishedBy: Pointer<User>?
    public var isAcknowledged: Bool?
    public var acknowledgedAt: Date?
    public var acknowledgedBy: Pointer<User>?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.patient, from: object)
        updated.restore(\.drug, from: object)
        updated.restore(\.dose, from: object)
        updated.restore(\.status, from: object)
        updated.restore(\.reason, from: object)
        updated.restore(\.secret, from: object)
        updated.restore(\.publishedAt, from: object)
        updated.restore(\.publishedBy, from: object)
        updated.restore(\.isAcknowledged, from: object)
        updated.restore(\.acknowledgedAt, from: object)
        updated.restore(\.acknowledgedBy, from: object)
        return updated
    }
}

public enum VisitStatus: String, Codable, Hashable {
    case booked = "booked"
    case cancelled = "cancelled"
}

/// Visit: agent.md:6
public struct Visit: ParseObject {
    public static var className: String { "Visit" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var patient: Pointer<Patient>?
    public var nurse: Pointer<User>?
    public var startAt: Date?
    public var endAt: Date?
    public var status: VisitStatus?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.patient, from: object)
        updated.restore(\.nurse, from: object)
        updated.restore(\.startAt, from: object)
        updated.restore(\.endAt, from: object)
        updated.restore(\.status, from: object)
        return updated
    }
}

public enum MessageStatus: String, Codable, Hashable {
    case sent = "sent"
    case delivered = "delivered"
    case read = "read"
}

/// Message: agent.md:7
public struct Message: ParseObject {
    public static var className: String { "Message" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var sender: Pointer<User>?
    public var recipient: Pointer<User>?
    public var body: String?
    public var status: MessageStatus?
    public var isRead: Bool?
    public var sentAt: Date?
    public var readAt: Date?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.sender, from: object)
        updated.restore(\.recipient, from: object)
        updated.restore(\.body, from: object)
        updated.restore(\.status, from: object)
        updated.restore(\.isRead, from: object)
        updated.restore(\.sentAt, from: object)
        updated.restore(\.readAt, from: object)
        return updated
    }
}

/// Entry: agent.md:8
public struct Entry: ParseObject {
    public static var className: String { "Entry" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var owner: Pointer<User>?
    public var text: String?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.owner, from: object)
        updated.restore(\.text, from: object)
        return updated
    }
}

/// CareAssignment: agent.md:25
public struct CareAssignment: ParseObject {
    public static var className: String { "CareAssignment" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var patient: Pointer<Patient>?
    public var provider: Pointer<User>?
    public var startsAt: Date?
    public var endsAt: Date?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.patient, from: object)
        updated.restore(\.provider, from: object)
        updated.restore(\.startsAt, from: object)
        updated.restore(\.endsAt, from: object)
        return updated
    }
}

/// Notification: agent.md:44
public struct Notification: ParseObject {
    public static var className: String { "Notification" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var recipient: Pointer<User>?
    public var kind: String?
    public var entityType: String?
    public var entityId: String?
    public var isRead: Bool?
    public var readAt: Date?

    public init() {}

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.recipient, from: object)
        updated.restore(\.kind, from: object)
        updated.restore(\.entityType, from: object)
        updated.restore(\.entityId, from: object)
        updated.restore(\.isRead, from: object)
        updated.restore(\.readAt, from: object)
        return updated
    }
}

/// AuditLog: agent.md:42
public struct AuditLog: ParseObject {
    public static var className: String { "AuditLog" }
    public var originalData: Data?
    public var objectId: String?
    public var createdAt: Date?
    public var updatedAt: Date?
    public var ACL: ParseACL?
    public var actor_: Pointer<User>?
    public var action: String?
    public var entityType: String?
    public var entityId: String?
    public var payload: [String: JSONValue]?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL, action, entityType, entityId, payload
        case actor_ = "actor"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        updated.restore(\.actor_, from: object)
        updated.restore(\.action, from: object)
        updated.restore(\.entityType, from: object)
        updated.restore(\.entityId, from: object)
        updated.restore(\.payload, from: object)
        return updated
    }
}

/// The roles that the app's rules speak of.
public let roleNames: [String] = ["nurse"]

/// The app's own functions, for ParseCloud.
public let functionNames: [String] = ["accessReport"]
