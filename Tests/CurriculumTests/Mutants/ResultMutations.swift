import Gradus

extension Mutation {
  /// One part of the result is something else.
  static func results(_ calls: [RecordedCall]) -> [Mutation] {
    namedResults(calls).flatMap { name, path in
      resultChanges.filter { $0.changes(calls.map { $0.result[path] }) }.map { change in
        Mutation(.result, "\(name) \(change.name)") { arguments, solve in
          var result = try solve(arguments)
          if let changed = change.change(result[path]) { result[path] = changed }
          return result
        }
      }
    }
  }

  private static let resultChanges = [
    Change("zero") { $0.map { _ in 0 } },
    Change("negated") { $0.map { -$0 } },
    Change("without its sign") { $0.map(\.magnitude) },
    Change("doubled") { $0.map { 2 * $0 } },
    Change("halved") { $0.map { $0 / 2 } },
    Change("a millionth too large") { $0.isWhole ? nil : $0.map { $0 * 1.000_001 } },
    Change("one larger") { $0.map { $0 + 1 } },
    Change("one smaller") { $0.map { $0 - 1 } },
    Change("rounded") { $0.map { $0.rounded(.towardZero) } },
    Change("without what is negative") { $0.map { max($0, 0) } },
    Change("wrong in its first number", atLeast: 2) { $0.wrong(at: 0) },
    Change("wrong in its last number", atLeast: 2) { $0.wrong(at: $0.count - 1) },
    Change("wrong in its middle number", atLeast: 3) { $0.wrong(at: $0.count / 2) },
    Change("not a number in its last number") {
      $0.isWhole ? nil : $0.mapNumbers { $0.dropLast() + $0.suffix(1).map { _ in .nan } }
    },
    Change("reversed", atLeast: 2, numbers: { $0.reversed() }),
    Change("sorted", atLeast: 2, numbers: { $0.sorted() }),
    Change("all its first number", atLeast: 2) { Array(repeating: $0[0], count: $0.count) },
    Change("without its first", places: { Array((0..<$0).dropFirst()) }),
    Change("without its last", places: { Array((0..<$0).dropLast()) }),
    Change("with its last twice", places: { Array(0..<$0) + (0..<$0).suffix(1) }),
    Change("empty", places: { _ in [] }),
    Change("backwards") { value in
      guard case .list(let all, let make) = value else { return nil }
      return .list(all.reversed(), make: make)
    },
    Change("transposed") { value in
      guard case .tensor(let tensor) = value, tensor.rank == 2 else { return nil }
      return .tensor(tensor.transposed())
    },
    Change("with one dimension more in front") { $0.reshaped { [1] + $0 } },
    Change("with one dimension more at the end") { $0.reshaped { $0 + [1] } },
    Change("flattened") { $0.reshaped { [$0.reduce(1, *)] } },
    Change("always true") { if case .flag = $0 { .flag(true) } else { nil } },
    Change("always false") { if case .flag = $0 { .flag(false) } else { nil } },
    Change("the other way around") { if case .flag(let flag) = $0 { .flag(!flag) } else { nil } },
    Change("the next case") { value in
      guard case .choice(let place, let all) = value else { return nil }
      return .choice((place + 1) % all.count, of: all)
    },
  ]

  private static func namedResults(_ calls: [RecordedCall]) -> [(name: String, path: Value.Path)] {
    calls[0].result.leaves().map { ($1.isEmpty ? $0 : "returned \($0)", $1) }
  }

  /// One part of the result is an argument as it was, or another part.
  static func resultsFromArguments(_ calls: [RecordedCall]) -> [Mutation] {
    let results = namedResults(calls)
    return results.flatMap { target, path in
      calls[0].arguments.leaves().filter { source in
        calls.contains {
          let (argument, result) = ($0.arguments[source.path], $0.result[path])
          return argument.isLike(result) && !argument.isSame(as: result)
        }
      }.map { source in
        Mutation(.result, "\(source.name) as \(target)") { arguments, solve in
          var result = try solve(arguments)
          if arguments[source.path].isLike(result[path]) { result[path] = arguments[source.path] }
          return result
        }
      }
        + results.filter { other in
          other.path.lexicographicallyPrecedes(path)
            && calls.contains { $0.result[other.path].isLike($0.result[path]) }
        }.map { other in
          Mutation(.result, "\(other.name) and \(target) exchanged") { arguments, solve in
            let right = try solve(arguments)
            guard right[path].isLike(right[other.path]) else { return right }
            var result = right
            result[path] = right[other.path]
            result[other.path] = right[path]
            return result
          }
        }
    }
  }
}

extension Value {
  fileprivate var isWhole: Bool {
    switch self {
    case .count, .counts, .labels: true
    default: false
    }
  }

  fileprivate func reshaped(_ dimensions: ([Int]) -> [Int]) -> Value? {
    guard case .tensor(let tensor) = self else { return nil }
    return .tensor(
      Tensor(shape: Shape(dimensions(tensor.shape.dimensions)), elements: tensor.elements))
  }
}

extension [Double] {
  /// The same with one number that is wrong beyond any tolerance.
  func wrong(at place: Int) -> [Double] {
    var numbers = self
    numbers[place] = numbers[place].isFinite ? 2 * numbers[place] + 1 : 0
    return numbers
  }
}
