// The classes of @NAME@ over ParseSwift. Generated.
//
//   ParseSwift.initialize(applicationId: "@NAME@", serverURL: URL(string: "http://127.0.0.1:1337/parse")!)
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
