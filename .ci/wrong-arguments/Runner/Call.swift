import Foundation

/// What an argument can be, each value with its Swift text. Good values come first.
typealias Values<Value> = [(name: String, make: () throws -> Value)]

/// One public declaration with what its arguments can be.
struct Call {
  let name: String
  /// Whether it is told the caller's line.
  let takesPlace: Bool
  /// The call in Swift, with `{0}` for the first argument.
  let text: String
  /// The Swift text of each value of each argument.
  let values: [[String]]
  /// Makes the call with the value of that number for each argument.
  let body: ([Int]) throws -> Void

  init(
    _ name: String, takesPlace: Bool, text: String, _ values: [[String]],
    body: @escaping ([Int]) throws -> Void
  ) {
    self.name = name
    self.takesPlace = takesPlace
    self.text = text
    self.values = values
    self.body = body
  }

  /// The numbers of the values: the good call, all calls with one other argument, and those with two
  /// others, of which at most `pairs` are made, spread evenly.
  func choices(pairs limit: Int) -> [[Int]] {
    let good = values.map { _ in 0 }
    var (singles, pairs): ([[Int]], [[Int]]) = ([], [])
    for (first, options) in values.enumerated() {
      for option in options.indices.dropFirst() {
        var choice = good
        choice[first] = option
        singles.append(choice)
        for second in values.indices.dropFirst(first + 1) {
          for option in values[second].indices.dropFirst() {
            choice[second] = option
            pairs.append(choice)
          }
          choice[second] = 0
        }
      }
    }
    let kept = min(limit, pairs.count)
    return [good] + singles + (0..<kept).map { pairs[$0 * pairs.count / kept] }
  }

  /// The call in Swift.
  func written(_ choice: [Int]) -> String {
    var result = text
    for (index, option) in choice.enumerated() {
      result = result.replacingOccurrences(of: "{\(index)}", with: values[index][option])
    }
    return result
  }
}

/// Takes a result, so that the call that made it is not left out.
@inline(never)
func keep<Value>(_ value: Value) {}
