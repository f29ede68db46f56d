import Gradus

extension Mutation {
  /// The result is wrong, but only where the arguments are of a certain sort.
  static func conditions(_ calls: [RecordedCall]) -> [Mutation] {
    let arguments = calls.map(\.arguments)
    return Condition.all.filter { $0.isWorthTrying(on: arguments) }.map { condition in
      Mutation(.condition, "right but for \(condition.name)") { arguments, solve in
        let result = try solve(arguments)
        return condition.holds(Facts(arguments)) ? result.damaged : result
      }
    }
  }
}

extension Value {
  /// Wrong in a way that no check can overlook that looks at the result at all.
  fileprivate var damaged: Value {
    var result = self
    for (_, path) in leaves() {
      switch self[path] {
      case .flag(let flag): result[path] = .flag(!flag)
      case .choice(let place, let all): result[path] = .choice((place + 1) % all.count, of: all)
      case .generator, .function, .other: break
      default:
        result[path] =
          self[path].mapNumbers { $0.isEmpty ? $0 : $0.wrong(at: 0) } ?? self[path]
      }
    }
    return result
  }
}

/// What there is to know of a call's arguments.
struct Facts {
  /// The shapes of tensors and of lists.
  var shapes: [[Int]] = []
  /// The numbers of each tensor and of each list of numbers.
  var arrays: [[Double]] = []
  /// Those of them that are lists, which have an order.
  var lists: [[Double]] = []
  /// Numbers by themselves.
  var scalars: [Double] = []
  var counts: [Int] = []

  init(_ arguments: Value) {
    for (_, path) in arguments.leaves() {
      switch arguments[path] {
      case .tensor(let tensor):
        shapes.append(tensor.shape.dimensions)
        arrays.append(tensor.elements)
      case .labels(let labels): shapes.append(labels.shape.dimensions)
      case .numbers(let numbers):
        shapes.append([numbers.count])
        arrays.append(numbers)
        lists.append(numbers)
      case .counts(let counts): shapes.append([counts.count])
      case .list(let values, _):
        shapes.append([values.count])
        let parts = values.map { Facts($0) }
        shapes += parts.flatMap(\.shapes)
        arrays += parts.flatMap(\.arrays)
        lists += parts.flatMap(\.lists)
      case .number(let number): scalars.append(number)
      case .count(let count): counts.append(count)
      default: break
      }
    }
  }

  var matrices: [[Int]] { shapes.filter { $0.count == 2 } }
  var numbers: [Double] { arrays.flatMap(\.self) }
}

/// A sort of arguments, in words.
struct Condition: Sendable {
  let name: String
  /// Whether some arguments allow for it at all.
  let applies: @Sendable (Facts) -> Bool
  /// Whether it is tried only where the check itself goes there: elsewhere the statement excludes it.
  let isAtTheEdge: Bool
  let holds: @Sendable (Facts) -> Bool

  func isWorthTrying(on calls: [Value]) -> Bool {
    let facts = calls.map { Facts($0) }
    return facts.contains(where: isAtTheEdge ? holds : applies)
  }

  private static func shapes(_ name: String, _ holds: @escaping @Sendable ([Int]) -> Bool)
    -> Condition
  {
    Condition(
      name: name, applies: { $0.shapes.contains { !$0.isEmpty } }, isAtTheEdge: false,
      holds: { $0.shapes.contains { !$0.isEmpty && holds($0) } })
  }

  private static func matrices(_ name: String, _ holds: @escaping @Sendable (Int, Int) -> Bool)
    -> Condition
  {
    Condition(
      name: name, applies: { !$0.matrices.isEmpty }, isAtTheEdge: false,
      holds: { $0.matrices.contains { holds($0[0], $0[1]) } })
  }

  private static func numbers(
    _ name: String, edge: Bool = false, _ holds: @escaping @Sendable ([Double]) -> Bool
  ) -> Condition {
    Condition(
      name: name, applies: { !$0.numbers.isEmpty }, isAtTheEdge: edge,
      holds: { holds($0.numbers) })
  }

  private static func arrays(
    _ name: String, edge: Bool = false, _ holds: @escaping @Sendable ([Double]) -> Bool
  ) -> Condition {
    Condition(
      name: name, applies: { $0.arrays.contains { $0.count > 1 } }, isAtTheEdge: edge,
      holds: { $0.arrays.contains { $0.count > 1 && holds($0) } })
  }

  private static func lists(
    _ name: String, _ holds: @escaping @Sendable ([Double]) -> Bool
  ) -> Condition {
    Condition(
      name: name, applies: { $0.lists.contains { $0.count > 2 } }, isAtTheEdge: false,
      holds: { $0.lists.contains { $0.count > 2 && holds($0) } })
  }

  private static func scalars(
    _ name: String, edge: Bool, _ holds: @escaping @Sendable (Double) -> Bool
  )
    -> Condition
  {
    Condition(
      name: name, applies: { !$0.scalars.isEmpty }, isAtTheEdge: edge,
      holds: { $0.scalars.contains(where: holds) })
  }

  private static func counts(_ name: String, edge: Bool, _ holds: @escaping @Sendable (Int) -> Bool)
    -> Condition
  {
    Condition(
      name: name, applies: { !$0.counts.isEmpty }, isAtTheEdge: edge,
      holds: { $0.counts.contains(where: holds) })
  }

  static let all: [Condition] = [
    shapes("an odd number of samples") { $0[0] % 2 == 1 && $0[0] > 1 },
    shapes("an even number of samples") { $0[0] % 2 == 0 },
    shapes("an odd number of columns") { $0.count > 1 && $0.last! % 2 == 1 && $0.last! > 1 },
    shapes("an even number of columns") { $0.count > 1 && $0.last! % 2 == 0 },
    shapes("one sample") { $0[0] == 1 },
    shapes("more than 8 samples") { $0[0] > 8 },
    matrices("one column") { $1 == 1 },
    matrices("square matrices") { $0 == $1 && $0 > 1 },
    matrices("tall matrices") { $0 > $1 },
    matrices("wide matrices") { $0 < $1 },
    Condition(
      name: "vectors", applies: { _ in false }, isAtTheEdge: true,
      holds: { $0.shapes.contains { $0.count == 1 } }),
    Condition(
      name: "three dimensions", applies: { _ in false }, isAtTheEdge: true,
      holds: { $0.shapes.contains { $0.count == 3 } }),
    Condition(
      name: "no samples", applies: { _ in false }, isAtTheEdge: true,
      holds: { $0.shapes.contains { $0.first == 0 } }),
    numbers("a negative number") { $0.contains { $0 < 0 } },
    numbers("no negative number") { !$0.contains { $0 < 0 } },
    arrays("all numbers negative") { $0.allSatisfy { $0 < 0 } },
    numbers("a zero") { $0.contains(0) },
    numbers("no zero") { !$0.contains(0) },
    numbers("a number above 1000") { $0.contains { $0.magnitude > 1000 } },
    arrays("all numbers below 0.001") {
      $0.allSatisfy { $0.magnitude < 0.001 } && $0.contains { $0 != 0 }
    },
    arrays("equal numbers") { Set($0).count < $0.count },
    arrays("numbers that all differ") { Set($0).count == $0.count },
    lists("ascending numbers") { $0 == $0.sorted() },
    lists("descending numbers") { $0 == $0.sorted(by: >) },
    lists("numbers in no order") { $0 != $0.sorted() && $0 != $0.sorted(by: >) },
    arrays("fractions") { $0.contains { $0 != $0.rounded() } },
    numbers("numbers that are not finite", edge: true) { $0.contains { !$0.isFinite } },
    scalars("a factor of 0", edge: true) { $0 == 0 },
    scalars("a factor of 1", edge: true) { $0 == 1 },
    scalars("a negative factor", edge: true) { $0 < 0 },
    scalars("a factor above 1", edge: true) { $0 > 1 },
    scalars("a factor below 0.001", edge: true) { $0 != 0 && $0.magnitude < 0.001 },
    scalars("a factor that is not finite", edge: true) { !$0.isFinite },
    counts("an odd count", edge: false) { $0 % 2 != 0 && $0 > 1 },
    counts("an even count", edge: false) { $0 % 2 == 0 && $0 > 0 },
    counts("a count of 0", edge: true) { $0 == 0 },
    counts("a count of 1", edge: true) { $0 == 1 },
    counts("a count above 8", edge: false) { $0 > 8 },
    counts("a negative count", edge: true) { $0 < 0 },
  ]
}
