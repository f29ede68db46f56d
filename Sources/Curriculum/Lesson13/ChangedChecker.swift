import Gradus

extension ExtendingLesson {
  /// What a checker is made of, so that a mistake is one change to it.
  struct ChangedChecker: Sendable {
    typealias Matrix = Answers.Matrix
    var points = 3
    /// Whether one set of inputs serves for all points.
    var inputs: @Sendable ([Shape], inout RandomGenerator) -> [Matrix] = { shapes, generator in
      shapes.map { .normal($0, using: &generator) }
    }
    var upstream: @Sendable (Shape, inout RandomGenerator) -> Matrix = {
      .normal($0, using: &$1)
    }
    /// What the differences of the outputs are multiplied by.
    var weights: @Sendable (Matrix) -> Matrix = { $0 }
    var step = 1e-5
    /// How many steps the upper and the lower place are away.
    var (above, below) = (1.0, -1.0)
    var staysChanged = false
    /// The claimed gradients in the shapes of the inputs; nil where the layer is wrong at once.
    var fitted: @Sendable ([Matrix], [Shape]) -> [Matrix]? = {
      $0.map(\.shape) == $1 ? $0 : nil
    }
    var agree: @Sendable (_ claimed: [Matrix], _ numeric: [Matrix]) -> Bool = {
      isWithin(1e-6 * largest($0, $1), $0, $1)
    }

    func callAsFunction(
      _ layer: Answers.Layer, _ shapes: [Shape], _ generator: inout RandomGenerator
    ) throws -> Bool {
      for _ in 0..<points {
        let inputs = inputs(shapes, &generator)
        let (output, pullback) = try layer(inputs)
        let upstream = upstream(output.shape, &generator)
        guard let claimed = fitted(try pullback(upstream), shapes) else { return false }
        let numeric = try differences(layer, inputs, weights(upstream))
        guard agree(claimed, numeric) else { return false }
      }
      return true
    }

    private func differences(
      _ layer: Answers.Layer, _ inputs: [Matrix], _ weights: Matrix
    ) throws -> [Matrix] {
      var base = inputs
      func change(_ input: Int, _ place: Int, by difference: Double) -> [Matrix] {
        var (changed, elements) = (base, base[input].elements)
        elements[place] += difference
        changed[input] = Matrix(shape: changed[input].shape, elements: elements)
        return changed
      }
      return try inputs.indices.map { i in
        let slopes = try (0..<inputs[i].elementCount).map { k in
          let upper = try layer(change(i, k, by: above * step)).output
          let lower = try layer(change(i, k, by: below * step)).output
          if staysChanged { base = change(i, k, by: 0.5) }
          return ((upper - lower) * weights).sum() / ((above - below) * step)
        }
        return Matrix(shape: inputs[i].shape, elements: slopes)
      }
    }
  }

  /// The largest magnitude among all numbers of both.
  static func largest(_ claimed: [Matrix], _ numeric: [Matrix]) -> Double {
    (claimed + numeric).flatMap(\.elements).map(\.magnitude).max() ?? 0
  }

  static func isWithin(_ limit: Double, _ claimed: [Matrix], _ numeric: [Matrix]) -> Bool {
    limit.isFinite
      && zip(claimed.flatMap(\.elements), numeric.flatMap(\.elements)).allSatisfy {
        ($0 - $1).magnitude <= limit
      }
  }

  /// A checker with one change.
  static func checker(_ change: (inout ChangedChecker) -> Void) -> Answers.IsRightLayer {
    var checker = ChangedChecker()
    change(&checker)
    return { [checker] in try checker($0, $1, &$2) }
  }
}
