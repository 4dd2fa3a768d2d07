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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case user = "user"
        case name = "name"
        case sex = "sex"
        case contact = "contact"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.user, original: object) { updated.user = object.user }
        if updated.shouldRestoreKey(\.name, original: object) { updated.name = object.name }
        if updated.shouldRestoreKey(\.sex, original: object) { updated.sex = object.sex }
        if updated.shouldRestoreKey(\.contact, original: object) { updated.contact = object.contact }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case patient = "patient"
        case drug = "drug"
        case dose = "dose"
        case status = "status"
        case reason = "reason"
        case secret = "secret"
        case publishedAt = "publishedAt"
        case publishedBy = "publishedBy"
        case isAcknowledged = "isAcknowledged"
        case acknowledgedAt = "acknowledgedAt"
        case acknowledgedBy = "acknowledgedBy"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.patient, original: object) { updated.patient = object.patient }
        if updated.shouldRestoreKey(\.drug, original: object) { updated.drug = object.drug }
        if updated.shouldRestoreKey(\.dose, original: object) { updated.dose = object.dose }
        if updated.shouldRestoreKey(\.status, original: object) { updated.status = object.status }
        if updated.shouldRestoreKey(\.reason, original: object) { updated.reason = object.reason }
        if updated.shouldRestoreKey(\.secret, original: object) { updated.secret = object.secret }
        if updated.shouldRestoreKey(\.publishedAt, original: object) { updated.publishedAt = object.publishedAt }
        if updated.shouldRestoreKey(\.publishedBy, original: object) { updated.publishedBy = object.publishedBy }
        if updated.shouldRestoreKey(\.isAcknowledged, original: object) { updated.isAcknowledged = object.isAcknowledged }
        if updated.shouldRestoreKey(\.acknowledgedAt, original: object) { updated.acknowledgedAt = object.acknowledgedAt }
        if updated.shouldRestoreKey(\.acknowledgedBy, original: object) { updated.acknowledgedBy = object.acknowledgedBy }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case patient = "patient"
        case nurse = "nurse"
        case startAt = "startAt"
        case endAt = "endAt"
        case status = "status"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.patient, original: object) { updated.patient = object.patient }
        if updated.shouldRestoreKey(\.nurse, original: object) { updated.nurse = object.nurse }
        if updated.shouldRestoreKey(\.startAt, original: object) { updated.startAt = object.startAt }
        if updated.shouldRestoreKey(\.endAt, original: object) { updated.endAt = object.endAt }
        if updated.shouldRestoreKey(\.status, original: object) { updated.status = object.status }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case sender = "sender"
        case recipient = "recipient"
        case body = "body"
        case status = "status"
        case isRead = "isRead"
        case sentAt = "sentAt"
        case readAt = "readAt"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.sender, original: object) { updated.sender = object.sender }
        if updated.shouldRestoreKey(\.recipient, original: object) { updated.recipient = object.recipient }
        if updated.shouldRestoreKey(\.body, original: object) { updated.body = object.body }
        if updated.shouldRestoreKey(\.status, original: object) { updated.status = object.status }
        if updated.shouldRestoreKey(\.isRead, original: object) { updated.isRead = object.isRead }
        if updated.shouldRestoreKey(\.sentAt, original: object) { updated.sentAt = object.sentAt }
        if updated.shouldRestoreKey(\.readAt, original: object) { updated.readAt = object.readAt }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case owner = "owner"
        case text = "text"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.owner, original: object) { updated.owner = object.owner }
        if updated.shouldRestoreKey(\.text, original: object) { updated.text = object.text }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case patient = "patient"
        case provider = "provider"
        case startsAt = "startsAt"
        case endsAt = "endsAt"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.patient, original: object) { updated.patient = object.patient }
        if updated.shouldRestoreKey(\.provider, original: object) { updated.provider = object.provider }
        if updated.shouldRestoreKey(\.startsAt, original: object) { updated.startsAt = object.startsAt }
        if updated.shouldRestoreKey(\.endsAt, original: object) { updated.endsAt = object.endsAt }
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

    enum CodingKeys: String, CodingKey {
        case objectId, createdAt, updatedAt, ACL
        case recipient = "recipient"
        case kind = "kind"
        case entityType = "entityType"
        case entityId = "entityId"
        case isRead = "isRead"
        case readAt = "readAt"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.recipient, original: object) { updated.recipient = object.recipient }
        if updated.shouldRestoreKey(\.kind, original: object) { updated.kind = object.kind }
        if updated.shouldRestoreKey(\.entityType, original: object) { updated.entityType = object.entityType }
        if updated.shouldRestoreKey(\.entityId, original: object) { updated.entityId = object.entityId }
        if updated.shouldRestoreKey(\.isRead, original: object) { updated.isRead = object.isRead }
        if updated.shouldRestoreKey(\.readAt, original: object) { updated.readAt = object.readAt }
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
        case objectId, createdAt, updatedAt, ACL
        case actor_ = "actor"
        case action = "action"
        case entityType = "entityType"
        case entityId = "entityId"
        case payload = "payload"
    }

    public func merge(_ object: Self) throws -> Self {
        var updated = try mergeParse(object)
        if updated.shouldRestoreKey(\.actor_, original: object) { updated.actor_ = object.actor_ }
        if updated.shouldRestoreKey(\.action, original: object) { updated.action = object.action }
        if updated.shouldRestoreKey(\.entityType, original: object) { updated.entityType = object.entityType }
        if updated.shouldRestoreKey(\.entityId, original: object) { updated.entityId = object.entityId }
        if updated.shouldRestoreKey(\.payload, original: object) { updated.payload = object.payload }
        return updated
    }
}

/// The roles that the app's rules speak of.
public let roleNames: [String] = ["nurse"]

/// The app's own functions, for ParseCloud.
public let functionNames: [String] = []
