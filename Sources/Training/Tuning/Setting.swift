import TensorCore

/// The value of one setting: a number such as a learning rate, or a text that names something, such as
/// an optimizer.
public enum SettingValue: Hashable, Sendable {
  /// A number.
  case number(Double)
  /// A text.
  case text(String)
}

extension SettingValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral
{
  /// A number, as in `0.1`.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A whole number, as in `32`.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// A text, as in `"Adam"`.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension SettingValue: CustomStringConvertible {
  /// The text, or the shortest text of the number, without a point where it is whole.
  public var description: String {
    switch self {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? numberText(number)
    }
  }
}

extension SettingValue: Codable {
  /// Reads a number or a text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes the number or the text alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }
}

/// What somebody chooses before a training, by names: `["learning rate": 0.01, "optimizer": "Adam"]`.
public struct Setting: Equatable, Sendable, Codable {
  /// The values by their names.
  public private(set) var values: [String: SettingValue]

  /// Makes a setting.
  ///
  /// - Parameters:
  ///   - values: The values by their names. Traps when a number is not finite.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ values: [String: SettingValue], file: StaticString = #fileID, line: UInt = #line
  ) {
    for case (let name, .number(let number)) in values {
      requireNumber(number, name, .finite, of: "Setting", file: file, line: line)
    }
    self.values = values
  }

  /// The value of a name; traps when there is none.
  public subscript(
    name: String, file file: StaticString = #fileID, line line: UInt = #line
  ) -> SettingValue {
    guard let value = values[name] else {
      let names = values.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      fatalError("Setting: there is no \"\(name)\"; there are \(names)", file: file, line: line)
    }
    return value
  }

  /// The number of a name; traps when there is none, or a text.
  public func number(
    _ name: String, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    guard case .number(let number) = self[name, file: file, line: line] else {
      fatalError(
        "Setting: expected a number as \"\(name)\", found a text", file: file, line: line)
    }
    return number
  }

  /// The whole number of a name, such as a width; traps when there is none, or anything else.
  public func integer(
    _ name: String, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    let number = number(name, file: file, line: line)
    guard let integer = Int(exactly: number) else {
      fatalError(
        "Setting: expected a whole number as \"\(name)\", found \(numberText(number))",
        file: file, line: line)
    }
    return integer
  }

  /// The text of a name; traps when there is none, or a number.
  public func text(
    _ name: String, file: StaticString = #fileID, line: UInt = #line
  ) -> String {
    guard case .text(let text) = self[name, file: file, line: line] else {
      fatalError(
        "Setting: expected a text as \"\(name)\", found a number", file: file, line: line)
    }
    return text
  }
}

extension Setting: CustomStringConvertible {
  /// `learning rate 0.01, optimizer Adam`, in the order of the names.
  public var description: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
