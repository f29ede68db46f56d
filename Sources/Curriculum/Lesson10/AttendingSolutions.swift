import Gradus

/// Lesson 10, solved. The signatures are those of `Lessons/10-attending/Exercises.swift`, so that this
/// file can be pasted over it.
enum Attending {
  static func shiftedTargets(
    _ tokens: Tensor<Int>
  ) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) {
    let length = tokens.shape[1]
    return (tokens[0..., 0..<length - 1], tokens[0..., 1..<length])
  }
}
