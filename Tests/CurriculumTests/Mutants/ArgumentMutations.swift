import Gradus

extension Mutation {
  /// One argument is something else.
  static func arguments(_ calls: [RecordedCall]) -> [Mutation] {
    calls[0].arguments.leaves().flatMap { name, path in
      argumentChanges.filter { $0.changes(calls.map { $0.arguments[path] }) }.map { change in
        Mutation(.argument, "\(name) \(change.name)") { arguments, solve in
          var arguments = arguments
          if let changed = change.change(arguments[path]) { arguments[path] = changed }
          return try solve(arguments)
        }
      }
    }
  }

  private static let argumentChanges = [
    Change("ignored (0)") { $0.map { _ in 0 } },
    Change("ignored (1)") { if case .number = $0 { .number(1) } else { nil } },
    Change("negated") { $0.map { -$0 } },
    Change("without its sign") { $0.map(\.magnitude) },
    Change("doubled") { $0.map { 2 * $0 } },
    Change("halved") { if case .count = $0 { nil } else { $0.map { $0 / 2 } } },
    Change("one larger") { if case .count(let count) = $0 { .count(count + 1) } else { nil } },
    Change("one smaller") { if case .count(let count) = $0 { .count(count - 1) } else { nil } },
    Change("rounded") { $0.map { $0.rounded(.towardZero) } },
    Change("without what is negative") { $0.map { max($0, 0) } },
    Change("reversed", atLeast: 2, numbers: { $0.reversed() }),
    Change("without its first number (0)", atLeast: 2) { [0] + $0.dropFirst() },
    Change("without its last number (0)", atLeast: 2) { $0.dropLast() + [0] },
    Change("sorted") {
      switch $0 {
      case .numbers, .counts: $0.mapNumbers { $0.sorted() }
      default: nil
      }
    },
    Change("without its first", places: { Array((0..<$0).dropFirst()) }),
    Change("without its last", places: { Array((0..<$0).dropLast()) }),
    Change("backwards") { value in
      guard case .list(let all, let make) = value else { return nil }
      return .list(all.reversed(), make: make)
    },
    Change("transposed") { value in
      guard case .tensor(let tensor) = value, tensor.rank == 2 else { return nil }
      return .tensor(tensor.transposed())
    },
    Change("with its rows in reverse order") { value in
      guard case .tensor(let tensor) = value, tensor.rank == 2, tensor.shape[0] > 1 else {
        return nil
      }
      let (rows, columns) = (tensor.shape[0], tensor.shape[1])
      return .tensor(
        Tensor(
          shape: tensor.shape,
          elements: (0..<rows).reversed().flatMap {
            tensor.elements[$0 * columns..<($0 + 1) * columns]
          }))
    },
    Change("backwards as a shape") { value in
      guard case .shape(let shape) = value else { return nil }
      return .shape(Shape(shape.dimensions.reversed()))
    },
    Change("always true") { if case .flag = $0 { .flag(true) } else { nil } },
    Change("always false") { if case .flag = $0 { .flag(false) } else { nil } },
    Change("the other way around") { if case .flag(let flag) = $0 { .flag(!flag) } else { nil } },
    Change("always the first case") { value in
      guard case .choice(_, let all) = value else { return nil }
      return .choice(0, of: all)
    },
    Change("the next case") { value in
      guard case .choice(let place, let all) = value else { return nil }
      return .choice((place + 1) % all.count, of: all)
    },
  ]

  /// Two arguments of the same kind that stand side by side are mistaken for each other.
  static func exchanges(_ calls: [RecordedCall]) -> [Mutation] {
    let leaves = calls[0].arguments.leaves()
    return leaves.enumerated().flatMap { place, first in
      leaves.dropFirst(place + 1).filter { second in
        calls.contains { $0.arguments[first.path].isLike($0.arguments[second.path]) }
      }.prefix(1).flatMap { second in
        [
          Mutation(.argument, "\(first.name) and \(second.name) exchanged") { arguments, solve in
            var changed = arguments
            changed[first.path] = arguments[second.path]
            changed[second.path] = arguments[first.path]
            return try solve(changed)
          },
          Mutation(.argument, "\(second.name) in place of \(first.name)") { arguments, solve in
            var changed = arguments
            changed[first.path] = arguments[second.path]
            return try solve(changed)
          },
        ]
      }
    }
  }
}

extension Value {
  /// Each number by itself.
  func map(_ change: (Double) -> Double) -> Value? { mapNumbers { $0.map(change) } }
}
