import Autograd
import Foundation
import TensorCore

/// How a transformer is told where each token stands. Without, it sees a set.
public enum PositionEncoding: String, CaseIterable, Sendable {
  /// It is not told.
  case none
  /// A learned vector for each position is added (Gehring et al., 2017).
  case learned
  /// Sines and cosines of the position are added; see ``Tensor/sinusoidalPositions(_:width:from:file:line:)``.
  case sinusoidal
  /// Queries and keys are turned by angles in proportion to the position; see ``rotated(_:from:base:file:line:)``.
  case rotary
}

extension Tensor where Element: TensorScalar {
  /// A vector for each position t of sines and cosines of falling frequency, shape [T, D] (Vaswani et al., 2017):
  ///
  ///     P[t, 2i] = sin(t / 10000^(2i/D))        P[t, 2i + 1] = cos(t / 10000^(2i/D))
  ///
  /// - Parameters:
  ///   - count: T, the number of positions.
  ///   - width: D, how many numbers each has.
  ///   - start: The first position; 0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is negative.
  public static func sinusoidalPositions(
    _ count: Int, width: Int, from start: Int = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) -> Tensor {
    require(
      start >= 0, "sinusoidalPositions: expected a first position of at least 0, found \(start)",
      file: file, line: line)
    let shape = Shape([count, width], file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      guard result.count > 0 else { return }
      for t in 0..<count {
        for i in 0..<width {
          let turn = angle(Double(start) + Double(t), of: i, width: width, base: 10_000)
          result[t * width + i] = Element(
            i.isMultiple(of: 2) ? Foundation.sin(turn) : Foundation.cos(turn))
        }
      }
    }
  }
}

/// Rotary positions (Su et al., 2021, *RoFormer*): neighboring pairs of numbers of the vector at position t are
/// turned by the angles t / base^(2i/d).
///
///     y[2i]     = x[2i]·cos − x[2i + 1]·sin
///     y[2i + 1] = x[2i]·sin + x[2i + 1]·cos
///
/// The product of a query and a key that are turned like this depends on the distance of their positions alone.
///
/// - Parameters:
///   - x: Shape [..., T, d] with an even d.
///   - start: The position of the first; 0 unless given.
///   - base: How slowly the last pair turns; 10 000 unless given.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when d is odd, the first position negative, or the base not positive.
public func rotated<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, from start: Int = 0, base: Double = 10_000,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  require(
    x.rank >= 2 && x.shape[-1].isMultiple(of: 2),
    "rotated: expected shape [..., T, d] with an even d, found \(x.shape)", file: file, line: line)
  require(
    start >= 0, "rotated: expected a first position of at least 0, found \(start)", file: file,
    line: line)
  requireNumber(base, "base", .positive, of: "rotated", file: file, line: line)
  guard x.value.elementCount > 0 else { return x }
  let (count, width) = (x.shape[-2], x.shape[-1])
  func table(_ function: (Double, Int) -> Double) -> Variable<Scalar> {
    Variable(
      Tensor(
        shape: [count, width],
        elements: (0..<count).flatMap { t in
          let position = Double(start) + Double(t)
          return (0..<width).map { i in
            Scalar(function(angle(position, of: i, width: width, base: base), i))
          }
        }))
  }
  // Each number's partner: x[1], x[0], x[3], x[2] …
  let partners = x.gather((0..<width).map { $0 ^ 1 }, along: -1)
  return x * table { angle, _ in cos(angle) }
    + partners * table { angle, i in i.isMultiple(of: 2) ? -sin(angle) : sin(angle) }
}

/// The angle of number i at a position: position / base^(2·⌊i/2⌋/width).
private func angle(_ position: Double, of i: Int, width: Int, base: Double) -> Double {
  position / pow(base, Double(i / 2 * 2) / Double(width))
}

/// The vectors of H heads side by side, [B, T, H·d], each turned by its position.
func rotated<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, heads: Int, from start: Int
) -> Variable<Scalar> {
  rotated(x.byHead(heads), from: start).permuted(to: [0, 2, 1, 3]).reshaped(to: x.shape)
}
