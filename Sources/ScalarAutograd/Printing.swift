import Foundation

extension Value: CustomStringConvertible {
  /// The expression as indented text: each number above those that it was computed from.
  ///
  ///     z = + : value -4, gradient 1
  ///       * : value -6, gradient 1
  ///         x : value 2, gradient -2
  ///         y : value -3, gradient 2
  ///       x : see above
  ///
  /// A number that is used several times is written out once. From the 20th level on, a line begins with
  /// its level in place of further blanks: those of a long sum would fill more than the numbers.
  public var description: String {
    var lines: [String] = []
    var written: Set<Int> = []
    // What is still to be written, the next one last.
    var waiting = [(index: index, depth: 0)]
    while let (index, depth) = waiting.popLast() {
      let node = graph.nodes[index]
      let indent =
        depth < 20
        ? String(repeating: "  ", count: depth)
        : String(repeating: "  ", count: 20) + "level \(depth): "
      guard written.insert(index).inserted else {
        lines.append("\(indent)\(node.label) : see above")
        continue
      }
      lines.append("\(indent)\(node.label) : \(node.numbers)")
      waiting += node.inputs.reversed().map { ($0.index, depth + 1) }
    }
    return lines.joined(separator: "\n")
  }
}

extension Graph.Node {
  /// The name and the operation, as far as they say something.
  fileprivate var label: String {
    guard let name else { return operation }
    return inputs.isEmpty ? name : "\(name) = \(operation)"
  }

  fileprivate var numbers: String { "value \(rounded(value)), gradient \(rounded(gradient))" }
}

/// Four digits are enough to follow a computation.
/// The sign of a NaN, which C would show, depends on the processor.
private func rounded(_ number: Double) -> String {
  number.isNaN ? "nan" : String(format: "%.4g", number)
}
