import Curriculum
import Gradus

extension Bugs {
  /// Pictures of three colors.
  public static let colorPictures = Bug<
    @Sendable (PixelPictures, UInt64) throws -> (
      curve: Curve, planes: (Tensor<Float>) -> Tensor<Float>
    )
  >(
    about: BugDescription(
      name: "ColorPictures", lesson: 8,
      symptom:
        "A convolutional network is to tell red, green and blue pictures apart, which anybody can at a "
        + "glance. All shapes fit, and it is right about a third of the pictures, as if it were guessing.",
      hints: [
        "The network may be right, and its input not. Look at what it gets: one picture, two pixels.",
        "Number the twelve values of a picture [1, 2, 2, 3] from 0. Where should 0, 3, 6 and 9 stand in the planes?",
        "Two tensors of one shape may hold the same numbers in another order. Which operation keeps the order?",
      ],
      reason:
        "A reshape gave the numbers a new shape and left them in their old order, so that each plane held a part "
        + "of the picture in all colors. To move an axis is a permutation."),
    curve: { try $0(colors(seed: 1, size: [60, 4, 6, 3]), 1).curve },
    check: { train in
      let (curve, planes) = try train(colors(seed: 2, size: [60, 5, 3, 3]), 2)
      let pictures = Tensor<Float>(
        shape: [2, 2, 3, 3], elements: (0..<36).map { Float($0) })
      let result = planes(pictures)
      try expect(
        result.shape == [2, 3, 2, 3],
        "The planes of two pictures [2, 2, 3, 3] have the shape \(result.shape), instead of [2, 3, 2, 3]."
      )
      for (picture, row, column, color) in [(0, 0, 1, 0), (1, 1, 2, 1), (0, 1, 0, 2), (1, 0, 0, 2)]
      {
        let expected = Double(((picture * 2 + row) * 3 + column) * 3 + color)
        try expect(
          Double(result[picture..<picture + 1, color, row, column].scalar()), equals: expected,
          in: "color \(color) of the pixel in row \(row), column \(column) of picture \(picture)")
      }
      let accuracy = curve["accuracy"].last ?? .nan
      try expect(
        accuracy > 0.9, "The network is right about \(accuracy.significant(3)) of the pictures.")
    })
}

/// Dark pictures with noise, [N, H, W, 3], each brighter in one color.
private func colors(seed: UInt64, size: Shape) -> PixelPictures {
  var generator = RandomGenerator(seed: seed)
  let labels = (0..<size[0]).map { $0 % 3 }
  let brightness = oneHot(labels: Tensor(labels), classCount: 3, as: Float.self) * 0.5
  return Samples(
    Tensor.uniform(size, to: 0.5, using: &generator)
      + brightness.reshaped(to: [size[0], 1, 1, 3]), Tensor(labels))
}
