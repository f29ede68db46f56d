import Curriculum
import Curriculum02
import Curriculum03
import Curriculum06
import Curriculum08
import Curriculum09
import Curriculum11
import Games
import Gradus

/// An argument or a result of any exercise, in a form that mutations can change.
indirect enum Value {
  case number(Double)
  case count(Int)
  case flag(Bool)
  case tensor(Tensor<Double>)
  case labels(Tensor<Int>)
  case numbers([Double])
  case counts([Int])
  case shape(Shape)
  /// One of several cases, by its place among them.
  case choice(Int, of: [Any])
  /// A list of anything else, and how to make the array from its elements.
  case list([Value], make: ([Value]) -> Any)
  /// A structure or a tuple, and how to make it from its parts.
  case record([(name: String, value: Value)], make: ([Value]) -> Any)
  case generator(RandomGenerator)
  case function(Function)
  /// What no mutation changes.
  case other(Any)
}

/// A function that is handed to an answer.
struct Function {
  /// From a record of arguments to the result.
  let call: (Value) throws -> Value
  /// What a caller goes on with who does not heed an error.
  let fallback: (Value) -> Value
}

extension Value {
  /// Takes apart what an exercise is called with, or returns.
  init(_ any: Any) {
    self =
      switch any {
      case let value as Value: value
      case let number as Double: .number(number)
      case let count as Int: .count(count)
      case let flag as Bool: .flag(flag)
      case let tensor as Tensor<Double>: .tensor(tensor)
      case let labels as Tensor<Int>: .labels(labels)
      case let flags as Tensor<Bool>: .flags(flags)
      case let numbers as [Double]: .numbers(numbers)
      case let counts as [Int]: .counts(counts)
      case let shape as Shape: .shape(shape)
      case let shapes as [Shape]: .list(shapes)
      case let generator as RandomGenerator: .generator(generator)
      case let operation as ScalarOperation: .choice(operation, of: ScalarOperation.allCases)
      case let goal as Goal: .choice(goal, of: [.minimum, .maximum])
      case let decision as EarlyStopping.Decision:
        .choice(decision, of: [.improved, .waiting, .stop])
      case let tensors as [Tensor<Double>]: .list(tensors)
      case let records as [ScalarRecord]: .list(records)
      case let inputs as [ScalarRecord.Input]: .list(inputs)
      case let range as Range<Int>:
        .record([("lower", .count(range.lowerBound)), ("upper", .count(range.upperBound))]) {
          Range<Int>(uncheckedBounds: ($0[0].get(), $0[1].get()))
        }
      case let ranges as [Range<Int>]: .list(ranges)
      case let folds as [EarlyStoppingAnswers.Fold]: .list(folds)
      case let batches as [TextBatch]: .list(batches)
      case let ending as Ending: .choice(ending, of: [.continues, .terminated, .truncated])
      case let endings as [Ending]: .list(endings)
      case let steps as [Transition<Int>]: .list(steps)
      case let episodes as [[Transition<Int>]]: .list(episodes)
      case let numbers as [[Double]]: .list(numbers)
      case let counts as [[Int]]: .list(counts)
      case let sentences as [[String]]: .list(sentences)
      case let words as [String]: .list(words)
      case let pairs as [WordPair]: .list(pairs)
      case let detections as [Detection]: .list(detections)
      case let pairs as [TokenPair]: .list(pairs)
      case let value as any Dismantled: value.dismantled
      default: Value(tuple: any)
      }
  }

  private init(tuple any: Any) {
    let mirror = Mirror(reflecting: any)
    guard mirror.displayStyle == .tuple else {
      self = .other(any)
      return
    }
    self = .record(mirror.children.map { ($0.label ?? "", Value($0.value)) }) { parts in
      switch parts.count {
      case 2: (parts[0].any, parts[1].any) as (Any, Any)
      case 3: (parts[0].any, parts[1].any, parts[2].any) as (Any, Any, Any)
      default: fatalError("tuples of \(parts.count) are not known")
      }
    }
  }

  /// As 1 and 0.
  private static func flags(_ flags: Tensor<Bool>) -> Value {
    let numbers = Tensor(shape: flags.shape, elements: flags.elements.map { $0 ? 1 : 0 })
    return .record([("flags", .labels(numbers))]) { parts in
      let changed = parts[0].any as! Tensor<Int>
      return Tensor(shape: changed.shape, elements: changed.elements.map { $0 == 1 })
    }
  }

  private static func list<Element>(_ elements: [Element]) -> Value {
    .list(elements.map { Value($0) }) { $0.map { $0.any as! Element } }
  }

  private static func choice<Case: Equatable>(_ one: Case, of all: [Case]) -> Value {
    .choice(all.firstIndex(of: one)!, of: all)
  }

  /// What an exercise is called with.
  static func arguments(_ names: [String], _ values: [Value]) -> Value {
    .record(Array(zip(names, values)).map { ($0, $1) }) { $0 }
  }

  /// Puts it together again.
  var any: Any {
    switch self {
    case .number(let value): value
    case .count(let value): value
    case .flag(let value): value
    case .tensor(let value): value
    case .labels(let value): value
    case .numbers(let value): value
    case .counts(let value): value
    case .shape(let value): value
    case .choice(let place, let all): all[place]
    case .list(let elements, let make): make(elements)
    case .record(let parts, let make): make(parts.map(\.value))
    case .generator(let value): value
    case .function: fatalError("functions are handed on by the exercise's own subject")
    case .other(let value): value
    }
  }
}

extension Value {
  /// Where something stands in records within records.
  typealias Path = [Int]

  /// All that is not a record, with its name, such as `state.mean`.
  func leaves(_ prefix: String = "", _ path: Path = []) -> [(name: String, path: Path)] {
    guard case .record(let parts, _) = self else {
      return [(prefix.isEmpty ? "result" : prefix, path)]
    }
    return parts.enumerated().flatMap { place, part in
      part.value.leaves(prefix.isEmpty ? part.name : "\(prefix).\(part.name)", path + [place])
    }
  }

  subscript(_ path: Path) -> Value {
    get {
      guard let first = path.first, case .record(let parts, _) = self else { return self }
      return parts[first].value[Array(path.dropFirst())]
    }
    set {
      guard let first = path.first, case .record(var parts, let make) = self else {
        self = newValue
        return
      }
      parts[first].value[Array(path.dropFirst())] = newValue
      self = .record(parts, make: make)
    }
  }

  /// Whether two have the same kind, so that one could stand in the other's place.
  func isLike(_ other: Value) -> Bool {
    switch (self, other) {
    case (.number, .number), (.count, .count), (.flag, .flag), (.generator, .generator): true
    case (.tensor(let a), .tensor(let b)): a.shape == b.shape
    case (.labels(let a), .labels(let b)): a.shape == b.shape
    case (.numbers, .numbers), (.counts, .counts), (.shape, .shape), (.list, .list): true
    default: false
    }
  }

  /// Whether nothing tells them apart; functions and unknown things are never told apart.
  func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.count(let a), .count(let b)): a == b
    case (.flag(let a), .flag(let b)): a == b
    case (.tensor(let a), .tensor(let b)):
      a.shape == b.shape && a.elements.map(\.bitPattern) == b.elements.map(\.bitPattern)
    case (.labels(let a), .labels(let b)): a.shape == b.shape && a.elements == b.elements
    case (.numbers(let a), .numbers(let b)): a.map(\.bitPattern) == b.map(\.bitPattern)
    case (.counts(let a), .counts(let b)): a == b
    case (.shape(let a), .shape(let b)): a == b
    case (.choice(let a, _), .choice(let b, _)): a == b
    case (.list(let a, _), .list(let b, _)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.record(let a, _), .record(let b, _)):
      a.count == b.count && zip(a, b).allSatisfy { $0.value.isSame(as: $1.value) }
    case (.generator(let a), .generator(let b)): a == b
    case (.function, .function), (.other, .other): true
    default: false
    }
  }
}
