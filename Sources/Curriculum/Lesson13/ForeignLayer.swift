import Curriculum
import Gradus

/// A layer that somebody else has written, whether its gradients are right, and what it tests.
struct ForeignLayer: Sendable {
  typealias Matrix = Tensor<Double>
  /// The gradients that a layer gives: from its inputs, the right pullback and the upstream gradient.
  typealias Gradients = ([Matrix], ([Matrix], Matrix) -> [Matrix], Matrix) -> [Matrix]

  let name: String
  let isRight: Bool
  /// What to say where a checker is wrong about it.
  let remark: String
  let shapes: [Shape]
  private let function: @Sendable ([Variable<Double>]) -> Variable<Double>
  /// Made afresh for each judgment, since some layers remember.
  private let makeGradients: @Sendable () -> Gradients

  static func right(
    _ name: String, _ remark: String, _ shapes: [Shape],
    _ function: @escaping @Sendable ([Variable<Double>]) -> Variable<Double>
  ) -> ForeignLayer {
    ForeignLayer(
      name: name, isRight: true, remark: remark, shapes: shapes, function: function
    ) { { inputs, pullback, upstream in pullback(inputs, upstream) } }
  }

  static func wrong(
    _ name: String, _ remark: String, _ shapes: [Shape],
    _ function: @escaping @Sendable ([Variable<Double>]) -> Variable<Double>,
    remembering makeGradients: @escaping @Sendable () -> Gradients
  ) -> ForeignLayer {
    ForeignLayer(
      name: name, isRight: false, remark: remark, shapes: shapes, function: function,
      makeGradients: makeGradients)
  }

  static func wrong(
    _ name: String, _ remark: String, _ shapes: [Shape],
    _ function: @escaping @Sendable ([Variable<Double>]) -> Variable<Double>,
    _ gradients:
      @escaping @Sendable ([Matrix], ([Matrix], Matrix) -> [Matrix], Matrix) -> [Matrix]
  ) -> ForeignLayer {
    wrong(name, remark, shapes, function, remembering: { gradients })
  }

  private init(
    name: String, isRight: Bool, remark: String, shapes: [Shape],
    function: @escaping @Sendable ([Variable<Double>]) -> Variable<Double>,
    makeGradients: @escaping @Sendable () -> Gradients
  ) {
    self.name = name
    self.isRight = isRight
    self.remark = remark
    self.shapes = shapes
    self.function = function
    self.makeGradients = makeGradients
  }

  /// The layer, as if it had never been called; it throws where a call does not fit.
  func make() -> ExtendingAnswers.Layer {
    let gradients = makeGradients()
    @Sendable func right(_ inputs: [Matrix], _ upstream: Matrix) -> [Matrix] {
      valueWithPullback(at: inputs) { function($0) }.pullback(upstream)
    }
    return { inputs in
      guard inputs.map(\.shape) == shapes else {
        throw Unfitting(
          description: "\(name): the inputs have the shapes \(shapes), and not "
            + "\(inputs.map(\.shape)).")
      }
      let output = function(inputs.map { Variable($0) }).value
      return (
        output,
        { upstream in
          guard upstream.shape == output.shape else {
            throw Unfitting(
              description: "\(name): the output has the shape \(output.shape), and so has the "
                + "upstream gradient, and not \(upstream.shape).")
          }
          return gradients(inputs, right, upstream)
        }
      )
    }
  }

  private struct Unfitting: Error, CustomStringConvertible { let description: String }
}
