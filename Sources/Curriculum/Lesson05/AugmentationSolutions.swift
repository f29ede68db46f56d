import Foundation
import Gradus

/// Lesson 5, solved. The signatures are those of `Lessons/05-augmentation/Exercises.swift`, so that
/// this file can be pasted over it.
enum DataAugmentation {
  static func shifted(
    _ image: Tensor<Double>, right: Int, down: Int
  ) throws -> Tensor<Double> {
    let (h, w) = (image.shape[0], image.shape[1])
    var result = Tensor<Double>.zeros([h, w])
    for row in 0..<h {
      for column in 0..<w {
        let (sourceRow, sourceColumn) = (row - down, column - right)
        if (0..<h).contains(sourceRow) && (0..<w).contains(sourceColumn) {
          result[row, column] = image[sourceRow, sourceColumn]
        }
      }
    }
    return result
  }

  static func flipped(_ image: Tensor<Double>) throws -> Tensor<Double> {
    let (h, w) = (image.shape[0], image.shape[1])
    var result = image
    for row in 0..<h {
      for column in 0..<w { result[row, column] = image[row, w - 1 - column] }
    }
    return result
  }

  static func interpolated(
    _ image: Tensor<Double>, x: Double, y: Double
  ) throws -> Double {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (fractionX, fractionY) = (x - left, y - top)
    var sum = 0.0
    for (row, rowWeight) in [(Int(top), 1 - fractionY), (Int(top) + 1, fractionY)] {
      for (column, weight) in [(Int(left), 1 - fractionX), (Int(left) + 1, fractionX)]
      where (0..<image.shape[0]).contains(row) && (0..<image.shape[1]).contains(column) {
        sum += rowWeight * weight * image[row, column]
      }
    }
    return sum
  }

  static func rotated(
    _ image: Tensor<Double>, degrees: Double
  ) throws -> Tensor<Double> {
    let (h, w) = (image.shape[0], image.shape[1])
    let angle = degrees * .pi / 180
    let (middleX, middleY) = (Double(w - 1) / 2, Double(h - 1) / 2)
    var result = Tensor<Double>.zeros([h, w])
    for row in 0..<h {
      for column in 0..<w {
        let (dx, dy) = (Double(column) - middleX, Double(row) - middleY)
        result[row, column] = try interpolated(
          image,
          x: middleX + cos(angle) * dx - sin(angle) * dy,
          y: middleY + sin(angle) * dx + cos(angle) * dy)
      }
    }
    return result
  }

  static func randomCrop(
    _ image: Tensor<Double>, padding: Int, using generator: inout RandomGenerator
  ) throws -> Tensor<Double> {
    let top = generator.uniformInteger(below: 2 * padding + 1)
    let left = generator.uniformInteger(below: 2 * padding + 1)
    // A window further to the right shows the image further to the left.
    return try shifted(image, right: padding - left, down: padding - top)
  }

  static func augmented(
    _ images: Tensor<Double>, isTraining: Bool, using generator: inout RandomGenerator,
    by change: (Tensor<Double>, inout RandomGenerator) throws -> Tensor<Double>
  ) throws -> Tensor<Double> {
    guard isTraining else { return images }
    var changed: [Tensor<Double>] = []
    for sample in 0..<images.shape[0] {
      changed.append(try change(images[sample, 0...], &generator))
    }
    return .stack(changed)
  }

  static func mixup(
    _ images: Tensor<Double>, _ targets: Tensor<Double>, partners: [Int], shares: [Double]
  ) throws -> (images: Tensor<Double>, targets: Tensor<Double>) {
    func mix(_ a: Tensor<Double>) -> Tensor<Double> {
      var rows: [Tensor<Double>] = []
      for (sample, share) in shares.enumerated() {
        rows.append(share * a[sample, 0...] + (1 - share) * a[partners[sample], 0...])
      }
      return .stack(rows)
    }
    return (mix(images), mix(targets))
  }
}
