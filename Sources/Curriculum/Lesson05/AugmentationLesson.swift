import Curriculum
import Gradus

/// Lesson 5: data augmentation.
public enum AugmentationLesson {
  /// The functions that are judged.
  public typealias Answers = AugmentationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 5, title: "Data augmentation", folder: "05-augmentation",
    exercises: [
      shifted, flipped, interpolated, rotated.after(interpolated), randomCrop.after(shifted),
      augmented, mixup,
    ],
    report: reportAugmentation)

  /// An image whose pixels are all different: 1, 2, 3 … row by row.
  static func numbered(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(shape: [rows, columns], elements: (1...rows * columns).map { Double($0) })
  }

  /// An image made pixel by pixel.
  static func image(
    _ rows: Int, _ columns: Int, _ pixel: (_ row: Int, _ column: Int) throws -> Double
  ) rethrows -> Matrix {
    var elements: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns { elements.append(try pixel(row, column)) }
    }
    return Matrix(shape: [rows, columns], elements: elements)
  }
}

extension Tensor where Element == Double {
  /// The pixel of an image [H, W], or 0 outside of it.
  func pixelOrZero(_ row: Int, _ column: Int) -> Double {
    (0..<shape[0]).contains(row) && (0..<shape[1]).contains(column) ? self[row, column] : 0
  }

  /// The pixel of an image [H, W], or the nearest one outside of it.
  func nearestPixel(_ row: Int, _ column: Int) -> Double {
    self[Swift.min(Swift.max(row, 0), shape[0] - 1), Swift.min(Swift.max(column, 0), shape[1] - 1)]
  }

  /// The pixel of an image [H, W] that repeats itself in all directions.
  func wrappedPixel(_ row: Int, _ column: Int) -> Double {
    let (rows, columns) = (shape[0], shape[1])
    return self[((row % rows) + rows) % rows, ((column % columns) + columns) % columns]
  }
}
