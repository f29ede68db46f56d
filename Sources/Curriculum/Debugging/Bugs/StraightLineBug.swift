import Curriculum
import Gradus

extension Bugs {
  /// Linear regression with one column.
  public static let straightLine = Bug<
    @Sendable (_ x: Tensor<Double>, _ y: Tensor<Double>, _ epochs: Int) throws -> (
      curve: Curve, slope: Double, intercept: Double
    )
  >(
    about: BugDescription(
      name: "StraightLine", lesson: 1,
      symptom:
        "Forty points lie exactly on the line y = 3·x − 1. The loss falls and comes to rest, but far above 0: "
        + "what is found is a level line through the mean of y.",
      hints: [
        "Shrink it: two points, and one step by hand. Which mean does `error` lead to, and which does the script find?",
        "A level line is the best that one can do who does not know which y belongs to which x.",
        "Print the shape of each tensor in the loop. How many errors do 40 points have?",
      ],
      reason:
        "[40, 1] − [40] is broadcast to [40, 40]: every prediction was compared with every target, not with its own. "
        + "Both have to have the same shape. The loss that stays is the variance of y."),
    curve: { train in
      let (x, y) = line(3, -1, points: 40, seed: 1)
      return try train(x, y, 60).curve
    },
    check: { train in
      for (slope, intercept, points) in [(-2.0, 0.5, 7), (0.25, 4, 30), (3, 0, 2)] {
        let (x, y) = line(slope, intercept, points: points, seed: UInt64(points))
        let found = try train(x, y, 2000)
        let what =
          "of \(points) points on the line with slope \(slope) and intercept \(intercept), after 2000 epochs"
        try expect(found.slope, equals: slope, in: "the slope \(what)", tolerance: 1e-3)
        try expect(found.intercept, equals: intercept, in: "the intercept \(what)", tolerance: 1e-3)
      }
    })
}

/// Points on a line, with x of shape [N, 1] and y of shape [N].
private func line(
  _ slope: Double, _ intercept: Double, points: Int, seed: UInt64
) -> (x: Tensor<Double>, y: Tensor<Double>) {
  var generator = RandomGenerator(seed: seed)
  let x = Tensor<Double>.uniform([points, 1], from: -1, to: 1, using: &generator)
  return (x, (x * slope + intercept).flattened())
}
