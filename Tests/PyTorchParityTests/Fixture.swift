import Foundation
import Gradus
import Testing

/// What PyTorch computed for one subject, such as a layer, in one configuration.
struct Fixture: Sendable, CustomStringConvertible {
  /// What Gradus calls the layer, loss or initializer.
  let subject: String
  let configuration: [String: String]
  let tensors: [String: Tensor<Double>]

  /// The subject and its configuration, for the message of a failure.
  var description: String {
    let options = configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ([subject] + options).joined(separator: " ")
  }

  /// All fixtures that are committed, in the order of the file.
  static let all = Result {
    try fixtures(
      in: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures"))
  }

  /// The fixtures of one subject; throws when there is none.
  static func all(of subject: String) throws -> [Fixture] {
    let fixtures = try all.get().filter { $0.subject == subject }
    try #require(!fixtures.isEmpty, "\(subject) has no fixture")
    return fixtures
  }
}

// What a configuration says. An option that it does not name has its default in PyTorch, and so must
// have it in Gradus.

extension Fixture {
  /// A tensor that the fixture must have.
  func tensor(_ name: String) throws -> Tensor<Double> {
    guard let tensor = tensors[name] else { throw FixtureError("\(self): no tensor \(name)") }
    return tensor
  }

  /// Labels or tokens.
  func integers(_ name: String) throws -> Tensor<Int> { try tensor(name).map { Int($0) } }

  /// A number that may be left to its default.
  func number(_ key: String) throws -> Double? { try read(key) { Double($0) } }

  /// Whole numbers that must be there, such as the extents of a kernel.
  func integers(of key: String) throws -> [Int] {
    guard let integers = try read(key, { $0.split(separator: ",").map { Int($0) } }),
      !integers.contains(nil)
    else { throw FixtureError("\(self): expected whole numbers as \(key)") }
    return integers.compactMap { $0 }
  }

  /// A whole number that must be there.
  func integer(_ key: String) throws -> Int { try integers(of: key)[0] }

  /// A truth value that may be left to its default.
  func flag(_ key: String) throws -> Bool? { try read(key) { Bool($0) } }

  private func read<Value>(_ key: String, _ convert: (String) -> Value?) throws -> Value? {
    guard let text = configuration[key] else { return nil }
    guard let value = convert(text) else {
      throw FixtureError("\(self): \(key) is not a \(Value.self)")
    }
    return value
  }
}

/// What is wrong with the files of fixtures.
struct FixtureError: Error, Equatable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
