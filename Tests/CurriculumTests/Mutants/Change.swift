import Gradus

/// A change of one value, in words, such as "negated".
struct Change: Sendable {
  let name: String
  /// What becomes of a value; nil for one of a kind that cannot be changed so.
  let change: @Sendable (Value) -> Value?

  init(_ name: String, _ change: @escaping @Sendable (Value) -> Value?) {
    self.name = name
    self.change = change
  }

  /// A change of numbers, of however many there are; whole numbers stay whole.
  init(
    _ name: String, atLeast least: Int = 1,
    numbers change: @escaping @Sendable ([Double]) -> [Double]
  ) {
    self.init(name) { $0.mapNumbers { $0.count >= least ? change($0) : $0 } }
  }

  /// A change of the length of a list.
  init(_ name: String, places: @escaping @Sendable (Int) -> [Int]) {
    self.init(name) { value in
      switch value {
      case .numbers(let all): .numbers(places(all.count).map { all[$0] })
      case .counts(let all): .counts(places(all.count).map { all[$0] })
      case .list(let all, let make): .list(places(all.count).map { all[$0] }, make: make)
      default: nil
      }
    }
  }

  /// Whether any of these values becomes another.
  func changes(_ values: [Value]) -> Bool {
    values.contains { value in change(value).map { !$0.isSame(as: value) } ?? false }
  }
}

extension Value {
  /// The same kind of value with other numbers; nil where there are none.
  func mapNumbers(_ change: ([Double]) -> [Double]) -> Value? {
    func whole(_ numbers: [Int]) -> [Int] {
      change(numbers.map(Double.init)).map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }
    }
    return switch self {
    case .number(let number): .number(change([number])[0])
    case .count(let count): .count(whole([count])[0])
    case .tensor(let tensor):
      .tensor(Tensor(shape: tensor.shape, elements: change(tensor.elements)))
    case .labels(let labels): .labels(Tensor(shape: labels.shape, elements: whole(labels.elements)))
    case .numbers(let numbers): .numbers(change(numbers))
    case .counts(let counts): .counts(whole(counts))
    case .list(let values, let make): Value.mapNumbers(values, change).map { .list($0, make: make) }
    case .record(let parts, let make):
      Value.mapNumbers(parts.map(\.value), change).map {
        .record(zip(parts, $0).map { ($0.name, $1) }, make: make)
      }
    default: nil
    }
  }

  /// All numbers of several values are changed together, so that each place is counted once.
  private static func mapNumbers(_ values: [Value], _ change: ([Double]) -> [Double]) -> [Value]? {
    let counts = values.map { $0.allNumbers.count }
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    var rest = change(values.flatMap(\.allNumbers))[...]
    return zip(values, counts).map { value, count in
      defer { rest = rest.dropFirst(count) }
      return value.mapNumbers { _ in Array(rest.prefix(count)) } ?? value
    }
  }

  /// All numbers that it consists of.
  var allNumbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .count(let count): [Double(count)]
    case .tensor(let tensor): tensor.elements
    case .labels(let labels): labels.elements.map(Double.init)
    case .numbers(let numbers): numbers
    case .counts(let counts): counts.map(Double.init)
    case .list(let values, _): values.flatMap(\.allNumbers)
    case .record(let parts, _): parts.flatMap(\.value.allNumbers)
    default: []
    }
  }
}
