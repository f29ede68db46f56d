import Gradus

/// Lesson 10: attention, a transformer, and text that writes itself.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson10` or `swift run gradus check 10`.
enum Attending {
  /// From rows of tokens to what the model reads and what it is to say: at each place, the next token.
  ///
  /// - Parameter tokens: Shape [B, T + 1].
  /// - Returns: The inputs and the targets, shape [B, T] each.
  static func shiftedTargets(
    _ tokens: Tensor<Int>
  ) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) {
    throw Todo()
  }
}
