/// What a number that somebody chooses must be: a learning rate, an ε, a probability.
///
/// Every such option of layers, losses, optimizers, schedules and augmentations is held to one of these
/// rules by ``requireNumber(_:_:_:of:in:file:line:)``. So NaN, an infinity, and what a scalar type can
/// tell neither from 0 nor from infinity are refused where they are given, and not found in the weights
/// an hour later.
package enum NumberRule: Sendable {
  /// Any finite number.
  case finite
  /// Finite, and at least 0.
  case atLeastZero
  /// Finite, and above 0.
  case positive
  /// At least 0 and below 1.
  case belowOne
  /// From 0 to 1, both included.
  case fromZeroToOne

  fileprivate func allows(_ number: Double) -> Bool {
    switch self {
    case .finite: number.isFinite
    case .atLeastZero: number >= 0 && number.isFinite
    case .positive: number > 0 && number.isFinite
    case .belowOne: (0..<1).contains(number)
    case .fromZeroToOne: (0...1).contains(number)
    }
  }

  /// The rule in words, for a number of this name.
  fileprivate func expectation(of name: String) -> String {
    let article = name.first.map { "aeiou".contains($0) } ?? false ? "an" : "a"
    return switch self {
    case .finite: "a finite \(name)"
    case .atLeastZero: "a finite \(name) of at least 0"
    case .positive: "a finite \(name) above 0"
    case .belowOne: "\(article) \(name) of at least 0 and below 1"
    case .fromZeroToOne: "\(article) \(name) from 0 to 1"
    }
  }
}

/// Stops unless a number that the caller has chosen keeps a rule.
///
/// Where the number will be calculated with in another type than `Double`, the rule must hold there as
/// well: 1e-50 is 0 as `Float`, and no ε.
///
/// - Parameters:
///   - number: The number.
///   - name: What it is called, without an article: "learning rate".
///   - rule: What it must be.
///   - operation: What the message begins with.
///   - scalar: The type that it is calculated with; `Double` unless given.
///   - file: The caller's file.
///   - line: The caller's line.
package func requireNumber<Scalar: TensorScalar>(
  _ number: Double, _ name: String, _ rule: NumberRule, of operation: @autoclosure () -> String,
  in scalar: Scalar.Type = Double.self, file: StaticString = #fileID, line: UInt = #line
) {
  let converted = Scalar(number).doubleValue
  if rule.allows(number) && rule.allows(converted) { return }
  // The sign of a NaN says nothing.
  let found = number.isNaN ? "nan" : "\(number)"
  require(
    false,
    "\(operation()): expected \(rule.expectation(of: name)), found \(found)"
      + (rule.allows(number) ? ", which is \(converted) as \(Scalar.self)" : ""),
    file: file, line: line)
}
